from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings

from tests.rules import strategies
from tests.rules.sample import VOCABULARY
from vaste.rules.language import All, Compare, Happened, Not, Problem, check
from vaste.rules.operators import OPERATORS, SHAPES


def leaf(field: str, **comparison: object) -> dict[str, object]:
    return {"field": field, **comparison}


def value(kind: str, operator: str) -> object:
    """Return a value of the right form that suits no kind in particular."""
    forms: dict[str, object] = {"many": ["x"], "pair": ["x", "y"], "duration": "3 days"}
    return forms.get(SHAPES[operator], True if operator == "missing" else "x")


class TestCheck:
    @settings(deadline=None)
    @given(rule=strategies.rules())
    def test_finds_nothing_wrong_with_good_rules(self, rule: dict[str, Any]) -> None:
        assert check(rule, VOCABULARY) == []

    @pytest.mark.parametrize(
        ("rule", "path", "message", "remedy"),
        [
            (
                leaf("lead.mesage", contains="x"),
                "field",
                "There is no field “lead.mesage”.",
                "Did you mean lead.message",
            ),
            (
                leaf("%(name)s", contains="x"),
                "field",
                "There is no field “%(name)s”.",
                "Use one of: lead.message, lead.request_type, ",
            ),
            (
                leaf("lead.message", at_least="x"),
                "at_least",
                "“lead.message” cannot be compared by “at_least”.",
                "Use one of: is, is_not, in, not_in, contains, not_contains, contains_any",
            ),
            (leaf("lead.message", **{"is": 7}), "is", "“7” is not text.", "Put it in quotes."),
            (leaf("lead.message", **{"is": False}), "is", "“false” is not text.", "Put it in quo"),
            (leaf("lead.message", contains=" "), "contains", "The text is empty.", "Write a text,"),
            (leaf("lead.message", contains="\u0301"), "contains", "The text is empty.", "Write a "),
            (
                leaf("lead.message", contains_any=["x", 7]),
                "contains_any[1]",
                "“7” is not text.",
                "Put it in quotes.",
            ),
            (
                leaf("lead.request_type", **{"is": "ofer"}),
                "is",
                "“ofer” is not one of the choices.",
                "Did you mean offer",
            ),
            (
                leaf("lead.request_type", **{"in": ["offer", "Offer"]}),
                "in[1]",
                "“Offer” is not one of the choices.",
                "Did you mean offer",
            ),
            (leaf("lead.request_type", **{"is": False}), "is", "“false” is not text.", "Put it in"),
            (
                leaf("lead.topics", contains="zzz"),
                "contains",
                "“zzz” is not one of the choices.",
                "Use one of: fair, price, 100%.",
            ),
            (
                leaf("lead.tags", contains_all=["x", ""]),
                "contains_all[1]",
                "The text is empty.",
                "W",
            ),
            (
                leaf("company.employees", at_least="ten"),
                "at_least",
                "“ten” is not a number.",
                "Write digits with a point, as in 1200.50",
            ),
            (leaf("company.employees", at_least=True), "at_least", "“true” is not a number.", "W"),
            (leaf("company.employees", at_least="1e9"), "at_least", "“1e9” is not a number.", "W"),
            (leaf("company.employees", at_least="٣"), "at_least", "“٣” is not a number.", "Write"),
            (
                leaf("company.employees", at_least=1e-10),
                "at_least",
                "“1e-10” is not a number.",
                "W",
            ),
            (
                leaf("company.employees", between=[50, 10]),
                "between",
                "The lowest value is higher than the highest.",
                "Swap the two values.",
            ),
            (
                leaf("lead.value", at_least=10000),
                "at_least",
                "“10000” is not an amount of money.",
                "Write the amount and its currency, as in 10000 EUR.",
            ),
            (
                leaf("lead.value", at_least="10000 ERU"),
                "at_least",
                "There is no currency “ERU”.",
                "Use its code of three letters, as in EUR.",
            ),
            (
                leaf("lead.budget", at_least="10000 SEK"),
                "at_least",
                "The field is in EUR and cannot be compared with SEK.",
                "Write the amount in EUR.",
            ),
            (
                leaf("lead.value", between=["1 EUR", "2 SEK"]),
                "between",
                "The two amounts are in different currencies.",
                "Write both amounts in one currency.",
            ),
            (
                leaf("lead.value", between=["2 EUR", "1 EUR"]),
                "between",
                "The lowest value is higher",
                "Swap the two values.",
            ),
            (
                leaf("lead.needed_by", before="5.3.2026"),
                "before",
                "“5.3.2026” is not a date.",
                "Write year, month and day, as in 2026-03-05.",
            ),
            (leaf("lead.needed_by", before="2026-02-30"), "before", "“2026-02-30” is not", "Write"),
            (leaf("lead.needed_by", before="1899-12-31"), "before", "“1899-12-31” is not", "Write"),
            (leaf("lead.needed_by", before="9999-12-31"), "before", "“9999-12-31” is not", "Write"),
            (
                leaf("lead.needed_by", within_last="3 hours"),
                "within_last",
                "A date is counted in whole days.",
                "Write days, weeks, months or years.",
            ),
            (
                leaf("lead.needed_by", within_next="0 days"),
                "within_next",
                "A length of nothing reaches nowhere.",
                "Write 1 or more.",
            ),
            (
                leaf("lead.needed_by", within_next="101 years"),
                "within_next",
                "“101 years” is more than 100 years.",
                "Write a shorter length of time.",
            ),
            (
                leaf("lead.needed_by", within_next="999999999 years"),
                "within_next",
                "“9999",
                "Write",
            ),
            (
                leaf("lead.needed_by", between=["2026-03-05", "2026-03-04"]),
                "between",
                "The lowest value is higher",
                "Swap the two values.",
            ),
            (
                leaf("lead.received_at", before="2026-03-05T10:00:00"),
                "before",
                "“2026-03-05T10:00:00” is not a date or a time with its offset.",
                "Write 2026-03-05, or 2026-03-05T10:00:00+02:00.",
            ),
            (
                leaf("lead.received_at", between=["2026-03-05", "2026-03-05T10:00:00Z"]),
                "between",
                "One value is a date and the other a time.",
                "Write two dates, or two times",
            ),
            (
                leaf(
                    "lead.received_at",
                    between=["2026-03-05T10:00:00Z", "2026-03-05T10:00:00+02:00"],
                ),
                "between",
                "The lowest value is higher",
                "Swap the two values.",
            ),
            (
                leaf("lead.needed_within", at_most=90),
                "at_most",
                "“90” is not a length of time.",
                "Write a number and a unit, as in 14 days or 3 months.",
            ),
            (
                leaf("lead.needed_within", at_most="36 hours"),
                "at_most",
                "The field counts in the unit “day”; “36 hours” is not a whole one.",
                "Write a whole number, as in 1 day.",
            ),
            (
                leaf("lead.needed_within", between=["3 months", "14 days"]),
                "between",
                "The lowest value is higher",
                "Swap the two values.",
            ),
            (
                leaf("contact.do_not_call", **{"is": "yes"}),
                "is",
                "“yes” is neither true nor false.",
                "Write true or false, without quotes.",
            ),
            (
                {"happened": "downlod"},
                "happened",
                "There is no happening “downlod”.",
                "Did you mean download?",
            ),
            (
                {"happened": "download", "within": "0 days"},
                "within",
                "A length of nothing reaches",
                "Write 1 or more.",
            ),
            (
                {"happened": "anything", "path": {"is": "/"}},
                "path",
                "“anything” has no path.",
                "Take",
            ),
            (
                {"happened": "download", "within": "101 years"},
                "within",
                "“101 years” is mo",
                "Write",
            ),
        ],
    )
    def test_names_the_place_and_the_remedy(
        self, rule: dict[str, object], path: str, message: str, remedy: str
    ) -> None:
        (problem,) = check({"all": [{"not": rule}]}, VOCABULARY)

        assert problem.path == f"all[0].not.{path}"
        assert problem.message.startswith(message)
        assert problem.remedy.startswith(remedy)

    @pytest.mark.parametrize("field", VOCABULARY.fields.values(), ids=lambda field: field.name)
    def test_refuses_every_comparison_that_the_kind_does_not_have(self, field: Any) -> None:
        for operator in SHAPES.keys() - OPERATORS[field.kind]:
            (problem,) = check(
                {"field": field.name, operator: value(field.kind, operator)}, VOCABULARY
            )

            assert problem.path == operator
            assert problem.message == f"“{field.name}” cannot be compared by “{operator}”."

    def test_names_every_bad_condition(self) -> None:
        bad = leaf("lead.nothing", contains="x")
        problems = check({"any": [bad, {"not": leaf("lead.message", is_not=7)}, bad]}, VOCABULARY)

        assert [problem.path for problem in problems] == [
            "any[0].field",
            "any[1].not.is_not",
            "any[2].field",
        ]

    def test_answers_what_cannot_even_be_read(self) -> None:
        assert [problem.path for problem in check({"all": [7, {"any": []}]}, VOCABULARY)] == [
            "all[0]",
            "all[1].any",
        ]

    def test_holds_a_tree_made_by_a_program_to_the_same_form(self) -> None:
        assert check(Compare("lead.message", "is", "x\0"), VOCABULARY)[0].path == "is"
        assert check(Compare("lead.message", "like", "x"), VOCABULARY)[0].path == "like"
        assert check(All(()), VOCABULARY)[0].message == "The group is empty."
        assert check(Happened("download", -1), VOCABULARY)[0].path == "at_least"
        assert check(All((Compare("lead.message", "is", "x"),)), VOCABULARY) == []

    def test_refuses_a_tree_that_is_too_large_or_deep(self) -> None:
        node: Any = Compare("lead.message", "is", "x")
        for _ in range(100_000):
            node = Not(node)

        assert check(node, VOCABULARY)[0].message.startswith("The rule is too large")
        wide = All((Compare("lead.message", "is", "x"),) * 10_000)
        assert check(wide, VOCABULARY)[0].path == "all[499]"

    def test_speaks_the_language_of_the_reader(self) -> None:
        with translation.override("fi"):
            (problem,) = check(leaf("lead.message", contains=""), VOCABULARY)

        assert isinstance(problem.message, str)


class TestProblem:
    def test_reads_as_one_line(self) -> None:
        assert str(Problem("all[2].at_most", "“x” is not a number.", "Write digits.")) == (
            "all[2].at_most: “x” is not a number. Write digits."
        )
        assert str(Problem("", "The group is empty.", "Fill it.")) == "The group is empty. Fill it."
