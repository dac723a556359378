"""Values of a workspace's own fields among what was told."""

from __future__ import annotations

from typing import Any

import pytest

from vaste.definitions.fields import parse_fields
from vaste.leads.custom import Custom, field_called, names_of, sort_out
from vaste.leads.enquiry import Enquiry


def field(key: str, kind: str, of: str = "lead", **more: Any) -> dict[str, Any]:
    labels = {"en": f"The {key}", "fi": f"Tämä {key}"}
    return {"key": key, "kind": kind, "of": of, "labels": labels, **more}


PLANS = {"basic": {"en": "Basic", "fi": "Perus"}, "pro": {"en": "Pro plan"}}
NAMES = names_of(
    parse_fields(
        {
            "fields": [
                field("seats", "number"),
                field("note", "text"),
                field("budget_max", "money", currency="SEK"),
                field("starts", "date"),
                field("plan", "choice", choices=PLANS),
                field("fast", "yes_no"),
                field("tags", "list"),
                field("plans", "list", choices=PLANS),
                field("plan", "choice", "contact", choices=PLANS),
                field("since", "date", "company"),
            ]
        }
    )
)


def sorted_out(**other: str) -> Custom:
    return sort_out(Enquiry(other=other, country="FI"), NAMES)


class TestSortOut:
    @pytest.mark.parametrize(
        ("key", "text", "value"),
        [
            ("seats", "12", 12),
            ("seats", "1 200,5", 1200.5),
            ("seats", "-3", -3),
            ("note", " Any text; at all ", "Any text; at all"),
            ("budget_max", "12 000 SEK", 12000),
            ("budget_max", "99.5", 99.5),
            ("starts", "5.3.2026", "2026-03-05"),
            ("plan", "pro", "pro"),
            ("plan", "PERUS", "basic"),
            ("plan", "pro-plan", "pro"),
            ("fast", "kyllä", True),
            ("fast", "false", False),
            ("tags", "a, b; a | c", ["a", "b", "c"]),
            ("plans", "Perus, pro", ["basic", "pro"]),
        ],
    )
    def test_types_a_value_by_its_field(self, key: str, text: str, value: Any) -> None:
        found = sorted_out(**{key: text})

        assert found.lead == {key: value}
        assert type(found.lead[key]) is type(value)
        assert found.problems == ()

    @pytest.mark.parametrize(
        ("key", "text"),
        [
            ("seats", "many"),
            ("seats", "10-20"),
            ("seats", "50+"),
            ("seats", "9" * 17),
            ("budget_max", "5 EUR"),
            ("starts", "soon"),
            ("plan", "platinum"),
            ("fast", "perhaps"),
            ("plans", "basic, platinum"),
        ],
    )
    def test_keeps_raw_what_it_cannot_read_and_says_so(self, key: str, text: str) -> None:
        found = sorted_out(**{key: text})

        assert found.lead == {f"{key} (raw)": text}
        ((problem),) = found.problems
        assert (problem.field, problem.value) == (key, text)
        assert problem.message
        assert problem.remedy

    def test_knows_a_field_by_key_name_and_any_label(self) -> None:
        for name in (
            "seats",
            "Seats",
            "custom.seats",
            "lead.custom.seats",
            "the SEATS",
            "Tämä seats",
        ):
            assert sorted_out(**{name: "3"}).lead == {"seats": 3}
        for name in ("contact.custom.plan",):
            assert sorted_out(**{name: "pro"}).contact == {"plan": "pro"}
        assert sorted_out(**{"The since": "2019-05-02"}).company == {"since": "2019-05-02"}

    def test_the_first_of_several_counts(self) -> None:
        assert sorted_out(**{"seats": "3", "The seats": "4"}).lead == {"seats": 3}

    def test_leaves_the_rest_as_it_was_told(self) -> None:
        found = sorted_out(Stand="B 12", Long="x" * 600)

        assert found == Custom(lead={"Stand": "B 12", "Long": "x" * 500})
        assert sort_out(Enquiry(other={"seats": "3"}), {}) == Custom(lead={"seats": "3"})

    def test_changes_nothing_in_the_enquiry(self) -> None:
        enquiry = Enquiry(other={"seats": "3"})

        assert sort_out(enquiry, NAMES) == sort_out(enquiry, NAMES)
        assert enquiry.other == {"seats": "3"}


class TestFieldCalled:
    def test_is_none_for_another_name(self) -> None:
        assert field_called("Seat", NAMES) is None
        assert field_called("seats", {}) is None
