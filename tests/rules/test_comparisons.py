"""Every comparison of every field, at and around its bounds, against the oracle."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import combinations_with_replacement
from typing import Any
from unittest import mock

import psycopg
import pytest

from tests.rules import oracle
from tests.rules.oracle import Event, Row
from tests.rules.running import answers
from tests.rules.sample import NOW, OWN_KEY, VOCABULARY, WORKSPACE
from tests.rules.strategies import TODAY
from vaste.rules import binding
from vaste.rules.operators import OPERATORS, SHAPES

SECOND = timedelta(seconds=1)
DAYS = [TODAY + timedelta(days=days) for days in (-31, -14, -1, 0, 1, 14, 31)]
INSTANTS = [NOW + timedelta(days=days) for days in (-14, -1, 0, 1, 14)]
INSTANTS += [instant + step for instant in INSTANTS for step in (-SECOND, SECOND)]
SPANS = ["1 day", "2 weeks", "1 month"]
DAY_TEXTS = ["2026-03-28", "2026-03-29", "2026-03-30"]
INSTANT_TEXTS = ["2026-03-28T22:30:00+00:00", "2026-03-29T00:30:01+02:00"]
LENGTHS = ["0 days", "13 days", "2 weeks", "15 days", "3 months"]
NUMBERS = [0, 9, 10, 10.5, "11", -10]
AMOUNTS = ["9999.99 EUR", "10000 EUR", "10000.01 EUR"]
WORDS = [
    "a",
    "Ä",
    "ä\u0301x",
    "x",
    "xa",
    "%",
    "_",
    "\\",
    "a_",
    ".",
    "[a]",
    "ß",
    "S",
    "'",
    "–",
    "12",
]
TEXTS = ["", "a", "Å", "xa", "AX", "a\u0308x", "a%", "a_", "a\\", "b.", "[a]", "s", "O’x-y", "ab"]
TEXTS += ["\u0301a", "ax\u0301", "a\nx", "x\n", "漢", "1\u03012", "y" * 300 + "ä"]
CODES = ["small", "medium", "large"]
STORED_CODES = [None, "", "small", "medium", "large", "gone", "Small"]


def lead(column: str) -> Callable[[Any], Row]:
    return lambda value: Row({column: value})


def custom(key: str) -> Callable[[Any], Row]:
    return lambda value: Row({"custom": {key: value}})


def company(column: str) -> Callable[[Any], Row]:
    return lambda value: Row(company={column: value})


def contact(column: str) -> Callable[[Any], Row]:
    return lambda value: Row(contact={column: value})


def money(value: tuple[str | None, str | None]) -> Row:
    amount = None if value[0] is None else Decimal(value[0])
    return Row({"value": amount, "value_currency": value[1]})


MONEYS = [("9999.99", "EUR"), ("10000", "EUR"), ("10000.01", "EUR"), ("10000", "SEK")]
MONEYS_MISSING: list[Any] = [("10000", ""), ("10000", None), (None, "EUR"), (None, None)]

# For each field: how a stored value becomes a row, the values stored, the values asked about.
CASES: dict[str, tuple[Callable[[Any], Row], list[Any], list[Any]]] = {
    "lead.message": (lead("message"), TEXTS, WORDS),
    "contact.job_title": (contact("job_title"), [None, *TEXTS], WORDS),
    "custom.text": (
        custom(OWN_KEY),
        [None, *TEXTS, 7, True, [], {"a": "a"}],
        [*WORDS, "7", "TRUE"],
    ),
    "lead.request_type": (lead("request_type"), ["", "offer", "visit", "?"], ["offer", "visit"]),
    "lead.value_band": (lead("value_band"), STORED_CODES, CODES),
    "custom.choice": (custom("choice"), [*STORED_CODES, 7, ["small"]], CODES),
    "company.employees": (company("employees"), [None, -10, 0, 9, 10, 11], NUMBERS),
    "company.growth": (company("growth"), [None, 9.0, 10.0, 10.25, 10.5, 11.0], NUMBERS),
    "custom.number": (
        custom("number"),
        [None, "9", 10, "10.5", 11, "x", "1e1", "9" * 30, "9" * 31],
        NUMBERS,
    ),
    "lead.value": (money, [*MONEYS, *MONEYS_MISSING], AMOUNTS),
    "lead.budget": (lead("budget"), [None, *map(Decimal, ("9999.99", "10000", "2e4"))], AMOUNTS),
    "custom.money": (custom("money"), [None, "9999.99", 10000, "10000.01", "1 EUR"], AMOUNTS),
    "lead.needed_within": (lead("needed_within_days"), [None, 0, 13, 14, 15, 92, 93], LENGTHS),
    "lead.answer_time": (
        lead("answer_minutes"),
        [None, 59, 60, 61, 1440],
        ["1 hour", "60 minutes", "1 day"],
    ),
    "custom.duration": (custom("duration"), [None, 23, "24", 24.5, 25, "x"], ["1 day", "25 hours"]),
    "lead.needed_by": (lead("needed_by"), [None, *DAYS], DAY_TEXTS),
    "custom.date": (
        custom("date"),
        [None, *map(str, DAYS), "2026-02-30", "2026-3-29", "0000-01-01", "2026-03-29 ", 20260329],
        DAY_TEXTS,
    ),
    "lead.received_at": (lead("received_at"), [None, *INSTANTS], [*DAY_TEXTS, *INSTANT_TEXTS]),
    "custom.instant": (
        custom("instant"),
        [
            *(None, "2026-03-28T22:30Z", "2026-03-29 00:30:01.000000+02:00", "2026-03-28T22:30"),
            *("2026-03-28T24:00:00Z", "2026-03-28T22:30:60Z", "2026-02-30T00:00Z", "now"),
            *map(datetime.isoformat, INSTANTS),
        ],
        [*DAY_TEXTS, *INSTANT_TEXTS],
    ),
    "contact.do_not_call": (contact("do_not_call"), [None, True, False], [True, False]),
    "custom.yes_no": (
        custom("yes_no"),
        [None, True, False, "true", "false", "yes", 1, "TRUE"],
        [True, False],
    ),
    "lead.tags": (
        lead("tags"),
        [None, [], ["Ä"], ["a", "x"], [None], [None, "A"]],
        ["a", "x", "Z"],
    ),
    "lead.topics": (
        lead("topics"),
        [None, [], ["fair"], ["fair", "price"], ["Fair"], "fair", {"fair": 1}, [None, "100%"]],
        ["fair", "price", "100%"],
    ),
    "custom.list": (custom("list"), [None, [], ["Ä", 7], "a", [["a"]], {}], ["a", "7", "x"]),
}


def written(name: str, operator: str, values: list[Any]) -> list[Any]:
    """Return every value that the comparison may have, from the values asked about."""
    pairs = combinations_with_replacement(values, 2)
    match SHAPES[operator]:
        case "flag":
            return [True, False]
        case "duration":
            return SPANS
        case "many":
            return [list(pair) for pair in pairs]
        case "pair":
            return [list(pair) for pair in pairs if is_range(name, pair)]
    return values


def is_range(name: str, pair: tuple[Any, Any]) -> bool:
    """Say whether the oracle finds something between the two, and they are of one kind."""
    low, high = map(str, pair)
    if VOCABULARY.fields[name].kind in ("date", "instant"):
        return len(low) == len(high)
    return VOCABULARY.fields[name].kind != "number" or Decimal(low) <= Decimal(high)


class TestComparison:
    def test_has_a_case_for_every_field(self) -> None:
        assert CASES.keys() == VOCABULARY.fields.keys()

    @pytest.mark.parametrize("most_patterns", [0, 1_000])
    @pytest.mark.parametrize("name", CASES)
    def test_says_what_the_oracle_says(
        self, pg: psycopg.Connection[Any], name: str, most_patterns: int
    ) -> None:
        make, stored, values = CASES[name]
        rules = [
            {"field": name, operator: value}
            for operator in OPERATORS[VOCABULARY.fields[name].kind]
            for value in written(name, operator, values)
        ]
        rows = [*map(make, stored), Row()]

        with mock.patch.object(binding, "MOST_PATTERNS", most_patterns):
            found = answers(pg, rules, rows, vocabulary=VOCABULARY)

        told = [
            (rule, row, answer)
            for row, line in zip(rows, found, strict=True)
            for rule, answer in zip(rules, line, strict=True)
            if answer is not oracle.met(rule, row)
        ]
        assert told == []


class TestHappening:
    @pytest.mark.parametrize("times", [{}, {"at_least": 1}, {"at_least": 3}, {"at_most": 2}])
    @pytest.mark.parametrize("within", [{}, {"within": "1 day"}, {"within": "1 hour"}])
    def test_says_what_the_oracle_says(
        self, pg: psycopg.Connection[Any], times: dict[str, int], within: dict[str, str]
    ) -> None:
        edges = (0, 1, -3_600, -3_601, -86_400, -86_401)
        moments = [NOW + timedelta(seconds=seconds) for seconds in edges]
        rows = [
            Row(events=[Event(kind, at, human, WORKSPACE)] * count)
            for kind in ("download", "page")
            for human in (100, 49, None)
            for count in (1, 2, 3)
            for at in moments
        ]
        rules = [{"happened": name, **times, **within} for name in ("download", "anything")]

        found = answers(pg, rules, [*rows, Row()], vocabulary=VOCABULARY)

        assert found == [tuple(oracle.met(rule, row) for rule in rules) for row in [*rows, Row()]]
