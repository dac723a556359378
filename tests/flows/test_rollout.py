"""Bringing a version to open leads: with several workers, kills, and capture going on."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from typing import Any

import pytest
import yaml
from django.db import OperationalError, connection

from tests import build
from tests.build import NOON, Office
from tests.racing import PATIENCE_S, until_somebody_waits
from vaste.definitions import rollouts
from vaste.definitions.models import Rollout
from vaste.definitions.queries import default_content
from vaste.flows import define, receive, rollout
from vaste.flows.judging import applying
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.scoring import services as scoring

MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
LATER = NOON + DAY


def publish(office: Office, at: datetime.datetime = NOON, **sections: object) -> None:
    with inside(office.id):
        text = yaml.safe_dump(default_content() | sections)
        define.publish(office.id, text, by=None, at=at)


def all_hot() -> list[dict[str, Any]]:
    first, *others = default_content()["categories"]
    return [{**first, "when": {"not": {"field": "lead.source", "is": "never"}}}, *others]


def fast() -> list[dict[str, Any]]:
    return [
        {**one, "half_life": "2 days", "points": one["points"] + 1}
        for one in default_content()["signals"]
    ]


def run(office: Office, at: datetime.datetime = LATER) -> Rollout:
    for _ in range(200):
        rollout.step(office.id, at=at)
        with inside(office.id):
            rows = Rollout.objects.within(office.id).filter(reason="published")
            newest = rows.order_by("-number", "id")[0]
        if newest.finished_at is not None:
            return newest
    raise AssertionError("the rollout does not end")


def recategorized(office: Office) -> Counter[Any]:
    with inside(office.id):
        told = Event.objects.within(office.id).filter(verb="lead.recategorized")
        return Counter(told.values_list("subject_id", flat=True))


@pytest.mark.django_db
class TestStep:
    def test_goes_on_where_a_killed_worker_stood(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rollout, "LEADS_A_STEP", 2)
        office = build.office()
        leads = [build.lead(office, request_type="download") for _ in range(7)]
        publish(office, categories=all_hot())
        calls = []

        def dying(*args: Any, **told: Any) -> applying.Outcome:
            calls.append(args)
            outcome = judge(*args, **told)
            if len(calls) in (2, 4):
                raise OperationalError("killed")
            return outcome

        judge = applying.judge_again
        monkeypatch.setattr(applying, "judge_again", dying)
        for _ in range(20):
            try:
                rollout.step(office.id, at=LATER)
            except OperationalError:
                continue

        done = run(office)
        assert (done.total, done.done, done.recategorized) == (7, 7, 7)
        assert recategorized(office) == Counter([lead.id for lead in leads])

    def test_a_newer_version_ends_an_older_ones(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rollout, "LEADS_A_STEP", 1)
        office = build.office()
        for _ in range(3):
            build.lead(office, request_type="download")
        publish(office, categories=all_hot())
        rollout.step(office.id, at=LATER)

        publish(office, at=NOON + MINUTE)
        newest = run(office)

        assert newest.number == 3
        with inside(office.id):
            older = Rollout.objects.within(office.id).get(number=2)
            assert (older.done, older.due_at) == (1, None)
            kept = Lead.objects.within(office.id).values_list("category", flat=True)
            assert set(kept) == {"cold"}

    def test_rules_of_the_last_days_are_asked_again_every_hour(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="download")
        content = default_content()
        content["categories"][0]["when"] = {
            "happened": "download", "at_least": 1, "within": "2 days"
        }  # fmt: skip
        publish(office, categories=content["categories"])
        run(office, NOON)
        assert now(office, lead).category == "hot"

        for hours in range(1, 50):
            rollout.step(office.id, at=NOON + hours * HOUR)
            rollout.step(office.id, at=NOON + hours * HOUR)
            expected = "hot" if hours <= 48 else "cold"
            assert now(office, lead).category == expected, hours

    def test_the_next_look_is_a_full_hour_of_the_zone(self) -> None:
        # Nepal is a quarter to the hour away from UTC.
        found = rollouts.next_look("Asia/Kathmandu", NOON)

        assert found == NOON + 15 * MINUTE


def now(office: Office, lead: Lead) -> Lead:
    with inside(office.id):
        return Lead.objects.within(office.id).get(id=lead.id)


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_workers_share_the_steps_and_judge_each_lead_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rollout, "LEADS_A_STEP", 2)
        office = build.office()
        leads = [build.lead(office, request_type="download") for _ in range(12)]
        publish(office, categories=all_hot())

        _in_threads(3, lambda _number: [rollout.step(office.id, at=LATER) for _ in range(10)])

        assert run(office).done == 12
        assert recategorized(office) == Counter([lead.id for lead in leads])

    def test_nothing_that_comes_meanwhile_is_counted_twice_or_not_at_all(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rollout, "CONTACTS_A_STEP", 2)
        office = build.office()
        people = [f"buyer{number}@firm.example" for number in range(8)]
        for email in people:
            build.lead(office, email=email, request_type="download")
        publish(office, signals=fast())

        def write(number: int) -> None:
            if number == 0:
                run(office)
                return
            for turn in range(12):
                at = NOON + (turn + number) * MINUTE
                build.lead(office, at=at, email=people[(turn * number) % 8], request_type="offer")

        _in_threads(3, write)
        run(office)

        assert _sums(office) == pytest.approx(_expected_sums(office))

    def test_a_recount_waits_for_whoever_adds_by_the_version_before(self) -> None:
        office = build.office()
        build.lead(office, email="a@firm.example", request_type="download")
        added, order = threading.Event(), list[str]()

        def add(number: int) -> None:
            if number == 1:
                added.wait(PATIENCE_S)
                run(office)
                order.append("recounted")
                return
            with inside(office.id):
                scoring.share_sums(office.id)
                taken = build.incoming(office, email="a@firm.example", request_type="offer")
                receive.receive_batch(office.id, [taken], at=NOON)
                _publish_elsewhere(office)
                added.set()
                until_somebody_waits()
                order.append("added")

        _in_threads(2, add)

        assert order == ["added", "recounted"]
        assert _sums(office) == pytest.approx(_expected_sums(office))


def _publish_elsewhere(office: Office) -> None:
    """Publish other signals from another connection, while this one's transaction is open."""
    _in_threads(1, lambda _number: publish(office, signals=fast()))


def _in_threads(count: int, work: Any) -> None:
    failures: list[BaseException] = []

    def one(number: int) -> None:
        try:
            work(number)
        except BaseException as failure:  # told by the test itself
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def _sums(office: Office) -> dict[tuple[Any, str], float]:
    """Return every sum, faded to one instant."""
    half_lives = {one["key"]: 2 * DAY for one in fast()}
    with inside(office.id):
        rows = sql.run(
            "SELECT contact_id, signal, strength, as_of FROM scoring_interest"
            " WHERE workspace_id = %(workspace)s",
            {"workspace": office.id},
        )
    return {
        (contact, signal): strength * 2 ** -((LATER - as_of) / half_lives[signal])
        for contact, signal, strength, as_of in rows
    }


def _expected_sums(office: Office) -> dict[tuple[Any, str], float]:
    """Return the same, counted one by one from the touches."""
    signals = {kind: one for one in fast() for kind in one["kinds"]}
    with inside(office.id):
        rows = sql.run(
            "SELECT contact_id, kind, occurred_at FROM leads_touch"
            " WHERE workspace_id = %(workspace)s",
            {"workspace": office.id},
        )
    found: dict[tuple[Any, str], float] = {}
    for contact, kind, at in rows:
        signal = signals[kind]
        key = (contact, signal["key"])
        found[key] = found.get(key, 0.0) + signal["points"] * 2 ** -((LATER - at) / (2 * DAY))
    return found
