"""The viewer's own notices."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import F

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import give, panel, text
from tests.desk.conftest import SignIn
from vaste.flows import clocks
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead, Notice
from vaste.workspaces.models import User

MINUTE = datetime.timedelta(minutes=1)
LATE = NOON + 16 * MINUTE


def breached(office: Office, owner: User, name: str = "Aino Ek") -> Lead:
    """Return a lead of `owner` whose take-over was warned of and then missed."""
    lead = give(office, build.lead(office, request_type="offer", full_name=name), owner)
    with inside(office.id):
        clocks.fire_due(office.id, at=NOON + 12 * MINUTE)
        clocks.fire_due(office.id, at=LATE)
    return lead


def store(office: Office, user: User, count: int, **more: object) -> None:
    """Store notices of a user, made at one instant."""
    with inside(office.id):
        Notice.objects.bulk_create(
            Notice(
                workspace_id=office.id,
                user_id=user.pk,
                key=str(uuid7()),
                made_at=NOON,
                **{"kind": "clock_warned", "detail": {"milestone": "take_over"}, **more},
            )
            for _ in range(count)
        )


@pytest.mark.django_db
class TestLeadsMoved:
    def test_leads_to_what_the_person_holds_and_only_where_there_is_any(
        self, sign_in: SignIn
    ) -> None:
        office = build.office()
        told = {"user": str(office.ada.pk), "reason": "absent", "given": 1, "pooled": 0}
        store(office, office.mo, 1, kind="leads_moved", detail={**told, "held": 2})
        store(office, office.mo, 1, kind="leads_moved", detail={**told, "held": 0})

        page = panel(sign_in(office.mo).get("/notices/"), "page")

        of_ada = f"/queue/?scope=all&owner={office.ada.pk}"
        assert {row.url for row in page.rows} == {of_ada, "/notices/"}


@pytest.mark.django_db
class TestIndex:
    def test_they_are_sentences_and_the_newest_is_first(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = breached(office, office.ada)

        page = panel(sign_in(office.ada, at=LATE).get("/notices/"), "page")

        assert [(row.text, row.tone, row.is_read) for row in page.rows] == [
            ("Not done in time for Aino Ek: Take over.", "bad", False),
            ("Due soon for Aino Ek: Take over.", "warn", False),
        ]
        assert {row.url for row in page.rows} == {f"/leads/{lead.id}/"}
        assert page.unread == 2

    def test_a_lead_that_went_to_another_team_is_not_named(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = breached(office, office.ada)
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=lead.id).update(
                owner_id=office.bob.pk, team_id=uuid7()
            )

        response = sign_in(office.ada, at=LATE).get("/notices/")

        assert "Aino" not in text(response)
        assert {row.url for row in panel(response, "page").rows} == {"/notices/"}

    def test_anothers_are_not_there(self, sign_in: SignIn) -> None:
        office = build.office()
        breached(office, office.ada)

        page = panel(sign_in(office.bob, at=LATE).get("/notices/"), "page")

        assert (page.rows, page.unread) == ((), 0)

    def test_pages_show_every_one_once(self, sign_in: SignIn) -> None:
        office = build.office()
        store(office, office.ada, 120)
        desk = sign_in(office.ada)

        seen, url = [], "/notices/"
        while url:
            page = panel(desk.get(url), "page")
            seen += [row.notice_id for row in page.rows]
            url = page.next_url

        assert (len(seen), len(set(seen))) == (120, 120)

    def test_statements_do_not_grow_with_the_notices(self, sign_in: SignIn) -> None:
        office = build.office()
        for name in ("Aino Ek", "Bo Ask"):
            breached(office, office.ada, name)
            desk = sign_in(office.ada, at=LATE)
            desk.get("/notices/")
            with counting.statements() as found:
                desk.get("/notices/")
            counting.hold("desk.notices", found)

    def test_htmx_gets_the_list_alone(self, sign_in: SignIn) -> None:
        response = sign_in(build.office().ada).piece("/notices/")

        assert b'id="notices"' in response.content
        assert b"<html" not in response.content


@pytest.mark.django_db
class TestMarkingAsRead:
    def test_all_of_ones_own_are_read_from_then_on(self, sign_in: SignIn) -> None:
        office = build.office()
        store(office, office.ada, 2)
        store(office, office.ada, 1, read_at=NOON - MINUTE)
        store(office, office.bob, 1)
        desk = sign_in(office.ada)

        response = desk.post_plainly("/notices/")

        assert (response.status_code, response["Location"]) == (303, "/notices/")
        page = panel(desk.get("/notices/"), "page")
        assert (page.unread, {row.is_read for row in page.rows}) == (0, {True})
        with inside(office.id):
            times = Notice.objects.within(office.id).order_by(
                F("read_at").asc(nulls_last=True), "id"
            )
            assert [one.read_at for one in times] == [NOON - MINUTE, NOON, NOON, None]
