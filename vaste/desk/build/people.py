"""People as screens show them: names in the reader's order, initials, a color of their own."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumbers import timezone as phone_zones

from vaste.desk import formats
from vaste.desk.panels import Person
from vaste.pages.reader import language
from vaste.workspaces.models import User

HUES = 8
_FAMILY_FIRST = {"hu"}  # languages that write the family name first
_UNKNOWN_ZONE = "Etc/Unknown"


def initials(name: str) -> str:
    """Return the first letters of the first and the last word, in capitals; "?" for no name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper() or "?"


def hue(key: uuid.UUID) -> int:
    """Return which of the HUES colors stands for this id, always the same."""
    return key.int % HUES


def person(user_id: uuid.UUID, name: str) -> Person:
    """Return a user as lists show them."""
    return Person(id=str(user_id), name=name, initials=initials(name), hue=hue(user_id))


def reader(user: User) -> Person:
    """Return a loaded user as lists show them."""
    return person(user.pk, str(user))


def named(ids: Iterable[uuid.UUID | str | None]) -> dict[str, Person]:
    """
    Return the users with these ids by id as text, in one statement.

    One who is gone altogether is shown as somebody who has left.
    """
    wanted = sorted({uuid.UUID(str(one)) for one in ids if one})
    if not wanted:
        return {}
    known = {user.pk: user for user in User.objects.filter(pk__in=wanted)}
    return {
        str(one): reader(known[one]) if one in known else person(one, _("Somebody who has left"))
        for one in wanted
    }


def contact_name(
    *, given: str, family: str, full: str, spoken: str, email: str = "", phone: str = ""
) -> str:
    """
    Return a contact's name; without one their address, their number, or that it is not known.

    The family name of a Hungarian (`spoken` is their language) comes first for a reader who is used
    to that; others are shown as they wrote it.
    """
    if given and family and spoken in _FAMILY_FIRST and language() in _FAMILY_FIRST:
        return f"{family} {given}"
    name = full or f"{given} {family}".strip()
    return name or email or formats.phone(phone) or _("Name not told")


def local_time(phone: str, *, now: datetime.datetime) -> str:
    """
    Return what time it is where a phone number is from, when that is not the reader's time.

    Empty for a number without a zone, or with several that disagree.
    """
    try:
        names = phone_zones.time_zones_for_number(phonenumbers.parse(phone))
        zones = {now.astimezone(ZoneInfo(name)).utcoffset() for name in names}
    except (phonenumbers.NumberParseException, ZoneInfoNotFoundError, ValueError):
        return ""
    here = timezone.localtime(now).utcoffset()
    if len(zones) != 1 or names[0] == _UNKNOWN_ZONE or zones == {here}:
        return ""
    with timezone.override(ZoneInfo(names[0])):
        return _("Their time: %(time)s") % {"time": formats.time_of_day(now)}
