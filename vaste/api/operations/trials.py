"""Replaying a definition before it is published, and following it afterwards."""

from __future__ import annotations

import uuid

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page, PageQuery
from vaste.api.problems import Problem
from vaste.api.shapes.trials import RolloutOut, TrialIn, TrialOut
from vaste.api.showing.trials import show_rollout, show_trial
from vaste.api.spec import spec
from vaste.definitions.models import Rollout, Trial
from vaste.flows import define, stepping, trying
from vaste.workspaces import queries as workspaces

READ, WRITE = "definition:read", "definition:write"
router = Router(tags=["definition"])
router.add_decorator(in_workspace)
may_manage = workspaces.may_manage


@router.post(
    "/definition/trials",
    **spec(
        WRITE, TrialOut, examples.TRIAL, status=202, sends=examples.TRIAL_TO_START, refuses=[409],
        allowed=may_manage,
    ),
)  # fmt: skip
def start_trial(request: ApiRequest, body: TrialIn) -> TrialOut:
    """
    Begin to replay a definition on the leads of the last days, beside the one in force.

    It runs in the background and changes nothing; read it until it is done. A definition with
    problems is refused with 422, every one in `errors`.
    """
    caller = request.auth
    content = define.read_source(body.source)
    try:
        trial = trying.start(
            caller.workspace_id, content, days=body.days, by=caller.user.pk, at=access.now()
        )
    except stepping.TooManyRuns as many:
        raise Problem(409, "too_many_trials", str(many), "Wait for one, or stop it.") from None
    return show_trial(trial)


@router.get("/definition/trials", **spec(READ, Page[TrialOut], examples.TRIALS, allowed=may_manage))
def list_trials(request: ApiRequest, page: Query[PageQuery]) -> Page[TrialOut]:
    """List the trials, the latest first."""
    rows = Trial.objects.within(request.auth.workspace_id).defer("content")
    found, following = paging.cut(rows, paging.LAST_MADE, page)
    return Page(items=[show_trial(one) for one in found], next=following)


@router.get(
    "/definition/trials/{uuid:trial_id}",
    **spec(READ, TrialOut, examples.TRIAL, refuses=[404], allowed=may_manage),
)
def read_trial(request: ApiRequest, trial_id: uuid.UUID) -> TrialOut:
    """Read how far a trial has come, and what it has counted."""
    try:
        return show_trial(trying.find(request.auth.workspace_id, trial_id))
    except stepping.NoSuchRun:
        raise _no_trial() from None


@router.delete(
    "/definition/trials/{uuid:trial_id}",
    **spec(WRITE, TrialOut, examples.TRIAL, refuses=[404], allowed=may_manage),
)
def stop_trial(request: ApiRequest, trial_id: uuid.UUID) -> TrialOut:
    """Stop a trial; what it has counted stays. One that has ended is left as it is."""
    try:
        return show_trial(trying.stop(request.auth.workspace_id, trial_id, at=access.now()))
    except stepping.NoSuchRun:
        raise _no_trial() from None


def _no_trial() -> Problem:
    return Problem(404, "no_such_trial", "There is no such trial.", "Check the id.")


@router.get("/definition/rollout", **spec(READ, RolloutOut, examples.ROLLOUT, refuses=[404]))
def read_rollout(request: ApiRequest) -> RolloutOut:
    """Read how far the version in force has been brought to the leads that are open."""
    rows = Rollout.objects.within(request.auth.workspace_id)
    found = rows.filter(reason=Rollout.Reason.PUBLISHED).order_by("-number", "id").first()
    if found is None:
        raise Problem(
            404, "no_rollout", "Only one version was ever published.", "Publish another first."
        )
    return show_rollout(found)
