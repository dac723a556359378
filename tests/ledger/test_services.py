"""What a killed process had committed but not told is told by the relay."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from tests import build
from tests.build import NOON
from vaste.infra import live
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.ledger.models import Outbox

SECOND = datetime.timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
class TestRelay:
    def test_a_notice_left_behind_is_told_once_and_struck_off(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        lead, told = uuid.uuid4(), []

        def silent(*args: Any, **more: Any) -> None:
            return None

        with monkeypatch.context() as killed:
            killed.setattr(live, "tell", silent)
            with inside(office.id):
                ledger.announce(office.id, "leads", at=NOON, leads=[lead])
        tell = live.tell

        def heard(*args: Any, **more: Any) -> None:
            told.append(args[2])
            tell(*args, **more)

        monkeypatch.setattr(live, "tell", heard)
        for _ in range(2):
            with inside(office.id):
                ledger.relay(office.id, older_than=NOON + SECOND)

        assert told == [{"topic": "leads", "leads": [str(lead)], "teams": [], "users": []}]
        with inside(office.id):
            assert Outbox.objects.within(office.id).count() == 0

    def test_a_young_notice_is_left_to_its_own_process(self) -> None:
        office = build.office()
        with inside(office.id):
            ledger.announce(office.id, "leads", at=NOON)
            assert ledger.relay(office.id, older_than=NOON) == 0


@pytest.mark.django_db
class TestAnnounce:
    def test_nothing_is_told_before_the_commit(
        self, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        office = build.office()
        with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
            with inside(office.id):
                ledger.announce(office.id, "leads", at=NOON)
            with inside(office.id):
                assert Outbox.objects.within(office.id).count() == 1

        assert len(callbacks) == 1
