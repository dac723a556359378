"""Indexes for finding a contact or company by the beginning of a name or an address."""

import django.contrib.postgres.operations
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0001_initial")]

    operations = [
        django.contrib.postgres.operations.AddIndexConcurrently(
            "company",
            models.Index(
                models.F("workspace"),
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Lower("name"), "C"
                ),
                name="people_company_by_name",
            ),
        ),
        django.contrib.postgres.operations.AddIndexConcurrently(
            "contact",
            models.Index(
                models.F("workspace"),
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Lower("email"), "C"
                ),
                name="people_contact_by_email",
            ),
        ),
        django.contrib.postgres.operations.AddIndexConcurrently(
            "contact",
            models.Index(
                models.F("workspace"),
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Lower("full_name"), "C"
                ),
                name="people_contact_by_name",
            ),
        ),
        django.contrib.postgres.operations.AddIndexConcurrently(
            "contact",
            models.Index(
                models.F("workspace"),
                django.db.models.functions.comparison.Collate(
                    django.db.models.functions.text.Lower(
                        models.Func(
                            models.F("full_name"),
                            models.Value("^.* "),
                            models.Value(""),
                            function="regexp_replace",
                        )
                    ),
                    "C",
                ),
                name="people_contact_by_last_name",
            ),
        ),
    ]
