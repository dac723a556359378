"""A definition on trial, against a plain count of the same leads."""

from __future__ import annotations

import copy
import datetime
import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from vaste.definitions.models import Trial
from vaste.definitions.queries import default_content
from vaste.flows import define, stepping, trying, work
from vaste.flows.trying import Tally, running
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.ledger.models import Event

DAY = datetime.timedelta(days=1)
END = NOON + 10 * DAY
KINDS = ["offer", "information", "download", "newsletter", "visit"]


def draft() -> dict[str, Any]:
    """Return the default with other rules: visits are hot, offers need a phone number."""
    made = copy.deepcopy(default_content())
    made["categories"][0]["when"] = {"field": "lead.request_type", "in": ["visit", "event"]}
    made["categories"][1]["when"] = {
        "all": [
            {"field": "lead.request_type", "is": "offer"},
            {"field": "contact.phone", "missing": False},
        ]
    }
    made["categories"][0]["team"] = "field_sales"
    return made


def expected(lead: Lead, phone: str) -> str:
    if lead.request_type in ("visit", "event"):
        return "hot"
    return "warm" if lead.request_type == "offer" and phone else "cold"


def fill(office: Office) -> list[tuple[Lead, str]]:
    leads = []
    for number in range(20):
        phone = f"+35840123450{number % 10}" if number % 3 else ""
        lead = build.lead(
            office, at=NOON + number * DAY / 3, request_type=KINDS[number % 5], phone=phone,
            full_name=f"Buyer {number}",
        )  # fmt: skip
        if number % 4 == 0:
            ending = ("won", "") if number % 8 == 0 else ("lost", "no_need")
            work.close(
                office.id, lead.id, outcome=ending[0], reason=ending[1], by=office.ada,
                at=NOON + number * DAY / 3,
            )  # fmt: skip
        with inside(office.id):
            lead.refresh_from_db()
        leads.append((lead, phone))
    return leads


def run(office: Office, trial: Trial) -> Trial:
    for _ in range(50):
        trying.step(office.id, at=END)
        with inside(office.id):
            if trying.next_step(office.id) is None:
                return trying.find(office.id, trial.id)
    raise AssertionError("the trial does not end")


@pytest.mark.django_db
class TestTrial:
    @pytest.mark.parametrize("step", [3, 5_000])
    def test_counts_as_a_plain_count_does_whatever_the_steps(
        self, step: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", step)
        office = build.office()
        leads = fill(office)

        trial = run(office, trying.start(office.id, draft(), days=30, by=None, at=END))

        assert (trial.state, trial.total, trial.done) == ("done", 20, 20)
        tally = Tally.of_data(trial.result)
        moves = Counter((lead.category, expected(lead, phone)) for lead, phone in leads)
        assert tally.moves == moves
        won = Counter(
            (lead.category, expected(lead, phone)) for lead, phone in leads if lead.state == "won"
        )
        assert +tally.won == won
        assert sum(tally.decided.values()) == sum(tally.after.decided.values())
        assert tally.moved == sum(n for (old, new), n in moves.items() if old != new)
        ends = [(expected(lead, phone), lead.state) for lead, phone in leads]
        assert +tally.after.won == Counter(key for key, state in ends if state == "won")
        decided = Counter(key for key, state in ends if state in ("won", "lost"))
        assert +tally.after.decided == decided
        assert tally.before.categories == Counter(lead.category for lead, _ in leads)
        hot = sum(expected(lead, phone) == "hot" for lead, phone in leads)
        assert tally.after.teams == Counter({"field_sales": hot, "sales": 20 - hot})
        assert tally.before.mql == sum(lead.is_mql for lead, _ in leads)
        days = Counter(
            (lead.received_at + 2 * DAY / 24).date().isoformat()  # Helsinki in winter
            for lead, phone in leads
            if expected(lead, phone) == "hot"
        )
        assert tally.after.days["hot"] == days
        examples = tally.examples["hot", "warm"]
        assert set(examples) <= {
            str(lead.id) for lead, phone in leads if (lead.category, phone) != ("hot", "")
        }

    def test_changes_nothing(self) -> None:
        office = build.office()
        fill(office)
        with inside(office.id):
            before = list(Lead.objects.within(office.id).order_by("id").values())
            events = Event.objects.within(office.id).count()

        run(office, trying.start(office.id, draft(), days=30, by=None, at=END))

        with inside(office.id):
            assert list(Lead.objects.within(office.id).order_by("id").values()) == before
            assert Event.objects.within(office.id).count() == events
            assert define.in_force(office.id).number == 1

    def test_looks_only_at_the_days_that_were_asked_for(self) -> None:
        office = build.office()
        leads = fill(office)

        trial = run(office, trying.start(office.id, draft(), days=5, by=None, at=END))

        recent = [lead for lead, _ in leads if END - 5 * DAY < lead.received_at <= END]
        assert (trial.total, Tally.of_data(trial.result).leads) == (len(recent), len(recent))

    def test_an_empty_period_ends_at_once(self) -> None:
        office = build.office()

        trial = run(office, trying.start(office.id, draft(), days=5, by=None, at=END))

        assert (trial.state, trial.result) == ("done", {})

    def test_a_definition_with_problems_is_refused_with_nothing_written(self) -> None:
        office = build.office()
        wrong = {**draft(), "mql": {"field": "lead.nonsense", "is": "x"}}

        with pytest.raises(define.NotPublishable):
            trying.start(office.id, wrong, days=30, by=None, at=END)
        with pytest.raises(ValueError, match="days"):
            trying.start(office.id, draft(), days=0, by=None, at=END)

        with inside(office.id):
            assert not Trial.objects.within(office.id).exists()

    def test_one_that_fails_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        office = build.office()
        fill(office)
        trial = trying.start(office.id, draft(), days=30, by=None, at=END)

        def broken(*_: object) -> None:
            raise ArithmeticError("no such number")

        monkeypatch.setattr(running, "_seen", broken)
        trial = run(office, trial)

        assert (trial.state, trial.error) == ("failed", "ArithmeticError: no such number")

    def test_can_be_stopped_and_keeps_what_it_counted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 4)
        office = build.office()
        fill(office)
        trial = trying.start(office.id, draft(), days=30, by=None, at=END)
        trying.step(office.id, at=END)

        trial = trying.stop(office.id, trial.id, at=END)

        assert (trial.state, trial.done, trial.result["leads"]) == ("stopped", 4, 4)
        assert trying.step(office.id, at=END) == 0
        with pytest.raises(stepping.NoSuchRun):
            trying.stop(office.id, uuid7(), at=END)


@pytest.mark.django_db(transaction=True)
class TestManyWorkers:
    def test_count_each_lead_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 2)
        office = build.office()
        fill(office)
        trial = trying.start(office.id, draft(), days=30, by=None, at=END)

        def work_away() -> None:
            for _ in range(12):
                trying.step(office.id, at=END)
            connection.close()

        threads = [threading.Thread(target=work_away) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        trial = run(office, trial)
        assert (trial.done, trial.result["leads"]) == (20, 20)
