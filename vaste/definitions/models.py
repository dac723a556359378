"""Published versions, and the draft of the next one."""

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


class Rollout(TenantModel):
    """
    Judging a workspace's open leads by a version: itself the due row, and how far it has come.

    For each published version one row, and one that comes back with time (`reason` dates) where
    rules speak of the last or next days. `cursor` is the last contact or lead that is done; each
    step is one commit with its work, so that a killed worker's rollout goes on where it stood.
    `due_at` null: it has ended.
    """

    class Reason(models.TextChoices):
        PUBLISHED = "published"
        DATES = "dates"

    class Phase(models.TextChoices):
        SUMS = "sums"
        LEADS = "leads"

    number = models.IntegerField()
    reason = models.CharField(max_length=9, choices=Reason)
    phase = models.CharField(max_length=5, choices=Phase)
    cursor = models.UUIDField(null=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    recategorized = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "number", "reason", name="definitions_one_rollout_per_version"
            ),
        ]
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                condition=models.Q(due_at__isnull=False),
                name="definitions_rollout_due",
            ),
        ]


class Trial(TenantModel):
    """
    A definition replayed on leads that came, beside the one in force, before it is published.

    Itself the due row of the work: each step is one commit with how far it has come. It changes no
    lead. `result` is what the steps have counted so far, in the shape of flows/trying/tally.py.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    content = models.JSONField()
    compared_with = models.IntegerField()  # the version in force when it began
    received_from = models.DateTimeField()
    received_until = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    cursor = models.UUIDField(null=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.TextField(default="")
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                condition=models.Q(due_at__isnull=False),
                name="definitions_trial_due",
            ),
            models.Index("workspace", "made_at", name="definitions_trial_by_time"),
        ]


class Draft(TenantModel):
    """
    What a workspace is about to publish: there is one, which everybody with the right edits.

    It begins as a copy of the version `based_on` and ends when it is published or discarded. It may
    hold what can't be published yet. `revision` grows with each change: who changes it says which
    they have seen, so that nobody overwrites what they don't know of.
    """

    source = models.TextField()
    content = models.JSONField()
    based_on = models.IntegerField()
    revision = models.IntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", name="definitions_one_draft_per_workspace"),
        ]
