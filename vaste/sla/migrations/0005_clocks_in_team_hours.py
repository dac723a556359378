"""The index by which the clocks are found that run in a team's hours."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("sla", "0004_retiming")]

    operations = [
        AddIndexConcurrently(
            "clock",
            models.Index(
                models.F("workspace"),
                models.F("basis"),
                models.F("lead"),
                condition=models.Q(
                    ("basis__startswith", "team:"), ("met_at", None), ("stopped_at", None)
                ),
                name="sla_clock_in_team_hours",
            ),
        ),
    ]
