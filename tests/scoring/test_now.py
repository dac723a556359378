"""Interest in SQL against the formula in Python, to the last digit."""

from __future__ import annotations

import datetime
import random
import uuid

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.people.models import Contact
from vaste.scoring import formula, now
from vaste.scoring.formula import Signal, Sum
from vaste.scoring.models import Interest

MICROSECOND = datetime.timedelta(microseconds=1)
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


def stored(office: Office, sums: Sums) -> dict[uuid.UUID, int]:
    """Store sums, and return each contact's interest at NOON as SQL sees it."""
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
        text = (
            "WITH asked AS (SELECT unnest(%(contacts)s::uuid[]) AS contact_id)"
            f" SELECT * FROM asked CROSS JOIN LATERAL ({now.INTEREST}) AS heat"
        )
        params = {"workspace": office.id, "now": NOON, "contacts": list(sums)}
        return dict(sql.run(text, params | now.of_signals(SIGNALS)))


@pytest.mark.django_db
class TestInterest:
    @pytest.mark.parametrize("seed", range(3))
    def test_is_the_formulas(self, seed: int) -> None:
        sums = random_sums(random.Random(seed), 400)

        found = stored(build.office(), sums)

        told = {
            contact_id: formula.interest(known, at=NOON, signals=SIGNALS)[0]
            for contact_id, known in sums.items()
        }
        assert found == told
        assert len(set(told.values())) > 30  # not all the same by chance

    def test_a_signal_that_is_no_longer_defined_counts_for_nothing(self) -> None:
        contact_id = uuid.uuid4()

        assert stored(build.office(), {contact_id: {"fax": Sum(90.0, NOON)}}) == {contact_id: 0}

    def test_other_contacts_and_workspaces_are_left_out(self) -> None:
        office, other = build.office(), build.office()
        kept, foreign = uuid.uuid4(), uuid.uuid4()
        stored(other, {foreign: {"offer": Sum(60.0, NOON)}})

        assert stored(office, {kept: {"offer": Sum(40.0, NOON)}}) == {kept: 40}
