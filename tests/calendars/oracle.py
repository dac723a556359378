"""
A slow reckoner of working time, minute by minute, written apart from the room it checks.

It reads the calendar's source itself and shares no code with `vaste.calendars`. For every minute
it asks the zone for the wall clock and keeps the latest wall time seen so far: a desk is open when
that time is within a window. So a repeated hour does not open or close anything again, and a
hour left out is jumped over, which is the rule the room states in other words.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import holidays

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# No clock has gone back by more than an hour since 1990: the latest wall time is known after this.
LEAD = timedelta(hours=4)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Oracle:
    """One calendar's source, asked minute by minute. Whole minutes only."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self.source = source
        self.zone = ZoneInfo(source["zone"])
        self.days: dict[date, list[tuple[int, int]]] = {}

    @cached_property
    def off(self) -> "holidays.HolidayBase | dict[date, str]":
        """The country's public holidays, found as they are asked for."""
        rule = self.source.get("holidays")
        if not rule:
            return {}
        return holidays.country_holidays(
            rule["country"], subdiv=rule.get("region"), years=range(2009, 2042)
        )

    def windows(self, day: date) -> list[tuple[int, int]]:
        """Return the day's windows in minutes from its midnight, as the source says."""
        if day not in self.days:
            self.days[day] = [_minutes(text) for text in self._texts(day)]
        return self.days[day]

    def _texts(self, day: date) -> list[str]:
        key = day.isoformat()
        for section in ("open", "half_days"):
            if key in self.source.get(section, {}):
                return [*self.source[section][key]]
        for span in self.source.get("closed", []):
            first, _, last = span.partition("..")
            if first <= key <= (last or first):
                return []
        rule = self.source.get("holidays") or {}
        if (day in self.off or key in rule.get("also", [])) and key not in rule.get("except", []):
            return []
        return [*self.source["hours"].get(NAMES[day.weekday()], [])]

    def open_at(self, wall: datetime) -> bool:
        """Say whether the desk is open while the clock shows `wall`."""
        minute = wall.hour * 60 + wall.minute
        today = any(a <= minute < b for a, b in self.windows(wall.date()))
        return today or any(
            minute + 1440 < b for _a, b in self.windows(wall.date() - DAY) if b > 1440
        )

    def minutes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, bool]]:
        """Yield every minute from `start` to `end` and whether it is worked."""
        now, latest = start - LEAD, datetime.combine(date.min, time())
        while now < end:
            latest = max(latest, now.astimezone(self.zone).replace(tzinfo=None))
            if now >= start:
                yield now, self.open_at(latest)
            now += MINUTE

    def add(self, start: datetime, minutes: int, limit: timedelta) -> datetime | None:
        """Return when the minutes have been worked; None if not within `limit`."""
        for now, worked in self.minutes(start, start + limit):
            if worked and minutes == 0:
                return now
            minutes -= worked
            if worked and minutes == 0:
                return now + MINUTE
        return None

    def subtract(self, end: datetime, minutes: int, limit: timedelta) -> datetime | None:
        """Return the last instant from which the minutes were worked; None beyond `limit`."""
        for now, worked in self._backwards(end, limit):
            if worked and minutes == 0:
                return now + MINUTE
            minutes -= worked
            if worked and minutes == 0:
                return now
        return None

    def _backwards(self, end: datetime, limit: timedelta) -> Iterator[tuple[datetime, bool]]:
        """Yield what `minutes` does, last first, a day at a time."""
        for back in range(limit // DAY):
            until = end - back * DAY
            yield from reversed([*self.minutes(until - DAY, until)])

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Return the minutes worked from `a` to `b`."""
        return sum((MINUTE for _now, worked in self.minutes(a, b) if worked), timedelta())


def _minutes(text: str) -> tuple[int, int]:
    """Return a window's two ends in minutes; past midnight the second is over 1440."""
    a, b = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
    return (a, b) if a < b else (a, b + 1440)


def parse_instant(text: str) -> datetime:
    """Return an instant given as ISO 8601 with its offset."""
    return datetime.fromisoformat(text).astimezone(UTC)
