"""Events and the outbox."""

from __future__ import annotations

from django.db import models

from vaste.infra.tenancy.models import TenantModel


class Event(TenantModel):
    """
    One recorded fact about a subject, never changed: who, what, when, and why.

    `verb` is in the past tense (`lead.claimed`); `detail` is the structured explanation, with the
    version of the definition that decided. `actor_id` null is the system.
    """

    verb = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index("workspace", "subject_id", "at", name="ledger_event_by_subject"),
        ]


class Outbox(TenantModel):
    """
    What one transaction changed, until it has been told: written with the change, removed by the
    relay.

    `notice` names topics, leads, teams and owners, never values: who may see asks again as
    themselves.
    """

    made_at = models.DateTimeField()
    notice = models.JSONField()
