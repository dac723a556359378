"""The time zone of a person, by their country and phone number."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone


@lru_cache(maxsize=1)
def _of_countries() -> dict[str, list[str]]:
    """Return the zones of each country (ISO 3166-1 alpha-2), as the tz database lists them."""
    found: dict[str, list[str]] = {}
    text = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text()
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return found


@lru_cache(maxsize=4096)
def zone_of(country: str, phone: str) -> str:
    """
    Return the IANA zone of who lives in `country` (alpha-2) and has `phone` (E.164), "" if unsure.

    A country of one zone decides by itself; one of several needs the number, and a number that is
    of several zones (a mobile, a freephone number) says nothing.
    """
    zones = _of_countries().get(country.upper(), [])
    if len(zones) == 1:
        return zones[0]
    found = _of_number(phone)
    known = [one for one in found if not zones or one in zones]
    return known[0] if len(known) == 1 and len(found) == 1 and _exists(known[0]) else ""


def _of_number(phone: str) -> tuple[str, ...]:
    if not phone.startswith("+"):
        return ()
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return ()
    return tuple(timezone.time_zones_for_number(number))


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError):
        return False
    return True
