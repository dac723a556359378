"""Custom fields: what a workspace keeps of leads, contacts and companies beyond the built-in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, Final, Literal, TypeAlias, get_args

from babel import numbers
from django.utils.translation import gettext as _

from vaste.definitions.checking import Findings, Group, inside
from vaste.rules.problems import shown
from vaste.rules.vocabulary import Field, JsonKey, Labels

Of: TypeAlias = Literal["lead", "contact", "company"]
FieldKind: TypeAlias = Literal["text", "number", "money", "date", "choice", "yes_no", "list"]
OWNERS: Final = get_args(Of)
KINDS: Final = get_args(FieldKind)
MOST_FIELDS = 200
MOST_CHOICES = 200
ASKS: Final = ("optional", "required")
_KNOWN: Final = ("key", "of", "kind", "labels", "choices", "currency", "ask")
_NONE: Final[Mapping[str, Sequence[str]]] = {}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,59}")


@dataclass(frozen=True, slots=True)
class CustomField:
    """
    One custom field. Its value stands under `key` in the `custom` of the lead, contact or company.

    By kind: text and choice (the choice's key) as text, number and money as numbers, date as ISO
    text, yes_no as true or false, list as an array of texts. Money is in `currency` (ISO 4217).
    `ask` says whether hosted forms ask for it: optional, required, or "" for not at all.
    """

    key: str
    of: Of
    kind: FieldKind
    labels: Labels
    choices: Mapping[str, Labels] = made(default_factory=dict)
    currency: str = ""
    ask: str = ""

    @property
    def name(self) -> str:
        """The name that rules call it by."""
        return f"{self.of}.custom.{self.key}"


def parse_fields(content: Mapping[str, Any]) -> tuple[CustomField, ...]:
    """Return the custom fields of a definition, but for entries that `check_fields` refuses."""
    return tuple(one for _place, one in _read(content, Findings()) if one is not None)


def check_fields(
    content: Mapping[str, Any], found: Findings, *, built_in: Mapping[str, Sequence[str]] = _NONE
) -> None:
    """
    Note what is wrong with the custom fields of a definition.

    `built_in` are keys that a custom field may not have, for what is told under that name goes into
    a built-in field: the names that rules call it by, none where they do not.
    """
    for place, one in _read(content, found):
        if one is not None and one.key in built_in:
            _add_taken(one, inside(place, "key"), built_in[one.key], found)


def _add_taken(one: CustomField, place: str, names: Sequence[str], found: Findings) -> None:
    message = _("“%(key)s” is a built-in field: what is told under this name is kept there.")
    remedy = _("Give your field another key, such as “%(key)s”.")
    same = f"{one.of}.{one.key}"
    name = same if same in names else next(iter(names), "")
    if name:
        remedy = _("Use “%(name)s”, or give your field another key, such as “%(key)s”.")
    other = f"own_{one.key}"
    found.add(place, message % {"key": one.key}, remedy % {"name": name, "key": other})


def vocabulary(fields: tuple[CustomField, ...]) -> list[Field]:
    """Return custom fields as rules may ask for them."""
    return [
        Field(
            one.name,
            one.kind,
            JsonKey(one.of, "custom", one.key),
            one.labels,
            choices=one.choices,
            unit=one.currency or None,
        )
        for one in fields
    ]


def _read(content: Mapping[str, Any], found: Findings) -> Iterator[tuple[str, CustomField | None]]:
    """Give each entry's place and what it says, None where it can't be used."""
    taken: set[tuple[str, str]] = set()
    entries = found.entries(content.get("fields"), "fields", most=MOST_FIELDS, known=_KNOWN)
    for place, entry in entries:
        before = len(found.problems)
        _check_entry(entry, place, found)
        if len(found.problems) > before:
            yield place, None
            continue
        one = _made(entry, content)
        if (one.of, one.key) in taken:
            message = _("The key “%(key)s” is used twice.") % {"key": one.key}
            found.add(inside(place, "key"), message, _("Give each entry a key of its own."))
            yield place, None
            continue
        taken.add((one.of, one.key))
        yield place, one


def _made(entry: Group, content: Mapping[str, Any]) -> CustomField:
    own = entry.get("currency") or content.get("currency") or "EUR"
    return CustomField(
        key=entry["key"],
        of=entry["of"],
        kind=entry["kind"],
        labels=entry["labels"],
        choices={
            str(code): labels or {"en": str(code)}
            for code, labels in (entry.get("choices") or {}).items()
        },
        currency=str(own) if entry["kind"] == "money" else "",
        ask=entry.get("ask") or "",
    )


def _check_entry(entry: Group, place: str, found: Findings) -> None:
    key = entry.get("key")
    if not isinstance(key, str) or _KEY.fullmatch(key) is None:
        message = _("“%(found)s” is no key.") % {"found": shown(key)}
        remedy = _("Write one word of small letters, digits and “_”, at most %(most)d characters.")
        found.add(inside(place, "key"), message, remedy % {"most": 40})
    found.one_of(entry, "of", place, OWNERS)
    found.one_of(entry, "kind", place, KINDS)
    found.words(entry, "labels", place, needed=True)
    if "ask" in entry:
        found.one_of(entry, "ask", place, ASKS)
    _check_choices(entry, place, found)
    _check_currency(entry, place, found)


def _check_choices(entry: Group, place: str, found: Findings) -> None:
    kind, at = entry.get("kind"), inside(place, "choices")
    if kind == "choice" and not entry.get("choices"):
        found.add(at, _("The choices are missing."), _("Write them as {basic: {en: Basic}}."))
        return
    if "choices" in entry and kind not in ("choice", "list"):
        message = _("Only the kinds “choice” and “list” have choices.")
        found.add(at, message, _("Take “choices” away, or change the kind."))
        return
    choices = found.group(entry.get("choices"), at)
    if len(choices) > MOST_CHOICES:
        message = _("There are more than %(most)d entries.") % {"most": MOST_CHOICES}
        found.add(at, message, _("Leave out what is not needed."))
        return
    for code in choices:
        if _CODE.fullmatch(str(code)) is None:
            message = _("“%(found)s” is no key.") % {"found": shown(code)}
            remedy = _("Write letters, digits, “_”, “-”, “+” and “.”, at most 60 characters.")
            found.add(at, message, remedy)
        else:
            found.words(choices, code, at)


def _check_currency(entry: Group, place: str, found: Findings) -> None:
    if "currency" not in entry:
        return
    if entry.get("kind") != "money":
        message = _("Only the kind “money” has a currency.")
        remedy = _("Take “currency” away, or change the kind.")
        found.add(inside(place, "currency"), message, remedy)
        return
    check_currency(entry["currency"], inside(place, "currency"), found)


def check_currency(value: object, place: str, found: Findings) -> None:
    """Note what is no code of a currency."""
    if not (isinstance(value, str) and numbers.is_currency(value)):
        message = _("There is no currency “%(code)s”.") % {"code": shown(value)}
        found.add(place, message, _("Use its code of three letters, as in EUR."))
