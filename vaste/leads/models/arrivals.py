"""Doors, what came through them, and imports of files."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel


class Door(TenantModel):
    """
    A channel by which enquiries arrive. Its public key is a handle of the workspace.

    `settings` is the door's own configuration: a form's fields and texts, defaults such as source,
    request type and country, allowed origins.
    """

    class Kind(models.TextChoices):
        FORM = "form"
        API = "api"
        FILE = "file"

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    settings = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "slug", name="leads_one_door_per_slug"),
        ]


class Import(TenantModel):
    """
    One file taken through a door: where it stands, how far it has come and how it ended.

    `position` is the number of the last row that was committed, so that a killed import goes on
    after it; the same file again is another row only when a person says so (`repeats`).
    `unread_outcomes` are words that should have said how a lead ended and say nothing, by rows.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELED = "canceled"

    door = TenantForeignKey(Door)
    filename = models.CharField(max_length=255)
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    field_map = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    position = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    unread_outcomes = models.JSONField(default=dict, db_default={})
    problem = models.TextField(default="")
    repeats = models.IntegerField(default=0)
    started_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    door_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "door", "sha256", "repeats", name="leads_one_import_per_file"
            ),
        ]


class Arrival(TenantModel):
    """
    One raw thing that came through a door, kept as it came, before anything was read out of it.

    It ends in exactly one state with a reason; *received* is seen only inside the transaction that
    stores it. A repeat of the same idempotency key is no second row: the constraint is the promise.
    """

    class State(models.TextChoices):
        LEAD_CREATED = "lead_created"
        APPENDED = "appended"
        QUARANTINED = "quarantined"
        REFUSED = "refused"
        NEEDS_A_LOOK = "needs_a_look"
        DISMISSED = "dismissed"

    door = TenantForeignKey(Door)
    received_at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    content_type = models.CharField(max_length=200, default="")
    headers = models.JSONField(default=dict)
    body = models.TextField()
    body_encoding = models.CharField(max_length=10, default="utf-8")
    state = models.CharField(max_length=12, choices=State)
    reasons = models.JSONField(default=list)
    lead_id = models.UUIDField(null=True)
    import_id = models.UUIDField(null=True)
    row_number = models.BigIntegerField(null=True)
    repeats = models.IntegerField(default=0)

    door_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "door", "idempotency_key", name="leads_one_arrival_per_key"
            ),
        ]
        indexes = [
            models.Index("workspace", "received_at", "id", name="leads_arrival_by_time"),
            models.Index(
                "workspace",
                "state",
                "received_at",
                "id",
                condition=Q(state__in=["quarantined", "needs_a_look", "refused"]),
                name="leads_arrival_to_review",
            ),
            models.Index(
                "workspace",
                "lead_id",
                "received_at",
                condition=Q(state="appended"),
                name="leads_arrival_appended",
            ),
        ]
