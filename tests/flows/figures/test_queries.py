"""The reports' figures, against plain counts in Python."""

from __future__ import annotations

import datetime
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import build
from tests.build import NOON
from vaste.flows import receive, review, work
from vaste.flows.figures import queries
from vaste.flows.figures.scope import BEGINNING, Scope
from vaste.flows.receive import Incoming
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.reports import periods
from vaste.workspaces.models import User

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
ZONE = "Europe/Helsinki"
HELSINKI = ZoneInfo(ZONE)
SOURCES = ("Website", "Google", "Fair", "=Partner", "")


def scope(office: build.Office, at: datetime.datetime = NOON + 30 * DAY, **chosen: Any) -> Scope:
    """Return everything of an office, at some time, narrowed by what is given."""
    told = {"since": BEGINNING, "until": NOON + 60 * DAY, "at": at, "zone": ZONE, **chosen}
    return Scope(office.id, **told)


def imported(office: build.Office, count: int, seed: int = 7) -> None:
    """Let leads of many sources through, most with an outcome, as a file would tell them."""
    chance = random.Random(seed)
    receive.receive_batch(office.id, [_one(office, chance) for _ in range(count)], at=NOON)


def _one(office: build.Office, chance: random.Random) -> Incoming:
    began = NOON - chance.randint(1, 300) * DAY - chance.randint(0, 86_400) * MINUTE / 60
    outcome = chance.choice(["won", "won", "lost", "not_a_fit", "open", ""])
    told: dict[str, Any] = {
        "source": chance.choice(SOURCES),
        "outcome": outcome,
        "occurred_at": began,
        "request_type": chance.choice(["offer", "information", "download", ""]),
    }
    if chance.random() < 0.6:
        told["first_contact_at"] = began + chance.randint(1, 5000) * MINUTE
    if outcome in ("won", "lost") and chance.random() < 0.8:
        told["closed_at"] = began + chance.randint(1, 90) * DAY
    return build.incoming(office, **told)


def leads(office: build.Office) -> list[Lead]:
    """Return every lead of the workspace."""
    with inside(office.id):
        return list(Lead.objects.within(office.id).order_by("received_at", "id"))


def grouped(rows: Iterable[Lead], key: Callable[[Lead], str]) -> dict[str, list[Lead]]:
    """Return leads by a key of theirs."""
    groups: dict[str, list[Lead]] = defaultdict(list)
    for lead in rows:
        groups[key(lead)].append(lead)
    return groups


def counted(rows: list[Lead]) -> dict[str, Any]:
    """Count how far leads came, in plain Python."""
    states = Counter(lead.state for lead in rows)
    is_won = [lead for lead in rows if lead.state == "won"]
    to_contact = [
        lead.first_contact_at - lead.received_at for lead in rows if lead.first_contact_at
    ]
    to_won = [
        lead.closed_at - lead.received_at
        for lead in is_won
        if lead.closed_at and lead.closed_at > lead.received_at
    ]
    reached = [lead for lead in rows if lead.first_contact_at or lead.state == "won"]
    advanced = [lead for lead in rows if lead.is_mql or lead.taken_over_at or lead in reached]
    return {
        "leads": len(rows),
        "taken_over": sum(lead.taken_over_at is not None for lead in rows),
        "qualified": sum(lead.is_mql for lead in rows),
        "advanced": len(advanced),
        "contacted": len(reached),
        "won": states["won"],
        "lost": states["lost"] + states["not_a_fit"],
        "open": states["open"] + states["snoozed"],
        "to_contact_s": _median(to_contact),
        "to_won_s": _median(to_won),
    }


def _median(spans: list[datetime.timedelta]) -> float | None:
    return statistics.median(span.total_seconds() for span in spans) if spans else None


def figures(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's figures without what it is about."""
    return {name: value for name, value in row.items() if name not in ("key", "is_total")}


def asked(office: build.Office, by: str, **chosen: Any) -> Any:
    """Return the conversion report's rows by their keys, and the row of all leads."""
    with inside(office.id):
        *rows, total = queries.conversion(scope(office, **chosen), by=by)
    assert [row["is_total"] for row in rows] == [False] * len(rows)
    assert (total["is_total"], total["key"]) == (True, None)
    return {row["key"]: figures(row) for row in rows}, figures(total)


@pytest.mark.django_db
class TestConversion:
    def test_by_source_it_is_a_plain_count(self) -> None:
        office = build.office()
        imported(office, 240)

        found, total = asked(office, "source")

        rows = leads(office)
        assert len(rows) == 240
        expected = {key: counted(group) for key, group in grouped(rows, _source).items()}
        assert set(expected) == {"Website", "Google", "Fair", "=Partner", ""}
        assert found == {key: pytest.approx(value) for key, value in expected.items()}
        assert total == pytest.approx(counted(rows))

    @pytest.mark.parametrize(
        ("by", "key"),
        [
            ("category", lambda lead: lead.category),
            ("campaign", lambda lead: lead.campaign),
            ("owner", lambda lead: str(lead.owner_id or "")),
            ("month", lambda lead: lead.received_at.astimezone(HELSINKI).strftime("%Y-%m")),
        ],
        ids=["category", "campaign", "owner", "month"],
    )
    def test_by_another_dimension_too(self, by: str, key: Callable[[Lead], str]) -> None:
        office = build.office()
        imported(office, 120, seed=11)

        found, _ = asked(office, by)

        expected = {name: counted(rows) for name, rows in grouped(leads(office), key).items()}
        assert found == {name: pytest.approx(value) for name, value in expected.items()}

    def test_a_month_begins_at_midnight_of_the_zone(self) -> None:
        office = build.office()
        before = datetime.datetime(2026, 1, 31, 21, 59, tzinfo=datetime.UTC)
        build.lead(office, occurred_at=before)
        build.lead(office, occurred_at=before + MINUTE)

        found, _ = asked(office, "month")

        assert {key: row["leads"] for key, row in found.items()} == {"2026-01": 1, "2026-02": 1}

    def test_only_leads_received_in_the_period_count(self) -> None:
        office = build.office()
        period = periods.period("7", zone=ZONE, at=NOON)
        build.lead(office, occurred_at=period.since - MINUTE, source="Before")
        build.lead(office, occurred_at=period.since, source="First")
        build.lead(office, source="Today")

        found, total = asked(office, "source", since=period.since, until=period.until)

        assert sorted(found) == ["First", "Today"]
        assert total["leads"] == 2

    def test_a_won_import_without_a_day_has_no_time_to_won(self) -> None:
        office = build.office()
        build.lead(office, outcome="won", occurred_at=NOON - 9 * DAY)

        _, total = asked(office, "source")

        assert (total["won"], total["contacted"], total["to_won_s"]) == (1, 1, None)

    def test_nothing_received_is_one_row_of_noughts(self) -> None:
        office = build.office()

        found, total = asked(office, "source")

        assert found == {}
        assert (total["leads"], total["won"], total["to_contact_s"]) == (0, 0, None)

    def test_another_workspace_is_not_counted(self) -> None:
        office, other = build.office(), build.office()
        build.lead(other)

        _, total = asked(office, "source")

        assert total["leads"] == 0


def _source(lead: Lead) -> str:
    return lead.source


def reach(office: build.Office, lead: Lead, *, at: datetime.datetime, by: User) -> None:
    """Let a person reach the buyer of a lead."""
    work.log_contact(
        office.id,
        lead.id,
        channel="phone",
        outcome="reached",
        note="",
        next_step="Call again",
        next_step_at=at + DAY,
        by=by,
        at=at,
    )


def answered(office: build.Office, at: datetime.datetime, by: str = "category") -> Any:
    """Return the response report's rows by their keys, and the row of all promises."""
    with inside(office.id):
        *rows, total = queries.response(scope(office, at), by=by)
    return {row["key"]: figures(row) for row in rows}, figures(total)


@pytest.mark.django_db
class TestResponse:
    def test_medians_and_the_share_in_time_of_what_is_answered(self) -> None:
        office = build.office()
        for minutes in (10, 20, 90):  # an offer is to be answered within an hour
            lead = build.lead(office, request_type="offer")
            reach(office, lead, at=NOON + minutes * MINUTE, by=_owner(office, lead))

        found, total = answered(office, NOON + 3 * HOUR)

        assert found == {"hot": total}
        assert total == {
            "leads": 3,
            "answered": 3,
            "in_time": 2,
            "judged": 3,
            "median_working_s": 20 * 60,
            "p90_working_s": pytest.approx(76 * 60),  # between 20 and 90 min, at 0.8 of the way
            "median_raw_s": 20 * 60,
            "p90_raw_s": pytest.approx(76 * 60),
            "system_s": 0,
            "p90_system_s": 0,
            "person_s": 20 * 60,
            "p90_person_s": pytest.approx(76 * 60),
        }

    def test_a_night_is_in_the_raw_time_only(self) -> None:
        office = build.office()
        evening = NOON.replace(hour=14, minute=50)  # ten minutes before closing, in Helsinki
        lead = build.lead(office, at=evening, request_type="offer")
        morning = (NOON + DAY).replace(hour=6, minute=5)
        reach(office, lead, at=morning, by=_owner(office, lead))

        _, total = answered(office, morning)

        assert total["median_working_s"] == 15 * 60
        assert total["median_raw_s"] == (morning - evening).total_seconds()

    def test_the_wait_in_review_is_the_programs_part(self) -> None:
        office = build.office()
        held = build.incoming(office)
        held.enquiry, held.state, held.body = None, "quarantined", b'{"email": "m@x.example"}'
        receive.receive_batch(office.id, [held], at=NOON)
        review.release(office.id, held.id, by=office.mo, at=NOON + 2 * HOUR)
        [lead] = leads(office)
        reach(office, lead, at=NOON + 2 * HOUR + 30 * MINUTE, by=_owner(office, lead))

        _, total = answered(office, NOON + 3 * HOUR)

        assert (total["system_s"], total["median_working_s"]) == (2 * 3600, 30 * 60)
        assert total["median_raw_s"] == 2.5 * 3600

    def test_what_is_promised_for_later_is_not_judged_and_what_is_overdue_is(self) -> None:
        office = build.office()
        build.lead(office, request_type="offer")

        _, early = answered(office, NOON + 59 * MINUTE)
        _, late = answered(office, NOON + 61 * MINUTE)

        assert (early["leads"], early["answered"], early["judged"]) == (1, 0, 0)
        assert (late["leads"], late["in_time"], late["judged"]) == (1, 0, 1)
        assert late["median_working_s"] is None

    def test_a_lead_closed_in_time_without_a_contact_was_not_late(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        closer = _owner(office, lead)
        work.close(
            office.id, lead.id, outcome="not_a_fit", reason="junk", by=closer, at=NOON + MINUTE
        )

        _, total = answered(office, NOON + DAY)

        assert (total["leads"], total["answered"], total["judged"]) == (1, 0, 0)

    def test_by_person_and_by_source(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", source="Fair")
        reach(office, lead, at=NOON + 5 * MINUTE, by=office.ada)
        build.lead(office, request_type="offer", source="Website")

        by_source, _ = answered(office, NOON + 2 * HOUR, "source")
        by_person, _ = answered(office, NOON + 2 * HOUR, "owner")

        assert {key: row["answered"] for key, row in by_source.items()} == {"Fair": 1, "Website": 0}
        assert by_person[str(office.ada.pk)]["answered"] == 1

    def test_an_imported_lead_without_clocks_is_left_out(self) -> None:
        office = build.office()
        build.lead(office, outcome="won", occurred_at=NOON - 9 * DAY)

        found, total = answered(office, NOON)

        assert (found, total["leads"]) == ({}, 0)


def _owner(office: build.Office, lead: Lead) -> User:
    return {user.pk: user for user in (office.ada, office.bob)}[lead.owner_id or office.ada.pk]


@pytest.mark.django_db
class TestResponseSpread:
    def test_each_contact_is_in_its_span_and_overdue_ones_apart(self) -> None:
        office = build.office()
        for minutes in (4, 5, 14, 15, 60):
            lead = build.lead(office, request_type="offer")
            reach(office, lead, at=NOON + minutes * MINUTE, by=_owner(office, lead))
        build.lead(office, request_type="offer")

        with inside(office.id):
            rows = queries.response_spread(scope(office, NOON + 2 * HOUR))

        assert {span: row["leads"] for span, row in rows.items()} == {
            -1: 1,
            0: 1,
            1: 2,
            2: 1,
            3: 1,
        }


@pytest.mark.django_db
class TestResponseDays:
    def test_one_median_for_each_day_with_answers(self) -> None:
        office = build.office()
        for day, minutes in ((0, 10), (0, 30), (1, 5)):
            lead = build.lead(office, at=NOON + day * DAY, request_type="offer")
            reach(office, lead, at=NOON + day * DAY + minutes * MINUTE, by=_owner(office, lead))

        with inside(office.id):
            found = queries.response_figures(scope(office), by="category", parts=["day"]).days

        assert found == [
            {"day": datetime.date(2026, 3, 2), "leads": 2, "median_working_s": 20 * 60},
            {"day": datetime.date(2026, 3, 3), "leads": 1, "median_working_s": 5 * 60},
        ]
