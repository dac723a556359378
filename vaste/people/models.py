"""Contacts, companies and the keys that recognize them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, F, Func, Value, When
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel

# What people leave out when they type a name into a search.
MARKED = "åäöøáàâãçčéèêëíìîïñóòôõőšúùûüűýžÅÄÖØÁÀÂÃÇČÉÈÊËÍÌÎÏÑÓÒÔÕŐŠÚÙÛÜŰÝŽ"
PLAIN = "aaooaaaacceeeeiiiinooooosuuuuuyz" * 2

_NUMBER: models.IntegerField[int, int] = models.IntegerField()


def search_key(column: str, *, last_word: bool = False) -> models.GeneratedField:
    """
    Return a column that the database keeps beside another: small letters without marks.

    A column of its own and no index on an expression: under row-level security PostgreSQL uses an
    index only through functions that can't leak what they see, and lower() is not one of them.
    """
    text: Func | F = F(column)
    if last_word:
        text = Func(text, Value("^.* "), Value(""), function="regexp_replace")
    small = Lower(text)
    # Taking off marks is slow, and few texts of most desks have any.
    is_plain: Exact[bool] = Exact(
        Func(text, function="octet_length", output_field=_NUMBER), Length(text)
    )
    plain = Func(small, Value(MARKED), Value(PLAIN), function="translate")
    field: models.Field[str, str] = models.TextField(db_collation="C")
    return models.GeneratedField(
        expression=Case(When(is_plain, then=small), default=plain),
        output_field=field,
        db_persist=True,
    )


_WITHOUT_MARKS = str.maketrans(MARKED, PLAIN)


def search_text(text: str) -> str:
    """Return what was typed as `search_key` columns hold it."""
    return text.lower().translate(_WITHOUT_MARKS)


class Company(TenantModel):
    """An organization behind enquiries; its facts come from what was told or looked up."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, default="")
    business_id = models.CharField(max_length=40, default="")
    industry = models.CharField(max_length=120, default="")
    nace = models.CharField(max_length=5, default="", db_default="")  # "62.01", or "62" alone
    nace_section = models.CharField(max_length=1, default="", db_default="")  # A to U
    employees = models.IntegerField(null=True)
    revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    revenue_currency = models.CharField(max_length=3, default="")
    city = models.CharField(max_length=120, default="")
    country = models.CharField(max_length=2, default="")
    custom = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    name_key = search_key("name")

    class Meta:
        indexes = [models.Index("workspace", "name_key", name="people_company_by_name_key")]


class CompanyKey(TenantModel):
    """
    One normalized key of a company; a key has one owner, by constraint.

    `name` is used only where nothing stronger was told, and then must be equal to the letter.
    """

    class Kind(models.TextChoices):
        DOMAIN = "domain"
        BUSINESS_ID = "business_id"
        NAME = "name"

    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=253)
    company = TenantForeignKey(Company)

    company_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "kind", "value", name="people_one_company_per_key"
            ),
        ]
        indexes = [models.Index("workspace", "company", name="people_company_key_owner")]


class Contact(TenantModel):
    """A person behind enquiries. Every enquiry of theirs is a lead of its own."""

    given_name = models.CharField(max_length=120, default="")
    family_name = models.CharField(max_length=120, default="")
    full_name = models.CharField(max_length=240, default="")
    job_title = models.CharField(max_length=160, default="")
    seniority = models.CharField(max_length=10, default="", db_default="")  # see kernel.job_titles
    email = models.CharField(max_length=254, default="")
    mail_kind = models.CharField(max_length=10, default="")
    phone = models.CharField(max_length=20, default="")
    language = models.CharField(max_length=8, default="")
    city = models.CharField(max_length=120, default="")
    country = models.CharField(max_length=2, default="")
    company = TenantForeignKey(Company, null=True)
    do_not_email = models.BooleanField(default=False)
    do_not_call = models.BooleanField(default=False)
    custom = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    email_key = search_key("email")
    name_key = search_key("full_name")
    last_name_key = search_key("full_name", last_word=True)

    company_id: uuid.UUID | None

    class Meta:
        indexes = [
            models.Index("workspace", "company", name="people_contact_by_company"),
            models.Index("workspace", "email_key", name="people_contact_by_email_key"),
            models.Index("workspace", "name_key", name="people_contact_by_name_key"),
            models.Index("workspace", "last_name_key", name="people_contact_by_last_name"),
        ]


class ContactKey(TenantModel):
    """One normalized key of a contact (e-mail, E.164 phone, external id); a key has one owner."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        EXTERNAL = "external"

    kind = models.CharField(max_length=8, choices=Kind)
    value = models.CharField(max_length=320)
    contact = TenantForeignKey(Contact)

    contact_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "kind", "value", name="people_one_contact_per_key"
            ),
        ]
        indexes = [models.Index("workspace", "contact", name="people_contact_key_owner")]


class Suggestion(TenantModel):
    """Two contacts that a weak key likens; a person decides, nothing merges by itself."""

    contact = TenantForeignKey(Contact)
    other = TenantForeignKey(Contact)
    reason = models.CharField(max_length=40)
    value = models.CharField(max_length=320)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "contact", "other", "reason", name="people_one_suggestion_per_pair"
            ),
        ]


class Consent(TenantModel):
    """What a contact agreed to or refused, for one purpose, with the exact text that was shown."""

    contact = TenantForeignKey(Contact)
    purpose = models.CharField(max_length=60)
    given = models.BooleanField()
    text = models.TextField()
    version = models.CharField(max_length=40, default="")
    at = models.DateTimeField()
    arrival_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index("workspace", "contact", "at", name="people_consent_by_contact")]
