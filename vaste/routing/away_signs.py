"""Which entries of a calendar say that somebody is away: marks, whole days, words of titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: Titles that begin with one of these are absences however long they last, and however marked.
OUT_OF_OFFICE: Final = (
    "out of office", "out of the office", "ooo", "poissa", "frånvarande", "inte på plats",
    "házon kívül", "irodán kívül", "abwesend",
)  # fmt: skip
#: Titles of whole days that begin with one of these are absences even if they are marked as free.
LEAVE: Final = (
    "vacation", "holiday", "holidays", "leave", "annual leave", "sick", "sick leave", "sick day",
    "parental leave", "paternity leave", "maternity leave", "day off", "pto", "off",
    "loma", "lomalla", "kesäloma", "talviloma", "vuosiloma", "sairaana", "sairasloma", "vapaa",
    "vapaapäivä", "vanhempainvapaa", "isyysvapaa", "äitiysloma",
    "semester", "sjuk", "sjukskriven", "ledig", "föräldraledig", "tjänstledig",
    "szabadság", "szabadságon", "szabi", "beteg", "betegszabadság", "táppénz", "szabadnap",
    "urlaub", "krank",
)  # fmt: skip
#: Titles of those who work, only not where they usually do.
ELSEWHERE: Final = (
    "home office", "homeoffice", "wfh", "working from home", "work from home", "remote",
    "etätyö", "etätöissä", "etäpäivä", "etänä", "distansarbete", "jobbar hemma", "hemarbete",
    "otthoni munka", "távmunka",
)  # fmt: skip


class Counts(StrEnum):
    """What of a calendar is an absence: what is marked as such, or everything that is busy."""

    MARKED = "marked"
    ALL = "all"


class Skip(StrEnum):
    """Why an entry of a calendar is no absence."""

    MEETING = "meeting"
    FREE = "free"
    TENTATIVE = "tentative"
    ELSEWHERE = "elsewhere"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    UNREADABLE = "unreadable"
    TOO_OFTEN = "too_often"
    TOO_MANY = "too_many"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Signs:
    """What an entry says of itself; `busy` is Outlook's word, "" where there is none."""

    title: str
    is_whole_days: bool
    status: str = ""
    transparency: str = ""
    busy: str = ""
    is_declined: bool = False


def why_not(signs: Signs, counts: Counts) -> Skip | None:
    """Return why an entry is no absence, None when it is one."""
    if signs.status == "CANCELLED":
        return Skip.CANCELLED
    if signs.is_declined:
        return Skip.DECLINED
    if _says_away(signs):
        return None
    if signs.busy == "WORKINGELSEWHERE" or begins_with(signs.title, ELSEWHERE):
        return Skip.ELSEWHERE
    if signs.busy == "TENTATIVE" or signs.status == "TENTATIVE":
        return Skip.TENTATIVE
    if signs.transparency == "TRANSPARENT" or signs.busy == "FREE":
        return Skip.FREE
    return None if counts == Counts.ALL or signs.is_whole_days else Skip.MEETING


def _says_away(signs: Signs) -> bool:
    if signs.busy == "OOF" or begins_with(signs.title, OUT_OF_OFFICE):
        return True
    return signs.is_whole_days and begins_with(signs.title, LEAVE)


def begins_with(title: str, words: tuple[str, ...]) -> bool:
    """Say whether a title begins with one of these words, whatever stands before its letters."""
    told = re.sub(r"^[\W_]+", "", title.casefold())
    return any(told.startswith(one) and not told[len(one) :][:1].isalnum() for one in words)
