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


class Run(TenantModel):
    """
    What trials, what-ifs and back-tests are made of: a definition replayed on leads of a period.

    Itself the due row of the work: each step is one commit with how far it has come (`cursor`, the
    last lead that is done). `due_at` null: it has ended. `result` is what was counted so far.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    content = models.JSONField()
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
        abstract = True


class Trial(Run):
    """
    A definition replayed on leads that came, beside the one in force, before it is published.

    It changes no lead. `result` is in the shape of flows/trying/tally.py.
    """

    received_from = models.DateTimeField()
    received_until = models.DateTimeField()
    compared_with = models.IntegerField()  # the version in force when it began

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


class WhatIf(Run):
    """
    Leads of a period dealt out anew by a definition's routing and a roster that may never be.

    It changes no lead and no team. `number` is the version that was replayed, null for a draft;
    `roster` is in the shape of flows/replaying/roster.py, `result` of flows/replaying/tally.py, and
    `standing` (turns and loads between two steps) of flows/replaying/turning.py.
    """

    received_from = models.DateTimeField()
    received_until = models.DateTimeField()
    number = models.IntegerField(null=True)
    roster = models.JSONField()
    standing = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                condition=models.Q(due_at__isnull=False),
                name="definitions_what_if_due",
            ),
            models.Index("workspace", "made_at", name="definitions_what_if_by_time"),
        ]


class Backtest(Run):
    """
    A definition held against leads that were closed in a period: how well its scores tell.

    It changes no lead. `number` is the version that was tested, null for a draft. `newest_from` is
    the first day of the newest months; `undecided` are the leads received in the period that were
    still open when it began, and so have no outcome. `result` is in the shape of
    flows/backtesting/tally.py.
    """

    number = models.IntegerField(null=True)
    closed_from = models.DateTimeField()
    closed_until = models.DateTimeField()
    newest_from = models.DateField()
    undecided = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                "workspace",
                "due_at",
                condition=models.Q(due_at__isnull=False),
                name="definitions_backtest_due",
            ),
            models.Index("workspace", "made_at", name="definitions_backtest_by_time"),
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
