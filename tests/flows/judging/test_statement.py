"""The judging statement says of stored leads what the pipeline said when they came."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pytest
import yaml

from tests import build
from tests.build import NOON, Office
from vaste.definitions.queries import default_content
from vaste.flows import define
from vaste.flows.judging import ARRIVAL, NOW, judging
from vaste.flows.judging.statement import COLUMNS
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.scoring import formula
from vaste.scoring.formula import Sum

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
PEOPLE: dict[str, list[Any]] = {
    "email": ["a@firm.example", "b@gmail.com", "c@works.example", "d@works.example"],
    "job_title": ["CEO", "toimitusjohtaja", "student", ""],
    "request_type": ["offer", "information", "download", "newsletter", ""],
    "needed_within_days": [None, 10, 80, 120, 400],
    "value_band": ["", "small", "medium", "large"],
    "message": ["", "Hello"],
    "phone": ["", "+358401234567", "+358407654321"],
    "company_name": ["", "Firm Oy"],
}


def judged(
    office: Office, at: datetime.datetime, *, moment: str = NOW, number: int = 1
) -> dict[Any, dict[str, Any]]:
    """Return what the statement says of every lead, by its id."""
    with inside(office.id):
        asked = judging(define.of_number(office.id, number), where="true", moment=moment)
        rows = sql.run(asked.text, {**asked.params, "workspace": office.id, "now": at})
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}


@pytest.mark.django_db
class TestJudging:
    def test_stored_leads_are_judged_as_they_were_on_arrival(self) -> None:
        office = build.office()
        chance = random.Random(7)
        told = [{name: chance.choice(values) for name, values in PEOPLE.items()} for _ in range(30)]
        leads = [
            build.lead(office, at=NOON + number * MINUTE, full_name=one["email"], **one)
            for number, one in enumerate(told)
        ]

        now = judged(office, NOON + DAY)
        then = judged(office, NOON, moment=ARRIVAL)

        definition = define.of_number(office.id, 1)
        for lead in leads:
            row = then[lead.id]
            assert definition.categories[row["place"]].key == lead.category
            assert row["interest"] == lead.interest
            assert now[lead.id]["fit"] == row["fit"]
            assert definition.routing[row["team"]].key == "default"

    def test_interest_from_the_touches_equals_interest_from_the_sums(self) -> None:
        office = build.office()
        for number, kind in enumerate(["download", "offer", "download", "newsletter"]):
            lead = build.lead(
                office, at=NOON + number * DAY, email="a@b.example", request_type=kind
            )
        at = NOON + 3 * DAY
        with inside(office.id):
            Lead.objects.within(office.id).update(received_at=at)

        from_sums = judged(office, at)[lead.id]
        from_touches = judged(office, at, moment=ARRIVAL)[lead.id]

        signals = define.of_number(office.id, 1).scoring.signals
        with inside(office.id):
            rows = sql.run(
                "SELECT signal, strength, as_of FROM scoring_interest"
                " WHERE workspace_id = %(workspace)s",
                {"workspace": office.id},
            )
        sums = {signal: Sum(strength, as_of) for signal, strength, as_of in rows}
        expected = formula.interest(sums, at=at, signals=signals)
        assert from_sums["points"] == pytest.approx(sum(points for _, points in expected[1]))
        assert from_touches["points"] == pytest.approx(from_sums["points"])
        assert from_sums["interest"] == expected[0]

    def test_a_rule_of_the_last_days_is_asked_at_each_leads_own_arrival(self) -> None:
        office = build.office()
        first = build.lead(office, at=NOON, email="a@b.example", request_type="download")
        second = build.lead(office, at=NOON + 5 * DAY, email="a@b.example", request_type="visit")
        content = default_content()
        content["categories"][0]["when"] = {
            "happened": "download", "at_least": 1, "within": "3 days"
        }  # fmt: skip
        with inside(office.id):
            define.publish(office.id, yaml.safe_dump(content), by=None, at=NOON + 6 * DAY)

        then = judged(office, NOON, moment=ARRIVAL, number=2)

        assert (then[first.id]["place"], then[second.id]["place"]) == (0, 1)
