"""A team closed into another: leads, clocks, people and names; and what goes on meanwhile."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections import Counter
from collections.abc import Callable

import pytest

from tests import build
from tests.build import NOON, Office
from tests.flows.at_work import MINUTE, TOMORROW, claims, clock, lead_now, verbs
from tests.racing import PATIENCE_S, at_once, until_somebody_waits
from vaste.definitions.queries import default_source
from vaste.flows import (
    closing,
    define,
    drafting,
    placing,
    receive,
    redistributing,
    rosters,
    watching,
    work,
)
from vaste.flows.closing import NamedByRules, NoReceiver
from vaste.flows.rerouting import Moved
from vaste.flows.rosters import LastTeam, NoSuchTeam, Place
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.routing.models import Member, Team

LATER = NOON + 5 * MINUTE
NORTHERN = default_source().replace("  default: sales", "  default: north")


def two_teams(*people: str) -> tuple[Office, Team]:
    """Return an office whose leads go to North, whose members are these, beside Sales."""
    office = build.office(source=NORTHERN)
    north = rosters.make_team(office.id, slug="north", name="North", at=NOON, by=office.mo.pk)
    for name in people:
        user = getattr(office, name)
        rosters.set_member(office.id, north.id, user.pk, Place(3, 7), at=NOON, by=office.mo.pk)
    return office, north


def name_sales(office: Office) -> None:
    with inside(office.id):
        define.publish(office.id, default_source(), by=None, at=NOON)


def close(office: Office, team: Team, **told: bool) -> Moved:
    return closing.close_team(
        office.id, team.id, into=office.team.id, at=LATER, by=office.mo.pk, **told
    )


def places(office: Office) -> list[tuple[str, uuid.UUID, int, int]]:
    with inside(office.id):
        rows = Member.objects.within(office.id).filter(left_at=None).order_by("id")
        return [(one.team.slug, one.user_id, one.weight, one.capacity) for one in rows]


def homes(office: Office) -> dict[uuid.UUID, tuple[uuid.UUID | None, uuid.UUID | None]]:
    with inside(office.id):
        rows = Lead.objects.within(office.id).values_list("id", "team_id", "owner_id")
        return {lead_id: (team_id, owner_id) for lead_id, team_id, owner_id in rows}


@pytest.mark.django_db
class TestCloseTeam:
    def test_the_pool_and_what_nobody_began_is_given_out_there_with_its_clocks(self) -> None:
        office, north = two_teams("mo")
        pooled, untouched, begun, asleep = (build.lead(office) for _ in range(4))
        work.take_over(office.id, begun.id, by=office.mo, at=NOON)
        work.take_over(office.id, asleep.id, by=office.mo, at=NOON)
        work.snooze(office.id, asleep.id, until=TOMORROW, by=office.mo, at=NOON)
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=pooled.id).update(owner_id=None)
        before = clock(office, pooled, "first_contact")
        name_sales(office)

        moved = close(office, north)

        assert moved == Moved(given=2, pooled=0, held=2)
        now = homes(office)
        assert {team for team, _ in now.values()} == {office.team.id}
        assert {now[one.id][1] for one in (pooled, untouched)} == {office.ada.pk, office.bob.pk}
        assert {now[one.id][1] for one in (begun, asleep)} == {office.mo.pk}
        assert lead_now(office, asleep).state == "snoozed"
        assert claims(office, begun) == [(office.mo.pk, True, "")]
        after = clock(office, pooled, "first_contact")
        assert (after.due_at, after.met_at, after.stopped_at) == (before.due_at, None, None)
        assert verbs(office, pooled)[-1] == "lead.rerouted"
        with inside(office.id):
            told = Event.objects.within(office.id).get(verb="team.closed")
            team = Team.objects.within(office.id).get(id=north.id)
        assert told.detail == {
            "into": str(office.team.id), "joined": 0, "given": 2, "pooled": 0, "held": 2,
            "following": 0,
        }  # fmt: skip
        assert (team.closed_at, team.closed_into_id) == (LATER, office.team.id)
        assert north.slug not in {slug for slug, *_ in places(office)}

    def test_its_people_come_along_and_keep_their_leads(self) -> None:
        office, north = two_teams("mo", "ada")
        leads = [build.lead(office) for _ in range(4)]
        owners = Counter(owner for _, owner in homes(office).values())
        name_sales(office)

        moved = close(office, north, with_members=True)

        assert moved == Moved(held=4)
        assert Counter(homes(office).values()) == {
            (office.team.id, owner): count for owner, count in owners.items()
        }
        assert lead_now(office, leads[0]).taken_over_at is None
        # Ada has a place there and keeps it; Mo gets one like that in the team that closed.
        assert sorted(places(office), key=lambda one: one[2:]) == [
            *[place for place in places(office) if place[1] in (office.ada.pk, office.bob.pk)],
            ("sales", office.mo.pk, 3, 7),
        ]

    def test_one_who_had_left_the_other_team_comes_back_to_it(self) -> None:
        office, north = two_teams("bob")
        rosters.leave_team(office.id, office.team.id, office.bob.pk, at=NOON, by=None)
        name_sales(office)

        close(office, north, with_members=True)

        assert ("sales", office.bob.pk, 3, 7) in places(office)

    def test_nobody_able_leaves_them_in_the_pool_of_the_other_team(self) -> None:
        office, north = two_teams("mo")
        lead = build.lead(office)
        for user in (office.ada, office.bob):
            rosters.leave_team(office.id, office.team.id, user.pk, at=NOON, by=None)
        name_sales(office)

        assert close(office, north) == Moved(pooled=1)

        assert homes(office) == {lead.id: (office.team.id, None)}
        with inside(office.id):
            assert watching.count_homeless(office.id) == 0

    def test_a_lead_opened_again_belongs_to_the_team_that_took_over(self) -> None:
        office, north = two_teams("mo")
        lead = build.lead(office)
        work.close(office.id, lead.id, outcome="lost", reason="price", by=office.mo, at=NOON)
        name_sales(office)
        close(office, north)

        work.reopen(office.id, lead.id, by=office.mo, at=LATER)

        assert homes(office) == {lead.id: (office.team.id, office.mo.pk)}

    def test_what_was_closed_into_it_belongs_to_the_last_one(self) -> None:
        office, north = two_teams("mo")
        lead = build.lead(office)
        name_sales(office)
        work.close(office.id, lead.id, outcome="lost", reason="price", by=office.mo, at=NOON)
        third = rosters.make_team(office.id, slug="third", name="Third", at=NOON, by=None)
        closing.close_team(office.id, north.id, into=third.id, at=LATER, by=None)
        last = rosters.make_team(
            office.id, slug="last", name="Last", at=NOON, by=None
        )  # in no rule
        closing.close_team(office.id, third.id, into=last.id, at=LATER, by=None)

        work.reopen(office.id, lead.id, by=office.ada, at=LATER)

        assert homes(office)[lead.id][0] == last.id

    @pytest.mark.parametrize("along", [False, True])
    def test_what_is_more_than_a_batch_follows_in_steps(
        self, along: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(redistributing, "BATCH", 2)
        office, north = two_teams("mo")
        leads = [build.lead(office) for _ in range(5)]
        work.take_over(office.id, leads[0].id, by=office.mo, at=NOON)
        name_sales(office)

        moved = close(office, north, with_members=along)
        assert (moved.given + moved.held, moved.following) == (2, 3)
        counts = [closing.empty_due(office.id, at=LATER + MINUTE) for _ in range(3)]

        assert counts == [2, 1, 0]
        assert {team for team, _ in homes(office).values()} == {office.team.id}
        kept = [owner for _, owner in homes(office).values() if owner == office.mo.pk]
        assert len(kept) == (5 if along else 1)
        with inside(office.id):
            assert closing.next_due(office.id) is None

    @pytest.mark.parametrize("into", ["itself", "unknown", "closed"])
    def test_who_takes_over_is_another_open_team(self, into: str) -> None:
        office, north = two_teams()
        name_sales(office)
        third = rosters.make_team(office.id, slug="third", name="Third", at=NOON, by=None)
        closing.close_team(office.id, third.id, into=north.id, at=NOON, by=None)
        ids = {"itself": north.id, "unknown": uuid.uuid4(), "closed": third.id}

        with pytest.raises(NoReceiver):
            closing.close_team(office.id, north.id, into=ids[into], at=LATER, by=None)
        with pytest.raises(NoSuchTeam):
            closing.close_team(office.id, third.id, into=north.id, at=LATER, by=None)

    def test_the_last_one_stays_open(self) -> None:
        office = build.office()

        with pytest.raises(LastTeam):
            closing.close_team(office.id, office.team.id, into=uuid.uuid4(), at=LATER, by=None)

        with inside(office.id):
            assert Team.objects.within(office.id).get().closed_at is None


@pytest.mark.django_db
class TestNamedByRules:
    def test_it_stays_open_until_a_draft_that_names_another_is_published(self) -> None:
        office, north = two_teams("mo")
        lead = build.lead(office)

        with pytest.raises(NamedByRules) as named:
            close(office, north)
        assert [one.path for one in named.value.places] == ["routing.default"]
        assert homes(office) == {lead.id: (north.id, office.mo.pk)}
        for times in (1, 0):
            count = closing.name_other(
                office.id, north.id, office.team.id, at=LATER, by=office.mo.pk
            )
            assert count == times
        with pytest.raises(NamedByRules):
            close(office, north)
        with inside(office.id):
            stands = drafting.standing(office.id)
            drafting.publish_draft(office.id, seen=stands.seen, by=office.mo.pk, at=LATER)

        assert close(office, north) == Moved(given=1)
        assert build.lead(office).team_id == office.team.id


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    """Real threads: whoever routes, works or closes meanwhile."""

    def finish(self, office: Office) -> None:
        """Do the worker's part, and see that no open lead is left in a closed team."""
        closing.empty_due(office.id, at=LATER + MINUTE)
        with inside(office.id):
            assert closing.next_due(office.id) is None
            is_open = Team.objects.within(office.id).filter(closed_at=None)
            open_leads = Lead.objects.within(office.id).filter(state__in=("open", "snoozed"))
            assert open_leads.exclude(team_id__in=is_open.values("id")).count() == 0
            assert watching.count_homeless(office.id) == 0

    def test_leads_that_come_meanwhile_have_a_home(self) -> None:
        office, north = two_teams("mo")
        for _ in range(20):
            build.lead(office)
        name_sales(office)
        old = threading.Event()

        def come() -> None:
            for _ in range(10):
                with inside(office.id):
                    routed = build.incoming(office, request_type="offer")
                    receive.receive_batch(office.id, [routed], at=NOON)
                old.set()

        def close_it() -> None:
            old.wait(PATIENCE_S)
            close(office, north)

        at_once(*[come] * 6, close_it)

        self.finish(office)

    def test_an_arrival_under_way_to_the_team_is_waited_for(self) -> None:
        office, north = two_teams("mo")
        under_way, closed, seen = threading.Event(), threading.Event(), []

        def come() -> None:
            with inside(office.id):
                receive.receive_batch(office.id, [build.incoming(office)], at=NOON)
                under_way.set()
                until_somebody_waits()  # the one who closes, for this to commit
                seen.append(closed.is_set())

        def close_it() -> None:
            under_way.wait(PATIENCE_S)
            name_sales(office)
            close(office, north)
            closed.set()

        at_once(come, close_it)

        assert seen == [False]
        self.finish(office)
        assert {team for team, _ in homes(office).values()} == {office.team.id}

    def test_whoever_has_chosen_among_the_teams_is_waited_for(self) -> None:
        office, north = two_teams("mo")
        name_sales(office)
        chosen, closed, seen = threading.Event(), threading.Event(), []

        def choose() -> None:
            with inside(office.id):
                placing.team_ids(office.id)
                chosen.set()
                until_somebody_waits()
                seen.append(closed.is_set())

        def close_it() -> None:
            chosen.wait(PATIENCE_S)
            close(office, north)
            closed.set()

        at_once(choose, close_it)

        assert (seen, closed.is_set()) == ([False], True)

    def test_work_and_turns_and_rosters_meanwhile_neither_block_nor_lose_a_lead(self) -> None:
        office, north = two_teams("mo", "ada")
        leads = [build.lead(office) for _ in range(30)]
        name_sales(office)

        def work_on() -> None:
            for lead in leads[:15]:
                try:
                    work.take_over(office.id, lead.id, by=office.mo, at=LATER)
                    work.give_back(office.id, lead.id, by=office.mo, at=LATER)
                except (work.NotGiven, work.NoSuchLead):
                    pass

        def redistribute() -> None:
            for number in range(6):
                user = (office.mo, office.ada)[number % 2]
                try:
                    rosters.set_member(
                        office.id, north.id, user.pk, Place(1, 0 if number % 3 else 9),
                        at=LATER, by=None,
                    )  # fmt: skip
                except NoSuchTeam:
                    return

        at_once(work_on, redistribute, lambda: close(office, north))

        self.finish(office)

    def test_two_who_close_each_into_the_other_leave_one_open(self) -> None:
        office, north = two_teams("mo")
        name_sales(office)
        third = rosters.make_team(office.id, slug="third", name="Third", at=NOON, by=None)
        refused: list[Exception] = []

        def into(one: Team, other: Team) -> Callable[[], None]:
            def do() -> None:
                try:
                    closing.close_team(office.id, one.id, into=other.id, at=LATER, by=None)
                except (NoReceiver, NoSuchTeam) as lost:
                    refused.append(lost)

            return do

        at_once(into(north, third), into(third, north))

        assert len(refused) == 1
        with inside(office.id):
            assert Team.objects.within(office.id).filter(closed_at=None).count() == 2

    def test_a_lead_that_somebody_holds_locked_follows_as_due_work(self) -> None:
        office, north = two_teams("mo")
        lead = build.lead(office)
        name_sales(office)
        locked, closed = threading.Event(), threading.Event()

        def hold() -> None:
            with inside(office.id):
                Lead.objects.within(office.id).select_for_update().get(id=lead.id)
                locked.set()
                assert closed.wait(PATIENCE_S)

        def close_it() -> None:
            locked.wait(PATIENCE_S)
            close(office, north)
            closed.set()

        at_once(hold, close_it)

        assert homes(office) == {lead.id: (north.id, office.mo.pk)}
        self.finish(office)
        team_id, owner_id = homes(office)[lead.id]
        assert team_id == office.team.id
        assert owner_id in (office.ada.pk, office.bob.pk)  # nobody had begun on it
        assert closing.empty_due(office.id, at=LATER + datetime.timedelta(days=1)) == 0
