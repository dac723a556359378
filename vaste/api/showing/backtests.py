"""Back-tests, from the rows to what the API shows."""

from __future__ import annotations

from collections.abc import Iterator

from vaste.api.shapes.backtests import AreaOut, BacktestOut, LiftOut, MeasuredOut
from vaste.definitions.models import Backtest
from vaste.flows import backtesting
from vaste.flows.backtesting import Found, Measured
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Area, Ended


def show_backtest(run: Backtest) -> BacktestOut:
    """Return a back-test with what it has found so far."""
    found = backtesting.read(run)
    return BacktestOut(
        id=run.id,
        state=run.state,  # type: ignore[arg-type]  # the choices of the model
        number=run.number,
        closed_after=run.closed_from,
        closed_before=run.closed_until,
        newest_from=run.newest_from,
        total=run.total,
        done=run.done,
        made_at=run.made_at,
        finished_at=run.finished_at,
        error=run.error,
        leads=found.ended.leads,
        won=found.ended.won,
        undecided=run.undecided,
        missed=found.missed,
        scores=[_measured(one, found) for one in found.scores.values()],
    )


def _measured(measured: Measured, found: Found) -> MeasuredOut:
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


def _parts(measured: Measured, found: Found) -> Iterator[tuple[str, Ended]]:
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
