"""The index by which the response report finds its clocks, with all that it counts of them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("sla", "0002_policies_and_ladders")]

    operations = [
        AddIndexConcurrently(
            "clock",
            models.Index(
                models.F("workspace"),
                models.F("lead"),
                condition=models.Q(("milestone", "first_contact")),
                include=[
                    "started_at",
                    "due_at",
                    "met_at",
                    "stopped_at",
                    "working_s",
                    "system_ms",
                    "person_s",
                ],
                name="sla_first_contact_of_lead",
            ),
        ),
    ]
