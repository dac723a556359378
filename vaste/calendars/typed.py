"""Hours as people type them into forms, and as calendars write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.calendars import reading
from vaste.calendars.problems import Findings

_WINDOW = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-\u2013\u2014]\s*(\d{1,2})(?:[:.](\d{2}))?")


def windows_of(text: str) -> Any:
    """
    Return the opening times that somebody typed, as a calendar writes them; None for none.

    "8-12, 13.00-17" is two. What can't be read stays as it was typed.
    """
    found = [_window(one.strip()) for one in re.split(r"[,;\n]", text) if one.strip()]
    return (found[0] if len(found) == 1 else found) or None


def _window(text: str) -> str:
    match = _WINDOW.fullmatch(text)
    if match is None:
        return text
    opens, opens_m, closes, closes_m = match.groups()
    return f"{int(opens):02}:{opens_m or '00'}-{int(closes):02}:{closes_m or '00'}"


def said_windows(value: Any) -> str:
    """Return the opening times of a day as one types them, "" for a closed day."""
    told = value if isinstance(value, list) else [value]
    return ", ".join(str(one) for one in told if one not in reading.CLOSED_WORDS)


def days_of(key: object) -> list[str]:
    """Return the days that a name of the week's hours means, as mon to sun; none for no day."""
    return [reading.WEEKDAYS[day] for day in reading.read_weekdays(key, "", Findings())]


def week_texts(value: Any) -> list[str]:
    """Return the hours of a week as one types them, Monday first."""
    told = value if isinstance(value, Mapping) else {}
    found = {day: windows for key, windows in told.items() for day in days_of(key)}
    return [said_windows(found.get(day)) for day in reading.WEEKDAYS]


def week_of(texts: Sequence[str]) -> dict[str, Any]:
    """Return what was typed for seven days, by spans of days that are alike: mon-thu, fri."""
    told = [windows_of(text) for text in texts]
    made: dict[str, Any] = {}
    first = 0
    for day in range(len(told)):
        if day + 1 < len(told) and told[day + 1] == told[first]:
            continue
        if told[first]:
            made[_span(first, day)] = told[first]
        first = day + 1
    return made


def _span(first: int, last: int) -> str:
    days = reading.WEEKDAYS
    return days[first] if first == last else f"{days[first]}-{days[last]}"
