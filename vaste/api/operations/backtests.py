"""The back-test: a version's scores held against how leads ended."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

from ninja import Query, Router

from vaste.api import access, examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.problems import Problem
from vaste.api.shapes.backtests import AreaOut, BacktestOut, BacktestQuery, LiftOut, MeasuredOut
from vaste.api.spec import spec
from vaste.definitions.models import Version
from vaste.flows import backtesting, define
from vaste.flows.backtesting import Backtest, Measured
from vaste.flows.define import Definition
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Area, Ended
from vaste.workspaces.queries import may_manage

YEAR = datetime.timedelta(days=365)
router = Router(tags=["definition"])
router.add_decorator(in_workspace)


@router.get(
    "/backtest",
    **spec("reports:read", BacktestOut, examples.BACKTEST, refuses=[404], allowed=may_manage),
)
def read_backtest(request: ApiRequest, query: Query[BacktestQuery]) -> BacktestOut:
    """
    Read how well a version's scores tell won leads from others.

    Every lead closed in the time is judged as it came, by that version, and held against how it
    ended: lift by band and category, and the area under each score's curve.
    """
    workspace_id = request.auth.workspace_id
    until = query.closed_before or access.now()
    since = query.closed_after or until - YEAR
    definition = _definition(workspace_id, query)
    found = backtesting.run(workspace_id, definition, since=since, until=until)
    return BacktestOut(
        definition=definition.number,
        closed_after=since,
        closed_before=until,
        newest_from=found.newest_from,
        leads=found.ended.leads,
        won=found.ended.won,
        is_cut=found.is_cut,
        scores=[_measured(one, found) for one in found.scores.values()],
    )


def _definition(workspace_id: uuid.UUID, query: BacktestQuery) -> Definition:
    try:
        if query.draft:
            found = backtesting.draft(workspace_id)
        elif query.version is None:
            found = define.in_force(workspace_id)
        else:
            found = define.of_number(workspace_id, query.version)
    except Version.DoesNotExist:
        raise Problem(
            404, "no_such_version", "There is no such version.", "Check the number."
        ) from None
    if found is None:
        raise Problem(
            404,
            "no_draft",
            "There is no draft that could be published.",
            "Begin one, or mend what is wrong with it.",
        )
    return found


def _measured(measured: Measured, found: Backtest) -> MeasuredOut:
    return MeasuredOut.model_construct(
        key=measured.key,
        area=_area(measured.area),
        earlier=_area(measured.earlier),
        newest=_area(measured.newest),
        disagrees=measured.disagrees,
        rows=[
            LiftOut(
                key=key,
                leads=ended.leads,
                won=ended.won,
                lift=outcomes.lift(ended, found.ended),
            )
            for key, ended in _parts(measured, found)
        ],
    )


def _parts(measured: Measured, found: Backtest) -> Iterator[tuple[str, Ended]]:
    if measured.key == "category":
        yield from found.categories.items()
        return
    for begin, ended in backtesting.bands(measured).items():
        yield f"{begin}-{100 if begin == outcomes.BANDS[-1] else begin + 19}", ended


def _area(area: Area | None) -> AreaOut | None:
    if area is None or not area.ended.is_enough:
        return None
    return AreaOut(
        value=area.value,
        low=area.low,
        high=area.high,
        won=area.ended.won,
        lost=area.ended.lost,
    )
