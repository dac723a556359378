"""The judging statement says of stored leads what the pipeline said when they came."""

from __future__ import annotations

import datetime
import math
import random
import uuid
from collections.abc import Mapping, Sequence
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
from vaste.people.models import Contact
from vaste.scoring import formula, matrix
from vaste.scoring.formula import Signal, Sum
from vaste.scoring.models import Interest
from vaste.scoring.queries import interest_sums

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


@pytest.mark.django_db
class TestOneInterest:
    @pytest.mark.parametrize("seed", range(2))
    def test_the_statement_and_the_matrix_say_what_the_formula_says(self, seed: int) -> None:
        office = build.office()
        dice = random.Random(seed)
        like = build.lead(office)
        signals = define.of_number(office.id, 1).scoring.signals
        sums: dict[uuid.UUID, dict[str, Sum]] = {like.contact_id: {}}
        sums |= {uuid.uuid4(): random_sums(dice, signals) for _ in range(300)}
        store(office, like, sums)

        at = NOON + DAY
        by_statement = {row["contact_id"]: row["interest"] for row in judged(office, at).values()}
        with inside(office.id):
            scoring = define.in_force(office.id).scoring
            chosen = matrix.Chosen(office.mo.pk, True, [])
            spots = matrix.page(office.id, chosen, scoring, at=at, most=1_000).spots
            contact_of = dict(Lead.objects.within(office.id).values_list("id", "contact_id"))
            known = interest_sums(office.id, contact_of.values())

        told = {
            one: formula.interest(known.get(one, {}), at=at, signals=signals)[0] for one in sums
        }
        assert by_statement == told
        assert {contact_of[spot.id]: spot.interest for spot in spots} == told
        assert len(set(told.values())) > 30


def random_sums(dice: random.Random, signals: Sequence[Signal]) -> dict[str, Sum]:
    """Return sums of several signals that add up to about a half point."""
    at = NOON + DAY
    known = {
        one.key: Sum(dice.uniform(0, 40), at - dice.randint(0, 10**13) * formula.MICROSECOND)
        for one in dice.sample(signals, dice.randint(1, 5))
    }
    last = next(one for one in signals if one.key in known)
    rest = {key: one for key, one in known.items() if key != last.key}
    lines = formula.interest(rest, at=at, signals=signals)[1]
    added = formula.added_up(points for _, points in lines)
    worn = formula.decayed(1.0, age=at - known[last.key].as_of, half_life=last.half_life)
    left = (math.floor(added) + 0.5 + dice.randint(0, 9) - added) / worn
    return {**known, last.key: Sum(max(0.0, left), known[last.key].as_of)}


def store(office: Office, like: Lead, sums: Mapping[uuid.UUID, Mapping[str, Sum]]) -> None:
    """Store the sums of contacts, and for each that is not there yet a lead like one."""
    with inside(office.id):
        for contact_id in sums.keys() - {like.contact_id}:
            Contact(id=contact_id, workspace_id=office.id, created_at=NOON).save()
            Lead.objects.bulk_create([copy_of(like, contact_id)])
        Interest.objects.within(office.id).delete()
        Interest.objects.bulk_create(
            Interest(
                workspace_id=office.id, contact_id=contact_id, signal=key,
                strength=known.strength, as_of=known.as_of,
            )
            for contact_id, of_contact in sums.items()
            for key, known in of_contact.items()
        )  # fmt: skip


def copy_of(like: Lead, contact_id: uuid.UUID) -> Lead:
    kept = {
        one.attname: getattr(like, one.attname)
        for one in Lead._meta.concrete_fields
        if not one.generated
    }
    return Lead(**kept | {"id": uuid.uuid4(), "contact_id": contact_id})
