"""How a due time came about, as data: the windows counted and the days skipped, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict

from vaste.calendars import public_holidays
from vaste.calendars.arithmetic import add_working_time, windows_on
from vaste.calendars.days import Reason, day_plan
from vaste.calendars.instants import in_utc
from vaste.calendars.shape import Calendar

LANGUAGES = ("en", "fi", "sv", "hu")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """Working time that counted, from `starts_at` to `ends_at` (UTC), and the kind of day."""

    starts_at: datetime
    ends_at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Skipped:
    """
    Days in a row that were closed for one reason, both ends included.

    `names` is what the holiday or closure is called, by language; empty if it has no name.
    """

    first_on: date
    last_on: date
    reason: Reason
    names: Mapping[str, str]


Step = Counted | Skipped


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Why `due_at` is `amount` of working time after `starts_at`, in a calendar of that zone.

    Complete in itself: it reads the same after the calendar has been changed.
    """

    zone: str
    starts_at: datetime
    amount: timedelta
    due_at: datetime
    steps: tuple[Step, ...]


class StepRecord(TypedDict, total=False):
    """One step as JSON; instants are ISO 8601 in UTC, days ISO dates."""

    kind: str
    starts_at: str
    ends_at: str
    first_on: str
    last_on: str
    reason: str
    names: dict[str, str]


class ExplanationRecord(TypedDict):
    """An explanation as JSON; `amount_s` is in seconds."""

    zone: str
    starts_at: str
    amount_s: float
    due_at: str
    steps: list[StepRecord]


def explain(calendar: Calendar, start: datetime, amount: timedelta) -> Explanation:
    """
    Return when `amount` of working time has passed since `start`, and how it was counted.

    Raises as `add_working_time` does.
    """
    starts_at, due_at = in_utc(start), add_working_time(calendar, start, amount)
    steps = tuple(_joined(_steps(calendar, starts_at, due_at)))
    return Explanation(calendar.zone, starts_at, amount, due_at, steps)


def _steps(calendar: Calendar, starts_at: datetime, due_at: datetime) -> Iterator[Step]:
    """Yield what counted and what did not, day by day."""
    first, last = (moment.astimezone(calendar.clock).date() for moment in (starts_at, due_at))
    day, reached = first - ONE_DAY, starts_at  # last night's shift may still run
    while reached < due_at and day <= last:
        plan = day_plan(calendar, day)
        for step in _counted(calendar, day, starts_at, due_at):
            yield step
            reached = step.ends_at
        if not plan.windows and day >= first:
            yield Skipped(day, day, plan.reason, day_names(calendar, day, plan.reason, LANGUAGES))
        day += ONE_DAY


def _counted(
    calendar: Calendar, day: date, starts_at: datetime, due_at: datetime
) -> Iterator[Counted]:
    """Yield what the windows of one day gave."""
    reason = day_plan(calendar, day).reason
    for opens, closes in windows_on(calendar, day):
        begun, ended = max(opens, starts_at), min(closes, due_at)
        if begun < ended:
            yield Counted(begun, ended, reason)


def day_names(
    calendar: Calendar, day: date, reason: Reason, languages: tuple[str, ...]
) -> Mapping[str, str]:
    """Return what a closed day is called in these languages; {} where it has no name."""
    if reason is Reason.HOLIDAY and calendar.holidays:
        names = public_holidays.holiday_names(calendar.holidays, day, languages)
        return {language: name for language, name in names.items() if name}
    closure = calendar.closure_on(day)
    if reason is Reason.CLOSURE and closure and closure.name:
        return dict.fromkeys(languages, closure.name)
    return {}


def _joined(steps: Iterator[Step]) -> Iterator[Step]:
    """Yield the steps with days skipped in a row for the same reason as one."""
    held: Skipped | None = None
    for step in steps:
        if isinstance(step, Skipped) and held is not None and _goes_on(held, step):
            held = replace(held, last_on=step.last_on)
            continue
        if held is not None:
            yield held
        held = step if isinstance(step, Skipped) else None
        if isinstance(step, Counted):
            yield step
    if held is not None:
        yield held


def _goes_on(held: Skipped, step: Skipped) -> bool:
    """Say whether a skipped day only continues the ones before it."""
    return (
        held.last_on + ONE_DAY == step.first_on
        and held.reason == step.reason
        and held.names == step.names
    )


def to_json(explanation: Explanation) -> ExplanationRecord:
    """Return the explanation as plain JSON values; `from_json` gives it back whole."""
    return {
        "zone": explanation.zone,
        "starts_at": explanation.starts_at.isoformat(),
        "amount_s": explanation.amount.total_seconds(),
        "due_at": explanation.due_at.isoformat(),
        "steps": [_step_to_json(step) for step in explanation.steps],
    }


def _step_to_json(step: Step) -> StepRecord:
    """Return one step as plain JSON values."""
    if isinstance(step, Counted):
        return {
            "kind": "counted",
            "starts_at": step.starts_at.isoformat(),
            "ends_at": step.ends_at.isoformat(),
            "reason": step.reason.value,
        }
    return {
        "kind": "skipped",
        "first_on": step.first_on.isoformat(),
        "last_on": step.last_on.isoformat(),
        "reason": step.reason.value,
        "names": dict(step.names),
    }


def from_json(record: ExplanationRecord) -> Explanation:
    """Return the explanation that `to_json` wrote. Raises KeyError or ValueError for others."""
    return Explanation(
        zone=record["zone"],
        starts_at=_instant(record["starts_at"]),
        amount=timedelta(seconds=record["amount_s"]),
        due_at=_instant(record["due_at"]),
        steps=tuple(_step_from_json(step) for step in record["steps"]),
    )


def _step_from_json(step: StepRecord) -> Step:
    """Return one step from its JSON."""
    reason = Reason(step["reason"])
    if step["kind"] == "counted":
        return Counted(_instant(step["starts_at"]), _instant(step["ends_at"]), reason)
    first_on, last_on = date.fromisoformat(step["first_on"]), date.fromisoformat(step["last_on"])
    return Skipped(first_on, last_on, reason, dict(step["names"]))


def _instant(text: str) -> datetime:
    """Return an instant written in ISO 8601."""
    return datetime.fromisoformat(text).astimezone(UTC)
