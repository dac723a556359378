"""When a lead's judgment may change by itself, and the index by which the worker finds it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("leads", "0002_unread_and_appended")]

    operations = [
        migrations.AddField("lead", "judge_at", models.DateTimeField(null=True)),
        migrations.AddField("lead", "falls_at", models.DateTimeField(null=True)),
        AddIndexConcurrently(
            "lead",
            models.Index(
                models.F("workspace"),
                models.F("judge_at"),
                models.F("id"),
                condition=models.Q(("judge_at__isnull", False), ("state__in", ["open", "snoozed"])),
                name="leads_judged_again",
            ),
        ),
    ]
