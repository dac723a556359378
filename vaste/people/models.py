"""Contacts, companies and the keys that recognize them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Collate, Lower

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel


class Company(TenantModel):
    """An organization behind enquiries; its facts come from what was told or looked up."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, default="")
    business_id = models.CharField(max_length=40, default="")
    industry = models.CharField(max_length=120, default="")
    employees = models.IntegerField(null=True)
    revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    revenue_currency = models.CharField(max_length=3, default="")
    city = models.CharField(max_length=120, default="")
    country = models.CharField(max_length=2, default="")
    custom = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("workspace", Collate(Lower("name"), "C"), name="people_company_by_name"),
        ]


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


def _last_word(column: str) -> Func:
    """Return the SQL of what stands after a text's last space; people are searched by it too."""
    return Func(F(column), Value("^.* "), Value(""), function="regexp_replace")


class Contact(TenantModel):
    """A person behind enquiries. Every enquiry of theirs is a lead of its own."""

    given_name = models.CharField(max_length=120, default="")
    family_name = models.CharField(max_length=120, default="")
    full_name = models.CharField(max_length=240, default="")
    job_title = models.CharField(max_length=160, default="")
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

    company_id: uuid.UUID | None

    class Meta:
        indexes = [
            models.Index("workspace", "company", name="people_contact_by_company"),
            models.Index("workspace", Collate(Lower("email"), "C"), name="people_contact_by_email"),
            models.Index(
                "workspace", Collate(Lower("full_name"), "C"), name="people_contact_by_name"
            ),
            models.Index(
                "workspace",
                Collate(Lower(_last_word("full_name")), "C"),
                name="people_contact_by_last_name",
            ),
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
