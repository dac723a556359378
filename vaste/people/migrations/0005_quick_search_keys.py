"""The same names to be found by, computed in a fraction of the time for texts without marks."""

from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Case, Func, Value, When
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact

MARKED = "åäöøáàâãçčéèêëíìîïñóòôõőšúùûüűýžÅÄÖØÁÀÂÃÇČÉÈÊËÍÌÎÏÑÓÒÔÕŐŠÚÙÛÜŰÝŽ"
PLAIN = "aaooaaaacceeeeiiiinooooosuuuuuyz" * 2
LAST_WORD = Func(models.F("full_name"), Value("^.* "), Value(""), function="regexp_replace")


def search_key(text: Func | models.F) -> models.GeneratedField:
    number: models.IntegerField[int, int] = models.IntegerField()
    is_plain: Exact[bool] = Exact(
        Func(text, function="octet_length", output_field=number), Length(text)
    )
    plain = Func(Lower(text), Value(MARKED), Value(PLAIN), function="translate")
    field: models.Field[str, str] = models.TextField(db_collation="C")
    return models.GeneratedField(
        expression=Case(When(is_plain, then=Lower(text)), default=plain),
        output_field=field,
        db_persist=True,
    )


def index(column: str, name: str) -> models.Index:
    return models.Index(models.F("workspace"), models.F(column), name=name)


class Migration(migrations.Migration):
    atomic = False
    reviewed = "a generated column needs no value, and no release has rows in these tables yet"

    dependencies = [("people", "0004_seniority_and_nace")]

    operations = [
        RemoveIndexConcurrently("company", "people_company_by_name_key"),
        RemoveIndexConcurrently("contact", "people_contact_by_email_key"),
        RemoveIndexConcurrently("contact", "people_contact_by_name_key"),
        RemoveIndexConcurrently("contact", "people_contact_by_last_name"),
        migrations.RemoveField("company", "name_key"),
        migrations.RemoveField("contact", "email_key"),
        migrations.RemoveField("contact", "name_key"),
        migrations.RemoveField("contact", "last_name_key"),
        migrations.AddField("company", "name_key", search_key(models.F("name"))),
        migrations.AddField("contact", "email_key", search_key(models.F("email"))),
        migrations.AddField("contact", "name_key", search_key(models.F("full_name"))),
        migrations.AddField("contact", "last_name_key", search_key(LAST_WORD)),
        AddIndexConcurrently("company", index("name_key", "people_company_by_name_key")),
        AddIndexConcurrently("contact", index("email_key", "people_contact_by_email_key")),
        AddIndexConcurrently("contact", index("name_key", "people_contact_by_name_key")),
        AddIndexConcurrently("contact", index("last_name_key", "people_contact_by_last_name")),
    ]
