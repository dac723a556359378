"""Interest in SQL against the formula in Python, to the last digit."""

from __future__ import annotations

import datetime
import math
import random
import uuid
from collections.abc import Callable, Sequence

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.infra import sql
from vaste.infra.bound import Bound
from vaste.infra.tenancy.context import inside
from vaste.people.models import Contact
from vaste.scoring import formula, in_sql
from vaste.scoring.formula import Signal, Sum
from vaste.scoring.models import Interest

MICROSECOND, DAY = formula.MICROSECOND, formula.DAY
SIGNALS = (
    Signal("offer", 50.0, 80.0, datetime.timedelta(days=30), ("offer",)),
    Signal("page", 1.0, 10.5, datetime.timedelta(days=7), ("page",)),
    Signal("visit", 3.0, 33.3, datetime.timedelta(hours=5), ("visit",)),
    Signal("none", 0.0, 0.0, datetime.timedelta(minutes=1), ("none",)),
)
Sums = dict[uuid.UUID, dict[str, Sum]]


def random_sums(dice: random.Random, contacts: int) -> Sums:
    """Return sums of all ages and sizes, some at the very half-life, some in the future."""
    sums: Sums = {}
    for _ in range(contacts):
        known = {}
        for signal in dice.sample(SIGNALS, dice.randint(0, len(SIGNALS))):
            ages = [
                dice.randint(-10, 40_000_000_000_000) * MICROSECOND,
                dice.randint(0, 3) * signal.half_life,
                datetime.timedelta(days=dice.randint(0, 4000)),
            ]
            strength = dice.choice([dice.uniform(0, 120), float(dice.randint(0, 60)), 1e6])
            known[signal.key] = Sum(strength, NOON - dice.choice(ages))
        sums[uuid.UUID(int=dice.getrandbits(128))] = known
    return sums


def at_the_half(dice: random.Random, contacts: int) -> Sums:
    """Return sums that add up to a half point, to a few of the last digits over or under."""
    sums = random_sums(dice, contacts)
    for known in sums.values():
        target = dice.randint(0, 99) + 0.5
        known["offer"] = Sum(0.0, NOON - dice.randint(0, 10**13) * MICROSECOND)
        lines = formula.interest(known, at=NOON, signals=SIGNALS)[1]
        left = max(0.0, target - formula.added_up(points for _, points in lines))
        worn = formula.decayed(1.0, age=NOON - known["offer"].as_of, half_life=30 * DAY)
        strength = left / worn
        for _ in range(dice.randint(0, 3) if left else 0):
            strength = math.nextafter(strength, dice.choice([0.0, math.inf]))
        known["offer"] = Sum(strength, known["offer"].as_of)
    return sums


def stored(office: Office, sums: Sums) -> dict[uuid.UUID, tuple[int, float]]:
    """Store sums; return each contact's interest at NOON, rounded and before, as SQL sees it."""
    with inside(office.id):
        Contact.objects.bulk_create(
            Contact(id=one, workspace_id=office.id, created_at=NOON) for one in sums
        )
        Interest.objects.bulk_create(
            Interest(
                workspace_id=office.id,
                contact_id=contact_id,
                signal=key,
                strength=known.strength,
                as_of=known.as_of,
            )
            for contact_id, of_contact in sums.items()
            for key, known in of_contact.items()
        )
        heat, bound = points_of(SIGNALS)
        text = (
            "WITH asked AS (SELECT unnest(%(contacts)s::uuid[]) AS contact_id)"
            f" SELECT asked.contact_id, {in_sql.score('heat.points')}, heat.points"
            f" FROM asked CROSS JOIN LATERAL ({heat}) AS heat"
        )
        params = {"workspace": office.id, "now": NOON, "contacts": list(sums)}
        rows = sql.run(text, params | bound)
        return {contact_id: (value, points) for contact_id, value, points in rows}


def points_of(signals: Sequence[Signal]) -> tuple[str, dict[str, object]]:
    bound = Bound("t")
    text = in_sql.from_sums(signals, bound, "%(now)s::timestamptz", contact="asked.contact_id")
    return text, bound.params


def told(sums: Sums, signals: Sequence[Signal] = SIGNALS) -> dict[uuid.UUID, tuple[int, float]]:
    """Return each contact's interest at NOON, rounded and before, as Python sees it."""
    found = {}
    for contact_id, known in sums.items():
        value, lines = formula.interest(known, at=NOON, signals=signals)
        found[contact_id] = value, formula.added_up(points for _, points in lines)
    return found


@pytest.mark.django_db
class TestInterest:
    @pytest.mark.parametrize("seed", range(3))
    @pytest.mark.parametrize("of_kind", [random_sums, at_the_half])
    def test_is_the_formulas_to_the_last_bit(
        self, of_kind: Callable[[random.Random, int], Sums], seed: int
    ) -> None:
        sums = of_kind(random.Random(seed), 400)

        found = stored(build.office(), sums)

        assert found == told(sums)
        assert len({value for value, _ in found.values()}) > 30  # not all the same by chance

    @pytest.mark.parametrize("seed", range(3))
    @pytest.mark.parametrize("of_kind", [random_sums, at_the_half])
    def test_of_many_is_that_of_each_to_the_last_bit(
        self, of_kind: Callable[[random.Random, int], Sums], seed: int
    ) -> None:
        office, sums = build.office(), of_kind(random.Random(seed), 400)
        each = stored(office, sums)
        bound = Bound("t")
        contacts = "SELECT unnest(%(contacts)s::uuid[])"
        text = in_sql.of_many(SIGNALS, bound, "%(now)s::timestamptz", contacts)

        with inside(office.id):
            params = {"workspace": office.id, "now": NOON, "contacts": list(sums)[:300]}
            found = dict(sql.run(text, params | bound.params))

        expected = {one: each[one][1] for one in list(sums)[:300]}
        assert expected == dict.fromkeys(expected, 0.0) | found
        assert len(found) > 200

    def test_of_many_by_no_signals_is_nobody(self) -> None:
        office, bound = build.office(), Bound("t")
        text = in_sql.of_many([], bound, "now()", "SELECT NULL::uuid")

        with inside(office.id):
            assert sql.run(text, bound.params) == []

    def test_a_signal_that_is_no_longer_defined_counts_for_nothing(self) -> None:
        contact_id = uuid.uuid4()

        assert stored(build.office(), {contact_id: {"fax": Sum(90.0, NOON)}}) == {
            contact_id: (0, 0.0)
        }

    def test_other_contacts_and_workspaces_are_left_out(self) -> None:
        office, other = build.office(), build.office()
        kept, foreign = uuid.uuid4(), uuid.uuid4()
        stored(other, {foreign: {"offer": Sum(60.0, NOON)}})

        assert stored(office, {kept: {"offer": Sum(40.0, NOON)}}) == {kept: (40, 40.0)}
