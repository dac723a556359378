"""Teams, their members' turns, and claims."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel
from vaste.leads.models import Lead


class Team(TenantModel):
    """People who answer for the same leads; `manager_id` is told of breaches."""

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    manager_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "slug", name="routing_one_team_per_slug"),
        ]


class Member(TenantModel):
    """
    One user's place in a team: their share of its leads and how many they can hold.

    `credit` is the state of the weighted turn (smooth weighted round robin): it is read and written
    under the row's lock, once per batch of leads. `capacity` counts open leads they own.
    """

    team = TenantForeignKey(Team)
    user_id = models.UUIDField()
    weight = models.IntegerField(default=1)
    capacity = models.IntegerField(default=50)
    credit = models.IntegerField(default=0)
    away_from = models.DateTimeField(null=True)
    away_until = models.DateTimeField(null=True)
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
