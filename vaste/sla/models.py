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
    told (warning, then breach, then giving back), null when nothing more is, or while it is paused;
    the worker pops by it. `basis` says in whose hours it counts: "" the workspace's, `team:` and an
    id those of that team, else the zone of the buyer; `is_wall` counts any time. `hours_number`
    says which hours of its team its times were reckoned in: under the team's own number, it has
    yet to be moved through `Retiming`, and is before anything else is done with it. `by_hours` are
    the times that changed hours alone would give a first contact that gets no later than the buyer
    was told: the next change begins from them. Null: its own.

    When it is met, the raw and the working durations are kept in seconds: `raw_s` is all of it by
    the wall clock, `working_s` working time less what was paused (`paused_s`, `paused_working_s`).
    `visible_at` is when the lead stood on somebody's screen: what
    went by until then was the system's own (`system_ms`), what after it a person's (`person_s`).
    """

    class Milestone(models.TextChoices):
        ASSIGNED = "assigned"
        TAKE_OVER = "take_over"
        FIRST_CONTACT = "first_contact"
        NEXT_CONTACT = "next_contact"
        DECIDED = "decided"

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
    basis = models.CharField(max_length=60, default="", db_default="")
    hours_number = models.IntegerField(default=0, db_default=0)
    by_hours = models.JSONField(null=True)
    is_wall = models.BooleanField(default=False, db_default=False)
    paused_at = models.DateTimeField(null=True)
    paused_s = models.BigIntegerField(default=0, db_default=0)
    paused_working_s = models.BigIntegerField(default=0, db_default=0)
    visible_at = models.DateTimeField(null=True)
    system_ms = models.BigIntegerField(null=True)
    person_s = models.BigIntegerField(null=True)

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
                "workspace",
                "basis",
                "lead",
                condition=Q(met_at=None, stopped_at=None, basis__startswith="team:"),
                name="sla_clock_in_team_hours",
            ),
            models.Index(
                "workspace", "met_at", condition=Q(met_at__isnull=False), name="sla_clock_by_met"
            ),
            # With all that the response report counts, so that it reads no clock of another kind.
            models.Index(
                "workspace",
                "lead",
                condition=Q(milestone="first_contact"),
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
        ]


class Retiming(TenantModel):
    """
    One change of a team's hours, and how far the clocks that count in them have come.

    The change is of `changed_at`: each clock keeps the working time it had left then, `before` and
    `after` being the whole calendars as texts. `number` counts the changes of a team. Where the
    team was closed, `into_id` is the team that took over and `into_number` the number of its hours
    then. Itself the due row of the worker's steps, and, once ended (`due_at` null), the way for a
    clock that comes late. `total` and `done` are leads, `moved` the clocks whose times changed.
    """

    team_id = models.UUIDField()
    number = models.IntegerField()
    changed_at = models.DateTimeField()
    before = models.JSONField()
    after = models.JSONField()
    into_id = models.UUIDField(null=True)
    into_number = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "team_id", "number", name="sla_one_retiming_per_change"
            ),
        ]
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                condition=Q(due_at__isnull=False),
                name="sla_retiming_due",
            ),
        ]


class Pause(TenantModel):
    """
    One time during which a lead's clocks stood still, from `paused_at` until `resumed_at`.

    It ends by itself at `until`, when the buyer writes, or when somebody ends it. A lead has one
    open pause at most, by constraint.
    """

    class Reason(models.TextChoices):
        WAITING_FOR_BUYER = "waiting_for_buyer"
        WRONG_NUMBER = "wrong_number"
        BUYER_AWAY = "buyer_away"
        WAITING_FOR_US = "waiting_for_us"
        OTHER = "other"

    lead = TenantForeignKey(Lead)
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.CharField(max_length=300, default="")
    paused_at = models.DateTimeField()
    paused_by_id = models.UUIDField()
    until = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)
    resumed_by_id = models.UUIDField(null=True)

    lead_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                "lead",
                condition=Q(resumed_at=None),
                name="sla_one_open_pause_per_lead",
            ),
        ]
        indexes = [
            models.Index(
                "workspace", "until", condition=Q(resumed_at=None), name="sla_pause_to_end"
            ),
        ]


class Escalation(TenantModel):
    """
    One step of a ladder that a level of a clock set off: itself the due row, then the log of it.

    `number` is its place on the ladder of the version that set it off; once per clock, by
    constraint. `done_at` null: it waits until `due_at`. `result` says how it ended: done, or why
    there was nothing to do. `user_id` is whom it added, `team` the slug of whom it re-routes to.
    """

    clock = TenantForeignKey(Clock)
    lead_id = models.UUIDField()
    level = models.CharField(max_length=10)
    number = models.SmallIntegerField()
    do = models.CharField(max_length=12)
    team = models.CharField(max_length=60, default="")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, default="")
    user_id = models.UUIDField(null=True)

    clock_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "clock", "level", "number", name="sla_escalates_once_per_step"
            ),
        ]
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                "id",
                condition=Q(done_at=None),
                name="sla_escalation_to_do",
            ),
            models.Index("workspace", "lead_id", name="sla_escalation_by_lead"),
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
