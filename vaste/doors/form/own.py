"""The workspace's own fields as questions of a hosted form, and what is wrong with an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from vaste.definitions.fields import CustomField
from vaste.doors.form import standard
from vaste.kernel.errors import Unread
from vaste.leads.custom import MOST_TEXT, read_value

_KINDS: Final = {"date": "date", "choice": "select", "yes_no": "radio"}
_MESSAGES: Final = {
    "number": standard.ONE_NUMBER,
    "money": standard.ONE_NUMBER,
    "date": standard.A_DATE,
}


def questions(asked: Iterable[CustomField]) -> list[dict[str, Any]]:
    """Return own fields as entries of a form's `fields`, in their order."""
    return [_question(one) for one in asked]


def _question(one: CustomField) -> dict[str, Any]:
    kind = "checks" if one.kind == "list" and one.choices else _KINDS.get(one.kind, "text")
    return {
        "name": one.name,
        "kind": kind,
        "labels": _with_currency(one),
        "hints": standard.SEVERAL if one.kind == "list" and not one.choices else "",
        "options": _options(one),
        "required": one.ask == "required",
        "half": kind not in ("checks", "radio"),
        "max_length": MOST_TEXT,
    }


def _with_currency(one: CustomField) -> Mapping[str, str]:
    if not one.currency:
        return one.labels
    return {code: f"{label} ({one.currency})" for code, label in one.labels.items()}


def _options(one: CustomField) -> list[dict[str, Any]]:
    if one.kind == "yes_no":
        return [{"key": "yes", "labels": standard.YES}, {"key": "no", "labels": standard.NO}]
    return [{"key": code, "labels": words} for code, words in one.choices.items()]


def wrong(
    asked: Iterable[CustomField], typed: Mapping[str, str], *, country: str
) -> dict[str, Mapping[str, str]]:
    """Return answers that can't be read, by name, with what to say in every language."""
    told = [(one, typed.get(one.name, "").strip()) for one in asked]
    return {
        one.name: _MESSAGES.get(one.kind, standard.ONE_OF_THESE)
        for one, text in told
        if text and isinstance(read_value(one, text, country=country), Unread)
    }
