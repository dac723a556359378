"""Clocks and firings."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel
from vaste.leads.models import Lead


class Clock(TenantModel):
    """
    One running promise on one lead: a milestone to reach by `due_at`.

    It runs until it is met or stopped. `fires_at` is the next instant at which something is to be
    told (warning, then breach, then giving back), null when nothing more is; the worker pops by it.
    When it is met, the raw and the working durations are kept in seconds.
    """

    class Milestone(models.TextChoices):
        TAKE_OVER = "take_over"
        FIRST_CONTACT = "first_contact"

    lead = TenantForeignKey(Lead)
    milestone = models.CharField(max_length=13, choices=Milestone)
    definition = models.IntegerField()
    started_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    give_back_at = models.DateTimeField(null=True)
    fires_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    raw_s = models.BigIntegerField(null=True)
    working_s = models.BigIntegerField(null=True)

    lead_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                "lead",
                "milestone",
                condition=Q(met_at=None, stopped_at=None),
                name="sla_one_running_clock_per_milestone",
            ),
        ]
        indexes = [
            models.Index(
                "workspace",
                "fires_at",
                "id",
                condition=Q(fires_at__isnull=False),
                name="sla_clock_to_fire",
            ),
            models.Index("workspace", "lead", name="sla_clock_by_lead"),
            models.Index(
                "workspace", "met_at", condition=Q(met_at__isnull=False), name="sla_clock_by_met"
            ),
        ]


class Firing(TenantModel):
    """A warning, breach or giving back that happened, once per clock and level, by constraint."""

    class Level(models.TextChoices):
        WARNED = "warned"
        BREACHED = "breached"
        GIVEN_BACK = "given_back"

    clock = TenantForeignKey(Clock)
    lead_id = models.UUIDField()
    level = models.CharField(max_length=10, choices=Level)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "clock", "level", name="sla_fires_once_per_level"),
        ]
        indexes = [models.Index("workspace", "fired_at", name="sla_firing_by_time")]
