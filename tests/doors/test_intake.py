"""The flush behind the doors, in front of a real database."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection
from psycopg.errors import DeadlockDetected

from tests import build
from tests.build import NOON
from vaste.doors import intake
from vaste.doors.intake import flush
from vaste.flows import receive
from vaste.flows.receive import Receipt
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead

pytestmark = pytest.mark.django_db(transaction=True)


class TestFlush:
    def test_what_the_database_cannot_hold_fails_alone(self) -> None:
        office = build.office()
        batch = [build.incoming(office) for _ in range(5)]
        batch[3] = dataclasses.replace(batch[3], content_type="nul \x00 byte")

        outcomes = flush(office.id, batch)

        assert [type(one) for one in outcomes] == [Receipt, Receipt, Receipt, DataError, Receipt]
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 4

    def test_after_a_deadlock_a_batch_begins_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        office = build.office()
        receive_batch, tangles = receive.receive_batch, [DeadlockDetected(), DeadlockDetected()]

        def tangled(*words: Any, **told: Any) -> list[Receipt]:
            if tangles:
                raise OperationalError("deadlock detected") from tangles.pop()
            return receive_batch(*words, **told)

        monkeypatch.setattr(receive, "receive_batch", tangled)
        [outcome] = flush(office.id, [build.incoming(office)])

        assert isinstance(outcome, Receipt)
        assert outcome.state == "lead_created"

    def test_an_outage_is_nobodys_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = []

        def away(*words: object, **told: object) -> list[Receipt]:
            asked.append(words)
            raise OperationalError("away")

        monkeypatch.setattr(receive, "receive_batch", away)
        office = build.office()

        with pytest.raises(OperationalError):
            flush(office.id, [build.incoming(office) for _ in range(4)])
        assert len(asked) == 1

    def test_a_connection_that_was_cut_is_not_used_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        monkeypatch.setattr(intake._kept, "used", math.inf, raising=False)
        connection.ensure_connection()
        assert connection.connection is not None
        connection.connection.close()

        with pytest.raises(OperationalError):
            flush(office.id, [build.incoming(office)])
        [outcome] = flush(office.id, [build.incoming(office, at=NOON)])

        assert isinstance(outcome, Receipt)

    def test_one_that_was_cut_while_it_rested_is_not_trusted_with_a_batch(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        connection.ensure_connection()
        assert connection.connection is not None
        connection.connection.close()
        monkeypatch.setattr(intake._kept, "used", -math.inf, raising=False)

        [outcome] = flush(office.id, [build.incoming(office)])

        assert isinstance(outcome, Receipt)
