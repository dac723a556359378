"""The report pages and their sheets."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client

from tests import build, counting
from tests.build import NOON, Office
from tests.flows.figures.test_queries import imported, reach
from tests.reports.conftest import SignIn
from vaste.reports.panels import Share
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role

MINUTE = datetime.timedelta(minutes=1)
URLS = (
    "/reports/conversion/",
    "/reports/conversion/sheet/",
    "/reports/response/",
    "/reports/response/sheet/",
    "/reports/response/hours/",
    "/reports/response/bands/",
    "/reports/fairness/",
    "/reports/fairness/sheet/",
    "/reports/reasons/",
    "/reports/reasons/sheet/",
    "/reports/cohorts/",
    "/reports/cohorts/sheet/",
)
PAGES = [
    f"/reports/{name}/" for name in ("conversion", "response", "fairness", "reasons", "cohorts")
]


def page_of(client: Client, url: str, **asked: str) -> Any:
    """Return what a report's page was drawn from."""
    response = client.get(url, asked)
    assert response.status_code == 200
    return response.context["page"]


def sheet(response: Any) -> list[dict[str, str]]:
    """Return the rows of a sheet by the names of its columns."""
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def answered(office: Office, minutes: int, **told: Any) -> None:
    """Make a lead that Ada reaches so many minutes later."""
    at = NOON - datetime.timedelta(hours=1)
    lead = build.lead(office, at=at, request_type="offer", **told)
    reach(office, lead, at=at + minutes * MINUTE, by=office.ada)


@pytest.mark.django_db
class TestConversion:
    def test_rows_are_by_size_with_the_sum_of_all(self, sign_in: SignIn) -> None:
        office = build.office()
        for source, count in (("Website", 3), ("", 1), ("Fair", 2)):
            for _ in range(count):
                build.lead(office, source=source)

        page = page_of(sign_in(office.mo), "/reports/conversion/")

        assert [(row.label, row.leads, row.open) for row in page.rows] == [
            ("Website", 3, 3),
            ("Fair", 2, 2),
            ("Not told", 1, 1),
        ]
        assert (page.total.label, page.total.leads, page.total.is_total) == ("Together", 6, True)
        assert (page.by_label, page.period) == ("Source", "The last 30 days")

    def test_no_step_of_the_funnel_is_larger_than_the_one_before(self, sign_in: SignIn) -> None:
        office = build.office()
        imported(office, 120)

        page = page_of(sign_in(office.mo), "/reports/conversion/", period="all")

        assert [step.label for step in page.funnel] == [
            "Received",
            "Qualified or taken up",
            "Contacted",
            "Won",
        ]
        counts = [step.count for step in page.funnel]
        assert counts == sorted(counts, reverse=True)
        assert (counts[0], counts[-1]) == (120, page.total.won)
        assert page.funnel[-1].share == Share(page.total.won, 120)

    def test_small_numbers_are_counts_and_not_percentages(self, sign_in: SignIn) -> None:
        office = build.office()
        for outcome in ("won", "won", "lost"):
            build.lead(office, outcome=outcome, source="Fair")
        for _ in range(25):
            build.lead(office, source="Website")

        response = sign_in(office.mo).get("/reports/conversion/")

        rows = {row.label: row.won_share for row in response.context["page"].rows}
        assert (rows["Fair"], rows["Fair"].is_small) == (Share(2, 3), True)
        assert rows["Website"].is_small is False
        assert "2 of 3" in response.content.decode()

    def test_people_categories_and_months_have_their_names(self, sign_in: SignIn) -> None:
        office = build.office(reps=False)
        lead = build.lead(office, request_type="offer")
        reach(office, lead, at=NOON, by=office.ada)
        build.lead(office, request_type="download", at=NOON - 40 * 1440 * MINUTE)
        client = sign_in(office.mo)

        def labels(by: str) -> list[str]:
            page = page_of(client, "/reports/conversion/", by=by, period="90")
            return [row.label for row in page.rows]

        assert sorted(labels("owner")) == ["Ada", "Nobody"]
        assert sorted(labels("category")) == ["Cold", "Hot"]
        assert labels("month") == ["March 2026", "January 2026"]

    def test_many_values_are_cut_on_the_page_and_whole_in_the_sheet(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.reports.build.MOST_ROWS", 3)
        office = build.office()
        for number in range(5):
            build.lead(office, source=f"Source {number}")
        client = sign_in(office.mo)

        page = page_of(client, "/reports/conversion/")
        rows = sheet(client.get(page.csv_url))

        assert [(row.label, row.leads) for row in page.rows] == [
            ("Source 0", 1),
            ("Source 1", 1),
            ("All others", 3),
        ]
        assert len(rows) == 6

    def test_nothing_received_is_said(self, sign_in: SignIn) -> None:
        response = sign_in(build.office().mo).get("/reports/conversion/")

        assert response.context["page"].total is None
        assert "No lead was received in this period." in response.content.decode()

    def test_unknown_wishes_are_as_if_they_were_not_there(self, sign_in: SignIn) -> None:
        page = page_of(
            sign_in(build.office().mo), "/reports/conversion/", by="password", period="-1"
        )

        assert [one.key for one in page.filters.dimensions if one.is_current] == ["source"]
        assert [one.key for one in page.filters.periods if one.is_current] == ["30"]


@pytest.mark.django_db
class TestConversionSheet:
    def test_it_has_the_figures_of_the_page(self, sign_in: SignIn) -> None:
        office = build.office()
        imported(office, 60)
        client = sign_in(office.mo)
        asked = {"by": "source", "period": "all"}

        page = page_of(client, "/reports/conversion/", **asked)
        response = client.get(page.csv_url)

        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert 'filename="conversion-source-all.csv"' in response["Content-Disposition"]
        rows = sheet(response)
        shown = [*page.rows, page.total]
        assert [int(row["leads"]) for row in rows] == [one.leads for one in shown]
        assert [int(row["won"]) for row in rows] == [one.won for one in shown]
        assert [row["to_won_s"] for row in rows] == [
            f"{one.to_won.total_seconds():.0f}" if one.to_won else "" for one in shown
        ]

    @pytest.mark.parametrize("language", ["fi", "sv", "hu"])
    def test_excel_opens_it_in_columns_where_a_comma_parts_decimals(
        self, sign_in: SignIn, language: str
    ) -> None:
        office = build.office()
        build.lead(office)
        client = sign_in(office.mo)
        workspaces.set_preferences(office.mo, language=language)

        lines = client.get("/reports/fairness/sheet/").content.decode("utf-8-sig").splitlines()

        assert lines[0].startswith("person;received;fair;")
        fair = {line.split(";")[0]: line.split(";")[2] for line in lines[1:]}
        assert fair == {"Ada": "0,500", "Bob": "0,500"}

    def test_no_cell_is_a_formula(self, sign_in: SignIn) -> None:
        office = build.office()
        build.lead(office, source='=HYPERLINK("http://x.example")')

        rows = sheet(sign_in(office.mo).get("/reports/conversion/sheet/"))

        assert rows[0]["source"] == '\'=HYPERLINK("http://x.example")'


@pytest.mark.django_db
class TestResponse:
    def test_rows_spans_and_days(self, sign_in: SignIn) -> None:
        office = build.office()
        for minutes in (4, 20, 61):
            answered(office, minutes)

        page = page_of(sign_in(office.mo), "/reports/response/")

        [row] = page.rows
        assert (row.label, row.leads, row.answered) == ("Hot", 3, 3)
        assert row.median_working == row.median_raw == 20 * MINUTE
        assert (row.system, row.within) == (datetime.timedelta(0), Share(2, 3))
        counts = {one.label: one.count for one in page.bins if one.count}
        assert counts == {"Under 5 min": 1, "15 to 60 min": 1, "1 to 4 h": 1}
        assert page.daily_medians == (20.0,)
        assert page.total.leads == 3

    def test_categories_stand_in_the_order_of_the_queue(self, sign_in: SignIn) -> None:
        office = build.office()
        for _ in range(3):
            build.lead(office, request_type="download")
        build.lead(office, request_type="offer")
        desk = sign_in(office.mo)

        for report in ("response", "conversion"):
            page = page_of(desk, f"/reports/{report}/?by=category")
            assert [(row.label, row.leads) for row in page.rows] == [("Hot", 1), ("Cold", 3)]
        sheet = desk.get("/reports/response/sheet/?by=category").content.decode()
        assert sheet.index("Hot") < sheet.index("Cold")

    def test_overdue_ones_are_a_late_bar(self, sign_in: SignIn) -> None:
        office = build.office()
        build.lead(office, at=NOON - 2 * 60 * MINUTE, request_type="offer")

        page = page_of(sign_in(office.mo), "/reports/response/")

        assert [(one.count, one.is_late) for one in page.bins if one.count] == [(1, True)]
        assert page.rows[0].within == Share(0, 1)
        assert page.rows[0].median_working is None

    def test_the_sheet_has_the_same_figures(self, sign_in: SignIn) -> None:
        office = build.office()
        answered(office, 20, source="Fair")
        client = sign_in(office.mo)

        page = page_of(client, "/reports/response/", by="source")
        rows = sheet(client.get(page.csv_url))

        assert [row["source"] for row in rows] == ["Fair", "Together"]
        assert rows[0] | {"source": ""} == {
            "source": "",
            "leads": "1",
            "answered": "1",
            "in_time": "1",
            "judged": "1",
            "median_working_s": "1200",
            "p90_working_s": "1200",
            "median_raw_s": "1200",
            "p90_raw_s": "1200",
            "system_s": "0",
            "p90_system_s": "0",
            "person_s": "1200",
            "p90_person_s": "1200",
        }


@pytest.mark.django_db
class TestEveryReport:
    @pytest.mark.parametrize("url", URLS)
    @pytest.mark.parametrize("role", [Role.REP, Role.MARKETER, Role.VIEWER])
    def test_it_is_for_those_who_lead_the_team(self, sign_in: SignIn, url: str, role: Role) -> None:
        office = build.office()
        user = build.user("other")
        workspaces.join(office.workspace, user, role, at=NOON)

        assert sign_in(user).get(url).status_code == 403

    @pytest.mark.parametrize("url", URLS)
    def test_a_stranger_is_asked_to_sign_in(self, url: str) -> None:
        response = Client().get(url)

        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")

    @pytest.mark.parametrize("url", URLS)
    def test_it_is_only_read(self, sign_in: SignIn, url: str) -> None:
        assert sign_in(build.office().mo).post(url).status_code == 405

    @pytest.mark.parametrize("url", PAGES)
    def test_statements_do_not_grow_with_the_leads(self, sign_in: SignIn, url: str) -> None:
        for number in (2, 12):
            office = build.office()
            for each in range(number):
                answered(office, 5, source=f"Source {each}")
            client = sign_in(office.mo)
            client.get(url, {"by": "source"})
            with counting.statements() as found:
                client.get(url, {"by": "source"})
            counting.hold(f"reports.{url.split('/')[2]}", found)

    @pytest.mark.parametrize("by", ["source", "campaign", "category", "owner"])
    @pytest.mark.parametrize("period", ["7", "30", "90", "365", "all"])
    def test_every_choice_has_a_page(self, sign_in: SignIn, by: str, period: str) -> None:
        office = build.office()
        answered(office, 5)
        client = sign_in(office.mo)

        pages = [page_of(client, url, by=by, period=period) for url in URLS[:4:2]]

        assert [page.rows[0].leads for page in pages] == [1, 1]
