"""Values of a workspace's own fields: found among what was told, and read by the field's kind."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from vaste.definitions.fields import CustomField, FieldKind
from vaste.kernel.dates import read_date
from vaste.kernel.errors import Unread
from vaste.kernel.numbers import read_number
from vaste.kernel.text import fold, one_line
from vaste.leads.enquiry import Enquiry, Problem
from vaste.leads.reading import complaints, vocabulary

MOST_TEXT = 500  # characters of one value; the raw arrival keeps all of it
MOST_ITEMS = 50  # of a list
LARGEST: Final = Decimal(10) ** 15
_ITEMS = re.compile(r"[;,|\n]")
_SHOWN: Final = 200


Names = Mapping[str, CustomField]


@dataclass(frozen=True, slots=True)
class Custom:
    """Values by key: those of the contact and of the company, and all that belongs to the lead."""

    contact: Mapping[str, Any] = field(default_factory=dict)
    company: Mapping[str, Any] = field(default_factory=dict)
    lead: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def value(self, one: CustomField) -> Any:
        """Return what was told of a field, None for nothing."""
        held = {"contact": self.contact, "company": self.company, "lead": self.lead}
        return held[one.of].get(one.key)


NO_CUSTOM: Final = Custom()


def sort_out(enquiry: Enquiry, names: Names) -> Custom:
    """
    Return what was told beside the built-in fields, sorted to the workspace's own by `names`.

    What can't be read stays raw with the lead, under the name it was told by, with a problem.
    """
    own = {"contact": dict[str, Any](), "company": dict[str, Any](), "lead": dict[str, Any]()}
    problems = []
    for name, text in enquiry.other.items():
        one = field_called(name, names)
        value = read_value(one, text, country=enquiry.country) if one else None
        if one is None or isinstance(value, Unread):
            own["lead"][_raw_name(name, one)] = text[:MOST_TEXT]
        else:
            own[one.of].setdefault(one.key, value)
        if isinstance(value, Unread):
            shown = one_line(text, _SHOWN)
            problems.append(Problem(one_line(name, _SHOWN), shown, value.message, value.remedy))
    return Custom(own["contact"], own["company"], own["lead"], tuple(problems))


def read_value(one: CustomField, given: object, *, country: str = "") -> object:
    """
    Return what a field keeps of a value, Unread for what it can't keep.

    A text is read as people write such values; numbers, yes or no and lists of texts may also come
    as what they are. `country` (alpha-2) is whose way of writing numbers to assume.
    """
    if isinstance(given, bool):
        if one.kind == "yes_no":
            return given
        given = "yes" if given else "no"
    if isinstance(given, int | float) and one.kind in ("number", "money"):
        is_kept = math.isfinite(given) and abs(given) <= LARGEST
        return given if is_kept else complaints.NOT_ONE_NUMBER
    if isinstance(given, list | tuple) and one.kind == "list":
        return _items(one, [str(item) for item in given])
    if isinstance(given, list | tuple):
        given = "; ".join(str(item) for item in given)
    return _READERS[one.kind](one, str(given).strip(), country)


def _raw_name(name: str, one: CustomField | None) -> str:
    """Return the name that a raw value is kept under, never the key of a field."""
    return f"{name[:100]} (raw)" if one is not None and name == one.key else name[:120]


def field_called(name: str, names: Names) -> CustomField | None:
    """Return the field that a name told from outside means, None for none."""
    return names.get(fold(name)) if names else None


def names_of(fields: Sequence[CustomField]) -> Names:
    """
    Return every name that means a field: its key, its name in rules, and its labels.

    Case, accents and punctuation do not count. A name of several means the lead's field before the
    contact's and the company's.
    """
    order = ("lead", "contact", "company")
    names: dict[str, CustomField] = {}
    for one in sorted(fields, key=lambda one: order.index(one.of)):
        for name in (one.key, f"custom.{one.key}", one.name, *one.labels.values()):
            names.setdefault(fold(name), one)
    return names


Reader = Callable[[CustomField, str, str], object]


def _text(one: CustomField, text: str, country: str) -> object:
    return text[:MOST_TEXT]


def _number(one: CustomField, text: str, country: str) -> object:
    found = read_number(text, country=country)
    if isinstance(found, Unread):
        return found
    if found.high is not None or found.open_ended or abs(found.value) > LARGEST:
        return complaints.NOT_ONE_NUMBER
    if found.currency not in ("", one.currency):
        return complaints.OTHER_CURRENCY
    whole = found.value == found.value.to_integral_value()
    return int(found.value) if whole else float(found.value)


def _date(one: CustomField, text: str, country: str) -> object:
    found = read_date(text)
    return found if isinstance(found, Unread) else found.day.isoformat()


def _yes_no(one: CustomField, text: str, country: str) -> object:
    answer = vocabulary.yes_or_no(text)
    return complaints.NEITHER_YES_NOR_NO if answer is None else answer


def _choice(one: CustomField, text: str, country: str) -> object:
    return _chosen(one, text) or complaints.NOT_A_CHOICE


def _chosen(one: CustomField, text: str) -> str:
    """Return the key of the choice that a text means, by key or by label; "" for none."""
    if text in one.choices:
        return text
    wanted = fold(text)
    return next(
        (
            code
            for code, labels in one.choices.items()
            if wanted in (fold(code), *map(fold, labels.values()))
        ),
        "",
    )


def _list(one: CustomField, text: str, country: str) -> object:
    return _items(one, _ITEMS.split(text))


def _items(one: CustomField, told: Sequence[str]) -> object:
    items = [item.strip()[:MOST_TEXT] for item in told[:MOST_ITEMS] if item.strip()]
    if not one.choices:
        return list(dict.fromkeys(items))
    chosen = [_chosen(one, item) for item in items]
    return list(dict.fromkeys(chosen)) if all(chosen) else complaints.NOT_A_CHOICE


_READERS: Final[Mapping[FieldKind, Reader]] = {
    "text": _text,
    "number": _number,
    "money": _number,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "list": _list,
}
