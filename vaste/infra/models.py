"""What is owed: due rows with a lease, and when to look at which workspace."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.models import TenantModel


class Due(TenantModel):
    """
    One piece of work owed at `due_at`, written in the transaction that owes it.

    A worker leases it by moving `due_at` ahead; if the worker is killed the lease runs out and the
    row comes back by itself. What keeps failing ends as a dead letter that people see. `key` makes
    owing the same twice impossible.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    error = models.TextField(default="")
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "kind", "key", name="infra_owed_once"),
        ]
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                "id",
                condition=Q(due_at__isnull=False),
                name="infra_due_next",
            ),
        ]


class Wake(models.Model):
    """When the worker should next look at a workspace; a hint, written after the commit, local."""

    workspace_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
