"""Notices to the people who work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.models import TenantModel


class Notice(TenantModel):
    """
    One thing one user should know, shown in the app until it is read.

    `key` is the deterministic id of what happened, so that telling twice is impossible.
    """

    user_id = models.UUIDField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    lead_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "user_id", "key", name="leads_one_notice_per_key"),
        ]
        indexes = [
            models.Index("workspace", "user_id", "made_at", name="leads_notice_by_user"),
            models.Index(
                "workspace", "user_id", condition=Q(read_at=None), name="leads_notice_unread"
            ),
        ]
