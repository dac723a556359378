"""The workspace's own fields on the lead page: their values as a form that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vaste.definitions.fields import CustomField
from vaste.desk.build import labels
from vaste.desk.panels import Choice, FormState, OwnField, OwnForm
from vaste.leads.models import Lead
from vaste.pages.reader import language
from vaste.rules.vocabulary import label

NOTHING = FormState()


def form(lead: Lead, own: Iterable[CustomField], state: FormState = NOTHING) -> OwnForm | None:
    """Return the form of the fields that the lead can have; None for none."""
    shown = tuple(_field(one, lead, state) for one in _usable(lead, own))
    return OwnForm(fields=shown, state=state) if shown else None


def changed(lead: Lead, own: Iterable[CustomField], sent: Mapping[str, str]) -> dict[str, str]:
    """
    Return what was sent and is not what the form showed, by the names of the fields.

    So a value that nobody touched is never read again from how it was written out.
    """
    return {
        one.name: sent[one.name].strip()
        for one in _usable(lead, own)
        if one.name in sent and sent[one.name].strip() != _text(one, _held(lead, one))
    }


def _usable(lead: Lead, own: Iterable[CustomField]) -> Iterator[CustomField]:
    return (one for one in own if one.of != "company" or lead.company is not None)


def _held(lead: Lead, one: CustomField) -> Any:
    rows = {"lead": lead, "contact": lead.contact, "company": lead.company}
    row = rows[one.of]
    return row.custom.get(one.key) if row is not None else None


def _field(one: CustomField, lead: Lead, state: FormState) -> OwnField:
    value = state.values.get(one.name, _text(one, _held(lead, one)))
    kinds = {"choice": "select", "yes_no": "select", "date": "date"}
    return OwnField(
        name=one.name,
        label=label(one.labels, language(), otherwise=one.key),
        kind=kinds.get(one.kind, "text"),
        value=value,
        hint=_hint(one),
        options=_options(one, value),
        error=state.errors.get(one.name, ""),
    )


def _hint(one: CustomField) -> str:
    if one.kind == "money":
        return one.currency
    if one.kind == "list":
        names = [label(words, language(), otherwise=code) for code, words in one.choices.items()]
        several = _("Several, with commas between them.")
        return f"{several} {', '.join(names)}" if names else several
    return ""


def _options(one: CustomField, value: str) -> tuple[Choice, ...]:
    known = {code: label(words, language(), otherwise=code) for code, words in one.choices.items()}
    if one.kind == "yes_no":
        known = {"yes": _("Yes"), "no": _("No")}
    elif one.kind != "choice":
        return ()
    if value and value not in known:  # of an older definition
        known = {value: value, **known}
    return tuple(
        Choice(key=code, label=words, is_selected=code == value) for code, words in known.items()
    )


def _text(one: CustomField, value: Any) -> str:
    """Return a value as its input shows it."""
    if value is None:
        return ""
    if one.kind == "yes_no":
        return "yes" if value is True else "no" if value is False else str(value)
    if isinstance(value, list):
        return labels.custom_value(one, value)
    return str(value).strip()
