"""
The back-test: closed leads are judged as they came, by any definition, and held against how they
ended.

It runs the one judging statement (flows/judging) and changes nothing. Interest is counted from what
had happened when each lead came; facts are taken as they are known now.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from vaste.definitions import queries as definitions
from vaste.flows import define
from vaste.flows.define import Definition
from vaste.flows.judging import ARRIVAL, judging
from vaste.infra import sql
from vaste.leads.models import Lead
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Area, Ended

WON = Lead.State.WON
CLOSED = (WON, Lead.State.LOST, Lead.State.NOT_A_FIT)
SCORES = ("combined", "fit", "interest")
NEWEST_MONTHS = 3  # held against the months before them
DRAFT = 0  # the number of a definition that is not published
MOST = 50_000  # leads of one back-test, those closed last


@dataclass(frozen=True, slots=True)
class Measured:
    """
    One score (`combined` is half of fit and interest each, or `category`): outcomes by its value.

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
class Backtest:
    """
    A definition held against closed leads: all of them, by category, and each score.

    `newest_from` is where the newest months begin. `is_cut` says that there were more than MOST.
    """

    ended: Ended
    categories: Mapping[str, Ended]
    scores: Mapping[str, Measured]
    newest_from: datetime.datetime
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Row:
    is_newest: bool
    fit: int
    interest: int
    place: int
    ended: Ended


def run(
    workspace_id: uuid.UUID,
    definition: Definition,
    *,
    since: datetime.datetime,
    until: datetime.datetime,
) -> Backtest:
    """
    Judge the leads closed from `since` to before `until` by a definition; one statement.

    Won stands against lost and not a fit.
    """
    newest_from = _months_before(until, definition.zone)
    rows = _judged(workspace_id, definition, since, until, newest_from)
    places = {one.key: place for place, one in enumerate(definition.categories)}
    last = len(places) - 1
    value_of = {
        "combined": lambda row: row.fit + row.interest,
        "fit": lambda row: row.fit,
        "interest": lambda row: row.interest,
        "category": lambda row: last - row.place,
    }
    measured = {key: _measured(key, rows, value) for key, value in value_of.items()}
    ended = outcomes.total(row.ended for row in rows)
    by_category = measured["category"].values
    return Backtest(
        ended=ended,
        categories={key: by_category.get(last - place, Ended()) for key, place in places.items()},
        scores=measured,
        newest_from=newest_from,
        is_cut=ended.leads >= MOST,
    )


def draft(workspace_id: uuid.UUID) -> Definition | None:
    """
    Return the workspace's draft, ready to be tested; None without one that could be published.
    """
    found = definitions.draft_of(workspace_id)
    if found is None or define.check(found.content):
        return None
    return define.compile_definition(found.content, DRAFT)


def _months_before(until: datetime.datetime, zone: str) -> datetime.datetime:
    """Return the first instant of the month that begins the newest ones, in the desk's zone."""
    local = (until - datetime.timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
    months = local.year * 12 + local.month - NEWEST_MONTHS
    return datetime.datetime(months // 12, months % 12 + 1, 1, tzinfo=ZoneInfo(zone))


def _judged(
    workspace_id: uuid.UUID,
    definition: Definition,
    since: datetime.datetime,
    until: datetime.datetime,
    newest_from: datetime.datetime,
) -> list[_Row]:
    where = (
        "stored.id IN (SELECT closed.id FROM leads_lead AS closed"
        " WHERE closed.workspace_id = %(workspace)s AND closed.closed_at >= %(since)s"
        " AND closed.closed_at < %(until)s AND closed.state = ANY(%(closed)s)"
        " ORDER BY closed.closed_at DESC, closed.id LIMIT %(most)s)"
    )
    asked = judging(definition, where=where, moment=ARRIVAL, prefix="b")
    rows = sql.run(
        f"WITH judged AS MATERIALIZED ({asked.text})"
        " SELECT kept.closed_at >= %(newest_from)s, judged.fit, judged.interest, judged.place,"
        " count(*) FILTER (WHERE kept.state = 'won'),"
        " count(*) FILTER (WHERE kept.state <> 'won')"
        " FROM judged JOIN leads_lead AS kept ON kept.workspace_id = %(workspace)s"
        " AND kept.id = judged.id GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
        {
            **asked.params,
            "workspace": workspace_id,
            "since": since,
            "until": until,
            "newest_from": newest_from,
            "now": until,
            "closed": list(CLOSED),
            "most": MOST,
        },
        prepare=False,
    )
    return [
        _Row(is_newest, fit, interest, place, Ended(won, lost))
        for is_newest, fit, interest, place, won, lost in rows
    ]


def _measured(key: str, rows: Iterable[_Row], value_of: Callable[[_Row], int]) -> Measured:
    whole: dict[int, Ended] = {}
    sides: tuple[dict[int, Ended], dict[int, Ended]] = ({}, {})
    for row in rows:
        for counts in (whole, sides[row.is_newest]):
            value = value_of(row)
            counts[value] = counts.get(value, Ended()) + row.ended
    earlier, newest = (outcomes.area(side) for side in sides)
    return Measured(key, whole, outcomes.area(whole), earlier, newest)


def bands(measured: Measured) -> dict[int, Ended]:
    """Return a score's outcomes by band of 0 to 100, the highest first; `combined` is halved."""
    scale = 2 if measured.key == "combined" else 1
    scaled: dict[int, Ended] = {}
    for value, ended in measured.values.items():
        scaled[value // scale] = scaled.get(value // scale, Ended()) + ended
    return outcomes.by_band(scaled)
