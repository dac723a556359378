"""Interest as it is stored, for many contacts at once."""

from __future__ import annotations

import datetime

import pytest

from tests import build, counting
from tests.build import NOON
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.scoring import queries
from vaste.scoring.formula import Sum


@pytest.mark.django_db
class TestInterestSums:
    def test_are_by_contact_and_signal_in_one_statement(self) -> None:
        office, other = build.office(), build.office()
        day = datetime.timedelta(days=1)
        asked = build.lead(office, email="a@customer.example", request_type="offer")
        build.lead(office, email="a@customer.example", request_type="download", at=NOON + day)
        read = build.lead(office, email="b@customer.example", request_type="download")
        foreign = build.lead(other, request_type="offer")

        contacts = [asked.contact_id, read.contact_id, foreign.contact_id, uuid7()]
        with inside(office.id), counting.statements() as found:
            sums = queries.interest_sums(office.id, contacts)

        assert sums == {
            asked.contact_id: {"offer": Sum(50.0, NOON), "download": Sum(12.0, NOON + day)},
            read.contact_id: {"download": Sum(12.0, NOON)},
        }
        assert len(found) == 1
