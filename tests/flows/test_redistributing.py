"""Leads that lose their person or team find another; what was begun stays."""

from __future__ import annotations

import datetime
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import build, counting
from tests.build import NOON, Office
from vaste.flows import found, redistributing, work
from vaste.flows.rerouting import Moved
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, Notice
from vaste.ledger.models import Event
from vaste.routing.models import Claim, Member, Team
from vaste.routing.records import candidates_of
from vaste.sla.models import Clock

LATER = NOON + datetime.timedelta(minutes=5)


def owners(office: Office) -> Counter[uuid.UUID | None]:
    with inside(office.id):
        return Counter(Lead.objects.within(office.id).values_list("owner_id", flat=True))


def leads_of(office: Office, user_id: uuid.UUID) -> list[Lead]:
    with inside(office.id):
        return list(Lead.objects.within(office.id).filter(owner_id=user_id).order_by("id"))


def free(office: Office, **told: object) -> Moved:
    return redistributing.free_leads(
        office.id, office.ada.pk, reason="absent", cause="x", at=LATER, **told,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.django_db
class TestFreeLeads:
    def test_untouched_ones_go_to_others_and_begun_ones_stay(self) -> None:
        office = build.office()
        for _ in range(6):
            build.lead(office)
        begun, *untouched = leads_of(office, office.ada.pk)
        work.take_over(office.id, begun.id, by=office.ada, at=NOON)

        moved = free(office)

        assert moved == Moved(given=2, pooled=0, held=1)
        assert owners(office) == {office.ada.pk: 1, office.bob.pk: 5}
        with inside(office.id):
            told = Event.objects.within(office.id).filter(verb="lead.rerouted")
            assert {event.subject_id for event in told} == {lead.id for lead in untouched}
            first = told[0].detail
            assert (first["from"], first["reason"]) == (str(office.ada.pk), "absent")
            assert {(one[0], one[1]) for one in candidates_of(first["routing"])} == {
                (str(office.ada.pk), "away"),
                (str(office.bob.pk), "chosen"),
            }
            assert Claim.objects.within(office.id).filter(released_at=None).count() == 1
            running = Clock.objects.within(office.id).filter(met_at=None, stopped_at=None)
            assert running.count() == 11  # take over and first contact of six, one met

    def test_who_gets_them_and_the_manager_are_told_once(self) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)

        free(office)
        free(office)

        with inside(office.id):
            kinds = Notice.objects.within(office.id).values_list("user_id", "kind")
            assert Counter(kinds) == {
                (office.bob.pk, "lead_given"): 2,
                (office.mo.pk, "leads_moved"): 1,
            }
            told = Notice.objects.within(office.id).get(kind="leads_moved").detail
            assert (told["given"], told["pooled"], told["held"]) == (2, 0, 0)

    def test_where_nobody_else_is_they_wait_in_the_pool(self) -> None:
        office = build.office(reps=False)
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada)
        build.lead(office)

        assert free(office) == Moved(pooled=1)
        assert owners(office) == {None: 1}

    def test_of_one_team_only(self) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)

        with inside(office.id):
            other = Team.objects.create(
                workspace_id=office.id, slug="other", name="Other", created_at=NOON
            )
        assert free(office, team_id=other.id) == Moved()
        assert free(office, team_id=office.team.id) == Moved(given=2)

    def test_statements_do_not_grow_with_leads(self) -> None:
        counts = []
        for size in (2, 12):
            office = build.office()
            for _ in range(size):
                build.lead(office)
            with counting.statements() as sent:
                free(office)
            counts.append(len(sent))

        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestShareOut:
    def test_gives_the_pool_to_who_is_there_the_most_urgent_first(self) -> None:
        office = build.office(reps=False)
        cold = build.lead(office, request_type="newsletter")
        hot = build.lead(office, request_type="offer")
        with inside(office.id):
            found.join_team(office.id, office.team, office.ada, capacity=1)

        moved = redistributing.share_out(office.id, office.team.id, at=LATER, by=office.mo.pk)

        assert moved == Moved(given=1)
        assert [lead.id for lead in leads_of(office, office.ada.pk)] == [hot.id]
        with inside(office.id):
            verbs = Event.objects.within(office.id).filter(subject_id=cold.id)
            assert "lead.rerouted" not in verbs.values_list("verb", flat=True)


def pool(office: Office, count: int) -> None:
    """Put `count` open leads into the office's pool, as a big import does."""
    lead = build.lead(office)
    with inside(office.id), connection.cursor() as cursor:
        fields = [field.column for field in Lead._meta.local_fields if field.column != "id"]
        names = ", ".join(f'"{name}"' for name in fields)
        cursor.execute(
            f"INSERT INTO leads_lead (id, {names}) SELECT gen_random_uuid(), {names}"
            " FROM leads_lead, generate_series(2, %s)"
            " WHERE leads_lead.workspace_id = %s AND leads_lead.id = %s",
            [count, office.id, lead.id],
        )


@pytest.mark.django_db(transaction=True)
class TestSixteenRouters:
    LEADS, ROUTERS, BATCH = 10_000, 16, 250

    def test_share_ten_thousand_leads_to_within_one_lead_each(self) -> None:
        office = build.office(reps=False)
        pool(office, self.LEADS)
        weights = [1, 1, 2, 3, 5, 8, 13, 40]
        people = [build.user(f"rep{number}") for number in range(len(weights) + 2)]
        absent, full = people[-2:]
        with inside(office.id):
            for user, weight in zip(people, [*weights, 9, 9], strict=True):
                build_place(office, user.pk, weight, 0 if user is full else 10**6)
            build_absence(office, absent.pk)
        together = threading.Barrier(self.ROUTERS)

        def route(_: int) -> int:
            given = 0
            together.wait()
            try:
                while moved := redistributing.share_out(
                    office.id, office.team.id, at=LATER, limit=self.BATCH
                ).given:
                    given += moved
            finally:
                connection.close()
            return given

        with ThreadPoolExecutor(self.ROUTERS) as pool_of_routers:
            given = list(pool_of_routers.map(route, range(self.ROUTERS)))

        assert sum(given) == self.LEADS
        got = owners(office)
        assert got[None] == got[absent.pk] == got[full.pk] == 0
        for user, weight in zip(people, weights, strict=False):
            assert abs(got[user.pk] - self.LEADS * weight / sum(weights)) < 1
        with inside(office.id):
            told = Event.objects.within(office.id).filter(verb="lead.rerouted")
            assert told.values("subject_id").distinct().count() == told.count() == self.LEADS


def build_place(office: Office, user_id: uuid.UUID, weight: int, capacity: int) -> None:
    """Put somebody who works here into the office's team."""
    from vaste.workspaces.models import Membership

    Membership.objects.create(workspace_id=office.id, user_id=user_id, role="rep", joined_at=NOON)
    Member.objects.create(
        workspace_id=office.id, team_id=office.team.id, user_id=user_id,
        weight=weight, capacity=capacity,
    )  # fmt: skip


def build_absence(office: Office, user_id: uuid.UUID) -> None:
    """Let somebody be away for a day."""
    from vaste.routing import absences

    absences.add(
        office.id, user_id, away_from=NOON, away_until=NOON + datetime.timedelta(days=1), at=NOON
    )
