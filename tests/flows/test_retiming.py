"""Only a new version and a change of team move running clocks, by the rules that are written."""

from __future__ import annotations

import datetime
import threading
import zoneinfo
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE, clock, lead_now
from tests.racing import PATIENCE_S, until_somebody_waits
from vaste.definitions.queries import default_source
from vaste.flows import clocks, define, pausing, rollout, rosters, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.routing.models import Team

DAY = datetime.timedelta(days=1)


def with_sla(text: str, **replaced: str) -> str:
    """Return the default definition with policies, and its contract's times replaced."""
    source = default_source()
    for old, new in replaced.items():
        was, now = new.split(" -> ")
        assert f"{old}: {was}" in source
        source = source.replace(f"{old}: {was}", f"{old}: {now}", 1)
    return f"{source}\n{text}\n"


def publish(office: Office, source: str, *, at: datetime.datetime) -> None:
    with inside(office.id):
        define.publish(office.id, source, by=office.mo.pk, at=at)
    while rollout.step(office.id, at=at):
        pass


@pytest.mark.django_db
class TestNewVersion:
    def test_counts_from_the_clocks_own_start(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        at = NOON + 5 * MINUTE
        publish(office, with_sla("", take_over="15 minutes -> 40 minutes"), at=at)

        first = clock(office, lead, "take_over")
        assert (first.definition, first.warn_at, first.due_at, first.give_back_at) == (
            2, NOON + 30 * MINUTE, NOON + 40 * MINUTE, NOON + 55 * MINUTE,
        )  # fmt: skip
        assert first.fires_at == NOON + 30 * MINUTE
        assert lead_now(office, lead).due_at == NOON + 40 * MINUTE

    def test_the_first_contact_never_gets_later(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        publish(office, with_sla("", first_contact="1 hour -> 3 hours"), at=NOON + MINUTE)

        assert clock(office, lead, "first_contact").due_at == NOON + HOUR
        assert lead_now(office, lead).promised_at == NOON + HOUR

    def test_nobody_breaks_a_promise_because_rules_changed(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        at = NOON + 10 * MINUTE
        publish(office, with_sla("", take_over="15 minutes -> 5 minutes"), at=at)

        assert clock(office, lead, "take_over").due_at == NOON + 15 * MINUTE

    def test_what_was_fired_is_not_fired_again(self) -> None:
        office = build.office()
        build.lead(office, request_type="offer")
        clocks.fire_due(office.id, at=NOON + 12 * MINUTE)

        at = NOON + 13 * MINUTE
        publish(office, with_sla("", take_over="15 minutes -> 40 minutes"), at=at)
        clocks.fire_due(office.id, at=NOON + 31 * MINUTE)

        from tests.flows.test_clocks import levels

        assert levels(office) == [("take_over", "warned")]

    def test_a_breached_and_a_paused_clock_stay(self) -> None:
        office = build.office()
        late, held = build.lead(office, request_type="offer"), build.lead(office)
        pausing.pause(
            office.id, held.id, reason="other", until=NOON + 5 * HOUR, by=office.ada, at=NOON
        )
        clocks.fire_due(office.id, at=NOON + 16 * MINUTE)
        was = clock(office, held, "take_over").due_at

        source = with_sla("", take_over="15 minutes -> 50 minutes")
        source = source.replace("take_over: 8 hours", "take_over: 4 hours")
        publish(office, source, at=NOON + 20 * MINUTE)

        assert clock(office, late, "take_over").due_at == NOON + 15 * MINUTE
        assert clock(office, held, "take_over").due_at == was

    def test_what_is_not_promised_any_more_stops(self) -> None:
        decided = "sla: {milestones: {decided: {within: 30 days, time: wall}}}"
        office = build.office(source=with_sla(decided))
        lead = build.lead(office)
        assert clock(office, lead, "decided").due_at == NOON + 30 * DAY

        publish(office, default_source(), at=NOON + HOUR)

        assert clock(office, lead, "decided").stopped_at == NOON + HOUR

    def test_the_same_policy_touches_nothing(self) -> None:
        office = build.office()
        lead = build.lead(office)

        publish(office, default_source() + "\n# a word\n", at=NOON + HOUR)

        assert clock(office, lead, "take_over").definition == 1


@pytest.mark.django_db
class TestBuyersHours:
    POLICY = "sla: {calendar: buyer}"

    def _lead(self, office: Office, country: str) -> Lead:
        return build.lead(office, request_type="offer", country=country)

    def test_counts_in_the_buyers_zone(self) -> None:
        office = build.office(source=with_sla(self.POLICY))
        # Noon in Helsinki is 11 in Stockholm and 19 in Tokyo, where the office is closed.
        swede, japanese = self._lead(office, "SE"), self._lead(office, "JP")

        assert clock(office, swede, "first_contact").basis == "Europe/Stockholm"
        assert clock(office, swede, "first_contact").due_at == NOON + HOUR
        told = clock(office, japanese, "first_contact")
        tokyo = datetime.timezone(datetime.timedelta(hours=9))
        due = told.due_at.astimezone(tokyo)
        with inside(office.id):
            opens = define.in_force(office.id).content["calendar"]["hours"]
        assert opens
        assert (due.weekday(), due.date()) == (1, datetime.date(2026, 3, 3))
        assert told.due_at == lead_now(office, japanese).promised_at

    def test_a_buyer_of_nowhere_is_in_the_workspaces(self) -> None:
        office = build.office(source=with_sla(self.POLICY))

        assert clock(office, self._lead(office, "US"), "first_contact").basis == ""


@pytest.mark.django_db
class TestAssigned:
    POLICY = "sla: {milestones: {assigned: {within: 10 minutes}}}"

    def test_is_met_on_arrival_when_somebody_is_free(self) -> None:
        office = build.office(source=with_sla(self.POLICY))

        met = clock(office, build.lead(office), "assigned")

        assert (met.met_at, met.raw_s, met.fires_at) == (NOON, 0, None)

    def test_runs_in_the_pool_until_somebody_takes_it(self) -> None:
        office = build.office(source=with_sla(self.POLICY), reps=False)
        lead = build.lead(office)

        from vaste.flows import work

        work.take_over(office.id, lead.id, by=office.ada, at=NOON + 4 * MINUTE)

        met = clock(office, lead, "assigned")
        assert (met.raw_s, met.system_ms, met.person_s) == (240, 0, 240)


@pytest.mark.django_db
class TestChangeOfTeam:
    def test_leaves_as_much_time_in_the_new_teams_hours(self) -> None:
        ladder = (
            "sla: {calendar: team}\nladders:\n  standard:\n"
            "    - {at: warned, do: reroute, team: north}"
        )
        office = build.office(source=with_sla(ladder), reps=False)
        with inside(office.id):
            north = Team.objects.create(
                workspace_id=office.id, slug="north", name="North", created_at=NOON,
                calendar={"hours": {"Mon-Fri": "14:00-20:00"}},
            )  # fmt: skip
        lead = build.lead(office, request_type="offer")
        assert clock(office, lead, "first_contact").basis == f"team:{office.team.id}"

        clocks.fire_due(office.id, at=NOON + 12 * MINUTE)

        moved = clock(office, lead, "first_contact")
        # 48 minutes are left, and the new team opens at two, which is NOON + 2 hours.
        assert (moved.basis, moved.due_at) == (f"team:{north.id}", NOON + 168 * MINUTE)
        assert lead_now(office, lead).team_id == north.id


TEAM_HOURS = "sla: {calendar: team}"


@pytest.mark.django_db
class TestChangedHours:
    """NOON is a Monday noon in Helsinki, where the office works from 8 to 17."""

    def _office(self) -> Office:
        return build.office(source=with_sla(TEAM_HOURS))

    def _set(self, office: Office, calendar: dict[str, object] | None) -> None:
        rosters.set_team(
            office.id, office.team.id, name="Sales", manager_id=office.mo.pk, calendar=calendar,
            require_shift=False, at=NOON + 5 * MINUTE, by=office.mo.pk,
        )  # fmt: skip

    def test_as_much_time_is_left_in_the_new_hours(self) -> None:
        office = self._office()
        lead = build.lead(office, request_type="offer")
        before = clock(office, lead, "take_over")
        assert before.due_at == NOON + 15 * MINUTE

        zone = zoneinfo.ZoneInfo("Europe/Helsinki")
        tomorrow = (NOON + DAY).astimezone(zone).replace(hour=9, minute=0)
        closed = (NOON + 5 * MINUTE).astimezone(zone).strftime("%H:%M")
        self._set(office, {"hours": {"mon-sun": f"09:00-{closed}"}})

        after = clock(office, lead, "take_over")
        assert after.due_at == tomorrow + 10 * MINUTE
        assert after.give_back_at == tomorrow + 25 * MINUTE
        assert after.fires_at == after.warn_at
        assert after.started_at == before.started_at

    def test_the_first_contact_never_gets_later_and_may_get_sooner(self) -> None:
        office = self._office()
        lead = build.lead(office, request_type="offer")
        promised = clock(office, lead, "first_contact").due_at

        self._set(office, {"hours": {"mon-fri": "08:00-09:00"}})
        assert clock(office, lead, "first_contact").due_at == promised
        assert lead_now(office, lead).promised_at == promised

    def test_a_change_of_anything_else_moves_nothing(self) -> None:
        office = self._office()
        lead = build.lead(office, request_type="offer")
        before = [clock(office, lead, key).due_at for key in ("take_over", "first_contact")]

        self._set(office, None)

        assert [clock(office, lead, key).due_at for key in ("take_over", "first_contact")] == before

    def test_clocks_in_the_workspaces_hours_stay(self) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        due = clock(office, lead, "take_over").due_at

        self._set(office, {"hours": {"mon-fri": "08:00-09:00"}})

        assert clock(office, lead, "take_over").due_at == due


@pytest.mark.django_db(transaction=True)
class TestChangedHoursMeanwhile:
    """Real threads: somebody answers a lead while its team's hours change."""

    def test_a_promise_that_is_met_meanwhile_is_waited_for_and_stays(self) -> None:
        office = build.office(source=with_sla(TEAM_HOURS))
        leads = [build.lead(office, request_type="offer") for _ in range(2)]
        taken, changed, seen = threading.Event(), threading.Event(), []

        def take() -> None:
            try:
                with inside(office.id):
                    work.take_over(office.id, leads[0].id, by=office.ada, at=NOON + MINUTE)
                    taken.set()
                    until_somebody_waits()
                    seen.append(changed.is_set())
            finally:
                connection.close()

        def change() -> None:
            try:
                taken.wait(PATIENCE_S)
                rosters.set_team(
                    office.id, office.team.id, name="Sales", manager_id=office.mo.pk,
                    calendar={"hours": {"mon-fri": "08:00-12:05"}}, require_shift=False,
                    at=NOON + 5 * MINUTE, by=office.mo.pk,
                )  # fmt: skip
                changed.set()
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            for done in [threads.submit(take), threads.submit(change)]:
                done.result()

        assert (seen, changed.is_set()) == ([False], True)
        met, running = (clock(office, lead, "take_over") for lead in leads)
        assert (met.met_at, met.due_at) == (NOON + MINUTE, NOON + 15 * MINUTE)
        assert running.due_at > NOON + 15 * MINUTE
