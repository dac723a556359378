"""The times that one press plans: in two hours, tomorrow at nine, in a week, or one's own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vaste.calendars import arithmetic
from vaste.calendars.calendar import Calendar
from vaste.desk import formats
from vaste.desk.panels import Choice

NINE = datetime.time(9)
DAY = datetime.timedelta(days=1)
FARTHEST_DAYS = 30  # a calendar that is closed for longer has no next working day
CUSTOM = "custom"
REMINDER = "reminder"  # what the category asks for, on a day that the lead tells


@dataclass(frozen=True, slots=True)
class Chip:
    """One time to press: `when` is the time, `step` the code of what is planned for it."""

    key: str
    label: str | Promise
    when: str
    step: str = ""


NEXT_STEPS = (
    Chip("call_2h", gettext_lazy("Call in 2 hours"), "in_2h", "call"),
    Chip("call_tomorrow", gettext_lazy("Call tomorrow at 9"), "tomorrow", "call"),
    Chip("call_next_day", gettext_lazy("Call on the next working day"), "next_day", "call"),
    Chip("email_tomorrow", gettext_lazy("E-mail tomorrow at 9"), "tomorrow", "email"),
    Chip("call_week", gettext_lazy("Call in a week"), "week", "call"),
    Chip(CUSTOM, gettext_lazy("Another time"), CUSTOM, "follow_up"),
)
SNOOZES = (
    Chip("in_2h", gettext_lazy("In 2 hours"), "in_2h"),
    Chip("tomorrow", gettext_lazy("Tomorrow at 9"), "tomorrow"),
    Chip("next_day", gettext_lazy("Next working day"), "next_day"),
    Chip("week", gettext_lazy("In a week"), "week"),
    Chip(CUSTOM, gettext_lazy("Another time"), CUSTOM),
)


def moment(when: str, calendar: Calendar, *, now: datetime.datetime) -> datetime.datetime:
    """
    Return the time that a chip stands for (aware UTC), at nine by the reader's wall clock if a day.

    The next working day is the workspace's. Raises KeyError for a chip that has no time of its own.
    """
    today = timezone.localtime(now).date()
    tomorrow = today + DAY
    if when == "in_2h":
        return now + datetime.timedelta(hours=2)
    days = {
        "tomorrow": tomorrow,
        "next_day": _working_day(calendar, tomorrow),
        "week": today + 7 * DAY,
    }
    at_nine = datetime.datetime.combine(days[when], NINE, timezone.get_current_timezone())
    return at_nine.astimezone(datetime.UTC)


def _working_day(calendar: Calendar, day: datetime.date) -> datetime.date:
    """Return the first working day from `day` on."""
    days = (day + number * DAY for number in range(FARTHEST_DAYS))
    return next((one for one in days if arithmetic.windows_on(calendar, one)), day)


def choices(
    chips: Sequence[Chip], calendar: Calendar, selected: str, *, now: datetime.datetime
) -> tuple[Choice, ...]:
    """Return chips as choices, each with its time; the next working day only when not tomorrow."""
    shown = []
    for chip in chips:
        if chip.when == "next_day" and moment("next_day", calendar, now=now) == moment(
            "tomorrow", calendar, now=now
        ):
            continue
        hint = (
            ""
            if chip.when == CUSTOM
            else formats.moment(moment(chip.when, calendar, now=now), now=now)
        )
        shown.append(
            Choice(key=chip.key, label=str(chip.label), hint=hint, is_selected=chip.key == selected)
        )
    return tuple(shown)
