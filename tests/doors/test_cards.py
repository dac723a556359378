"""Doors looked up by their public keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests import build
from vaste.doors import cards
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Door

pytestmark = pytest.mark.django_db


class Hands:
    """A clock that stands where it is put, in seconds."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """Nothing is kept of other tests, and nothing grows old by itself."""
    found = Hands()
    monkeypatch.setattr(cards, "time", found)
    cards.forget()
    yield found
    cards.forget()


class TestFind:
    def test_finds_an_open_door_of_the_kind(self) -> None:
        office = build.office()
        key = office.doors["api"].key

        found = cards.find(key, "api")

        assert found is not None
        assert (found.id, found.workspace_id, found.key) == (
            office.doors["api"].id,
            office.id,
            key,
        )
        assert (found.country, found.zone) == ("FI", "Europe/Helsinki")
        assert cards.find(key, "form") is None

    @pytest.mark.parametrize("key", ["", "\x00", "a/b", "\ud800", "k" * 65, "ä"])
    def test_asks_nothing_about_what_can_be_no_key(
        self, key: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            assert cards.find(key, "api") is None
        assert cards.kept(key) == (False, None)

    def test_a_card_is_old_after_some_seconds(self, hands: Hands) -> None:
        office = build.office()
        key = office.doors["api"].key
        assert cards.find(key, "api") is not None
        with inside(office.id):
            Door.objects.within(office.id).filter(slug="api").update(closed_at=timezone.now())

        assert cards.find(key, "api") is not None
        hands.at += cards.KEPT_S + 1
        assert cards.kept(key) == (False, None)
        assert cards.find(key, "api") is None


class TestKept:
    def test_says_whether_a_card_is_at_hand(self) -> None:
        office = build.office()
        key = office.doors["api"].key

        assert cards.kept(key) == (False, None)
        found = cards.find(key, "api")
        assert cards.kept(key) == (True, found)
