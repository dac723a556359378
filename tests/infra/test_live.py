"""Telling other processes: what can't be told is left to the relay, and harms nobody after it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from psycopg import sql

from tests import build
from tests.build import NOON
from vaste.config import database
from vaste.infra import live
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.ledger.models import Outbox
from vaste.workspaces.models import Workspace


class TestAddress:
    def test_has_all_that_the_settings_say_of_connections(self) -> None:
        told: Any = settings.DATABASES["default"]["OPTIONS"]
        found = live.address()

        assert set(database.CLIENT) <= set(told)
        assert {name: found[name] for name in database.CLIENT} == {
            name: told[name] for name in database.CLIENT
        }


@pytest.mark.django_db(transaction=True)
class TestTell:
    def test_what_fails_half_way_leaves_the_connection_fit_for_the_next_statement(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()

        def broken(*told: Any) -> sql.Composed:
            return sql.Composed([sql.SQL("BEGIN; SELECT 1 / 0; COMMIT;")])

        monkeypatch.setattr(live, "_script", broken)
        with inside(office.id):
            ledger.announce(office.id, "leads", at=NOON)

        assert Workspace.objects.filter(id=office.id).exists()
        with inside(office.id):
            assert Outbox.objects.within(office.id).count() == 1
