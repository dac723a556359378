"""A what-if run by the worker: in steps, by the draft's rules, and changing nothing."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from vaste.definitions import queries as definitions
from vaste.definitions.models import WhatIf
from vaste.flows import absenting, define, replaying, rosters, stepping, work
from vaste.flows.replaying import Change, Tally, running
from vaste.flows.replaying.reading import roster_of_run, standings
from vaste.flows.rosters import BadRoster, Place
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.routing.models import Member

HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
END = NOON + 10 * DAY


def content(**routing: Any) -> dict[str, Any]:
    """Return the default definition with some of its routing changed."""
    made = definitions.default_content()
    return {**made, "routing": {**made["routing"], **routing}}


def start(
    office: Office, *changes: Change, told: dict[str, Any] | None = None, **period: Any
) -> WhatIf:
    span = {"since": NOON, "until": END, **period}
    return replaying.start(office.id, told or content(), changes=changes, by=None, at=END, **span)


def finish(office: Office, what_if: WhatIf) -> WhatIf:
    for _ in range(100):
        replaying.step(office.id, at=END)
        with inside(office.id):
            if replaying.next_step(office.id) is None:
                return replaying.find(office.id, what_if.id)
    raise AssertionError("the what-if does not end")


def run(
    office: Office, *changes: Change, told: dict[str, Any] | None = None, **period: Any
) -> Tally:
    return Tally.of_data(finish(office, start(office, *changes, told=told, **period)).result)


def received(tally: Tally) -> dict[tuple[str, str], int]:
    return {place: counts.total() for place, counts in tally.received.items()}


def fill(office: Office, count: int = 20, **told: Any) -> list[Lead]:
    return [build.lead(office, at=NOON + number * HOUR, **told) for number in range(count)]


@pytest.mark.django_db
class TestRun:
    def test_the_roster_in_force_makes_what_was_made(self) -> None:
        office = build.office()
        rosters.set_member(
            office.id, office.team.id, office.ada.pk, Place(weight=3), at=NOON, by=None
        )
        fill(office)

        tally = run(office)

        assert (tally.leads, tally.moved) == (20, 0)
        assert received(tally) == {
            ("sales", one): count
            for one, count in ((str(office.ada.pk), 15), (str(office.bob.pk), 5))
        }

    @pytest.mark.parametrize("step", [1, 3, 5_000])
    def test_finds_the_same_whatever_the_steps(
        self, step: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        leads = fill(office)
        work.close(office.id, leads[2].id, outcome="won", reason="", by=office.mo, at=NOON + DAY)
        changes = (
            Change("sales", office.ada.pk, weight=2, capacity=6),
            Change("sales", office.bob.pk, capacity=8),
        )
        told = run(office, *changes)
        monkeypatch.setattr(running, "LEADS_A_STEP", step)

        assert run(office, *changes) == told
        assert (told.leads, told.pooled) == (20, 6)

    def test_changes_nothing(self) -> None:
        office = build.office()
        fill(office)
        with inside(office.id):
            leads = list(Lead.objects.within(office.id).order_by("id").values())
            members = list(Member.objects.within(office.id).order_by("id").values())
            events = Event.objects.within(office.id).count()

        run(office, Change("sales", office.ada.pk, is_out=True))

        with inside(office.id):
            assert list(Lead.objects.within(office.id).order_by("id").values()) == leads
            assert list(Member.objects.within(office.id).order_by("id").values()) == members
            assert Event.objects.within(office.id).count() == events

    def test_goes_by_the_rules_and_needs_of_the_draft(self) -> None:
        office = build.office()
        north = rosters.make_team(office.id, slug="north", name="North", at=NOON, by=None)
        for user, words in ((office.ada, ["FI"]), (office.mo, ["SE"])):
            place = Place(attributes={"territory": words})
            rosters.set_member(office.id, north.id, user.pk, place, at=NOON, by=None)
        for number, country in enumerate(["FI", "SE", "NO", "FI", "DE"]):
            build.lead(office, at=NOON + number * HOUR, country=country)
        rule = {
            "key": "nordic",
            "team": "north",
            "when": {"field": "contact.country", "in": ["FI", "SE", "NO"]},
            "needs": {"territory": "contact.country"},
        }

        tally = run(office, told=content(rules=[rule]))

        assert received(tally)["north", str(office.ada.pk)] == 2
        assert received(tally)["north", str(office.mo.pk)] == 1
        assert tally.waiting == {"north": {"lacks": 1}}
        assert sum(n for (team, _), n in received(tally).items() if team == "sales") == 1

    def test_begins_with_what_people_held_and_looks_only_at_its_period(self) -> None:
        office = build.office()
        fill(office, 4)
        fresh = [build.lead(office, at=NOON + 2 * DAY + number * HOUR) for number in range(3)]

        tally = run(
            office,
            Change("sales", office.ada.pk, capacity=3),
            Change("sales", office.bob.pk, capacity=2),
            since=NOON + 2 * DAY,
        )

        assert (tally.leads, tally.pooled) == (3, 2)
        assert received(tally) == {("sales", str(office.ada.pk)): 1}
        assert tally.waiting_examples["sales", "full"] == [str(one.id) for one in fresh[1:]]
        assert {user: most for user, (most, _) in tally.loads.items()} == {
            str(office.ada.pk): 3, str(office.bob.pk): 2,
        }  # fmt: skip

    @pytest.mark.parametrize(("kept", "of_buyer"), [("contact", True), ("no", False)])
    def test_keeps_owners_where_the_draft_does(self, kept: str, of_buyer: bool) -> None:
        office = build.office()
        first = build.lead(office, at=NOON - DAY, email="maija@customer.example")
        again = [
            build.lead(office, at=NOON + number * HOUR, email="maija@customer.example")
            for number in range(4)
        ]

        tally = run(office, told=content(keep_owner=kept))

        owner = ("sales", str(first.owner_id))
        assert tally.kept == (len(again) if of_buyer else 0)
        assert received(tally)[owner] == (4 if of_buyer else 2)

    def test_absences_of_the_period_count_as_they_were_always_or_never(self) -> None:
        office = build.office()
        absenting.add(
            office.id, office.ada.pk, away_from=NOON + 10 * HOUR, away_until=END, reason="",
            at=NOON, by=office.mo.pk,
        )  # fmt: skip
        fill(office)
        ada = ("sales", str(office.ada.pk))

        found = {
            told: received(run(office, Change("sales", office.ada.pk, absence=told))).get(ada, 0)
            for told in ("as_it_was", "always", "never")
        }

        assert found == {"as_it_was": 5, "always": 0, "never": 10}

    def test_shifts_count_where_the_team_asks_for_them(self) -> None:
        office = build.office()
        late = Place(calendar={"hours": {"mon-fri": "16:00-20:00"}})
        rosters.set_member(office.id, office.team.id, office.bob.pk, late, at=NOON, by=None)
        rosters.set_team(
            office.id, office.team.id, name="Sales", manager_id=None, calendar=None,
            require_shift=True, at=NOON, by=None,
        )  # fmt: skip
        for hours in (0, 1, 5, 6, 12):  # 12, 13, 17, 18 and 24 o'clock in Helsinki
            build.lead(office, at=NOON + hours * HOUR)

        tally = run(office)

        assert received(tally) == {
            ("sales", str(office.ada.pk)): 2, ("sales", str(office.bob.pk)): 2,
        }  # fmt: skip
        assert tally.waiting == {"sales": {"off_shift": 1}}

    def test_expects_lateness_by_hours_and_room(self) -> None:
        office = build.office()
        late = Place(calendar={"hours": {"mon-fri": "16:00-20:00"}})
        rosters.set_member(office.id, office.team.id, office.bob.pk, late, at=NOON, by=None)
        build.lead(office, at=NOON, request_type="offer")  # to be taken over by 12.15

        tally = run(office, Change("sales", office.ada.pk, is_out=True))
        full = run(office, Change("sales", office.ada.pk, capacity=0, absence="never"),
                   Change("sales", office.bob.pk, is_out=True))  # fmt: skip
        neither = run(office, Change("sales", office.bob.pk, is_out=True))

        assert tally.late == {("sales", str(office.bob.pk)): {"take_over": 1, "first_contact": 1}}
        assert full.late == {("sales", ""): {"take_over": 1, "first_contact": 1}}
        assert neither.late == {}

    def test_a_member_who_left_the_workspace_gets_nothing(self) -> None:
        office = build.office()
        fill(office, 4)
        office.bob.is_active = False
        office.bob.save()

        assert received(run(office)) == {("sales", str(office.ada.pk)): 4}

    def test_the_roster_is_that_of_its_beginning(self) -> None:
        office = build.office()
        fill(office, 4)
        begun = start(office)
        rosters.leave_team(office.id, office.team.id, office.bob.pk, at=NOON + DAY, by=None)

        done = finish(office, begun)

        places = standings(roster_of_run(done), Tally.of_data(done.result))
        assert {one.user: one.received.total() for one in places} == {
            str(office.ada.pk): 2, str(office.bob.pk): 2,
        }  # fmt: skip
        assert [one.share for one in places] == [one.fair_share for one in places] == [0.5, 0.5]

    def test_what_can_not_be_is_refused_with_nothing_written(self) -> None:
        office = build.office()
        wrong = {**content(), "mql": {"field": "lead.nonsense", "is": "x"}}
        refused: list[tuple[type[Exception], dict[str, Any], Change | None]] = [
            (define.NotPublishable, {"told": wrong}, None),
            (replaying.BadPeriod, {"until": NOON}, None),
            (replaying.BadPeriod, {"since": END, "until": END + DAY}, None),
            (replaying.BadPeriod, {"since": END - 4_000 * DAY}, None),
            (BadRoster, {}, Change("south", office.ada.pk)),
            (BadRoster, {}, Change("sales", uuid7())),
            (BadRoster, {}, Change("sales", office.ada.pk, weight=1_001)),
            (BadRoster, {}, Change("sales", office.ada.pk, attributes={"shoe": ["46"]})),
        ]

        for error, told, change in refused:
            with pytest.raises(error):
                start(office, *([change] if change else []), **told)

        with inside(office.id):
            assert not WhatIf.objects.within(office.id).exists()

    def test_one_that_fails_says_so_and_one_can_be_stopped(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 4)
        office = build.office()
        fill(office)
        begun = start(office)
        replaying.step(office.id, at=END)
        stopped = replaying.stop(office.id, begun.id, at=END)
        assert (stopped.state, stopped.done, stopped.result["leads"]) == ("stopped", 4, 4)
        assert replaying.step(office.id, at=END) == 0

        def broken(*_: object) -> None:
            raise ArithmeticError("no such number")

        monkeypatch.setattr(running, "Promises", broken)
        failed = finish(office, start(office))
        assert (failed.state, failed.error) == ("failed", "ArithmeticError: no such number")
        with pytest.raises(stepping.NoSuchRun):
            replaying.stop(office.id, uuid7(), at=END)


@pytest.mark.django_db(transaction=True)
class TestManyWorkers:
    def test_deal_each_lead_out_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 2)
        office = build.office()
        fill(office)
        begun = start(office)

        def work_away() -> None:
            for _ in range(12):
                replaying.step(office.id, at=END)
            connection.close()

        threads = [threading.Thread(target=work_away) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        done = finish(office, begun)
        assert (done.done, done.result["leads"], done.result["moved"]) == (20, 20, 0)
