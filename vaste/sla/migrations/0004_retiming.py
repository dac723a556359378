"""Changes of a team's hours as rows, and which of them a clock has been through."""

import django.db.models.deletion
from django.db import migrations, models

import vaste.infra.tenancy.fields
import vaste.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0003_first_contacts_of_reports"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Retiming",
            fields=[
                (
                    "id",
                    vaste.infra.tenancy.fields.TenantId(
                        default=vaste.kernel.ids.uuid7, serialize=False
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
                ("team_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("changed_at", models.DateTimeField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("into_id", models.UUIDField(null=True)),
                ("into_number", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
                ("moved", models.IntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="clock",
            name="by_hours",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="hours_number",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="retiming",
            index=models.Index(
                models.F("workspace"),
                models.F("due_at"),
                condition=models.Q(("due_at__isnull", False)),
                name="sla_retiming_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="retiming",
            constraint=models.UniqueConstraint(
                models.F("workspace"),
                models.F("team_id"),
                models.F("number"),
                name="sla_one_retiming_per_change",
            ),
        ),
    ]
