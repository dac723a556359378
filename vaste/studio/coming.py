"""What a working time makes of the days to come, for the page on which it is edited."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vaste.calendars.calendar import parse_calendar
from vaste.calendars.days import Reason
from vaste.calendars.outlook import Special, special_days
from vaste.calendars.problems import BadCalendar
from vaste.studio.panels import DayRow

AHEAD = 366  # days that are looked at
_WORDS: Mapping[Reason, str | Promise] = {
    Reason.HOLIDAY: gettext_lazy("Public holiday"),
    Reason.CLOSURE: gettext_lazy("Closed"),
    Reason.HALF_DAY: gettext_lazy("Half day"),
    Reason.OPENING: gettext_lazy("Open after all"),
}


def days_to_come(
    content: Mapping[str, Any], language: str, *, at: datetime.datetime
) -> tuple[DayRow, ...] | None:
    """Return the days of the next year that are not as the week is; None for no such calendar."""
    try:
        calendar = parse_calendar(content.get("calendar"))
    except BadCalendar:
        return None
    today = at.astimezone(calendar.clock).date()
    return tuple(_row(one, language) for one in special_days(calendar, today, days=AHEAD))


def _row(one: Special, language: str) -> DayRow:
    return DayRow(
        first_on=one.first_on,
        last_on=one.last_on,
        what=one.names.get(language) or str(_WORDS.get(one.reason, "")),
        hours=", ".join(str(window) for window in one.windows),
    )
