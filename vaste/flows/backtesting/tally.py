"""What a back-test counts: how leads ended, by the month they were closed in and by each score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from vaste.scoring.outcomes import Ended

#: `combined` is fit and interest added up, 0 to 200; `category` a place in the definition, from 0.
SCORES = ("combined", "fit", "interest", "category")
Counts = defaultdict[int, Ended]


@dataclass(frozen=True, slots=True)
class Judged:
    """Leads closed in one month (YYYY-MM, of the desk's zone) that were judged alike."""

    month: str
    fit: int
    interest: int
    place: int
    ended: Ended


def _by_score() -> dict[str, Counts]:
    return {key: defaultdict(Ended) for key in SCORES}


@dataclass(slots=True)
class Tally:
    """
    Outcomes by month, score and value: all that lift, area and drift need, and no more with size.
    """

    months: defaultdict[str, dict[str, Counts]] = field(
        default_factory=lambda: defaultdict(_by_score)
    )

    def count(self, rows: Iterable[Judged]) -> None:
        """Count judged leads in."""
        for row in rows:
            month = self.months[row.month]
            month["combined"][row.fit + row.interest] += row.ended
            month["fit"][row.fit] += row.ended
            month["interest"][row.interest] += row.ended
            month["category"][row.place] += row.ended

    def values(self, score: str, months: Iterable[str] | None = None) -> dict[int, Ended]:
        """Return outcomes by a score's value, of some months or (None) of all."""
        found: Counts = defaultdict(Ended)
        for month in self.months if months is None else months:
            for value, ended in self.months[month][score].items():
                found[value] += ended
        return dict(found)

    def as_data(self) -> dict[str, Any]:
        """Return the tally as plain data, for the back-test's row."""
        return {"months": {month: dict(_data(one)) for month, one in self.months.items()}}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Tally:
        """Return a tally that was put down as plain data; nothing is an empty one."""
        tally = cls()
        for month, scores in (data.get("months") or {}).items():
            for score, rows in scores.items():
                for value, won, lost in rows:
                    tally.months[month][score][value] = Ended(won, lost)
        return tally


def _data(scores: dict[str, Counts]) -> Iterator[tuple[str, list[list[int]]]]:
    for score, counts in scores.items():
        yield score, [[value, one.won, one.lost] for value, one in sorted(counts.items())]
