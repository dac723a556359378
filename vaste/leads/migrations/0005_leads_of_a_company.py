"""The leads of a company, found by whoever keeps a company with its owner."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("leads", "0004_where_touches_happened")]

    operations = [
        AddIndexConcurrently(
            "lead",
            models.Index(
                models.F("workspace"),
                models.F("company"),
                condition=models.Q(("company__isnull", False)),
                name="leads_lead_by_company",
            ),
        ),
    ]
