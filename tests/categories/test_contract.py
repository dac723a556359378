"""Contracts of categories: parsed, and refused with the place and the remedy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from vaste.categories.checking import check_categories
from vaste.categories.contract import (
    REMINDER,
    AfterAttempts,
    Category,
    Reminder,
    parse_categories,
)
from vaste.definitions.checking import Findings
from vaste.rules.vocabulary import Column, Field, Vocabulary

VOCABULARY = Vocabulary.of(
    [Field("lead.message", "text", Column("lead", "message"), {"en": "message"})]
)
COLD = {
    "key": "cold", "take_over": "1 hour", "first_contact": "4 hours", "give_back_after": "1 hour",
}  # fmt: skip
HOT: dict[str, Any] = {**COLD, "key": "hot", "when": {"field": "lead.message", "missing": False}}
WHOLE = {
    "team": "north",
    "reminder": {"before": "2 months", "words": {"en": "Call again"}},
    "offer_newsletter": True,
    "counts_as_contact": {"phone": ["reached"], "email": []},
    "ladder": "strict",
    "after_attempts": {"count": 5, "then": "snooze", "for": "30 days"},
    "hold": "4 hours",
}


def problems(*categories: Any) -> list[tuple[str, str]]:
    found = Findings()
    check_categories(list(categories), VOCABULARY, found, ladders=["strict"])
    assert all(problem.remedy for problem in found.problems)
    return [(problem.path, problem.message) for problem in found.problems]


class TestParseCategories:
    def test_reads_the_whole_contract(self) -> None:
        assert problems(HOT | WHOLE, COLD) == []
        hot, _cold = parse_categories([HOT | WHOLE, COLD])

        assert (hot.team, hot.offer_newsletter, hot.ladder) == ("north", True, "strict")
        assert hot.reminder == Reminder(timedelta(days=62), {"en": "Call again"})
        assert hot.counts_as_contact == {"phone": frozenset({"reached"}), "email": frozenset()}
        assert hot.after_attempts == AfterAttempts(5, timedelta(days=30))
        assert hot.hold == timedelta(hours=4)

    def test_asks_for_nothing_that_is_not_said(self) -> None:
        (cold,) = parse_categories([COLD])

        assert (cold.team, cold.reminder, cold.offer_newsletter) == ("", None, False)
        assert (cold.counts_as_contact, cold.ladder) == (None, "standard")
        assert (cold.after_attempts, cold.hold) == (None, timedelta(0))

    def test_still_takes_the_reminder_on_the_day(self) -> None:
        (cold,) = parse_categories([COLD | {"remind_at_purchase": True}])

        assert cold.reminder == Reminder(timedelta(0), REMINDER)


class TestIsContact:
    def test_what_the_contract_names_replaces_the_usual(self) -> None:
        category: Category = parse_categories([COLD | WHOLE])[0]

        assert category.is_contact("phone", "reached")
        assert not category.is_contact("phone", "meeting_booked")
        assert not category.is_contact("email", "replied")
        assert category.is_contact("chat", "talked")


class TestCheckCategories:
    @pytest.mark.parametrize(
        ("change", "place", "message"),
        [
            ({"first_contact": "25 hours"}, "first_contact", "No category may answer later than"),
            ({"take_over": "2 days"}, "take_over", "No category may answer later than within"),
            ({"longer_allowed": "yes"}, "longer_allowed", "“yes” is neither true nor false."),
            ({"take_over": "0 minutes"}, "take_over", "It must be longer than nothing."),
            ({"take_over": 15}, "take_over", "“15” is not a length of time."),
            ({"hold": "31 days"}, "hold", "A lead is held in its category for at most 30 days."),
            ({"hold": None}, "hold", "“nothing” is not a length of time."),
            ({"team": "The North"}, "team", "“The North” is no team."),
            ({"team": ["north"]}, "team", "“a list” is no team."),
            ({"ladder": "steep"}, "ladder", "“steep” is not one of the choices."),
            ({"channel": "fax"}, "channel", "“fax” is not one of the choices."),
            ({"reminder": "2 weeks"}, "reminder", "“2 weeks” stands where named values should."),
            ({"reminder": {"before": "soon"}}, "reminder.before", "“soon” is not a length of ti"),
            ({"reminder": {"after": "1 day"}}, "reminder.after", "“after” is not known here."),
            ({"reminder": {"words": {"en": 1}}}, "reminder.words.en", "“1” is no text of 1 to"),
            ({"offer_newsletter": 1}, "offer_newsletter", "“1” is neither true nor false."),
            ({"counts_as_contact": ["phone"]}, "counts_as_contact", "“a list” stands where nam"),
            ({"counts_as_contact": {"fax": []}}, "counts_as_contact.fax", "“fax” is not known"),
            ({"counts_as_contact": {"phone": "reached"}}, "counts_as_contact.phone", "“reached”"),
            (
                {"counts_as_contact": {"phone": ["sent"]}},
                "counts_as_contact.phone[0]",
                "“sent” is not one of the choices.",
            ),
            ({"after_attempts": 5}, "after_attempts", "“5” stands where named values should."),
            (
                {"after_attempts": {"count": 0, "then": "snooze", "for": "1 day"}},
                "after_attempts.count",
                "“0” is no whole number from 1 to 50.",
            ),
            (
                {"after_attempts": {"count": 1, "then": "close", "for": "1 day"}},
                "after_attempts.then",
                "“close” is not one of the choices.",
            ),
            (
                {"after_attempts": {"count": 1, "then": "snooze", "for": "4 years"}},
                "after_attempts.for",
                "“4 years” is not a length of time.",
            ),
            (
                {"after_attempts": {"count": 1, "then": "snooze", "for": "1 day", "gap": "soon"}},
                "after_attempts.gap",
                "“soon” is not a length of time.",
            ),
            (
                {
                    "after_attempts": {
                        "count": 1,
                        "then": "snooze",
                        "for": "1 day",
                        "gap": "31 days",
                    }
                },
                "after_attempts.gap",
                "Attempts that count are at most 30 days apart.",
            ),
            ({"key": "very hot"}, "key", "“very hot” is no key."),
            ({"promise": 1}, "promise", "“promise” is not known here."),
            ({1: 1}, "1", "“1” is not known here."),
        ],
    )
    def test_names_the_place(self, change: dict[Any, Any], place: str, message: str) -> None:
        (where, what), *_ = problems(HOT | change, COLD)

        assert where == f"categories[0].{place}"
        assert what.startswith(message)

    def test_takes_a_longer_promise_that_was_allowed(self) -> None:
        assert problems(COLD | {"first_contact": "3 days", "longer_allowed": True}) == []

    @pytest.mark.parametrize("source", [None, [], "hot", {"hot": HOT}])
    def test_needs_categories(self, source: Any) -> None:
        found = Findings()
        check_categories(source, VOCABULARY, found)

        assert [problem.path for problem in found.problems] == ["categories"]

    def test_only_the_last_has_no_rule(self) -> None:
        assert [place for place, _ in problems(COLD, COLD | {"key": "b"})] == ["categories[0].when"]
        assert [place for place, _ in problems(HOT)] == ["categories[0].when"]
