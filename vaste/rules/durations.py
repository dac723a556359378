"""Lengths of time as rules write them: "14 days", "3 months"."""

import re
from dataclasses import dataclass

# A month is 31 days and a year 366, so that "3 months" covers any quarter of a year.
SECONDS = {
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 31 * 86_400,
    "year": 366 * 86_400,
}
LONGEST = 100 * SECONDS["year"]
_FORM = re.compile(r"\s*([0-9]{1,9})\s*(minute|hour|day|week|month|year)s?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in the unit it was written in, as in "3 months"."""

    count: int
    unit: str

    @property
    def seconds(self) -> int:
        """The length in seconds; a day is 24 hours, a month 31 days, a year 366."""
        return self.count * SECONDS[self.unit]

    def whole(self, unit: str) -> int | None:
        """Return the length in whole `unit`s ("day", "hour" …), None if it is not a whole one."""
        count, rest = divmod(self.seconds, SECONDS[unit])
        return None if rest else count


def read_duration(text: str) -> Duration | None:
    """Return the duration that `text` says, None if it says none; not limited in length."""
    found = _FORM.fullmatch(text)
    return Duration(int(found[1]), found[2].lower()) if found else None
