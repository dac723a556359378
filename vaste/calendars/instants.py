"""From the wall clock of a zone to instants in UTC."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def wall_instant(zone: tzinfo, day: date, minutes: int) -> datetime:
    """
    Return the first instant (UTC) at which the clock of `zone` shows that time or a later one.

    `minutes` count from the midnight that begins `day`; 1440 and more reach into the next.
    A time that comes twice in autumn is its first coming; a time that spring leaves out is
    the instant of the jump. So later wall times never come earlier, and windows that do not
    overlap on the wall do not overlap in truth.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _jump_between(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant, zone)


def _jump_between(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the whole second after `before`, not after `after`, when the clock jumps."""
    offset = before.astimezone(zone).utcoffset()
    low, high = 0, round((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def in_utc(instant: datetime) -> datetime:
    """Return an aware instant in UTC. Raises ValueError for a time without a zone."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(f"{instant!r} has no time zone")
    return instant.astimezone(UTC)
