"""
A second, slow reading of the rule language, written from its description and sharing no code.

It takes a rule as written and a row as plain Python, and says whether the rule is met.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.rules import sample

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda a, b: a == b,
    "is_not": lambda a, b: a != b,
    "more_than": lambda a, b: a > b,
    "after": lambda a, b: a > b,
    "at_least": lambda a, b: a >= b,
    "less_than": lambda a, b: a < b,
    "before": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
}
DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}
MINUTES = {"minute": 1, "hour": 60} | {unit: days * 1440 for unit, days in DAYS.items()}
PLAIN = dict(zip("ßæœøđðþłħıŋŧſς", "saooddtlhintsσ", strict=True))


@dataclass
class Event:
    """One row of the happenings' table."""

    kind: str
    at: datetime
    human: int | None
    workspace: Any = sample.WORKSPACE
    path: str = ""


@dataclass
class Row:
    """A lead with its contact, company (None: no company) and the contact's events."""

    lead: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    company: dict[str, Any] | None = None
    events: list[Event] = field(default_factory=list)


def met(rule: Mapping[str, Any], row: Row) -> bool:
    """Say whether `rule` is met by `row`."""
    if "all" in rule:
        return all(met(child, row) for child in rule["all"])
    if "any" in rule:
        return any(met(child, row) for child in rule["any"])
    if "not" in rule:
        return not met(rule["not"], row)
    if "happened" in rule:
        return happened(rule, row)
    operator, wanted = next((key, value) for key, value in rule.items() if key != "field")
    value = stored(rule["field"], row)
    if operator == "missing":
        return bool((value is None) == wanted)
    return value is not None and compared(rule["field"], value, operator, wanted)


def happened(rule: Mapping[str, Any], row: Row) -> bool:
    kinds = {"download": ("download", "it's; DROP TABLE %s"), "anything": None}[rule["happened"]]
    times = sum(
        1
        for event in row.events
        if event.workspace == sample.WORKSPACE
        and event.at <= sample.NOW
        and ("within" not in rule or event.at >= sample.NOW - length(rule["within"]))
        and (kinds is None or (event.kind in kinds and (event.human or 0) >= 50))
        and ("path" not in rule or there(rule["path"], event.path))
    )
    if "at_most" in rule:
        return bool(times <= rule["at_most"])
    return bool(times >= rule.get("at_least", 1))


def there(test: Mapping[str, str], path: str) -> bool:
    """Say whether a stored path meets a test, small letters against small letters."""
    operator, text = next(iter(test.items()))
    wanted = " ".join(unicodedata.normalize("NFC", text.lower()).split())
    if operator == "is":
        return path == (wanted.rstrip("/") or "/")
    return path.startswith(wanted) if operator == "starts_with" else wanted in path


def length(text: str) -> timedelta:
    count, unit = re.findall(r"(\d+) *([a-z]+?)s?$", text.strip().lower())[0]
    return timedelta(minutes=int(count) * MINUTES[unit])


def plain(text: str) -> str:
    """Return `text` without case and accents."""
    bare = (letter for letter in unicodedata.normalize("NFD", text))
    kept = (letter for letter in bare if letter != "\u00ad" and not "\u0300" <= letter <= "\u036f")
    small = (PLAIN.get(letter.lower(), letter.lower()) for letter in kept)
    marks = {"\u00a0": " ", "\u202f": " ", "‘": "'", "’": "'"} | dict.fromkeys("‐‑‒–—", "-")
    return "".join(marks.get(letter, letter) for letter in small)


def stored(name: str, row: Row) -> Any:
    """Return the value of a field, None when it is missing."""
    room, key = name.split(".")
    if room == "contact":
        return present(row.contact.get(key))
    if room == "company":
        return present((row.company or {}).get(key))
    if room == "custom":
        return custom(key, row.lead.get("custom"))
    if key == "value":
        money = (row.lead.get("value"), row.lead.get("value_currency"))
        return money if money[0] is not None and money[1] else None
    column = {"needed_within": "needed_within_days", "answer_time": "answer_minutes"}.get(key, key)
    value = row.lead.get(column)
    return listed(value) if key == "topics" else present(value)


def present(value: Any) -> Any:
    return None if value in ("", [], None) else value


def listed(value: Any) -> Any:
    if not isinstance(value, list) or not value:
        return None
    return [item if isinstance(item, str | None) else json.dumps(item) for item in value]


def custom(key: str, held: Any) -> Any:
    """Return what a custom field holds if it suits the field's kind, else None."""
    value = held.get(sample.OWN_KEY if key == "text" else key) if isinstance(held, dict) else None
    if key == "list":
        return listed(value)
    if value is None or isinstance(value, list | dict):
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    return CUSTOM[key](text)


def number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", text) else None


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-..-..", text) else None
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    form = r"[0-9-]{10}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-](0.|1[0-4]):..)"
    try:
        if not re.fullmatch(form, text):
            return None
        fraction = re.search(r"\.([0-9]+)", text)
        return datetime.fromisoformat(
            text.replace(fraction[0], "." + fraction[1].ljust(6, "0")) if fraction else text
        )
    except ValueError:
        return None


CUSTOM: dict[str, Callable[[str], Any]] = {
    "text": lambda text: text or None,
    "choice": lambda text: text or None,
    "number": number,
    "money": number,
    "duration": number,
    "date": day,
    "instant": instant,
    "yes_no": lambda text: {"true": True, "false": False}.get(text),
}


def compared(name: str, value: Any, operator: str, wanted: Any) -> bool:
    """Say whether a value that is not missing meets the comparison."""
    kind = sample.VOCABULARY.fields[name].kind
    if kind == "text":
        return text_compared(plain(value), operator, wanted)
    if kind == "list":
        return list_compared(name, value, operator, wanted)
    if kind == "choice":
        codes = wanted if isinstance(wanted, list) else [wanted]
        return bool((value in codes) == (operator in ("is", "in")))
    if kind == "yes_no":
        return bool(value == wanted)
    if operator.startswith("within_"):
        return within(value, operator, length(wanted))
    if operator == "between":
        low, high = wanted
        return ordered(name, value, "at_least", low) and ordered(name, value, "at_most", high)
    return ordered(name, value, operator, wanted)


def text_compared(value: str, operator: str, wanted: Any) -> bool:
    words = [plain(word) for word in (wanted if isinstance(wanted, list) else [wanted])]
    match operator:
        case "is" | "in":
            return value in words
        case "is_not" | "not_in":
            return value not in words
        case "contains" | "contains_any":
            return any(word in value for word in words)
        case "not_contains":
            return words[0] not in value
        case "starts_with":
            return value.startswith(words[0])
        case "ends_with":
            return value.endswith(words[0])
    raise AssertionError(operator)


def list_compared(name: str, value: Sequence[Any], operator: str, wanted: Any) -> bool:
    by_code = bool(sample.VOCABULARY.fields[name].choices)
    read: Callable[[str], str] = str if by_code else plain
    held = {read(item) for item in value if item is not None}
    items = {read(item) for item in (wanted if isinstance(wanted, list) else [wanted])}
    return bool(held & items) if operator == "contains_any" else items <= held


def within(value: Any, operator: str, span: timedelta) -> bool:
    if isinstance(value, datetime):
        moment: Any = sample.NOW
    else:
        moment = sample.NOW.astimezone(ZoneInfo(sample.ZONE)).date()
    low, high = (moment - span, moment) if operator == "within_last" else (moment, moment + span)
    return bool(low <= value <= high)


def ordered(name: str, value: Any, operator: str, wanted: Any) -> bool:
    kind = sample.VOCABULARY.fields[name].kind
    if kind == "money":
        amount, currency = wanted.split(" ")
        held, held_currency = value if isinstance(value, tuple) else (value, "EUR")
        return held_currency == currency and ORDER[operator](Decimal(held), Decimal(amount))
    if kind == "duration":
        minutes = MINUTES[sample.VOCABULARY.fields[name].unit or "day"]
        asked = length(wanted) // timedelta(minutes=1)
        return ORDER[operator](Decimal(value) * minutes, Decimal(asked))
    if kind == "number":
        return ORDER[operator](Decimal(str(value)), Decimal(str(wanted)))
    return at(value, operator, wanted)


def at(value: Any, operator: str, wanted: str) -> bool:
    if len(wanted) > 10:
        return ORDER[operator](value, datetime.fromisoformat(wanted))
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(sample.ZONE)).date()
    return ORDER[operator](value, date.fromisoformat(wanted))
