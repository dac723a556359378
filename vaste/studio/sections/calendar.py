"""The form of the working time: hours, days off, days with other hours."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from vaste.calendars.public_holidays import known_countries
from vaste.calendars.typed import days_of, said_windows, week_of, windows_of
from vaste.studio.grids import Cells, Column, Grid, Row, Word
from vaste.studio.parts import Context, Part, PartGroup

DAYS: Final[Mapping[str, Word]] = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}


def _week_rows(value: Any) -> list[Row]:
    """Return seven days, and rows of their own for what is told of days that there are not."""
    told = value if isinstance(value, Mapping) else {}
    found = {day: (str(key), windows) for key, windows in told.items() for day in days_of(key)}
    rows, blamed = [], set()
    for day, label in DAYS.items():
        key, windows = found.get(day, (day, None))
        path = f".{key}" if key not in blamed else ""
        blamed.add(key)
        rows.append(Row(path, [said_windows(windows)], label))
    return rows + _odd_rows(value)


def _odd_rows(value: Any) -> list[Row]:
    """Return what can't be read as hours of a day, as "name: hours", to be mended or cleared."""
    if not isinstance(value, Mapping):
        return [Row("", [str(value)], _("Not a week"))] if value else []
    return [
        Row(f".{key}", [f"{key}: {said_windows(windows)}"], _("Not a day of the week"))
        for key, windows in value.items()
        if not days_of(key)
    ]


def _week(rows: Sequence[Cells]) -> dict[str, Any]:
    """Return the hours of seven days, and what the rows behind them say of days by name."""
    made = week_of([cells[0] for cells in rows[: len(DAYS)]])
    for (told,) in rows[len(DAYS) :]:
        key, _colon, windows = told.partition(":")
        if told:
            made[key.strip()] = windows_of(windows) or ""
    return made


def _dated_rows(value: Any) -> list[Row]:
    told = value if isinstance(value, Mapping) else {}
    return [Row(f".{day}", [str(day), said_windows(told[day])]) for day in sorted(told)]


def _dated(rows: Sequence[Cells]) -> dict[str, Any]:
    """Return windows by day; those of a day that is told twice are told together."""
    texts: dict[str, list[str]] = {}
    for day, windows in rows:
        texts.setdefault(day, []).append(windows)
    return {day: windows_of(", ".join(filter(None, told))) or "" for day, told in texts.items()}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _closed_rows(value: Any) -> list[Row]:
    rows = []
    for index, one in enumerate(_listed(value)):
        days = one.get("days", "") if isinstance(one, Mapping) else one
        first, _dots, last = str(days).partition("..")
        name = str(one.get("name") or "") if isinstance(one, Mapping) else ""
        rows.append(Row(f"[{index}]", [first, last, name]))
    return rows


def _closed(rows: Sequence[Cells]) -> list[Any]:
    made: list[Any] = []
    for first, last, name in rows:
        days = f"{first}..{last}" if last and last != first else first
        made.append({"days": days, "name": name} if name else days)
    return made


def _also_rows(value: Any) -> list[Row]:
    named = value.items() if isinstance(value, Mapping) else [(day, "") for day in _listed(value)]
    return [
        Row(f"[{index}]", [str(day), str(name or "")]) for index, (day, name) in enumerate(named)
    ]


def _also(rows: Sequence[Cells]) -> dict[str, str]:
    return dict(rows)  # type: ignore[arg-type]


def _except_rows(value: Any) -> list[Row]:
    return [Row(f"[{index}]", [str(day)]) for index, day in enumerate(_listed(value))]


def _countries(context: Context) -> list[tuple[str, Word]]:
    named = sorted(known_countries(context.language).items(), key=lambda one: one[1])
    return [("", _("No public holidays")), *named]


def _zones(context: Context) -> list[tuple[str, Word]]:
    return [(name, name) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


_DAY = Column(name="day", label=_("Day"), kind="date")
_HOURS = Column(name="hours", label=_("Open"))
WEEK: Final = Grid(columns=(_HOURS,), rows=_week_rows, value=_week, spare=0)
_DATED = Grid(columns=(_DAY, _HOURS), rows=_dated_rows, value=_dated)

HOURS_HINT = _(
    "As in 8-12, 13-17. Over midnight: 22-6. The whole day: 0-24. Empty: closed."
)  # fmt: skip
CALENDAR = (
    PartGroup(
        _("When you work"),
        (
            Part(
                name="calendar.zone", kind="text", label=_("Time zone"), choices=_zones,
                is_required=True, hint=_("Its name, as in Europe/Helsinki."),
            ),
            Part(
                name="calendar.hours", kind="grid", label=_("The week"), grid=WEEK,
                hint=HOURS_HINT,
            ),
        ),
        hint=_("Every promise is counted in this time."),
    ),
    PartGroup(
        _("Public holidays"),
        (
            Part(
                name="calendar.holidays.country", kind="choice", label=_("Country"),
                choices=_countries,
            ),
            Part(
                name="calendar.holidays.region", kind="word", label=_("Region"),
                choices=lambda context: context.regions,
                hint=_(
                    "The code of a part of it, as in BY for Bavaria. Empty: the whole country."
                    " The parts of the country that is saved are offered."
                ),
            ),
            Part(
                name="calendar.holidays.working_weekends", kind="word",
                label=_("Hours on weekend days that the state makes working days"),
                hint=_("As in 08:00-16:00; in Hungary, for one. Empty: they stay days off."),
            ),
            Part(
                name="calendar.holidays.except", kind="grid", label=_("Worked all the same"),
                grid=Grid(
                    columns=(_DAY,), rows=_except_rows,
                    value=lambda rows: [cells[0] for cells in rows], spare=2,
                ),
            ),
            Part(
                name="calendar.holidays.also", kind="grid", label=_("Further days off"),
                grid=Grid(
                    columns=(_DAY, Column(name="name", label=_("Name"))), rows=_also_rows,
                    value=_also, spare=2,
                ),
            ),
        ),
    ),
    PartGroup(
        _("Closed"),
        (
            Part(
                name="calendar.closed", kind="grid", label=_("Days on which you do not work"),
                grid=Grid(
                    columns=(
                        Column(name="first", label=_("First day"), kind="date"),
                        Column(name="last", label=_("Last day"), kind="date"),
                        Column(name="name", label=_("Name")),
                    ),
                    rows=_closed_rows,
                    value=_closed,
                ),
                hint=_("One day needs no last day. Clear a row to take it away."),
            ),
        ),
    ),
    PartGroup(
        _("Days with other hours"),
        (
            Part(
                name="calendar.half_days", kind="grid", label=_("Half days"), grid=_DATED,
                hint=_("Working days on which you work less."),
            ),
            Part(
                name="calendar.open", kind="grid", label=_("Open after all"), grid=_DATED,
                hint=_("Days off on which you work once."),
            ),
        ),
    ),
)  # fmt: skip


def prepared(content: dict[str, Any]) -> dict[str, Any]:
    """Return a definition whose calendar tells its country as the form has it."""
    told = content.get("calendar")
    if isinstance(told, Mapping) and isinstance(told.get("holidays"), str):
        return {**content, "calendar": {**told, "holidays": {"country": told["holidays"]}}}
    return content
