"""The comparisons of the rule language: which kinds have them, and what stands beside them."""

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "text", "number", "money", "date", "instant", "duration", "choice", "yes_no", "list"
]
Shape: TypeAlias = Literal["one", "many", "pair", "duration", "flag"]

SHAPES: dict[str, Shape] = {
    "is": "one",
    "is_not": "one",
    "in": "many",
    "not_in": "many",
    "contains": "one",
    "not_contains": "one",
    "contains_any": "many",
    "contains_all": "many",
    "starts_with": "one",
    "ends_with": "one",
    "more_than": "one",
    "at_least": "one",
    "less_than": "one",
    "at_most": "one",
    "between": "pair",
    "before": "one",
    "after": "one",
    "within_last": "duration",
    "within_next": "duration",
    "missing": "flag",
}

_ORDERED = ("is", "is_not", "more_than", "at_least", "less_than", "at_most", "between")
_IN_TIME = (*_ORDERED, "before", "after", "within_last", "within_next")
_TEXT = ("is", "is_not", "in", "not_in", "contains", "not_contains", "contains_any")

OPERATORS: dict[Kind, tuple[str, ...]] = {
    "text": (*_TEXT, "starts_with", "ends_with", "missing"),
    "number": (*_ORDERED, "missing"),
    "money": (*_ORDERED, "missing"),
    "date": (*_IN_TIME, "missing"),
    "instant": (*_IN_TIME, "missing"),
    "duration": (*_ORDERED, "missing"),
    "choice": ("is", "is_not", "in", "not_in", "missing"),
    "yes_no": ("is", "missing"),
    "list": ("contains", "contains_any", "contains_all", "missing"),
}
