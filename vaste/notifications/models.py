"""What people want to hear where, the places it is sent to, and each delivery."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vaste.infra.tenancy.models import TenantModel


class Preference(TenantModel):
    """
    What one person wants to hear where; there is no row for who never chose.

    `matrix` holds the channels that were chosen for each event there was then. In the quiet hours
    ("HH:MM" by `zone`, "" for none) mail and push wait until they end.
    """

    user_id = models.UUIDField()
    matrix = models.JSONField(default=dict)
    quiet_from = models.CharField(max_length=5, default="")
    quiet_until = models.CharField(max_length=5, default="")
    zone = models.CharField(max_length=60, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "user_id", name="notifications_one_per_user"),
        ]


class Subscription(TenantModel):
    """
    One browser of one person that may be pushed to, until its service says that it is gone.

    The same browser has one row, by constraint.
    """

    user_id = models.UUIDField()
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    agent = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "endpoint", name="notifications_one_row_per_browser"
            ),
        ]
        indexes = [models.Index("workspace", "user_id", name="notifications_by_user")]


class Channel(TenantModel):
    """One chat of the workspace that hears of `events`: a webhook of Slack or Teams."""

    class Kind(models.TextChoices):
        SLACK = "slack"
        TEAMS = "teams"

    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=1000)
    events = models.JSONField(default=list)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Delivery(TenantModel):
    """
    One thing to be sent to one place, once: `key` names both, and the constraint is the promise.

    It waits until `due_at`, is marked as *sending* before it is sent, with a lease, and as *sent*
    after. What was claimed by somebody else meanwhile is *withdrawn*; what keeps failing is *dead*
    and stays to be seen. Those sent together share a `bundle`, which is the message's own id.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        WITHDRAWN = "withdrawn"
        DEAD = "dead"

    key = models.CharField(max_length=250)
    channel = models.CharField(max_length=5)  # email, push, slack, teams
    user_id = models.UUIDField(null=True)
    target_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=30)
    lead_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    bundle = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    error = models.CharField(max_length=500, default="")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "key", name="notifications_delivered_once"),
        ]
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                "id",
                condition=Q(due_at__isnull=False),
                name="notifications_to_send",
            ),
            models.Index(
                "workspace", "lead_id", condition=Q(lead_id__isnull=False),
                name="notifications_by_lead",
            ),
            models.Index(
                "workspace", "state", "made_at", condition=Q(state="dead"),
                name="notifications_dead",
            ),
            models.Index(
                "workspace", "channel", "user_id", "target_id", "sent_at",
                name="notifications_last_sent",
            ),
        ]  # fmt: skip
