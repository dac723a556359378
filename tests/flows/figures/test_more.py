"""Hours, bands, cohorts and reasons, against plain counts in Python."""

from __future__ import annotations

import datetime
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import build, counting
from tests.build import NOON
from tests.flows.figures.test_queries import imported, leads, reach, scope
from vaste.flows import work
from vaste.flows.figures import queries
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.sla.models import Clock

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
HELSINKI = ZoneInfo("Europe/Helsinki")


def answered_leads(
    office: build.Office, begins: datetime.datetime, count: int, step: datetime.timedelta
) -> datetime.datetime:
    """Let leads arrive, some answered soon, some late and some never; return the end of it."""
    chance = random.Random(5)
    for number in range(count):
        at = begins + number * step
        kind = chance.choice(["offer", "information", "download"])
        lead = build.lead(office, at=at, request_type=kind, source=chance.choice(["Fair", "Web"]))
        if chance.random() < 0.7:
            after = chance.randint(1, 3000) * MINUTE
            reach(office, lead, at=at + after, by=chance.choice([office.ada, office.bob]))
            if chance.random() < 0.4:
                outcome, reason = chance.choice([("won", "won"), ("lost", "price")])
                work.close(
                    office.id, lead.id, outcome=outcome, reason=reason, by=office.mo,
                    at=at + after + HOUR,
                )  # fmt: skip
    return begins + count * step + 3 * DAY


def promises(office: build.Office) -> list[tuple[Lead, Clock]]:
    """Return every lead with its promise of a first contact."""
    with inside(office.id):
        clocks = Clock.objects.within(office.id).filter(milestone="first_contact")
        return [(clock.lead, clock) for clock in clocks.select_related("lead")]


def is_judged(clock: Clock, at: datetime.datetime) -> bool:
    """Say whether a promise is kept or broken by now."""
    return clock.met_at is not None or clock.due_at < (clock.stopped_at or at)


@pytest.mark.django_db
class TestResponseHours:
    @pytest.mark.parametrize(
        "begins",
        [
            datetime.datetime(2026, 3, 28, 20, tzinfo=datetime.UTC),  # an hour is left out
            datetime.datetime(2026, 10, 24, 20, tzinfo=datetime.UTC),  # an hour comes twice
            datetime.datetime(2026, 3, 2, 4, tzinfo=datetime.UTC),
        ],
        ids=["spring", "autumn", "plain"],
    )
    def test_each_hour_of_the_wall_clock_is_a_plain_count(self, begins: datetime.datetime) -> None:
        office = build.office()
        at = answered_leads(office, begins, 60, 20 * MINUTE)

        with inside(office.id):
            found = queries.response_hours(scope(office, at, since=begins, until=begins + 2 * DAY))

        groups: dict[tuple[int, int], list[tuple[Lead, Clock]]] = defaultdict(list)
        for lead, clock in promises(office):
            local = lead.received_at.astimezone(HELSINKI)
            groups[(local.isoweekday(), local.hour)].append((lead, clock))
        expected = {key: self.counted(rows, at) for key, rows in groups.items()}
        told = {(row.pop("weekday"), row.pop("hour")): row for row in found}
        assert told == {key: pytest.approx(value) for key, value in expected.items()}
        assert sum(row["leads"] for row in told.values()) == 60

    def counted(self, rows: Sequence[tuple[Lead, Clock]], at: datetime.datetime) -> dict[str, Any]:
        met = [(lead, clock, clock.met_at) for lead, clock in rows if clock.met_at]
        waits = [(met_at - lead.received_at).total_seconds() for lead, _clock, met_at in met]
        worked = [clock.working_s or 0 for _lead, clock, _met_at in met]
        return {
            "leads": len(rows),
            "answered": len(met),
            "in_time": sum(met_at <= clock.due_at for _lead, clock, met_at in met),
            "judged": sum(is_judged(clock, at) for _lead, clock in rows),
            "median_working_s": statistics.median(worked) if worked else None,
            "median_raw_s": statistics.median(waits) if waits else None,
        }

    def test_the_hour_that_comes_twice_is_one_and_the_one_left_out_is_none(self) -> None:
        office = build.office()
        autumn = datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)  # 3.30, summer time
        spring = datetime.datetime(2026, 3, 29, 0, 30, tzinfo=datetime.UTC)  # 2.30, winter time
        for first in (autumn, spring):
            build.lead(office, at=first)
            build.lead(office, at=first + HOUR)

        def hours(day: datetime.datetime) -> dict[int, int]:
            with inside(office.id):
                asked = scope(office, day + DAY, since=day - DAY, until=day + DAY)
                return {row["hour"]: row["leads"] for row in queries.response_hours(asked)}

        assert hours(autumn) == {3: 2}
        assert hours(spring) == {2: 1, 4: 1}


@pytest.mark.django_db
class TestResponseSpread:
    def test_how_the_leads_of_each_span_ended_is_a_plain_count(self) -> None:
        office = build.office()
        at = answered_leads(office, NOON, 60, 45 * MINUTE)

        with inside(office.id):
            found = queries.response_spread(scope(office, at))

        expected: dict[int, Counter[str]] = defaultdict(Counter)
        for lead, clock in promises(office):
            if not is_judged(clock, at):
                continue
            worked = clock.working_s or 0
            late = clock.met_at is None
            span = -1 if late else sum(worked >= edge for edge in queries.EDGES_S)
            expected[span].update(
                leads=1, qualified=int(lead.is_mql), won=int(lead.state == "won"),
                lost=int(lead.state in ("lost", "not_a_fit")),
            )  # fmt: skip
        assert found == {key: {"span": key, **row} for key, row in expected.items()}
        assert len(found) > 3


@pytest.mark.django_db
class TestResponseFigures:
    def test_one_statement_gives_what_each_question_gives_alone(self) -> None:
        office = build.office()
        at = answered_leads(office, NOON, 60, 45 * MINUTE)

        with inside(office.id):
            asked = scope(office, at)
            with counting.statements() as told:
                found = queries.response_figures(asked, by="source")

            assert len(told) == 1
            assert found.rows == queries.response(asked, by="source")
            assert found.spread == queries.response_spread(asked)
            assert found.days == queries.response_figures(asked, by="category", parts=["day"]).days
            assert found.hours == queries.response_hours(asked)
        assert min(map(len, (found.rows, found.spread, found.days, found.hours))) > 1


@pytest.mark.django_db
class TestFilters:
    @pytest.mark.parametrize("name", ["team", "owner", "category", "source"])
    def test_every_question_keeps_to_what_was_chosen(self, name: str) -> None:
        office = build.office()
        at = answered_leads(office, NOON, 40, 45 * MINUTE)
        value = {
            "team": office.team.id, "owner": office.ada.pk, "category": "hot", "source": "Fair",
        }[name]  # fmt: skip
        column = f"{name}_id" if name in ("team", "owner") else name
        kept = [one for one in leads(office) if getattr(one, column) == value]
        asked = scope(office, at, **{name: value})

        with inside(office.id):
            *_rows, converted = queries.conversion(asked, by="source")
            *_rows, answered = queries.response(asked, by="door")
            *_rows, cohort = queries.cohorts(asked, by="week")
            hours = queries.response_hours(asked)
            reasons = queries.reasons(asked, by="source")

        assert len(kept) > 0
        assert converted["leads"] == answered["leads"] == cohort["leads"] == len(kept)
        assert sum(row["leads"] for row in hours) == len(kept)
        lost = [one for one in kept if one.state in ("lost", "not_a_fit")]
        assert sum(row["leads"] for row in reasons) == len(lost)


@pytest.mark.django_db
class TestCohorts:
    def test_by_week_and_month_it_is_a_plain_count(self) -> None:
        office = build.office()
        answered_leads(office, NOON, 50, 9 * HOUR)
        imported(office, 60)
        rows = leads(office)
        rose = rows[0]
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=rose.id).update(is_mql=True)
            Event.objects.create(
                workspace_id=office.id, verb="lead.rescored", subject_id=rose.id,
                at=rose.received_at + 2 * DAY,
                detail={"from": {"mql": False}, "to": {"mql": True}},
            )  # fmt: skip
        rose_at = {rose.id: rose.received_at + 2 * DAY}

        for by, pattern in (("week", "%G-W%V"), ("month", "%Y-%m")):
            with inside(office.id):
                *found, total = queries.cohorts(scope(office), by=by)
            groups: dict[str, list[Lead]] = defaultdict(list)
            for lead in leads(office):
                groups[lead.received_at.astimezone(HELSINKI).strftime(pattern)].append(lead)
            assert [row["key"] for row in found] == sorted(groups, reverse=True)
            for row in [*found, total]:
                group = leads(office) if row["is_total"] else groups[row["key"]]
                expected = self.counted(group, rose_at)
                assert {key: row[key] for key in expected} == pytest.approx(expected)

    def counted(self, rows: list[Lead], rose_at: dict[Any, datetime.datetime]) -> dict[str, Any]:
        states = Counter(one.state for one in rows)

        def median(pairs: list[tuple[datetime.datetime | None, datetime.datetime | None]]) -> Any:
            spans = [(b - a).total_seconds() for a, b in pairs if a and b and b >= a]
            return statistics.median(spans) if spans else None

        def qualified_at(one: Lead) -> datetime.datetime | None:
            return rose_at.get(one.id, one.received_at) if one.is_mql else None

        return {
            "leads": len(rows),
            "qualified": sum(one.is_mql for one in rows),
            "taken_over": sum(one.taken_over_at is not None for one in rows),
            "contacted": sum(bool(one.first_contact_at) or one.state == "won" for one in rows),
            "won": states["won"],
            "lost": states["lost"],
            "not_a_fit": states["not_a_fit"],
            "open": states["open"] + states["snoozed"],
            "to_qualified_s": median([(one.received_at, qualified_at(one)) for one in rows]),
            "to_taken_s": median([(qualified_at(one), one.taken_over_at) for one in rows]),
            "to_contact_s": median([(one.taken_over_at, one.first_contact_at) for one in rows]),
            "to_won_s": median(
                [(one.first_contact_at, one.closed_at) for one in rows if one.state == "won"]
            ),
        }


@pytest.mark.django_db
class TestReasons:
    @pytest.mark.parametrize("by", ["category", "source", "owner", "team"])
    def test_by_each_dimension_it_is_a_plain_count(self, by: str) -> None:
        office = build.office()
        at = answered_leads(office, NOON, 50, 2 * HOUR)

        with inside(office.id):
            found = queries.reasons(scope(office, at), by=by)

        column = f"{by}_id" if by in ("owner", "team") else by
        expected = Counter(
            (str(getattr(one, column) or ""), one.state, one.close_reason)
            for one in leads(office)
            if one.state in ("lost", "not_a_fit")
        )
        assert {(r["key"], r["state"], r["reason"]): r["leads"] for r in found} == expected
        assert expected.total() > 3

    def test_it_counts_by_the_day_of_closing(self) -> None:
        office = build.office()
        lead = build.lead(office, at=NOON)
        work.close(
            office.id, lead.id, outcome="lost", reason="price", by=office.mo, at=NOON + 3 * DAY
        )

        with inside(office.id):
            early = queries.reasons(scope(office, until=NOON + 2 * DAY), by="source")
            late = queries.reasons(scope(office, since=NOON + 2 * DAY), by="source")

        assert (early, [row["leads"] for row in late]) == ([], [1])
