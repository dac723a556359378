"""The reports over the API: the figures of the questions, with the names of what they are about."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import pytest

from tests.api.machine import machine, member
from tests.build import NOON, Office
from tests.desk.browser import full_office
from tests.flows.figures.test_more import answered_leads
from tests.flows.figures.test_queries import scope
from vaste.flows.figures import fairness, queries
from vaste.infra.tenancy.context import inside
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db
SPAN = {"received_after": "2026-02-01T00:00:00Z", "received_before": "2026-04-01T00:00:00Z"}
CLOSED = {"closed_after": "2026-02-01T00:00:00Z", "closed_before": "2026-04-01T00:00:00Z"}
PATHS = [
    "/reports/conversion", "/reports/response", "/reports/response/hours",
    "/reports/response/bands", "/reports/fairness", "/reports/reasons", "/reports/cohorts",
]  # fmt: skip


@pytest.fixture
def office() -> Office:
    office = full_office()
    answered_leads(office, NOON, 24, datetime.timedelta(minutes=45))
    return office


def read(office: Office, path: str, **query: Any) -> Any:
    """Return the body of a report of the time in which the office's leads came."""
    answer = machine(office, office.mo).get(path, **query)
    assert answer.status == 200, answer.body
    return answer.body


class TestReports:
    @pytest.mark.parametrize(
        ("path", "ask", "by", "name"),
        [
            ("/reports/conversion", queries.conversion, "category", "Hot"),
            ("/reports/conversion", queries.conversion, "source", "Fair"),
            ("/reports/conversion", queries.conversion, "quadrant", None),
            ("/reports/response", queries.response, "owner", "Ada"),
            ("/reports/response", queries.response, "team", "Sales"),
            ("/reports/response", queries.response, "door", None),
        ],
    )
    def test_rows_are_those_of_the_question_by_name(
        self, office: Office, path: str, ask: Any, by: str, name: str | None
    ) -> None:
        body = read(office, path, by=by, **SPAN)

        with inside(office.id):
            *rows, total = ask(scope(office), by=by)
        same = {"leads", "won", "taken_over", "answered", "in_time", "median_working_s"}
        for told, row in zip([*body["rows"], body["total"]], [*rows, total], strict=True):
            assert {key: told[key] for key in same & set(row)} == {
                key: row[key] for key in same & set(row)
            }
        assert [row["key"] for row in body["rows"]] == [row["key"] for row in rows]
        assert name is None or name in {row["name"] for row in body["rows"]}
        assert (body["by"], body["total"]["key"], body["zone"]) == (by, None, "Europe/Helsinki")

    def test_hours_and_bands(self, office: Office) -> None:
        hours = read(office, "/reports/response/hours", **SPAN)["rows"]
        bands = read(office, "/reports/response/bands", **SPAN)["rows"]

        with inside(office.id):
            assert hours == queries.response_hours(scope(office))
        assert sum(row["leads"] for row in hours) == 24
        bounds = [(row["from_s"], row["to_s"]) for row in bands if not row["is_overdue"]]
        edges = [None, *queries.EDGES_S, None]
        assert set(bounds) <= set(itertools.pairwise(edges))
        assert sum(row["leads"] for row in bands) >= 10

    def test_fairness(self, office: Office) -> None:
        body = read(office, "/reports/fairness", **SPAN)

        with inside(office.id):
            found = {str(one.user_id): one for one in fairness.portions(scope(office))}
        assert {row["user"] for row in body["rows"]} == set(found)
        for row in body["rows"]:
            one = found[row["user"]]
            assert (row["received"], row["by_turn"], row["taken_over"]) == (
                one.received, one.by_turn, one.moves["taken_over"],
            )  # fmt: skip
            assert row["fair"] == pytest.approx(one.fair)
            assert sum(row["got"].values()) == one.received
        assert {"Ada", "Bob"} <= {row["name"] for row in body["rows"]}

    def test_reasons_and_cohorts(self, office: Office) -> None:
        reasons = read(office, "/reports/reasons", by="owner", **CLOSED)["rows"]
        cohorts = read(office, "/reports/cohorts", by="week", **SPAN)

        with inside(office.id):
            expected = queries.reasons(scope(office), by="owner")
        assert [row["leads"] for row in reasons] == [row["leads"] for row in expected]
        assert {row["name"] for row in reasons} <= {"Ada", "Bob"}
        assert [row["key"] for row in cohorts["rows"]] == ["2026-W10"]
        assert cohorts["rows"][0]["leads"] == cohorts["total"]["leads"] == 24

    def test_filters_narrow_it(self, office: Office) -> None:
        ada = read(office, "/reports/conversion", owner=office.ada.pk, **SPAN)["total"]["leads"]
        bob = read(office, "/reports/conversion", owner=office.bob.pk, **SPAN)["total"]["leads"]

        assert 0 < ada < 24
        assert ada + bob <= 24

    def test_without_a_time_it_is_the_last_thirty_days(self, office: Office) -> None:
        body = read(office, "/reports/conversion")

        since, until = (datetime.datetime.fromisoformat(body[one]) for one in ("since", "until"))
        assert until - since == datetime.timedelta(days=30)

    @pytest.mark.parametrize("path", PATHS)
    def test_is_for_those_who_lead_the_team(self, path: str) -> None:
        office = full_office()
        marketer = member(office, "maria", Role.MARKETER)

        assert machine(office, office.ada).get(path).status == 403
        assert machine(office, marketer).get(path).status == 403
