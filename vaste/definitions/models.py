"""Published versions."""

from __future__ import annotations

from django.db import models

from vaste.infra.tenancy.models import TenantModel


class Version(TenantModel):
    """
    One published definition of a workspace: the text as it was published, and the same as data.

    The newest `number` is in force. Rolling back publishes an older text under a new number, so
    that every decision can name the one version that made it.
    """

    number = models.IntegerField()
    source = models.TextField()
    content = models.JSONField()
    note = models.CharField(max_length=200, default="")
    published_at = models.DateTimeField()
    published_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "number", name="definitions_one_row_per_number"),
        ]
