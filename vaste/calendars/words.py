"""Due times in words: to the buyer as a promise, to the desk with the reason why."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import dates

from vaste.calendars.days import Reason
from vaste.calendars.explanation import (
    Counted,
    Explanation,
    ExplanationRecord,
    Skipped,
    explain,
    from_json,
    to_json,
)
from vaste.calendars.phrases import (
    Phrases,
    hungarian_day_ending,
    phrases,
    primary,
    say_date,
    say_days,
    say_time,
)

__all__ = [
    "Explanation",
    "ExplanationRecord",
    "explain",
    "from_json",
    "say",
    "say_answer_promise",
    "say_duration",
    "say_steps",
    "to_json",
]

ONE_MINUTE = timedelta(minutes=1)
# From this many days on a weekday alone could be taken for this week's.
A_WEEK = 7


def say(explanation: Explanation, language: str, zone: str) -> str:
    """
    Return a due time with its reason, in one line, by the wall clock of `zone`.

    "Tue 10:40 = 1 h of working time after Sat 12:00; Easter Monday skipped". Ordinary days off
    go without saying. Seconds are left out. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    words, clock = phrases(language), ZoneInfo(zone)
    start, due = (at.astimezone(clock) for at in (explanation.starts_at, explanation.due_at))
    dated = (due.date() - start.date()).days >= A_WEEK
    sentence = (words.due if explanation.amount else words.due_at_once).format(
        due=_say_moment(due, words, dated=dated),
        start=_say_moment(start, words, dated=dated),
        amount=say_duration(explanation.amount, language),
    )
    clauses = [sentence[0].upper() + sentence[1:], *_clauses(explanation, language)]
    return "; ".join(clauses)


def say_steps(explanation: Explanation, language: str, zone: str) -> list[str]:
    """Return the whole working, a line for each window counted and each run of days skipped."""
    words, clock = phrases(language), ZoneInfo(zone)
    return [
        _say_counted(step, words, clock, language)
        if isinstance(step, Counted)
        else _say_skipped(step, words, language)
        for step in explanation.steps
    ]


def say_answer_promise(
    due: datetime, at: datetime, zone: str, language: str, *, is_theirs: bool = True
) -> str:
    """
    Return when the buyer will have an answer, as said at `at` in the buyer's zone.

    Where `zone` is not known to be theirs (`is_theirs` False), it is named by its city.

    "today at 14:40", "tomorrow at 8:40", "on Monday at 8:40", then with the date. A part of a
    minute is rounded up, so that who meets `due` also keeps the promise.

    Raises ZoneInfoNotFoundError for an unknown zone.
    """
    words, clock = phrases(language), ZoneInfo(zone)
    moment = _whole_minute_after(due).astimezone(clock)
    today = at.astimezone(clock).date()
    pattern = _promise_pattern((moment.date() - today).days, moment.year == today.year, words)
    said = pattern.format(
        time=say_time(moment, words),
        weekday=words.on_weekdays[moment.weekday()],
        day=moment.day,
        month=words.months[moment.month - 1],
        year=moment.year,
        on=hungarian_day_ending(moment.day),
    )
    if is_theirs:
        return said
    city = dates.get_timezone_location(zone, locale=language, return_city=True)
    return words.of_zone.format(said=said, city=city)


def say_duration(amount: timedelta, language: str) -> str:
    """
    Return a duration: "1 h 20 min", "45 s" under a minute, a minus before a negative one.

    Hours are never turned into days, for a working day has no fixed length.
    """
    words = phrases(language)
    if amount < timedelta(0):
        return f"\N{MINUS SIGN}{say_duration(-amount, language)}"
    seconds = int(amount.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if 0 < seconds < 60:
        return words.seconds.format(seconds=seconds)
    if hours and minutes:
        return words.hours_minutes.format(hours=hours, minutes=minutes)
    if hours:
        return words.hours.format(hours=hours)
    return words.minutes.format(minutes=minutes)


def _say_moment(moment: datetime, words: Phrases, *, dated: bool) -> str:
    """Return "Mon 10:40", or with its date."""
    pattern = words.dated_moment if dated else words.moment
    return pattern.format(
        weekday=words.weekdays[moment.weekday()],
        date=say_date(moment.date(), words),
        time=say_time(moment, words),
    )


def _whole_minute_after(moment: datetime) -> datetime:
    """Return the first whole minute not before `moment`."""
    begun = moment.replace(second=0, microsecond=0)
    return begun if begun == moment else begun + ONE_MINUTE


def _promise_pattern(days: int, same_year: bool, words: Phrases) -> str:
    """Return the sentence for an answer that many days from today."""
    if days == 0:
        return words.today
    if days == 1:
        return words.tomorrow
    if 1 < days < A_WEEK:
        return words.this_week
    return words.later if same_year else words.another_year


def _clauses(explanation: Explanation, language: str) -> Iterator[str]:
    """Yield what was out of the ordinary: days skipped, half days, extra openings."""
    words = phrases(language)
    names = [
        _skipped_name(step, words, language)
        for step in explanation.steps
        if isinstance(step, Skipped) and step.reason is not Reason.OFF_DAY
    ]
    if names:
        yield words.skipped.format(names=", ".join(dict.fromkeys(names)))
    clock = ZoneInfo(explanation.zone)
    for reason, pattern in (
        (Reason.HALF_DAY, words.half_day),
        (Reason.OPENING, words.opening),
    ):
        days = [
            say_date(step.starts_at.astimezone(clock).date(), words)
            for step in explanation.steps
            if isinstance(step, Counted) and step.reason is reason
        ]
        if days:
            yield pattern.format(days=", ".join(dict.fromkeys(days)))


def _skipped_name(step: Skipped, words: Phrases, language: str) -> str:
    """Return what a run of skipped days is called."""
    name = step.names.get(primary(language)) or step.names.get("en")
    return name or words.closure.format(days=say_days(step.first_on, step.last_on, words))


def _say_counted(step: Counted, words: Phrases, clock: ZoneInfo, language: str) -> str:
    """Return the line of one window that counted."""
    opens, closes = (at.astimezone(clock) for at in (step.starts_at, step.ends_at))
    pattern = {
        Reason.HALF_DAY: words.half_day_counted,
        Reason.OPENING: words.opening_counted,
    }.get(step.reason, words.counted)
    return pattern.format(
        moment=_say_moment(opens, words, dated=True),
        time=say_time(closes, words),
        amount=say_duration(step.ends_at - step.starts_at, language),
    )


def _say_skipped(step: Skipped, words: Phrases, language: str) -> str:
    """Return the line of one run of skipped days."""
    days = say_days(step.first_on, step.last_on, words)
    if step.reason is Reason.OFF_DAY:
        return words.off_day.format(days=days)
    name = step.names.get(primary(language)) or step.names.get("en")
    if not name:
        return words.closed_days.format(days=days)
    return words.holiday.format(days=days, name=name)
