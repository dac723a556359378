"""How a lead of the demo goes on: pure plans of what is done to it and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

from vaste.calendars.arithmetic import add_working_time
from vaste.calendars.calendar import Calendar
from vaste.categories.contract import Category
from vaste.flows.demo.script import Fate

#: waiting: nothing yet. taken, contacted: so far and no further. slow: late at both. working: still
#: being followed up. quiet: one mail, later closed. The others say how the lead ends.
KINDS: Final = (
    "waiting", "taken", "contacted", "slow", "working", "quiet", "snoozed", "won", "lost",
    "not_a_fit",
)  # fmt: skip
ENDINGS: Final = {"won": "won", "lost": "lost", "not_a_fit": "not_a_fit", "quiet": "lost"}
#: How leads of the first, the second and any later category end where the script does not say.
_DRAWN: Final = (
    {"won": 35, "lost": 25, "working": 35, "not_a_fit": 5},
    {"won": 15, "lost": 30, "working": 35, "snoozed": 10, "not_a_fit": 10},
    {"quiet": 60, "lost": 20, "not_a_fit": 20},
)
_REASONS: Final = {
    "lost": ("no_budget", "no_need", "competitor", "bad_timing", "price"),
    "not_a_fit": ("too_small", "outside_market", "other"),
    "quiet": ("no_need",),
    "won": ("",),
}
_WORTH: Final = {"small": (3_000, 9_000), "large": (52_000, 120_000)}  # EUR
_FOLLOW_UPS: Final = {"won": (1, 2), "lost": (0, 2), "working": (5, 5), "slow": (5, 5)}
_LATE: Final = 0.16  # share of what is done after its time
_DAY: Final = datetime.timedelta(hours=9)  # a working day of the sample's calendar
MINUTE: Final = datetime.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One thing done to a lead at `at`: take, attempt, contact, follow, snooze or close.

    `next_at` is when the next thing is planned, for a snooze its end. `outcome`, `reason` and
    `worth` (EUR) are those of a close.
    """

    at: datetime.datetime
    verb: str
    next_at: datetime.datetime | None = None
    outcome: str = ""
    reason: str = ""
    worth: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A lead as its plan begins: when its clocks started, by which calendar and contract."""

    started_at: datetime.datetime
    calendar: Calendar
    category: Category
    size: str

    def after(self, since: datetime.datetime, span: datetime.timedelta) -> datetime.datetime:
        """Return when `span` of working time has passed since `since`."""
        return add_working_time(self.calendar, since, span)


def plan(fate: Fate, lead: Begun, *, now: datetime.datetime, rng: Random) -> list[Step]:
    """Return what is done to a lead until `now`, in order; the same for the same `rng`."""
    kind = fate.kind or _drawn(lead.category.rank, rng)
    if kind == "waiting":
        return []
    taken_at = lead.after(lead.started_at, lead.category.take_over * _share(kind, rng))
    steps = [Step(taken_at, "take")]
    if kind != "taken":
        steps += _after_taking(kind, fate, lead, taken_at, now, rng)
    return [step for step in steps if step.at <= now]


def _drawn(rank: int, rng: Random) -> str:
    weights = _DRAWN[min(rank, len(_DRAWN) - 1)]
    return rng.choices(list(weights), list(weights.values()))[0]


def _share(kind: str, rng: Random) -> float:
    """Return which share of the promised time is used up; over 1 is late."""
    if kind in ("taken", "contacted"):
        return rng.uniform(0.1, 0.3)
    if kind == "slow":
        return rng.uniform(1.6, 3.0)
    return rng.uniform(1.1, 1.9) if rng.random() < _LATE else rng.uniform(0.12, 0.85)


def _after_taking(
    kind: str,
    fate: Fate,
    lead: Begun,
    taken_at: datetime.datetime,
    now: datetime.datetime,
    rng: Random,
) -> list[Step]:
    contact_at = lead.after(lead.started_at, lead.category.first_contact * _share(kind, rng))
    contact_at = max(contact_at, lead.after(taken_at, rng.randint(3, 12) * MINUTE))
    steps = []
    if lead.category.channel == "phone" and rng.random() < 0.3:
        tried_at = taken_at + (contact_at - taken_at) / 2
        if tried_at > taken_at + 2 * MINUTE:
            steps.append(Step(tried_at, "attempt", contact_at))
    if kind == "snoozed":
        until = now + datetime.timedelta(days=rng.randint(9, 60), minutes=rng.randint(0, 480))
        put_away_at = contact_at + 4 * MINUTE
        return [*steps, Step(contact_at, "contact", until), Step(put_away_at, "snooze", until)]
    return steps + _followed(kind, fate, lead, contact_at, rng)


def _followed(
    kind: str, fate: Fate, lead: Begun, contact_at: datetime.datetime, rng: Random
) -> list[Step]:
    """Contact, follow up, and end as the fate wants; each step is planned by the one before."""
    low, high = _FOLLOW_UPS.get(kind, (0, 0))
    steps = []
    at, verb = contact_at, "contact"
    for _ in range(rng.randint(low, high)):
        planned = _quarter(lead.after(at, _DAY * rng.uniform(2.0, 6.0)))
        steps.append(Step(at, verb, planned))
        at, verb = planned, "follow"
        if rng.random() < _LATE:
            at = lead.after(planned, _DAY * rng.uniform(0.2, 1.0))
    ends_at = _quarter(lead.after(at, _DAY * rng.uniform(1.0, 3.0)))
    if kind == "not_a_fit":
        ends_at = lead.after(at, rng.randint(4, 90) * MINUTE)
    if kind == "quiet":
        ends_at = _quarter(lead.after(at, _DAY * rng.uniform(5.0, 9.0)))
    steps.append(Step(at, verb, ends_at))
    return steps + _ended(kind, fate, lead, ends_at, rng)


def _quarter(at: datetime.datetime) -> datetime.datetime:
    """Return the next full quarter of an hour: people plan by the clock on the wall."""
    return at + (datetime.datetime.min.replace(tzinfo=at.tzinfo) - at) % (15 * MINUTE)


def _ended(kind: str, fate: Fate, lead: Begun, at: datetime.datetime, rng: Random) -> list[Step]:
    if kind not in ENDINGS:
        return []
    reason = fate.reason or rng.choice(_REASONS[kind])
    worth = None
    if kind == "won":
        low, high = _WORTH.get(lead.size, (10_500, 48_000))
        worth = fate.worth or Decimal(rng.randrange(low, high, 100))
    return [Step(at, "close", outcome=ENDINGS[kind], reason=reason, worth=worth)]
