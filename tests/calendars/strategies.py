"""Random calendars and instants, thick where working time goes wrong: clock changes, holidays."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from vaste.calendars.calendar import check_calendar

# Each for its own trouble: half-hour changes, changes at midnight, a change for one month of
# the year, a day left out, odd offsets, the far east and the far west.
ZONES = (
    *("Europe/Helsinki", "Europe/Budapest", "America/New_York", "Europe/London", "UTC"),
    *("Australia/Lord_Howe", "Asia/Beirut", "America/Havana", "Africa/Casablanca"),
    *("Pacific/Apia", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "America/Santiago"),
)
COUNTRIES = (None, None, "FI", "SE", "HU", "US", "GB")
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = 7 * 1440

Case = tuple[dict[str, Any], datetime]
AMOUNTS = st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(hours=60))
PARTS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(minutes=1))

USUAL_WEEKS: tuple[dict[str, list[str]], ...] = (
    {name: ["10:00-18:00"] for name in NAMES[:5]},
    {name: ["08:00-12:00", "13:00-17:00"] for name in NAMES[:5]},
    {name: ["00:00-24:00"] for name in NAMES},
    {name: ["22:00-06:00"] for name in NAMES},
    {"fri": ["22:00-01:30"], "sat": ["01:30-03:30", "22:00-06:00"], "sun": ["22:00-03:00"]},
)


@cache
def clock_changes(zone: str) -> tuple[date, ...]:
    """Return the local days from 2010 to 2039 on which the zone's clock changes."""
    clock, day, found = ZoneInfo(zone), datetime(2010, 1, 1, tzinfo=UTC), []
    while day.year < 2040:
        after = day + timedelta(days=1)
        if day.astimezone(clock).utcoffset() != after.astimezone(clock).utcoffset():
            found.append(day.date())
        day = after
    return tuple(found)


def _text(opens: int, closes: int) -> str:
    """Return a window from minutes."""
    closes = closes if closes <= 1440 else closes - 1440
    return f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


@st.composite
def weeks(draw: st.DrawFn) -> dict[str, list[str]]:
    """Draw weekly hours without overlap, nights and odd quarters included."""
    if draw(st.booleans()):
        return draw(st.sampled_from(USUAL_WEEKS))
    quarters = st.integers(0, WEEK // 15 - 1)
    cuts = sorted(draw(st.sets(quarters, min_size=2, max_size=16)))
    hours: dict[str, list[str]] = {}
    for opens, closes in zip(cuts[::2], cuts[1::2], strict=False):
        day, minute = divmod(opens * 15, 1440)
        length = min((closes - opens) * 15, 1425)
        hours.setdefault(NAMES[day], []).append(_text(minute, minute + length))
    return hours


@st.composite
def dated_hours(draw: st.DrawFn, around: date) -> dict[str, list[str]]:
    """Draw hours for up to three days near a date."""
    found = {}
    for shift in draw(st.sets(st.integers(-6, 6), max_size=3)):
        opens, length = draw(st.integers(0, 95)), draw(st.integers(1, 60))
        found[(around + timedelta(days=shift)).isoformat()] = [
            _text(opens * 15, opens * 15 + length * 15)
        ]
    return found


@st.composite
def closures(draw: st.DrawFn, around: date) -> list[str]:
    """Draw up to two closures near a date."""
    found = []
    for shift, length in draw(
        st.lists(st.tuples(st.integers(-6, 6), st.integers(0, 4)), max_size=2)
    ):
        first = around + timedelta(days=shift)
        found.append(f"{first}..{first + timedelta(days=length)}")
    return found


@st.composite
def anchors(draw: st.DrawFn, zone: str) -> date:
    """Draw a day: most often a clock change or the turn of a year, Easter's month, any other."""
    changes = clock_changes(zone)
    kind = draw(st.integers(0, 3))
    if kind < 2 and changes:
        return draw(st.sampled_from(changes))
    year = draw(st.integers(2012, 2037))
    if kind == 2:
        return draw(st.sampled_from([date(year, 12, 25), date(year, 1, 1), date(year, 4, 5)]))
    return date(year, 1, 1) + timedelta(days=draw(st.integers(0, 364)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a calendar that can be used and a whole minute near its traps."""
    zone = draw(st.sampled_from(ZONES))
    anchor = draw(anchors(zone))
    source: dict[str, Any] = {"zone": zone, "hours": draw(weeks())}
    country = draw(st.sampled_from(COUNTRIES))
    if country:
        source["holidays"] = {"country": country}
        if draw(st.booleans()):
            source["holidays"]["also"] = [anchor.isoformat()]
    own = {
        "closed": draw(closures(anchor)),
        "half_days": draw(dated_hours(anchor)),
        "open": draw(dated_hours(anchor)),
    }
    for section, value in own.items():
        if value and not check_calendar({**source, section: value}):
            source[section] = value
    minutes = draw(st.integers(-4 * 1440, 4 * 1440))
    at = datetime(anchor.year, anchor.month, anchor.day, tzinfo=UTC)
    return source, at + timedelta(minutes=minutes)
