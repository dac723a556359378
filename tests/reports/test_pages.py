"""The filters of every report, the heat map, and the fairness, reasons and cohort pages."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest

from tests import build
from tests.build import NOON, Office
from tests.flows.figures.test_fairness import shared
from tests.flows.figures.test_queries import reach
from tests.reports.conftest import SignIn
from tests.reports.test_views import PAGES, answered, page_of, sheet
from vaste.flows import work
from vaste.flows.figures.fairness import Portion
from vaste.reports import fairness
from vaste.reports.panels import Share

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def closed(office: Office, reason: str, outcome: str = "lost", **told: Any) -> None:
    """Let a lead come and be closed for a reason."""
    lead = build.lead(office, at=NOON - DAY, **told)
    work.close(office.id, lead.id, outcome=outcome, reason=reason, by=office.mo, at=NOON - DAY)


@pytest.mark.django_db
class TestFilters:
    def test_a_form_offers_what_the_period_has(self, sign_in: SignIn) -> None:
        office = build.office()
        for source in ("Fair", "Fair", "Web"):
            build.lead(office, source=source, request_type="offer")

        form = page_of(sign_in(office.mo), "/reports/response/", source="Web").filters

        options = {one.name: [option.label for option in one.options] for one in form.selects}
        assert options["source"] == ["All", "Fair", "Web"]
        assert options["category"] == ["All", "Hot"]
        assert (options["team"], set(options["owner"])) == (["All", "Sales"], {"All", "Ada", "Bob"})
        [source] = [one for one in form.selects if one.name == "source"]
        assert [one.key for one in source.options if one.is_selected] == ["Web"]
        assert form.is_set

    def test_what_was_chosen_stays_in_every_link(self, sign_in: SignIn) -> None:
        office = build.office()
        answered(office, 5, source="Fair")

        page = page_of(sign_in(office.mo), "/reports/response/", source="Fair", period="90")

        urls = [page.csv_url, page.hours_csv_url, page.bands_csv_url]
        urls += [one.url for one in (*page.filters.periods, *page.filters.dimensions)]
        urls += [one.url for one in page.hours.measures]
        assert [url for url in urls if "source=Fair" not in url] == []
        assert page.total.leads == 1

    def test_chosen_days_count_and_are_shown_in_the_form(self, sign_in: SignIn) -> None:
        office = build.office()
        build.lead(office, at=NOON - 3 * DAY)
        build.lead(office, at=NOON)
        asked = {"from": "2026-02-27", "to": "2026-02-27"}

        page = page_of(sign_in(office.mo), "/reports/conversion/", **asked)

        assert page.total.leads == 1
        assert (page.filters.first, page.filters.last) == ("2026-02-27", "2026-02-27")
        assert "from=2026-02-27" in page.csv_url
        assert [one.key for one in page.filters.periods if one.is_current] == []

    @pytest.mark.parametrize("url", PAGES)
    @pytest.mark.parametrize(
        "asked",
        [
            {"owner": "nobody"},
            {"team": "x" * 300},
            {"source": "a\x00b"},
            {"from": "2026-02-31", "to": "then"},
            {"from": "0001-01-01", "to": "9999-12-31"},
            {"show": "<b>", "by": "\x00"},
        ],
        ids=["owner", "team", "source", "days", "far", "measure"],
    )
    def test_nonsense_is_no_error(self, sign_in: SignIn, url: str, asked: Any) -> None:
        assert sign_in(build.office().mo).get(url, asked).status_code == 200

    def test_a_stranger_chosen_by_id_is_not_named(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.user("zacharias")

        response = sign_in(office.mo).get("/reports/response/", {"owner": str(other.pk)})

        assert "Zacharias" not in response.content.decode()

    def test_a_team_and_a_person_narrow_the_figures(self, sign_in: SignIn) -> None:
        office = build.office()
        for by in (office.ada, office.ada, office.bob):
            at = NOON - datetime.timedelta(hours=1)
            reach(office, build.lead(office, at=at), at=at + MINUTE, by=by)
        client = sign_in(office.mo)

        def leads(**asked: str) -> int:
            total = page_of(client, "/reports/response/", **asked).total
            return total.leads if total else 0

        assert leads(owner=str(office.ada.pk)) == 2
        assert leads(team=str(office.team.id)) == 3
        assert leads(team=str(uuid.uuid4())) == 0


@pytest.mark.django_db
class TestHeatMap:
    def test_a_cell_stands_at_its_weekday_and_hour(self, sign_in: SignIn) -> None:
        office = build.office()
        answered(office, 20)  # Monday at 11 in Helsinki

        page = page_of(sign_in(office.mo), "/reports/response/")

        monday, *others = page.hours.rows
        [cell] = [one for one in monday.cells if one]
        assert (monday.label, page.hours.hours[monday.cells.index(cell)], cell.leads) == (
            "Monday",
            11,
            1,
        )
        assert (cell.wait, cell.tone, cell.within) == (20 * MINUTE, 1, Share(1, 1))
        assert [one for row in others for one in row.cells if one] == []
        assert "Monday 11:00, 1 leads: 20 min" in page.hours.drawing

    def test_shares_of_few_are_counts(self, sign_in: SignIn) -> None:
        office = build.office()
        answered(office, 20)
        answered(office, 70)

        page = page_of(sign_in(office.mo), "/reports/response/", show="in_time")

        assert page.hours.is_share
        assert ">1/2</text>" in page.hours.drawing

    def test_its_sheet_has_a_row_for_each_hour(self, sign_in: SignIn) -> None:
        office = build.office()
        answered(office, 20)

        [row] = sheet(sign_in(office.mo).get("/reports/response/hours/"))

        assert row == {
            "weekday": "1", "hour": "11", "leads": "1", "answered": "1", "in_time": "1",
            "judged": "1", "median_working_s": "1200", "median_raw_s": "1200",
        }  # fmt: skip


@pytest.mark.django_db
class TestBands:
    def test_how_leads_ended_by_response_time(self, sign_in: SignIn) -> None:
        office = build.office()
        for minutes in (4, 20):
            answered(office, minutes)
        client = sign_in(office.mo)

        page = page_of(client, "/reports/response/")
        rows = sheet(client.get(page.bands_csv_url))

        assert [(one.label, one.leads, one.won) for one in page.bands] == [
            ("Under 5 min", 1, Share(0, 1)),
            ("15 to 60 min", 1, Share(0, 1)),
        ]
        assert [(row["response_time"], row["leads"]) for row in rows] == [
            ("Under 5 min", "1"),
            ("15 to 60 min", "1"),
        ]


@pytest.mark.django_db
class TestFairness:
    def test_rows_say_what_each_got_and_why_not(self, sign_in: SignIn) -> None:
        office = build.office()
        shared(office, 30)
        client = sign_in(office.mo)

        page = page_of(client, "/reports/fairness/")
        rows = sheet(client.get(page.csv_url))

        assert {row.label for row in page.rows} == {"Ada", "Bob"}
        by_name = {row["person"]: row for row in rows}
        for row in page.rows:
            told, one = by_name[row.label], row.portion
            assert int(told["received"]) == row.received
            assert float(told["fair"]) == pytest.approx(one.fair, abs=0.001)
            assert sum(row.categories) == sum(row.bands) == row.received
            assert sum(row.passed) == one.passed_over
            assert int(told["passed_away"]) == one.reasons["away"]
        assert page.drawing.count("plot-mark-line") == 4  # each wide and narrow

    def test_it_is_said_in_words(self) -> None:
        def told(fair: float, **reasons: int) -> str:
            one = Portion(uuid.uuid4(), fair=fair)
            one.reasons.update(reasons)
            return fairness.sentence(one)

        assert told(0) == "Was not among those who could get a lead."
        assert told(0, away=3) == "Was never there when a lead was given out."
        assert told(4.4, chosen=5) == "Within a lead of the fair share."
        assert told(4.4, chosen=9) == "Got more, because others could not take them."
        assert told(9.0, chosen=4, full=6) == "Got fewer: had no room for 6 leads."
        assert told(9.0, chosen=4).startswith("Got fewer by turn")

    def test_nothing_received_is_said(self, sign_in: SignIn) -> None:
        response = sign_in(build.office().mo).get("/reports/fairness/")

        assert "No lead was received in this period." in response.content.decode()


@pytest.mark.django_db
class TestReasons:
    def test_reasons_by_source_with_the_sum_of_all(self, sign_in: SignIn) -> None:
        office = build.office()
        closed(office, "price", source="Fair")
        closed(office, "price", source="Web")
        closed(office, "student", "not_a_fit", source="Web")
        client = sign_in(office.mo)

        page = page_of(client, "/reports/reasons/", by="source")
        rows = sheet(client.get(page.csv_url))

        assert page.columns == ("Web", "Fair")
        assert [(row.label, row.ending, row.leads, row.counts) for row in page.rows] == [
            ("Price", "Lost", 2, (1, 1)),
            ("Student", "Not a fit", 1, (1, 0)),
        ]
        assert (page.total, page.totals, page.rows[0].share) == (3, (2, 1), Share(2, 3))
        assert {(row["source"], row["reason"], row["leads"]) for row in rows} == {
            ("Fair", "price", "1"), ("Web", "price", "1"), ("Web", "student", "1"),
        }  # fmt: skip

    def test_many_values_are_cut(self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("vaste.reports.reasons.MOST_COLUMNS", 2)
        office = build.office()
        for source in ("A", "B", "B", "C"):
            closed(office, "price", source=source)

        page = page_of(sign_in(office.mo), "/reports/reasons/", by="source")

        assert page.columns == ("B", "All others")
        assert page.rows[0].counts == page.totals == (2, 2)


@pytest.mark.django_db
class TestCohorts:
    def test_weeks_with_how_their_leads_stand(self, sign_in: SignIn) -> None:
        office = build.office()
        for days in (0, 7):
            at = NOON - days * DAY - datetime.timedelta(hours=1)
            lead = build.lead(office, at=at)
            reach(office, lead, at=at + 30 * MINUTE, by=office.ada)
        client = sign_in(office.mo)

        page = page_of(client, "/reports/cohorts/", by="week")
        rows = sheet(client.get(page.csv_url))

        assert [(row.label, row.leads, row.open) for row in page.rows] == [
            ("Week 10, 2026", 1, 1),
            ("Week 9, 2026", 1, 1),
        ]
        assert (page.total.leads, page.total.contacted) == (2, Share(2, 2))
        assert [row["leads"] for row in rows] == ["1", "1", "2"]
        assert page.drawing.count("is-open") == 4  # each wide and narrow
