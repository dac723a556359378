"""Names, initials and local times."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from tests import build
from tests.build import NOON
from vaste.desk.build import people


class TestInitials:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Maija Meikäläinen", "MM"),
            ("Anna Mari Äyräs", "AÄ"),
            ("Plato", "P"),
            ("(sales) bo ek", "BE"),
            ("", "?"),
            ("— —", "?"),
        ],
    )
    def test_are_of_the_first_and_the_last_word(self, name: str, expected: str) -> None:
        assert people.initials(name) == expected


class TestHue:
    def test_is_stable_and_one_of_eight(self) -> None:
        key = uuid.UUID(int=13)

        assert people.hue(key) == people.hue(key) == 5


class TestContactName:
    @pytest.mark.parametrize(
        ("reader", "spoken", "expected"),
        [
            ("hu", "hu", "Nagy Anna"),
            ("hu", "fi", "Anna Nagy"),
            ("fi", "hu", "Anna Nagy"),
        ],
    )
    def test_stands_in_the_readers_order(self, reader: str, spoken: str, expected: str) -> None:
        with translation.override(reader):
            name = people.contact_name(given="Anna", family="Nagy", full="Anna Nagy", spoken=spoken)

        assert name == expected

    @pytest.mark.parametrize(
        ("full", "email", "phone", "expected"),
        [
            ("", "a@b.example", "+358401234567", "a@b.example"),
            ("", "", "+358401234567", "+358 40 1234567"),
            ("", "", "", "Name not told"),
        ],
    )
    def test_falls_back_on_what_is_known(
        self, full: str, email: str, phone: str, expected: str
    ) -> None:
        name = people.contact_name(
            given="", family="", full=full, spoken="", email=email, phone=phone
        )

        assert name == expected


class TestLocalTime:
    @pytest.mark.parametrize(
        ("phone", "expected"),
        [
            ("+46701234567", "Their time: 11:00"),
            ("+358401234567", ""),
            ("+18005551234", ""),
            ("nonsense", ""),
            ("", ""),
        ],
    )
    def test_is_said_only_where_it_differs_and_is_sure(self, phone: str, expected: str) -> None:
        with timezone.override(ZoneInfo("Europe/Helsinki")):
            assert people.local_time(phone, now=NOON) == expected


@pytest.mark.django_db
class TestNamed:
    def test_returns_users_by_id_and_says_who_is_gone(self) -> None:
        ada, gone = build.user("ada"), uuid.uuid4()

        found = people.named([ada.pk, str(gone), None, ""])

        assert {key: one.name for key, one in found.items()} == {
            str(ada.pk): "Ada",
            str(gone): "Somebody who has left",
        }

    def test_nobody_is_no_question(self) -> None:
        assert people.named([None, ""]) == {}
