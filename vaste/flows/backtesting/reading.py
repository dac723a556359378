"""What a back-test has found, as both its screen and its API read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vaste.definitions.models import Backtest
from vaste.flows.backtesting.tally import SCORES, Tally
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Area, Ended


@dataclass(frozen=True, slots=True)
class Measured:
    """
    One score (`combined` is fit and interest added up, or `category`): outcomes by its value.

    `area` is None without leads of both kinds; `earlier` and `newest` are of the leads closed
    before and within the newest months. For `category` higher values are hotter categories.
    """

    key: str
    values: Mapping[int, Ended]
    area: Area | None
    earlier: Area | None
    newest: Area | None

    @property
    def disagrees(self) -> bool:
        """Say whether the newest months no longer agree with those before."""
        return bool(self.earlier and self.newest) and outcomes.differ(self.earlier, self.newest)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Found:
    """
    A definition held against closed leads: all of them, by category, and each score.

    `missed` are leads that were gone through and not counted: reopened in that very moment.
    """

    ended: Ended
    categories: Mapping[str, Ended]
    scores: Mapping[str, Measured]
    missed: int


def read(run: Backtest) -> Found:
    """Return what a back-test has found so far."""
    tally = Tally.of_data(run.result)
    keys = [entry["key"] for entry in run.content["categories"]]
    first = run.newest_from.isoformat()[:7]
    by_place = tally.values("category")
    ended = outcomes.total(by_place.values())
    return Found(
        ended=ended,
        categories={key: by_place.get(place, Ended()) for place, key in enumerate(keys)},
        scores={key: _measured(tally, key, first, len(keys)) for key in SCORES},
        missed=run.done - ended.leads,
    )


def _measured(tally: Tally, key: str, first: str, categories: int) -> Measured:
    def of(months: list[str]) -> dict[int, Ended]:
        values = tally.values(key, months)
        if key != "category":
            return values
        return {categories - 1 - place: ended for place, ended in values.items()}

    months = list(tally.months)
    whole = of(months)
    earlier = outcomes.area(of([one for one in months if one < first]))
    newest = outcomes.area(of([one for one in months if one >= first]))
    return Measured(key, whole, outcomes.area(whole), earlier, newest)


def bands(measured: Measured) -> dict[int, Ended]:
    """Return a score's outcomes by band of 0 to 100, the highest first; `combined` is halved."""
    scale = 2 if measured.key == "combined" else 1
    scaled: dict[int, Ended] = {}
    for value, ended in measured.values.items():
        scaled[value // scale] = scaled.get(value // scale, Ended()) + ended
    return outcomes.by_band(scaled)
