"""Leads, touches and activities."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel, TenantQuerySet
from vaste.leads.models.arrivals import Door
from vaste.people.models import Company, Contact


class LeadQuerySet(TenantQuerySet["Lead"]):
    """Questions about leads that are asked in more than one place."""

    def open(self) -> Self:
        """Keep the leads that somebody still has to work on now (snoozed ones wait elsewhere)."""
        return self.filter(state=Lead.State.OPEN)


class Lead(TenantModel):
    """
    One enquiry of one contact, from its arrival until it is closed with a reason.

    What was asked, whence it came, how it was judged (with the definition's version) and whose it
    is. `due_at` is the next instant at which something is owed: the earliest running clock, then
    the next step. A lead is never without one while it is open (`leads_open_has_a_due_time`).
    """

    class State(models.TextChoices):
        OPEN = "open"
        SNOOZED = "snoozed"
        WON = "won"
        LOST = "lost"
        NOT_A_FIT = "not_a_fit"

    contact = TenantForeignKey(Contact)
    company = TenantForeignKey(Company, null=True)
    door = TenantForeignKey(Door)
    arrival_id = models.UUIDField()
    received_at = models.DateTimeField()
    is_returning = models.BooleanField(default=False)
    is_imported = models.BooleanField(default=False)

    subject = models.CharField(max_length=300, default="")
    message = models.TextField(default="")
    request_type = models.CharField(max_length=12, default="")
    needed_within = models.IntegerField(null=True)  # days from the day it was told
    needed_by = models.DateField(null=True)
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    value_currency = models.CharField(max_length=3, default="")
    value_band = models.CharField(max_length=6, default="")
    language = models.CharField(max_length=8, default="")
    custom = models.JSONField(default=dict)

    source = models.CharField(max_length=120, default="")
    medium = models.CharField(max_length=120, default="")
    campaign = models.CharField(max_length=200, default="")
    term = models.CharField(max_length=200, default="")
    content = models.CharField(max_length=200, default="")
    referrer = models.CharField(max_length=1000, default="")
    landing_page = models.CharField(max_length=1000, default="")

    definition = models.IntegerField()
    fit = models.SmallIntegerField()  # 0-100
    interest = models.SmallIntegerField()  # 0-100, at `received_at`; it fades, see scoring.queries
    quadrant = models.CharField(max_length=12)
    category = models.CharField(max_length=40)
    category_rank = models.SmallIntegerField()
    is_mql = models.BooleanField(default=False)

    team_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    due_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    taken_over_at = models.DateTimeField(null=True)
    first_contact_at = models.DateTimeField(null=True)
    next_step = models.CharField(max_length=300, default="")
    next_step_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=60, default="")
    won_value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    version = models.IntegerField(default=1)
    judge_at = models.DateTimeField(null=True)  # when its judgment may next change by itself
    falls_at = models.DateTimeField(null=True)  # when a lower category applies, if it still does

    contact_id: uuid.UUID
    company_id: uuid.UUID | None
    door_id: uuid.UUID

    objects = LeadQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["open", "snoozed"]) | Q(due_at__isnull=False),
                name="leads_open_has_a_due_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "snoozed"])
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="leads_closed_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(team_id__isnull=False),
                name="leads_open_has_a_team",
            ),
        ]
        indexes = [
            models.Index("workspace", "contact", "received_at", name="leads_lead_by_contact"),
            models.Index(
                "workspace",
                "company",
                condition=Q(company__isnull=False),
                name="leads_lead_by_company",
            ),
            models.Index("workspace", "received_at", "id", name="leads_lead_by_time"),
            models.Index(
                "workspace",
                "category_rank",
                "due_at",
                "id",
                condition=Q(state="open"),
                name="leads_queue",
            ),
            models.Index(
                "workspace",
                "owner_id",
                "category_rank",
                "due_at",
                "id",
                condition=Q(state="open"),
                name="leads_queue_of_owner",
            ),
            models.Index(
                "workspace",
                "team_id",
                "category_rank",
                "due_at",
                "id",
                condition=Q(state="open", owner_id__isnull=True),
                name="leads_queue_of_pool",
            ),
            models.Index(
                "workspace",
                "due_at",
                "id",
                condition=Q(state="snoozed"),
                name="leads_snoozed_until",
            ),
            models.Index(
                "workspace",
                "judge_at",
                "id",
                condition=Q(state__in=["open", "snoozed"], judge_at__isnull=False),
                name="leads_judged_again",
            ),
            models.Index(
                "workspace",
                "closed_at",
                "id",
                condition=Q(closed_at__isnull=False),
                name="leads_closed_by_time",
            ),
        ]


class Touch(TenantModel):
    """
    One inbound interaction of a contact, with channel and campaign; what interest is counted from.

    `path` is where it happened (a page's path, an event's name) as `kernel.paths` keeps it, `human`
    per cent of certainty that a person did it: under 50 it counts nowhere. `external_id` is the
    sender's own, null where it has none; no two touches of a workspace share one.
    """

    contact = TenantForeignKey(Contact)
    lead_id = models.UUIDField(null=True)
    arrival_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    campaign = models.CharField(max_length=200, default="")
    occurred_at = models.DateTimeField()
    path = models.CharField(max_length=300, default="", db_default="")
    human = models.SmallIntegerField(default=100, db_default=100)
    external_id = models.CharField(max_length=200, null=True)  # noqa: DJ001 - null is "none"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                "external_id",
                condition=Q(external_id__isnull=False),
                name="leads_one_touch_per_external_id",
            )
        ]
        indexes = [
            models.Index("workspace", "contact", "occurred_at", name="leads_touch_by_contact")
        ]


class Activity(TenantModel):
    """
    Something a rep did on a lead or logged: a call, a mail, a meeting, a note.

    `is_contact` says whether the buyer was reached: an attempt is not a contact, and only a contact
    stops the first-contact clock.
    """

    class Channel(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"
        LINKEDIN = "linkedin"
        CHAT = "chat"
        MEETING = "meeting"
        NOTE = "note"

    lead = TenantForeignKey(Lead)
    contact_id = models.UUIDField()
    channel = models.CharField(max_length=10, choices=Channel)
    outcome = models.CharField(max_length=20)
    is_contact = models.BooleanField()
    note = models.TextField(default="")
    occurred_at = models.DateTimeField()
    actor_id = models.UUIDField()

    class Meta:
        indexes = [
            models.Index("workspace", "lead", "occurred_at", name="leads_activity_by_lead"),
        ]
