"""Interest at any past instant, counted from the touches, against the formula."""

from __future__ import annotations

import datetime
import math
import random
import uuid

import pytest

from tests import build, counting
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Touch
from vaste.people.models import Contact
from vaste.scoring import formula, queries, services
from vaste.scoring.definition import Scoring, parse_scoring
from vaste.scoring.formula import Sum
from vaste.scoring.services import Act

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
SCORING = parse_scoring(
    {
        "signals": [
            {"key": "price", "kinds": ["page"], "path": {"starts_with": "/pricing"},
             "points": 8, "cap": 20, "half_life": "7 days"},
            {"key": "page", "kinds": ["page"], "points": 1, "cap": 10, "half_life": "3 days"},
            {"key": "offer", "kinds": ["offer"], "points": 50, "cap": 80, "half_life": "30 days"},
        ]
    }
)  # fmt: skip


def contact_of(office: Office) -> uuid.UUID:
    contact_id = uuid7()
    with inside(office.id):
        Contact.objects.create(id=contact_id, workspace_id=office.id, created_at=NOON)
    return contact_id


def random_acts(dice: random.Random, contact_id: uuid.UUID) -> list[Act]:
    """Return acts of the last 60 days, some at one instant, some by machines, some for nothing."""
    return [
        Act(
            contact_id,
            dice.choice(["page", "page", "offer", "webinar"]),
            NOON - dice.randint(0, 240) * 6 * HOUR,
            dice.choice(["", "/pricing", "/pricing/pumps", "/about"]),
            dice.choice([100, 100, 80, 50, 49, 0]),
        )
        for _ in range(dice.randint(0, 40))
    ]


def touch(office: Office, acts: list[Act]) -> None:
    with inside(office.id):
        Touch.objects.bulk_create(
            Touch(
                id=uuid7(),
                workspace_id=office.id,
                contact_id=act.contact_id,
                kind=act.kind,
                channel="web",
                path=act.path,
                human=act.human,
                occurred_at=act.at,
            )
            for act in acts
        )


def by_formula(acts: list[Act], at: datetime.datetime) -> tuple[int, dict[str, float]]:
    """Return interest and its lines, each act added by itself."""
    sums: dict[str, Sum] = {}
    for act in acts:
        signal = SCORING.signal_for(act.kind, act.path)
        if act.at <= at and act.human >= 50 and signal is not None:
            known = sums.get(signal.key)
            sums[signal.key] = formula.added(known, points=signal.points, at=act.at, signal=signal)
    interest, lines = formula.interest(sums, at=at, signals=SCORING.signals)
    return interest, dict(lines)


class TestScoresAt:
    @pytest.mark.parametrize("seed", range(8))
    def test_is_the_formula_over_what_had_happened(self, seed: int) -> None:
        dice, office = random.Random(seed), build.office()
        contact_id = contact_of(office)
        acts = random_acts(dice, contact_id)
        touch(office, acts)
        times = [act.at for act in acts] + [NOON - dice.randint(0, 1600) * HOUR for _ in range(20)]

        with inside(office.id), counting.statements() as asked:
            scores = queries.scores_at(office.id, contact_id, instants=times, scoring=SCORING)

        assert len(asked) == 1
        assert [score.at for score in scores] == sorted(set(times))
        for score in scores:
            interest, lines = by_formula(acts, score.at)
            assert score.interest == interest
            assert {key for key, points in score.lines if points} == {
                key for key, points in lines.items() if points
            }
            for key, points in score.lines:
                assert math.isclose(points, lines[key], rel_tol=1e-9, abs_tol=1e-9)

    @pytest.mark.parametrize("seed", range(4))
    def test_now_it_is_what_the_running_sums_say(self, seed: int) -> None:
        dice, office = random.Random(seed), build.office()
        contact_id = contact_of(office)
        acts = random_acts(dice, contact_id)
        touch(office, acts)

        with inside(office.id):
            for act in dice.sample(acts, len(acts)):  # one after the other, in any order
                services.add_interest(office.id, [act], SCORING, returning=set())
            sums = queries.interest_sums(office.id, [contact_id]).get(contact_id, {})
            counted = queries.score_at(office.id, contact_id, at=NOON, scoring=SCORING)

        kept, lines = formula.interest(sums, at=NOON, signals=SCORING.signals)
        assert counted.interest == kept
        for (key, points), (other, same) in zip(counted.lines, lines, strict=True):
            assert key == other
            assert math.isclose(points, same, rel_tol=1e-9, abs_tol=1e-9)

    def test_a_touch_counts_from_its_very_instant(self) -> None:
        office = build.office()
        contact_id = contact_of(office)
        touch(office, [Act(contact_id, "offer", NOON)])
        before = NOON - datetime.timedelta(microseconds=1)

        with inside(office.id):
            found = queries.scores_at(
                office.id, contact_id, instants=[NOON, before, NOON + 30 * DAY], scoring=SCORING
            )

        assert [(score.at, score.interest) for score in found] == [
            (before, 0),
            (NOON, 50),
            (NOON + 30 * DAY, 25),
        ]

    def test_without_signals_there_is_no_interest(self) -> None:
        office = build.office()
        nothing: Scoring = parse_scoring({})

        found = queries.score_at(office.id, uuid7(), at=NOON, scoring=nothing)

        assert found == (NOON, 0, [])


class TestTouchedAt:
    def test_gives_the_latest_instants_rising(self) -> None:
        office = build.office()
        contact_id = contact_of(office)
        touch(office, [Act(contact_id, "page", NOON + day * DAY) for day in (2, 0, 1, 1, 9)])

        with inside(office.id):
            found = queries.touched_at(office.id, contact_id, until=NOON + 3 * DAY, most=3)

        assert found == [NOON + DAY, NOON + 2 * DAY]
