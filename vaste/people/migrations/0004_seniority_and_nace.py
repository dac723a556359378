"""How senior a contact is, by their title, and a company's industry by its code."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_search_keys")]

    operations = [
        migrations.AddField(
            "contact", "seniority", models.CharField(db_default="", default="", max_length=10)
        ),
        migrations.AddField(
            "company", "nace", models.CharField(db_default="", default="", max_length=5)
        ),
        migrations.AddField(
            "company", "nace_section", models.CharField(db_default="", default="", max_length=1)
        ),
    ]
