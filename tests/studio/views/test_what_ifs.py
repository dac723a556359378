"""The what-if: its roster drawn and read back, begun, followed, stopped; and what it shows."""

from __future__ import annotations

import copy
import datetime
import uuid
from typing import Any

import pytest
from django.urls import reverse

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import Desk, panel, text
from tests.studio.asking import send
from tests.studio.conftest import SignIn
from vaste.definitions.models import WhatIf
from vaste.definitions.queries import default_content
from vaste.flows import drafting, replaying, rosters
from vaste.flows.drafting import Seen
from vaste.flows.replaying import Change
from vaste.flows.rosters import Place
from vaste.infra.tenancy.context import inside
from vaste.routing.models import Team

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
URL = "/studio/what-if/"
FORM = "what-if-form"


@pytest.fixture
def office() -> Office:
    """An office that took six leads in six days."""
    made = build.office()
    for number in range(6):
        build.lead(
            made, at=NOON - (number + 1) * DAY, request_type="offer", full_name=f"Buyer {number}",
            message=f"Message {number}",
        )  # fmt: skip
    return made


@pytest.fixture
def mo(office: Office, sign_in: SignIn) -> Desk:
    return sign_in(office.mo)


def made(office: Office) -> WhatIf:
    """Return the one what-if that there is."""
    with inside(office.id):
        return WhatIf.objects.within(office.id).get()


def run(office: Office, *changes: Change, content: dict[str, Any] | None = None) -> WhatIf:
    told = content or default_content()
    begun = replaying.start(
        office.id, told, since=NOON - 30 * DAY, until=NOON, changes=changes, by=office.mo.pk,
        at=NOON,
    )  # fmt: skip
    while replaying.step(office.id, at=NOON):
        pass
    with inside(office.id):
        return replaying.find(office.id, begun.id)


def url(what_if: WhatIf) -> str:
    return reverse("studio:what_if_run", args=[what_if.id])


def key(user: Any, team: str = "sales") -> str:
    return f"{team}:{user.pk.hex}"


class TestForm:
    def test_is_filled_in_from_the_real_roster(self, office: Office, mo: Desk) -> None:
        place = Place(weight=3, capacity=7, attributes={"skill": ["stands"], "language": ["fi"]})
        rosters.set_member(office.id, office.team.id, office.ada.pk, place, at=NOON, by=None)

        (team,) = panel(mo.get(URL), "page").teams

        ada, bob = team.seats
        assert (ada.name, ada.weight, ada.capacity) == (str(office.ada), "3", "7")
        assert ada.holds == "Skills: stands; Languages: fi"
        assert (bob.weight, bob.capacity, bob.is_out) == ("1", "50", False)
        assert str(office.mo.pk) in [one.value for one in team.newcomers]

    def test_begins_with_what_was_changed_in_it(self, office: Office, mo: Desk) -> None:
        changed = {
            f"{key(office.ada)}:weight": "5",
            f"{key(office.ada)}:capacity": "2",
            f"{key(office.ada)}:holds": "skills: Export ; territory: North,West",
            f"{key(office.ada)}:absence": "always",
            f"{key(office.bob)}:out": "yes",
            "do": "begin",
        }

        answer = send(mo, URL, FORM, **changed)

        what_if = made(office)
        assert (answer.status_code, answer["Location"]) == (303, url(what_if))
        assert (what_if.number, what_if.total, what_if.made_by_id) == (1, 6, office.mo.pk)
        (seat,) = what_if.roster["sales"]["seats"]
        assert (seat["user"], seat["weight"], seat["capacity"]) == (str(office.ada.pk), 5, 2)
        assert seat["attributes"] == {"skill": ["Export"], "territory": ["North", "West"]}
        assert seat["absences"] == [["1970-01-01T00:00:00+00:00", None]]
        assert what_if.received_until - what_if.received_from == 30 * DAY

    def test_brings_somebody_into_a_team(self, office: Office, mo: Desk) -> None:
        added = send(mo, URL, FORM, **{"add:sales": str(office.mo.pk), "do": "add"})

        assert added.status_code == 200
        seats = {one.user_id: one for one in panel(added, "page").teams[0].seats}
        assert seats[str(office.mo.pk)].is_new
        with inside(office.id):
            assert not WhatIf.objects.within(office.id).exists()

        told = {"new:sales": str(office.mo.pk), f"{key(office.mo)}:weight": "2", "do": "begin"}
        assert send(mo, URL, FORM, **told).status_code == 303
        seats = {one["user"]: one["weight"] for one in made(office).roster["sales"]["seats"]}
        assert seats[str(office.mo.pk)] == 2

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("weight", "many", "from 0 to 1000"),
            ("weight", "1001", "from 0 to 1000"),
            ("capacity", "-1", "from 0 to 100000"),
            ("holds", "North", "Write a kind, a colon and words"),
        ],
    )
    def test_says_what_is_wrong_where_it_is(
        self, office: Office, mo: Desk, field: str, value: str, said: str
    ) -> None:
        answer = send(mo, URL, FORM, **{f"{key(office.ada)}:{field}": value, "do": "begin"})

        assert answer.status_code == 422
        ada = panel(answer, "page").teams[0].seats[0]
        assert [name for name, _ in ada.errors] == [field]
        assert said in text(answer)
        assert getattr(ada, field) == value
        with inside(office.id):
            assert not WhatIf.objects.within(office.id).exists()

    def test_takes_days_of_the_calendar(self, office: Office, mo: Desk) -> None:
        days = {"days": "chosen", "first": "2026-02-27", "last": "2026-02-28", "do": "begin"}

        send(mo, URL, FORM, **days)

        assert made(office).total == 2
        assert made(office).received_from.isoformat() == "2026-02-26T22:00:00+00:00"
        assert made(office).received_until.isoformat() == "2026-02-28T22:00:00+00:00"

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            ({"days": "chosen"}, "Choose the first and the last day."),
            ({"days": "chosen", "first": "2026-02-28", "last": "2026-02-20"}, "ends before"),
            ({"days": "chosen", "first": "2026-05-01", "last": "2026-05-02"}, "lies ahead"),
            ({"days": "chosen", "first": "9999-12-31", "last": "9999-12-31"}, "Choose the first"),
            ({"days": "0"}, "3660 days"),
            ({"days": "x"}, "3660 days"),
        ],
    )
    def test_says_what_is_wrong_with_the_days(
        self, office: Office, mo: Desk, days: dict[str, str], said: str
    ) -> None:
        answer = send(mo, URL, FORM, **days, do="begin")

        assert answer.status_code == 422
        assert said in text(answer)

    def test_goes_by_the_draft_unless_it_is_told_otherwise(self, office: Office, mo: Desk) -> None:
        def edit(content: dict[str, Any]) -> dict[str, Any]:
            return {**content, "mql": {"field": "lead.request_type", "is": "visit"}}

        with inside(office.id):
            drafting.change_draft(office.id, edit, seen=Seen(1, 0), by=office.mo.pk, at=NOON)

        send(mo, URL, FORM, do="begin")
        assert made(office).number is None
        with inside(office.id):
            WhatIf.objects.within(office.id).delete()
        send(mo, URL, FORM, definition="in_force", do="begin")
        assert made(office).number == 1

    def test_a_draft_with_problems_is_no_choice(self, office: Office, mo: Desk) -> None:
        def edit(content: dict[str, Any]) -> dict[str, Any]:
            return {**content, "mql": {"field": "lead.nonsense", "is": "x"}}

        with inside(office.id):
            drafting.change_draft(office.id, edit, seen=Seen(1, 0), by=office.mo.pk, at=NOON)

        page = panel(mo.get(URL), "page")
        assert [one.value for one in page.definitions] == ["in_force"]
        assert page.problems
        assert mo.post_plainly(URL, days="30", definition="draft").status_code == 422

    def test_is_for_those_who_edit(self, office: Office, sign_in: SignIn) -> None:
        rep = sign_in(office.ada)

        assert rep.get(URL).status_code == 403
        assert rep.get(url(run(office))).status_code == 403


class TestRun:
    def test_shows_who_would_have_got_what(self, office: Office, mo: Desk) -> None:
        what_if = run(
            office, Change("sales", office.ada.pk, weight=3), Change("sales", office.bob.pk)
        )

        page = panel(mo.get(url(what_if)), "page")

        (team,) = page.teams
        ada, bob = team.people
        assert (ada.name, ada.received, bob.received) == (str(office.ada), 5, 1)
        assert (ada.share.part, ada.share.whole, ada.fair.part, ada.fair.whole) == (5, 6, 3, 4)
        assert (ada.gap, bob.gap) == (0.5, -0.5)
        assert [tag.key for tag in page.columns] == ["hot", "warm", "cold"]
        assert (list(ada.counts), team.totals) == ([5, 0, 0], [6, 0, 0])
        assert (ada.most, ada.actual, bob.actual) == (5, 3, 3)
        assert [row.total for row in page.moves] == [3, 3]
        assert page.move_totals == [5, 1]
        assert (page.given, page.pooled, page.done) == (6, 0, 6)

    def test_what_waits_says_why_and_leads_to_the_leads(self, office: Office, mo: Desk) -> None:
        what_if = run(
            office,
            Change("sales", office.ada.pk, capacity=1),
            Change("sales", office.bob.pk, absence="always"),
        )

        page = mo.get(url(what_if))

        (waiting,) = panel(page, "page").waiting
        assert (waiting.team, waiting.why, waiting.count) == (
            "Sales", "Whoever could take them was full", 5,
        )  # fmt: skip
        assert [one.name for one in waiting.leads] == [f"Buyer {number}" for number in range(5)]
        assert all(one.url in page.content.decode() for one in waiting.leads)
        ada, bob = panel(page, "page").teams[0].people
        assert (ada.passed, bob.passed) == ("full 5", "away 6")
        late = {row.name: row.expected for row in panel(page, "page").promises}
        assert late == {"Take over": 5, "First contact": 5}

    def test_somebody_left_out_is_shown_with_what_they_have(self, office: Office, mo: Desk) -> None:
        what_if = run(office, Change("sales", office.bob.pk, is_out=True))

        page = mo.get(url(what_if))

        people = {row.name: row for row in panel(page, "page").teams[0].people}
        bob = people[str(office.bob)]
        assert (bob.weight, bob.received, bob.actual) == (None, 0, 3)
        assert "not in this roster" in text(page)
        (examples,) = panel(page, "page").examples
        assert (examples.before, examples.after) == (str(office.bob), str(office.ada))

    def test_a_team_that_nobody_is_in(self, office: Office, mo: Desk) -> None:
        what_if = run(
            office,
            Change("sales", office.ada.pk, is_out=True),
            Change("sales", office.bob.pk, is_out=True),
        )

        page = panel(mo.get(url(what_if)), "page")

        assert [(row.why, row.count) for row in page.waiting] == [("Nobody is in the team", 6)]

    def test_a_team_that_is_closed_since_keeps_its_name(self, office: Office, mo: Desk) -> None:
        what_if = run(office)
        with inside(office.id):
            Team.objects.within(office.id).update(closed_at=NOON)

        page = panel(mo.get(url(what_if)), "page")

        assert [team.name for team in page.teams] == ["Sales (closed)"]

    def test_a_category_that_is_gone_has_its_column(self, office: Office, mo: Desk) -> None:
        content = copy.deepcopy(default_content())
        content["categories"][0]["key"] = "boiling"
        del content["mql"]

        page = panel(mo.get(url(run(office, content=content))), "page")

        assert [tag.key for tag in page.columns] == ["boiling", "warm", "cold", "hot"]

    def test_while_it_runs_the_piece_is_asked_again_and_it_may_be_stopped(
        self, office: Office, mo: Desk
    ) -> None:
        begun = replaying.start(
            office.id, default_content(), since=NOON - DAY, until=NOON, by=None, at=NOON
        )

        piece = mo.piece(url(begun))
        assert 'hx-trigger="every 1s' in piece.content.decode()
        assert "<html" not in piece.content.decode()
        stopped = mo.post_plainly(reverse("studio:what_if_stop", args=[begun.id]))

        assert panel(stopped, "page").row.state == "stopped"

    def test_an_empty_period_says_so(self) -> None:
        empty = build.office()

        assert "No lead came in this period." in text(Desk(empty.mo).get(url(run(empty))))

    def test_one_of_nowhere_is_not_found(self, mo: Desk) -> None:
        nowhere = [uuid.uuid4()]

        assert mo.get(reverse("studio:what_if_run", args=nowhere)).status_code == 404
        assert mo.post_plainly(reverse("studio:what_if_stop", args=nowhere)).status_code == 404
