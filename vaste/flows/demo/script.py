"""The script of the demo, read from the files beside: who asks what, when, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("script")
LANGUAGES = ("fi", "sv", "hu", "en")

#: What the script's short words are called in the fields of a form.
_FIELDS = {
    "name": "full_name",
    "company": "company_name",
    "email": "email",
    "phone": "phone",
    "title": "job_title",
    "city": "city",
    "country": "country",
    "people": "employees",
    "asks": "request_type",
    "within": "needed_within_days",
    "size": "value_band",
    "booths": "lead.custom.booths",
    "building": "lead.custom.building",
    "says": "message",
}


@dataclass(frozen=True, slots=True)
class When:
    """When something comes: so many `minutes` or `days` before the seeding; neither is any day."""

    minutes: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """How a lead goes on: one of `fates.KINDS`, "" to draw one; reason and value of its end."""

    kind: str = ""
    reason: str = ""
    worth: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One enquiry of the script: `told` are the fields of its form, by their names."""

    key: str
    when: When
    fate: Fate
    origin: str
    told: Mapping[str, str]

    @property
    def door(self) -> str:
        """The slug of the door that it comes through."""
        if self.origin == "partner":
            return "api"
        return "guide" if self.told.get("request_type") == "download" else "forms"


@dataclass(frozen=True, slots=True)
class Odd:
    """
    An arrival that is no ordinary enquiry.

    `then` is what a person did with it; `trap` says the hidden field was filled in, `seconds` how
    long the form was looked at, `twice` after how many minutes it was sent again.
    """

    key: str
    door: str
    when: When
    told: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""
    then: str = ""
    trap: bool = False
    seconds: float | None = None
    twice: int = 0


def text(name: str) -> str:
    """Return a file of the script."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def part(name: str) -> Any:
    """Return a YAML file of the script as data."""
    return yaml.safe_load(text(f"{name}.yaml"))


def enquiries() -> list[Asked]:
    """Return every enquiry of the script, in the files' order."""
    return [
        _asked(f"{language}/{index}", language, entry)
        for language in LANGUAGES
        for index, entry in enumerate(part(language))
    ]


def _asked(key: str, language: str, entry: Mapping[str, Any]) -> Asked:
    told = {ours: str(entry[short]) for short, ours in _FIELDS.items() if entry.get(short)}
    if language == "fi":
        told["country"] = "FI"
    worth = entry.get("worth")
    return Asked(
        key=key,
        when=_when(entry),
        fate=Fate(
            entry.get("fate", ""), entry.get("reason", ""), Decimal(worth) if worth else None
        ),
        origin=entry["from"],
        told={**told, "language": language},
    )


def oddities() -> list[Odd]:
    """Return the arrivals that are no ordinary enquiries."""
    return [
        Odd(
            key=f"odd/{index}",
            door=entry["door"],
            when=_when(entry),
            told={name: str(value) for name, value in entry.get("fields", {}).items()},
            **{name: entry[name] for name in _ODD if name in entry},
        )
        for index, entry in enumerate(part("junk"))
    ]


_ODD = ("raw", "then", "trap", "seconds", "twice")


def _when(entry: Mapping[str, Any]) -> When:
    return When(entry.get("minutes"), entry.get("day"))
