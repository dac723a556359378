"""The hand-computed vectors of docs/sla-vectors.json, read."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parents[2] / "docs" / "sla-vectors.json"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class Vector:
    """One question to a calendar and its answer, as the file writes them."""

    name: str
    op: str
    source: dict[str, Any]
    asked: dict[str, Any]
    expected: Any


def load_vectors() -> list[Vector]:
    """Return all vectors, each with its calendar's source."""
    file = json.loads(PATH.read_text(encoding="utf-8"))
    return [
        Vector(one["name"], one["op"], file["calendars"][one["calendar"]], one, one["expected"])
        for one in file["vectors"]
    ]


def duration(text: str) -> timedelta:
    """Return an ISO 8601 duration of days, hours, minutes and seconds."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    sign, *parts = match.groups(default="0")
    days, hours, minutes, seconds = (int(part) for part in parts)
    amount = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -amount if sign == "-" else amount
