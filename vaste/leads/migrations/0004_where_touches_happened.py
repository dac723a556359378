"""Where a touch happened, how surely a person did it, and the sender's own id for it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    reviewed = "the unique index is partial: it is built over no row, the previous release has none"

    dependencies = [("leads", "0003_judged_again")]

    operations = [
        migrations.AddField(
            "touch", "path", models.CharField(db_default="", default="", max_length=300)
        ),
        migrations.AddField(
            "touch", "human", models.SmallIntegerField(db_default=100, default=100)
        ),
        migrations.AddField("touch", "external_id", models.CharField(max_length=200, null=True)),
        migrations.AddConstraint(
            "touch",
            models.UniqueConstraint(
                models.F("workspace"),
                models.F("external_id"),
                condition=models.Q(("external_id__isnull", False)),
                name="leads_one_touch_per_external_id",
            ),
        ),
    ]
