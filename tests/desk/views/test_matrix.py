"""The matrix: its page without script, what its plot is drawn from, one lead of it."""

from __future__ import annotations

import datetime
import gzip
import json
import uuid

import pytest

from tests import build, counting
from tests.build import NOON
from tests.desk.browser import full_office, give, panel, text
from tests.desk.conftest import SignIn
from tests.scoring.test_matrix import unpacked
from vaste.desk.panels import Choice
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def shown(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.label for choice in choices]


class TestIndex:
    def test_quadrants_lie_as_in_the_plot_with_tracks_and_counts(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(office, request_type="offer", job_title="CEO")
        build.lead(office, request_type="offer", job_title="CEO", at=NOON - 30 * DAY)
        build.lead(office, request_type="newsletter", email="a@gmail.com")

        page = panel(sign_in(office.mo).get("/matrix/"), "page")

        assert [(one.key, one.track, one.count) for one in page.corners] == [
            ("nurture", "Nurture", 1),
            ("sales_now", "Sales at once", 1),
            ("no_time", "No sales time", 1),
            ("light_touch", "Light touch", 0),
        ]
        assert (page.good_fit, page.interested, page.total) == (50, 30, 3)

    def test_list_is_of_all_or_of_one_quadrant(self, sign_in: SignIn) -> None:
        office = full_office()
        now, faded = (
            build.lead(office, request_type="offer", job_title="CEO", at=NOON - age * DAY)
            for age in (0, 30)
        )
        desk = sign_in(office.mo)

        everything = panel(desk.get("/matrix/"), "page")
        nurture = panel(desk.get("/matrix/?quadrant=nurture"), "page")

        assert [row.lead_id for row in everything.rows] == [str(now.id), str(faded.id)]
        assert [row.lead_id for row in nurture.rows] == [str(faded.id)]
        assert nurture.title == "Good fit, less interested · Nurture"
        assert [one.is_current for one in nurture.corners] == [True, False, False, False]

    def test_filters_offer_what_is_there_and_keep_what_was_chosen(self, sign_in: SignIn) -> None:
        office = full_office()
        give(office, build.lead(office, request_type="offer", source="Fair"), office.bob)
        build.lead(office, request_type="list")

        page = panel(sign_in(office.mo).get("/matrix/?owner=none&source=-&category=cold"), "page")

        assert shown(page.owners) == ["Everyone", "Me", "Nobody yet", "Bob"]
        assert shown(page.sources) == ["All sources", "Not told", "Fair"]
        assert shown(page.categories) == ["All categories", "Hot", "Warm", "Cold"]
        assert shown(page.states) == ["Open and snoozed", "Open", "Snoozed"]
        chosen = [
            next(one.label for one in choices if one.is_selected)
            for choices in (page.owners, page.sources, page.categories, page.states)
        ]
        assert chosen == ["Nobody yet", "Not told", "Cold", "Open and snoozed"]
        assert page.is_filtered
        assert page.total == 1

    def test_an_owner_of_another_workspace_is_not_named(self, sign_in: SignIn) -> None:
        office, other = full_office(), full_office()
        build.lead(office)

        page = panel(sign_in(office.mo).get(f"/matrix/?owner={other.bob.pk}"), "page")

        assert shown(page.owners)[3:] == ["Somebody without leads here"]

    def test_mine_is_what_one_owns(self, sign_in: SignIn) -> None:
        office = full_office()
        held = give(office, build.lead(office), office.ada)
        build.lead(office)

        page = panel(sign_in(office.ada).get("/matrix/?owner=me"), "page")

        assert [row.lead_id for row in page.rows] == [str(held.id)]

    def test_unknown_wishes_are_as_if_they_were_not_there(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(office)

        page = panel(
            sign_in(office.mo).get("/matrix/?owner=me2&state=won&quadrant=best&after=x"), "page"
        )

        assert page.total == len(page.rows) == 1
        assert not page.is_filtered

    def test_nothing_open_says_what_the_page_is_for(self, sign_in: SignIn) -> None:
        office = full_office()
        desk = sign_in(office.mo)

        assert "No lead is open." in text(desk.get("/matrix/"))
        assert 'id="matrix"' not in desk.get("/matrix/").content.decode()
        build.lead(office)
        assert "No lead passes these filters." in text(desk.get("/matrix/?source=Fair"))

    def test_long_lists_are_paged_at_one_instant(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.desk.build.matrix.PAGE", 2)
        office = full_office()
        leads = {str(build.lead(office, request_type="offer").id) for _ in range(5)}

        page = panel(sign_in(office.mo).get("/matrix/"), "page")
        seen = [row.lead_id for row in page.rows]
        desk = sign_in(office.mo, at=NOON + DAY)
        while page.next_url:
            page = panel(desk.get(page.next_url), "page")
            seen += [row.lead_id for row in page.rows]
            assert page.at == NOON
            assert page.first_url

        assert len(seen) == 5
        assert set(seen) == leads

    @pytest.mark.parametrize("leads", [2, 9])
    def test_asks_a_fixed_number_of_questions(self, sign_in: SignIn, leads: int) -> None:
        office = full_office()
        for _ in range(leads):
            build.lead(office, request_type="offer")
        desk = sign_in(office.mo)
        desk.get("/matrix/")

        with counting.statements() as found:
            assert desk.get("/matrix/").status_code == 200

        counting.hold("desk.matrix", found)


def told(content: bytes) -> tuple[dict[str, list[str]], list[tuple[object, ...]]]:
    """Return what the codes of the plot's leads stand for, and the leads."""
    size = int.from_bytes(content[:4], "big")
    return json.loads(content[4 : 4 + size]), unpacked(content[4 + size :])


class TestPoints:
    def test_are_all_leads_with_what_the_filters_ask_of_them(self, sign_in: SignIn) -> None:
        office = full_office()
        fair = build.lead(office, request_type="offer", source="Fair", at=NOON - 30 * DAY)
        untold = build.lead(office, request_type="newsletter")
        give(office, fair, office.bob)

        answer = sign_in(office.mo).get("/matrix/points/?owner=none&category=hot")

        codes, leads = told(answer.content)
        assert answer["Content-Type"] == "application/octet-stream"
        assert codes == {
            "owners": [str(office.bob.pk)],
            "sources": ["", "Fair"],
            "categories": ["hot", "warm", "cold"],
        }
        assert leads == [
            (fair.id, fair.fit, 25, 0, 0, 30, 1, 1),
            (untold.id, untold.fit, 5, 2, 0, 0, 0, 0),
        ]

    def test_stand_as_of_the_page_that_names_them(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(office, request_type="offer")
        page = panel(sign_in(office.mo).get("/matrix/"), "page")

        later = sign_in(office.mo, at=NOON + 30 * DAY)

        assert [one[2] for one in told(later.get(page.points_url).content)[1]] == [50]
        assert [one[2] for one in told(later.get("/matrix/points/").content)[1]] == [25]

    def test_a_category_that_is_gone_and_a_source_of_the_address_have_codes(
        self, sign_in: SignIn
    ) -> None:
        office = full_office()
        lead = build.lead(office, request_type="offer", source="Web")
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=lead.id).update(category="lukewarm")

        answer = sign_in(office.mo).get("/matrix/points/?source=Trade+fair")

        codes, [packed] = told(answer.content)
        assert codes["sources"] == ["Trade fair", "Web"]
        assert codes["categories"] == ["hot", "warm", "cold", "lukewarm"]
        assert packed[3] == 3

    def test_go_over_the_wire_gzipped(self, sign_in: SignIn) -> None:
        office = full_office()
        build.lead(office)
        desk = sign_in(office.mo)
        plain = desk.get("/matrix/points/").content

        answer = desk.client.get("/matrix/points/", headers={"Accept-Encoding": "br, gzip"})

        assert answer["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer["Vary"]
        assert gzip.decompress(answer.content) == plain

    def test_a_rep_gets_only_what_they_may_see(self, sign_in: SignIn) -> None:
        office = full_office()
        hidden = build.lead(office)
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=hidden.id).update(team_id=uuid.uuid4())
        seen = build.lead(office)

        answer = sign_in(office.ada).get("/matrix/points/")

        assert [one[0] for one in told(answer.content)[1]] == [seen.id]


class TestLead:
    def test_says_who_where_and_whose(self, sign_in: SignIn) -> None:
        office = full_office()
        told_at = NOON - 30 * DAY
        lead = build.lead(
            office, request_type="offer", message="Ten pumps", job_title="CEO", at=told_at
        )
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        told = text(sign_in(office.mo).get(f"/matrix/{lead.id}/"))

        assert f"Maija Meikäläinen Ten pumps Good fit, less interested: fit {lead.fit}" in told
        assert f"Fit {lead.fit}, interest 25" in told
        assert "Good fit, less interested · Nurture Ada" in told

    def test_what_one_may_not_see_is_not_there(self, sign_in: SignIn) -> None:
        office = full_office()
        lead = build.lead(full_office())

        assert sign_in(office.mo).get(f"/matrix/{lead.id}/").status_code == 404
