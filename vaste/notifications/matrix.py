"""Pure decisions: which events reach a person on which channel, and when quiet hours end."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

EVENTS: Final = (
    "lead_new", "lead_given", "clock_warned", "clock_breached", "clock_given_back", "clock_second",
    "clock_rerouted", "clock_digest", "routing_nobody", "leads_moved", "homeless_housed",
    "feed_failing", "mail_failing", "chat_failing",
)  # fmt: skip
CHANNELS: Final = ("email", "push")
CHATS: Final = ("slack", "teams")
#: What who never chose gets: mail for what is lost already, push for everything.
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "lead_new": ("push",),
    "clock_warned": ("push",),
    "clock_breached": ("email", "push"),
    "clock_given_back": ("email", "push"),
    "clock_second": ("email", "push"),
    "clock_rerouted": ("email", "push"),
    "clock_digest": ("email", "push"),
    "lead_given": ("push",),
    "routing_nobody": ("email", "push"),
    "leads_moved": ("push",),
    "homeless_housed": ("email", "push"),
    "feed_failing": ("email",),
    "mail_failing": ("email",),
    "chat_failing": ("email",),
}
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def channels(matrix: Mapping[str, object] | None, event: str) -> tuple[str, ...]:
    """
    Return the channels on which an event reaches a person.

    Who never chose (`matrix` None), or chose before there was such an event, gets the usual.
    """
    if event not in EVENTS:
        return ()
    chosen = (matrix or {}).get(event, USUAL[event])
    return tuple(one for one in CHANNELS if isinstance(chosen, list | tuple) and one in chosen)


def is_time(text: str) -> bool:
    """Say whether a text is a time of day as HH:MM."""
    return _CLOCK.fullmatch(text) is not None


def quiet_end(
    quiet_from: str, quiet_until: str, zone: str, *, at: datetime.datetime
) -> datetime.datetime:
    """
    Return when quiet hours that hold at `at` end, or `at` itself outside them.

    They may go over midnight; both ends the same, or empty, are none.
    """
    if not quiet_from or not quiet_until or quiet_from == quiet_until:
        return at
    here = at.astimezone(ZoneInfo(zone))
    now = here.strftime("%H:%M")
    over_midnight = quiet_from > quiet_until
    is_quiet = (
        now >= quiet_from or now < quiet_until if over_midnight else quiet_from <= now < quiet_until
    )
    if not is_quiet:
        return at
    day = here.date()
    if over_midnight and now >= quiet_from:
        day += datetime.timedelta(days=1)
    hour, minute = map(int, quiet_until.split(":"))
    ends = datetime.datetime.combine(day, datetime.time(hour, minute), ZoneInfo(zone))
    return ends.astimezone(datetime.UTC)
