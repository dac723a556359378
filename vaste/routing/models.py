"""Teams, their members' turns, and claims."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel
from vaste.leads.models import Lead


class Team(TenantModel):
    """
    People who answer for the same leads; `manager_id` is told of breaches.

    `calendar` says what differs from the workspace's calendar (None: nothing), and `hours_number`
    how many times the clocks that run in the team's hours had to follow a change. With
    `require_shift` a member gets leads only while their own, or else the team's, calendar is open.

    `closed_into_id` is the open team that took over when it was closed, and `emptied_at` when the
    last of its open leads was there; while that is null the row is due at `closed_at`. Its people
    moved to that team, and keep their leads, where they `came_along`.
    """

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    manager_id = models.UUIDField(null=True)
    calendar = models.JSONField(null=True)
    hours_number = models.IntegerField(default=0, db_default=0)
    require_shift = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_into_id = models.UUIDField(null=True)
    emptied_at = models.DateTimeField(null=True)
    came_along = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "slug", name="routing_one_team_per_slug"),
        ]


class Member(TenantModel):
    """
    One user's place in a team: their share of its leads and how many they can hold.

    `credit` is the state of the weighted turn (see `turns`), and `owed` are leads they get back for
    bad ones: both are read and written under the row's lock, once per batch of leads. `capacity`
    bounds the open leads they own, weighted by category; `untouched_cap` those they took over and
    have not contacted (None: no bound). `attributes` are the words they hold by kind: skill,
    language, territory, product, client. `calendar` says what differs from the team's (their
    shifts; None: nothing).
    """

    team = TenantForeignKey(Team)
    user_id = models.UUIDField()
    weight = models.IntegerField(default=1)
    capacity = models.IntegerField(default=50)
    credit = models.BigIntegerField(default=0)
    owed = models.IntegerField(default=0)
    untouched_cap = models.IntegerField(null=True)
    attributes = models.JSONField(default=dict)
    calendar = models.JSONField(null=True)
    left_at = models.DateTimeField(null=True)

    team_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "team", "user_id", name="routing_one_place_per_user"
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0), name="routing_weight_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=0), name="routing_capacity_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(owed__gte=0), name="routing_owed_is_not_negative"),
        ]
        indexes = [models.Index("workspace", "user_id", name="routing_member_by_user")]


class Claim(TenantModel):
    """
    One rep answering for one lead, from `claimed_at` until `released_at` (null: still held).

    A row, not a flag on Lead, so that who held it and for how long survives a release. The
    constraint is what makes a double claim impossible; the service only turns it into a polite
    answer.
    """

    lead = TenantForeignKey(Lead)
    owner_id = models.UUIDField()
    claimed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=30, default="")

    lead_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                "lead",
                condition=Q(released_at=None),
                name="routing_one_open_claim_per_lead",
            )
        ]


class Absence(TenantModel):
    """
    One time during which a user gets no leads, in any team, from `away_from` until `away_until`.

    The end is not part of it; None is no end. Absences may overlap: together they are one. `uid`
    names the entry of the calendar file it came from, '' for one that was typed; the constraint
    keeps an entry that is imported again from being there twice. `feed_id` names the calendar feed
    it came through, None for a file or by hand. `begun_at` says when the person's leads were given
    to others; while it is null the row is due at `away_from`.
    """

    user_id = models.UUIDField()
    away_from = models.DateTimeField()
    away_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")
    uid = models.CharField(max_length=300, default="")
    feed_id = models.UUIDField(null=True)
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace",
                "user_id",
                "uid",
                condition=~Q(uid=""),
                name="routing_one_absence_per_entry",
            ),
            models.CheckConstraint(
                condition=Q(away_until=None) | Q(away_until__gt=models.F("away_from")),
                name="routing_absence_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index("workspace", "user_id", "away_until", name="routing_absence_by_user"),
            models.Index(
                "workspace", "away_from", condition=Q(begun_at=None), name="routing_absence_due"
            ),
        ]


class Feed(TenantModel):
    """
    One calendar of a person at an address, read again and again: their absences are what it says.

    The address is a secret: `sealed` is it encrypted, `host` all that is shown. The row is itself
    due at `next_at`, which a worker that reads it moves ahead first. `read_at` is when the calendar
    was last read as a whole, `fine_at` when it was last found there (also unchanged),
    `failing_since` when it began not to be, None while it is; `problem` names why. `skipped` counts
    by reason what is no absence. `left_out` are entries that somebody said otherwise of by hand.
    """

    user_id = models.UUIDField()
    sealed = models.TextField()
    host = models.CharField(max_length=260)
    counts = models.CharField(max_length=6, default="marked")
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    etag = models.CharField(max_length=300, default="")
    last_modified = models.CharField(max_length=60, default="")
    read_at = models.DateTimeField(null=True)
    fine_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    problem = models.CharField(max_length=20, default="")
    status = models.IntegerField(null=True)
    skipped = models.JSONField(default=dict)
    is_cut = models.BooleanField(default=False)
    left_out = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index("workspace", "next_at", name="routing_feed_due"),
            models.Index("workspace", "user_id", name="routing_feed_by_user"),
        ]


class Credit(TenantModel):
    """
    One turn given back to a user in a team for a lead that was bad.

    The constraint is the promise: a lead closed, reopened and closed again is made good once.
    """

    lead = TenantForeignKey(Lead)
    team_id = models.UUIDField()
    user_id = models.UUIDField()
    reason = models.CharField(max_length=60)
    given_at = models.DateTimeField()

    lead_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "lead", name="routing_one_credit_per_lead"),
        ]
