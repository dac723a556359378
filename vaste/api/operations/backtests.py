"""The back-test: a definition's scores held against how leads ended."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.paging import Page, PageQuery
from vaste.api.problems import Problem
from vaste.api.shapes.backtests import BacktestIn, BacktestOut
from vaste.api.showing.backtests import show_backtest
from vaste.api.spec import spec
from vaste.definitions import queries as definitions
from vaste.definitions.models import Backtest
from vaste.flows import backtesting, stepping
from vaste.workspaces.queries import may_manage

READ, WRITE = "definition:read", "definition:write"
YEAR = datetime.timedelta(days=365)
router = Router(tags=["definition"])
router.add_decorator(in_workspace)


@router.post(
    "/definition/backtests",
    **spec(
        WRITE, BacktestOut, examples.BACKTEST, status=202, sends=examples.BACKTEST_TO_START,
        refuses=[404, 409], allowed=may_manage,
    ),
)  # fmt: skip
def start_backtest(request: ApiRequest, body: BacktestIn) -> BacktestOut:
    """
    Begin to hold a definition's scores against how leads ended.

    Every lead closed in the time is judged as it came: lift by band and category, and the area
    under each score's curve. It runs in the background and changes nothing; read it until it is
    done. A draft with problems is refused with 422, every one in `errors`.
    """
    caller, at = request.auth, access.now()
    number, content = _definition(caller.workspace_id, body)
    until = body.closed_before or at
    try:
        run = backtesting.start(
            caller.workspace_id, content, number=number, since=body.closed_after or until - YEAR,
            until=until, by=caller.user.pk, at=at,
        )  # fmt: skip
    except stepping.TooManyRuns as many:
        raise Problem(409, "too_many_backtests", str(many), "Wait for one, or stop it.") from None
    except backtesting.BadPeriod as wrong:
        raise Problem(
            422, "bad_period", str(wrong), "Send another.", place="body.closed_after"
        ) from None
    return show_backtest(run)


@router.get(
    "/definition/backtests",
    **spec(READ, Page[BacktestOut], examples.BACKTESTS, allowed=may_manage),
)
def list_backtests(request: ApiRequest, page: Query[PageQuery]) -> Page[BacktestOut]:
    """List the back-tests, the latest first."""
    rows = Backtest.objects.within(request.auth.workspace_id)
    found, following = paging.cut(rows, paging.LAST_MADE, page)
    return Page(items=[show_backtest(one) for one in found], next=following)


@router.get(
    "/definition/backtests/{uuid:backtest_id}",
    **spec(READ, BacktestOut, examples.BACKTEST, refuses=[404], allowed=may_manage),
)
def read_backtest(request: ApiRequest, backtest_id: uuid.UUID) -> BacktestOut:
    """Read how far a back-test has come, and what it has found."""
    try:
        return show_backtest(backtesting.find(request.auth.workspace_id, backtest_id))
    except stepping.NoSuchRun:
        raise _no_backtest() from None


@router.delete(
    "/definition/backtests/{uuid:backtest_id}",
    **spec(WRITE, BacktestOut, examples.BACKTEST, refuses=[404], allowed=may_manage),
)
def stop_backtest(request: ApiRequest, backtest_id: uuid.UUID) -> BacktestOut:
    """Stop a back-test; what it has found stays. One that has ended is left as it is."""
    try:
        stopped = backtesting.stop(request.auth.workspace_id, backtest_id, at=access.now())
        return show_backtest(stopped)
    except stepping.NoSuchRun:
        raise _no_backtest() from None


def _definition(workspace_id: uuid.UUID, body: BacktestIn) -> tuple[int | None, Mapping[str, Any]]:
    """Return the number of the version that is asked for, None for the draft, and its content."""
    if body.draft:
        draft = definitions.draft_of(workspace_id)
        if draft is None:
            raise Problem(404, "no_draft", "There is no draft.", "Begin one, or leave `draft` out.")
        return None, draft.content
    if body.version is None:
        found = definitions.in_force(workspace_id)
        return found.number, found.content
    version = definitions.version_of(workspace_id, body.version)
    if version is None:
        raise Problem(404, "no_such_version", "There is no such version.", "Check the number.")
    return version.number, version.content


def _no_backtest() -> Problem:
    return Problem(404, "no_such_backtest", "There is no such back-test.", "Check the id.")
