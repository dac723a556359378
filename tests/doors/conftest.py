"""The doors as senders meet them: over HTTP, in front of a real database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests import build, serving
from tests.build import Office
from vaste.doors import cards
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Lead


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the web process, in front of tables that are emptied once it has ended."""
    with django_db_blocker.unblock():
        with serving.running() as (address, _server):
            yield address
        serving.empty_tables()


@pytest.fixture
def office(site: str) -> Iterator[Office]:
    """A workspace of this test's own, with a form and a JSON door."""
    cards.forget()
    yield build.office()
    cards.forget()


@pytest.fixture
def client(site: str) -> Iterator[httpx.Client]:
    """A sender."""
    with serving.browser(site) as opened:
        yield opened


class Book:
    """What the ledger of an office says, read anew at each question."""

    def __init__(self, office: Office) -> None:
        self._id = office.id

    def arrivals(self, **told: Any) -> list[Arrival]:
        """Return the arrivals, the oldest first."""
        with inside(self._id):
            found = Arrival.objects.within(self._id).filter(**told)
            return list(found.order_by("received_at", "id"))

    def leads(self) -> list[Lead]:
        """Return the leads, the oldest first."""
        with inside(self._id):
            return list(Lead.objects.within(self._id).order_by("received_at", "id"))

    def codes(self) -> list[str]:
        """Return the first reason of each arrival, empty where there is none."""
        return [one.reasons[0]["code"] if one.reasons else "" for one in self.arrivals()]


@pytest.fixture
def book(office: Office) -> Book:
    """The ledger of the office."""
    return Book(office)
