"""Custom fields as a definition says them."""

from __future__ import annotations

from typing import Any

import pytest

from vaste.definitions.checking import Findings
from vaste.definitions.fields import CustomField, check_fields, parse_fields, vocabulary
from vaste.rules.language import check
from vaste.rules.vocabulary import Vocabulary

SEATS = {"key": "seats", "of": "lead", "kind": "number", "labels": {"en": "Seats"}}


def problems(*fields: Any, **more: Any) -> list[tuple[str, str]]:
    """Return the place and the message of what is wrong."""
    found = Findings()
    check_fields({"fields": list(fields), **more}, found)
    assert all(problem.remedy for problem in found.problems)
    return [(problem.path, problem.message) for problem in found.problems]


class TestParseFields:
    def test_reads_every_kind(self) -> None:
        source = [
            SEATS,
            {"key": "plan", "of": "contact", "kind": "choice", "labels": {"en": "Plan"},
             "choices": {"basic": {"en": "Basic", "fi": "Perus"}, "pro": None}},
            {"key": "budget", "of": "company", "kind": "money", "labels": {"en": "Budget"}},
        ]  # fmt: skip

        assert parse_fields({"fields": source, "currency": "SEK"}) == (
            CustomField("seats", "lead", "number", {"en": "Seats"}),
            CustomField(
                "plan", "contact", "choice", {"en": "Plan"},
                {"basic": {"en": "Basic", "fi": "Perus"}, "pro": {"en": "pro"}},
            ),
            CustomField("budget", "company", "money", {"en": "Budget"}, {}, "SEK"),
        )  # fmt: skip

    def test_leaves_out_what_is_refused(self) -> None:
        assert parse_fields({"fields": [SEATS, SEATS, {"key": "x"}, 7]}) == (
            CustomField("seats", "lead", "number", {"en": "Seats"}),
        )
        assert parse_fields({}) == ()
        assert parse_fields({"fields": "seats"}) == ()


class TestCheckFields:
    def test_takes_one_key_for_two_owners(self) -> None:
        assert problems(SEATS, SEATS | {"of": "company"}) == []

    @pytest.mark.parametrize(
        ("change", "place", "message"),
        [
            ({"key": "Seats"}, "key", "“Seats” is no key."),
            ({"key": "x" * 41}, "key", f"“{'x' * 41}” is no key."),
            ({"key": None}, "key", "“nothing” is no key."),
            ({"key": "a'; --"}, "key", "“a'; --” is no key."),
            ({"of": "deal"}, "of", "“deal” is not one of the choices."),
            ({"kind": "duration"}, "kind", "“duration” is not one of the choices."),
            ({"kind": ["text"]}, "kind", "“a list” is not one of the choices."),
            ({"labels": {}}, "labels", "The words are missing."),
            ({"labels": "Seats"}, "labels", "“Seats” stands where named values should."),
            ({"labels": {"de": "Plätze"}}, "labels.de", "“de” is not known here."),
            ({"labels": {"en": " "}}, "labels.en", "“ ” is no text of 1 to 300 characters."),
            ({"kind": "choice"}, "choices", "The choices are missing."),
            ({"choices": {"a": None}}, "choices", "Only the kinds “choice” and “list” have choi"),
            ({"kind": "choice", "choices": ["a"]}, "choices", "“a list” stands where named"),
            ({"kind": "choice", "choices": {"ä b": None}}, "choices", "“ä b” is no key."),
            ({"currency": "EUR"}, "currency", "Only the kind “money” has a currency."),
            ({"kind": "money", "currency": "EURO"}, "currency", "There is no currency “EURO”."),
            ({"lable": "x"}, "lable", "“lable” is not known here."),
        ],
    )
    def test_names_the_place(self, change: dict[str, Any], place: str, message: str) -> None:
        ((where, what), *_) = problems(SEATS | change)

        assert where == f"fields[0].{place}"
        assert what.startswith(message)

    def test_refuses_more_than_200(self) -> None:
        many = [SEATS | {"key": f"f{number}"} for number in range(201)]

        assert problems(*many) == [("fields", "There are more than 200 entries.")]
        assert problems(*many[:200]) == []

    def test_refuses_a_key_twice(self) -> None:
        assert problems(SEATS, SEATS) == [("fields[1].key", "The key “seats” is used twice.")]


class TestVocabulary:
    def test_gives_rules_every_kind(self) -> None:
        kinds = {"text": "x", "number": 3, "money": "5 EUR", "date": "2026-01-01"}
        kinds |= {"choice": "a", "yes_no": True}
        fields = [
            {"key": kind, "of": "lead", "kind": kind, "labels": {"en": kind},
             **({"choices": {"a": None}} if kind == "choice" else {})}
            for kind in (*kinds, "list")
        ]  # fmt: skip
        known = Vocabulary.of(vocabulary(parse_fields({"fields": fields})))

        for kind, value in kinds.items():
            assert check({"field": f"lead.custom.{kind}", "is": value}, known) == []
        assert check({"field": "lead.custom.list", "contains": "x"}, known) == []
        assert check({"field": "lead.custom.money", "is": "5 SEK"}, known) != []
