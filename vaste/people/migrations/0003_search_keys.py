"""Names to be found by, kept by the database beside what was written; indexes on them."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Lower

MARKED = "åäöøáàâãçčéèêëíìîïñóòôõőšúùûüűýžÅÄÖØÁÀÂÃÇČÉÈÊËÍÌÎÏÑÓÒÔÕŐŠÚÙÛÜŰÝŽ"
PLAIN = "aaooaaaacceeeeiiiinooooosuuuuuyz" * 2
LAST_WORD = models.Func(
    models.F("full_name"), models.Value("^.* "), models.Value(""), function="regexp_replace"
)


def search_key(text: models.Func | models.F) -> models.GeneratedField:
    plain = models.Func(
        Lower(text), models.Value(MARKED), models.Value(PLAIN), function="translate"
    )
    field: models.Field[str, str] = models.TextField(db_collation="C")
    return models.GeneratedField(expression=plain, output_field=field, db_persist=True)


def index(column: str, name: str) -> models.Index:
    return models.Index(models.F("workspace"), models.F(column), name=name)


class Migration(migrations.Migration):
    atomic = False
    reviewed = "a generated column needs no value, and no release has rows in these tables yet"

    dependencies = [("people", "0002_find_people_by_name")]

    operations = [
        RemoveIndexConcurrently("company", "people_company_by_name"),
        RemoveIndexConcurrently("contact", "people_contact_by_email"),
        RemoveIndexConcurrently("contact", "people_contact_by_name"),
        RemoveIndexConcurrently("contact", "people_contact_by_last_name"),
        migrations.AddField("company", "name_key", search_key(models.F("name"))),
        migrations.AddField("contact", "email_key", search_key(models.F("email"))),
        migrations.AddField("contact", "name_key", search_key(models.F("full_name"))),
        migrations.AddField("contact", "last_name_key", search_key(LAST_WORD)),
        AddIndexConcurrently("company", index("name_key", "people_company_by_name_key")),
        AddIndexConcurrently("contact", index("email_key", "people_contact_by_email_key")),
        AddIndexConcurrently("contact", index("name_key", "people_contact_by_name_key")),
        AddIndexConcurrently("contact", index("last_name_key", "people_contact_by_last_name")),
    ]
