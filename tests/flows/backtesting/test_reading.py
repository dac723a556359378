"""What a back-test has found, read from what it counted."""

from __future__ import annotations

import datetime
import uuid

from vaste.definitions.models import Backtest
from vaste.flows import backtesting
from vaste.flows.backtesting import Tally
from vaste.flows.backtesting.tally import Judged
from vaste.scoring.outcomes import Ended

#: By month: how many were won at a high fit, and how many were lost at a low one.
MONTHS = {"2025-12": (4, 6), "2026-01": (10, 20), "2026-02": (7, 9), "2026-03": (5, 3)}


def run(newest_from: datetime.date) -> Backtest:
    tally = Tally()
    for month, (won, lost) in MONTHS.items():
        tally.count(
            [Judged(month, 90, 50, 0, Ended(won, 0)), Judged(month, 20, 50, 1, Ended(0, lost))]
        )
    return Backtest(
        workspace_id=uuid.uuid4(),
        content={"categories": [{"key": "hot"}, {"key": "cold"}]},
        newest_from=newest_from,
        result=tally.as_data(),
        done=sum(map(sum, MONTHS.values())) + 2,
    )


class TestRead:
    def test_the_newest_months_begin_with_their_first(self) -> None:
        fit = backtesting.read(run(datetime.date(2026, 2, 1))).scores["fit"]

        assert fit.area is not None
        assert fit.earlier is not None
        assert fit.newest is not None
        assert fit.area.ended == Ended(26, 38)
        assert fit.earlier.ended == Ended(14, 26)
        assert fit.newest.ended == Ended(12, 12)
        assert (fit.area.value, fit.newest.value) == (1.0, 1.0)

    def test_hotter_categories_are_higher_and_what_was_not_counted_is_told(self) -> None:
        found = backtesting.read(run(datetime.date(2026, 2, 1)))

        assert found.categories == {"hot": Ended(26, 0), "cold": Ended(0, 38)}
        assert found.scores["category"].values == {1: Ended(26, 0), 0: Ended(0, 38)}
        assert found.missed == 2
