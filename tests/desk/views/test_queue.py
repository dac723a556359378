"""The queue: whose leads, in which order, page by page, and what a search finds."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import full_office, give, panel, text
from tests.desk.conftest import SignIn
from vaste.desk.panels import QueuePage
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.people.models import Contact

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
KINDS = {"hot": "offer", "warm": "information", "cold": "download"}


def lead(office: Office, name: str, category: str = "hot", minutes: int = 0, **told: Any) -> Lead:
    """Return a lead of a contact called `name`, so many minutes after NOON."""
    at = NOON + minutes * MINUTE
    return build.lead(office, full_name=name, request_type=KINDS[category], at=at, **told)


def shown(page: QueuePage) -> list[str]:
    """Return the names in the list, from top to bottom."""
    return [row.name for group in page.groups for row in group.rows]


@pytest.mark.django_db
class TestHome:
    def test_is_the_queue(self, sign_in: SignIn) -> None:
        response = sign_in(build.office().ada).get("/")

        assert (response.status_code, response["Location"]) == (303, "/queue/")


@pytest.mark.django_db
class TestRows:
    def test_a_reminder_that_is_ahead_stands_on_the_row(self, sign_in: SignIn) -> None:
        office = build.office()
        for name, day in (("Far", (2026, 9, 1)), ("Near", (2026, 3, 10))):
            lead(office, name, "warm", needed_by=datetime.date(*day))

        page = panel(sign_in(office.ada).get("/queue/", scope="all"), "page")

        assert {row.name: row.remind_on for group in page.groups for row in group.rows} == {
            "Far": datetime.date(2026, 8, 18), "Near": None,
        }  # fmt: skip


@pytest.mark.django_db
class TestScopes:
    def test_a_rep_begins_with_their_own_and_their_teams_pool(self, sign_in: SignIn) -> None:
        office = full_office()
        give(office, lead(office, "Own"), office.ada)
        give(office, lead(office, "Bob's"), office.bob)
        lead(office, "Pool", minutes=1)

        page = panel(sign_in(office.ada).get("/queue/"), "page")

        assert shown(page) == ["Own", "Pool"]
        assert [scope.key for scope in page.scopes if scope.is_current] == ["waiting"]

    @pytest.mark.parametrize(
        ("scope", "names"),
        [
            ("waiting", ["Own", "Pool"]),
            ("mine", ["Own"]),
            ("pool", ["Pool"]),
            ("all", ["Own", "Bob's", "Pool"]),
            ("snoozed", ["Later"]),
            ("nonsense", ["Own", "Pool"]),
        ],
    )
    def test_of_a_rep(self, sign_in: SignIn, scope: str, names: list[str]) -> None:
        office = full_office()
        give(office, lead(office, "Own"), office.ada)
        give(office, lead(office, "Bob's", minutes=1), office.bob)
        lead(office, "Pool", minutes=2)
        later = lead(office, "Later", minutes=3)
        work.snooze(office.id, later.id, until=NOON + 10 * MINUTE, by=office.ada, at=NOON)

        page = panel(sign_in(office.ada).get("/queue/", scope=scope), "page")

        assert shown(page) == names
        assert page.total == len(names)

    @pytest.mark.parametrize(
        ("scope", "names"), [("", ["Ada's", "Pool"]), ("mine", []), ("pool", ["Pool"])]
    )
    def test_of_a_manager(self, sign_in: SignIn, scope: str, names: list[str]) -> None:
        office = full_office()
        give(office, lead(office, "Ada's"), office.ada)
        lead(office, "Pool", minutes=1)

        assert shown(panel(sign_in(office.mo).get("/queue/", scope=scope), "page")) == names

    def test_of_one_person_is_for_who_sees_all(self, sign_in: SignIn) -> None:
        office = full_office()
        give(office, lead(office, "Ada's"), office.ada)
        give(office, lead(office, "Bob's", minutes=1), office.bob)
        lead(office, "Pool", minutes=2)

        page = panel(sign_in(office.mo).get("/queue/", owner=str(office.ada.pk)), "page")
        assert (shown(page), page.is_filtered) == (["Ada's"], True)
        assert (page.owned_by.person.name, page.owned_by.can_give) == ("Ada", True)
        page = panel(sign_in(office.bob).get("/queue/", owner=str(office.ada.pk)), "page")
        assert (shown(page), page.owned_by) == (["Bob's", "Pool"], None)

    def test_of_one_person_shows_all_that_giving_all_takes(self, sign_in: SignIn) -> None:
        office = full_office()
        leads = [lead(office, "Open"), lead(office, "Asleep"), lead(office, "Asleep too", "warm")]
        for one in leads:
            give(office, one, office.ada)
        for one in leads[1:]:
            work.snooze(office.id, one.id, until=NOON + 10 * MINUTE, by=office.ada, at=NOON)
        desk = sign_in(office.mo)

        page = panel(desk.get("/queue/", owner=str(office.ada.pk), scope="snoozed"), "page")
        kind = panel(desk.get("/queue/", owner=str(office.ada.pk), category="warm"), "page")
        desk.post_plainly(f"/people/{office.ada.pk}/leads/")
        after = panel(desk.get("/queue/", owner=str(office.ada.pk)), "page")

        marks = {row.name: row.is_snoozed for group in page.groups for row in group.rows}
        assert marks == {"Open": False, "Asleep": True, "Asleep too": True}
        assert (page.total, page.owned_by.open_leads, page.owned_by.snoozed) == (3, 1, 2)
        assert (shown(kind), kind.owned_by.can_give) == (["Asleep too"], False)
        assert (shown(after), after.total) == ([], 0)

    @pytest.mark.parametrize("owner", ["nobody", "00000000-0000-0000-0000-000000000000"])
    def test_of_nobody_known_names_nobody(self, sign_in: SignIn, owner: str) -> None:
        office = full_office()

        page = panel(sign_in(office.mo).get("/queue/", owner=owner), "page")

        assert (shown(page), page.owned_by) == ([], None)

    def test_closed_and_foreign_leads_are_not_in_it(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        lead(other, "Foreign")
        closed = lead(office, "Closed")
        work.close(office.id, closed.id, outcome="won", reason="", by=office.ada, at=NOON)

        page = panel(sign_in(office.mo).get("/queue/"), "page")

        assert (shown(page), page.total, page.is_filtered) == ([], 0, False)


@pytest.mark.django_db
class TestOrder:
    def test_is_hot_then_warm_then_cold_and_by_due_time(self, sign_in: SignIn) -> None:
        office = full_office()
        lead(office, "Cold", "cold")
        lead(office, "Hot, later", "hot", minutes=2)
        lead(office, "Warm", "warm")
        lead(office, "Hot, first", "hot", minutes=1)

        page = panel(sign_in(office.mo).get("/queue/"), "page")

        assert shown(page) == ["Hot, first", "Hot, later", "Warm", "Cold"]
        assert [(one.category.label, one.count, one.promise) for one in page.groups] == [
            ("Hot", 2, "Take over: 15 min · First contact: 1 h"),
            ("Warm", 1, "Take over: 1 h · First contact: 4 h"),
            ("Cold", 1, "Take over: 8 h · First contact: 24 h"),
        ]

    def test_a_category_alone_keeps_the_counts_of_all(self, sign_in: SignIn) -> None:
        office = full_office()
        lead(office, "Hot", "hot")
        lead(office, "Warm", "warm")

        page = panel(sign_in(office.ada).get("/queue/", category="warm"), "page")

        assert (shown(page), page.total, page.is_filtered) == (["Warm"], 1, True)
        assert [(one.key, one.count) for one in page.categories] == [
            ("every", None),
            ("hot", 1),
            ("warm", 1),
            ("cold", 0),
        ]


@pytest.mark.django_db
class TestPaging:
    @pytest.mark.parametrize("user", ["ada", "mo"])
    def test_goes_through_every_lead_once(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, user: str
    ) -> None:
        monkeypatch.setattr("vaste.desk.build.queue.PAGE", 2)
        office = full_office()
        for number in range(5):
            lead(office, f"Buyer {number}", "hot" if number < 3 else "warm", minutes=number)
        desk = sign_in(getattr(office, user))

        pages, url = [], "/queue/"
        while url:
            page = panel(desk.get(url), "page")
            pages.append(shown(page))
            url = page.next_url

        assert pages == [["Buyer 0", "Buyer 1"], ["Buyer 2", "Buyer 3"], ["Buyer 4"]]
        assert page.first_url == f"/queue/?scope={'all' if user == 'mo' else 'waiting'}"
        assert page.total == 5

    @pytest.mark.parametrize("after", ["x", "WzAsMCwwXQ:1:forged", "%00"])
    def test_a_cursor_that_is_not_ours_is_the_beginning(self, sign_in: SignIn, after: str) -> None:
        office = full_office()
        lead(office, "Only")

        assert shown(panel(sign_in(office.mo).get("/queue/", after=after), "page")) == ["Only"]

    def test_a_page_begins_where_its_category_does(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.desk.build.queue.PAGE", 1)
        office = full_office()
        for name, category in (("A", "hot"), ("B", "warm"), ("C", "warm"), ("D", "cold")):
            lead(office, name, category)
        desk = sign_in(office.mo)

        first = panel(desk.get("/queue/", category="warm"), "page")
        second = panel(desk.get(first.next_url), "page")

        assert (shown(first), shown(second), second.next_url) == (["B"], ["C"], "")


@pytest.mark.django_db
class TestRow:
    def test_says_what_is_owed_next_and_who_has_it(self, sign_in: SignIn) -> None:
        office = build.office()
        found = lead(office, "Buyer", company_name="Acme Oy", source="Fair", message="Two of them")
        give(office, found, office.ada)

        [row] = (
            panel(sign_in(office.ada, at=NOON + 12 * MINUTE).get("/queue/"), "page").groups[0].rows
        )

        assert (row.name, row.company, row.wants, row.source) == (
            "Buyer", "Acme Oy", "Two of them", "Fair",
        )  # fmt: skip
        assert (row.clock.milestone, row.clock.state) == ("Take over", "warn")
        assert row.clock.due_at == NOON + 15 * MINUTE
        assert (row.owner.name, row.is_mine, row.can_claim) == ("Ada", True, True)
        assert (row.is_returning, row.earlier_leads, row.is_sample) == (False, 0, False)

    def test_a_planned_step_takes_the_clocks_place(self, sign_in: SignIn) -> None:
        office = build.office()
        found = lead(office, "Buyer")
        work.log_contact(
            office.id, found.id, channel="phone", outcome="reached", note="", next_step="call",
            next_step_at=NOON + DAY, by=office.ada, at=NOON,
        )  # fmt: skip

        [row] = panel(sign_in(office.ada).get("/queue/"), "page").groups[0].rows

        assert (row.clock.milestone, row.clock.due_at) == ("Call", NOON + DAY)
        assert (row.clock.state, row.can_claim) == ("ok", False)

    def test_interest_fades_while_nobody_writes(self, sign_in: SignIn) -> None:
        office = full_office()
        lead(office, "Buyer")

        def interest(at: datetime.datetime) -> int:
            page = panel(sign_in(office.ada, at=at).get("/queue/"), "page")
            return int(page.groups[0].rows[0].quadrant.interest)

        assert [interest(NOON), interest(NOON + 30 * DAY), interest(NOON + 60 * DAY)] == [
            50,
            25,
            13,
        ]

    def test_a_returning_contact_counts_earlier_leads_only(self, sign_in: SignIn) -> None:
        office = full_office()
        for minutes in (0, 1, 2):
            lead(office, "Buyer", minutes=minutes, email="same@customer.example")

        page = panel(sign_in(office.ada).get("/queue/"), "page")

        assert [row.earlier_leads for row in page.groups[0].rows] == [0, 1, 2]
        assert [row.is_returning for row in page.groups[0].rows] == [False, True, True]


@pytest.mark.django_db
class TestSearch:
    @pytest.mark.parametrize(
        "q",
        [
            "maija", "MEIKÄ", "meikalainen", "maija meikäläinen", "maija.m@kone", "acme",
            "040 123 4567", "+358401234567", "Maija.M+news@konepaja.example",
        ],
    )  # fmt: skip
    def test_finds_by_name_address_number_and_company(self, sign_in: SignIn, q: str) -> None:
        office = build.office()
        lead(
            office, "Maija Meikäläinen", email="maija.m@konepaja.example", phone="+358401234567",
            company_name="Acme Oy",
        )  # fmt: skip
        lead(office, "Otto Other", email="otto@elsewhere.example", company_name="Beta Oy")

        page = panel(sign_in(office.mo).get("/queue/", q=q), "page")

        assert (shown(page), page.total, page.is_filtered) == (["Maija Meikäläinen"], 1, True)

    def test_finds_closed_and_snoozed_leads_and_says_so(self, sign_in: SignIn) -> None:
        office = build.office()
        lost, later, still = (lead(office, f"Maija {name}") for name in ("Lost", "Later", "Open"))
        work.close(office.id, lost.id, outcome="lost", reason="price", by=office.ada, at=NOON)
        work.snooze(office.id, later.id, until=NOON + MINUTE, by=office.ada, at=NOON)

        page = panel(sign_in(office.mo).get("/queue/", q="maija"), "page")

        rows = {row.name: row for group in page.groups for row in group.rows}
        assert page.groups[0].rows[0].lead_id == str(still.id)
        assert rows["Maija Lost"].note == "Lost: Price, 02/03/2026."
        assert (rows["Maija Lost"].clock.milestone, rows["Maija Lost"].clock.state) == (
            "Lost",
            "met",
        )
        assert (rows["Maija Later"].clock.milestone, rows["Maija Later"].clock.state) == (
            "Comes back", "paused",
        )  # fmt: skip
        assert not rows["Maija Lost"].can_claim

    def test_finds_nothing_that_is_not_ones_to_see(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        lead(other, "Maija Foreign")
        lead(office, "Maija Ours")
        with inside(office.id):
            Lead.objects.within(office.id).update(owner_id=office.bob.pk)
            office.team.closed_at = NOON
            office.team.save()

        assert shown(panel(sign_in(office.ada).get("/queue/", q="maija"), "page")) == []
        assert shown(panel(sign_in(office.mo).get("/queue/", q="maija"), "page")) == ["Maija Ours"]

    def test_an_unfinished_search_is_no_error(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)

        for q in ("%", "_", "' OR 1=1", "\\", "@", "+", "a" * 5000, "\x00", "\ud7ff\U0010ffff"):
            assert desk.get("/queue/", q=q).status_code == 200


@pytest.mark.django_db
class TestPieces:
    def test_htmx_gets_the_list_alone(self, sign_in: SignIn) -> None:
        office = full_office()
        lead(office, "Buyer")

        response = sign_in(office.ada).piece("/queue/", scope="pool")

        assert response.content.strip().startswith(b'<div class="queue-list" id="queue"')
        assert b"<html" not in response.content
        assert b'hx-get="/queue/?scope=pool"' in response.content

    def test_a_lead_stands_beside_the_list(self, sign_in: SignIn) -> None:
        office = build.office()
        found = lead(office, "Buyer")
        desk = sign_in(office.mo)

        assert panel(desk.get("/queue/", lead=str(found.id)), "page").selected.lead_id == str(
            found.id
        )
        assert panel(desk.get("/queue/", lead="no-id"), "page").selected is None
        assert panel(desk.get("/queue/", lead=str(office.id)), "page").selected is None

    def test_every_row_says_its_name_and_promise(self, sign_in: SignIn) -> None:
        office = full_office()
        lead(office, "Buyer", message="We need pumps")

        read = text(sign_in(office.ada).get("/queue/"))

        assert "Buyer" in read
        assert "We need pumps" in read
        assert "Take over 15 min left" in read


@pytest.mark.django_db
class TestNames:
    def test_a_hungarian_reader_sees_the_family_name_first(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(
            office, given_name="Anna", family_name="Nagy", full_name="Anna Nagy", language="hu"
        )
        office.ada.language = "hu"
        office.ada.save()

        assert shown(panel(sign_in(office.ada).get("/queue/"), "page")) == ["Nagy Anna"]
        assert shown(panel(sign_in(office.bob).get("/queue/"), "page")) == ["Anna Nagy"]

    def test_nobody_is_nameless(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(office, full_name="", email="shy@customer.example", value=Decimal(1))
        with inside(office.id):
            assert Contact.objects.within(office.id).get().full_name == ""

        assert shown(panel(sign_in(office.ada).get("/queue/"), "page")) == ["shy@customer.example"]
