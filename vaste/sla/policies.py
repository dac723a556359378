"""Policies and ladders as data: what is promised in which category, how it counts, what follows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from vaste.definitions.checking import stretch
from vaste.kernel.spans import read_span
from vaste.sla.rules import WARN_SHARE, Target

#: The milestones of a lead, in the order in which they are reached.
MILESTONES: Final = ("assigned", "take_over", "first_contact", "next_contact", "decided")
#: Those whose times a category's contract tells; a policy tells how they warn and count.
OF_CONTRACT: Final = ("take_over", "first_contact")
CALENDARS: Final = ("workspace", "team", "buyer")
LEVELS: Final = ("warned", "breached", "given_back")
DOINGS: Final = ("warn_owner", "tell_manager", "add_second", "give_back", "reroute")
STANDARD: Final = "standard"
NOTHING: Final = datetime.timedelta(0)
_SHARE = re.compile(r"\s*(\d{1,2})\s*%\s*")


@dataclass(frozen=True, slots=True)
class Milestone:
    """
    How one milestone is promised: `within` (None: as the contract says, or not at all).

    It warns when `warn_share` of the time is gone, or `warn_before` it is due. `is_wall` counts
    wall time, not working time.
    """

    within: datetime.timedelta | None = None
    warn_share: float = WARN_SHARE
    warn_before: datetime.timedelta | None = None
    is_wall: bool = False

    def target(
        self, key: str, within: datetime.timedelta, grace: datetime.timedelta | None
    ) -> Target:
        """Return what a clock of this milestone counts down."""
        warn_after = within * self.warn_share
        if self.warn_before is not None:
            warn_after = max(NOTHING, within - self.warn_before)
        return Target(key, within, grace, warn_after, self.is_wall)


@dataclass(frozen=True, slots=True)
class Step:
    """What a ladder does at a level, or `after` it; `team` is the slug of who gets the lead."""

    at: str
    do: str
    after: datetime.timedelta = NOTHING
    team: str = ""


#: What happens where no ladder is named: as always, owner and manager hear, and it goes back.
STANDARD_STEPS: Final = (
    Step("warned", "warn_owner"),
    Step("breached", "warn_owner"),
    Step("breached", "tell_manager"),
    Step("given_back", "give_back"),
    Step("given_back", "warn_owner"),
    Step("given_back", "tell_manager"),
)


@dataclass(frozen=True, slots=True)
class Policies:
    """
    A definition's promises beyond the contracts: `usual` ones, and those of single categories.

    `calendar` says in whose hours working time counts. `ladders` hold the steps by key.
    """

    calendar: str = "workspace"
    usual: Mapping[str, Milestone] = field(default_factory=dict)
    by_category: Mapping[str, Mapping[str, Milestone]] = field(default_factory=dict)
    ladders: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)

    def milestone(self, category: str, key: str) -> Milestone:
        """Return how a milestone is promised in a category."""
        own = self.by_category.get(category, {})
        return own.get(key) or self.usual.get(key) or Milestone()

    def target(
        self,
        category: str,
        key: str,
        *,
        contract: Mapping[str, datetime.timedelta],
        grace: datetime.timedelta | None,
    ) -> Target | None:
        """
        Return what a milestone promises in a category, None for nothing.

        `contract` holds the times that the category's contract tells.
        """
        told = self.milestone(category, key)
        within = contract.get(key, told.within)
        if within is None:
            return None
        return told.target(key, within, grace if key in OF_CONTRACT else None)

    def promises(self, key: str) -> bool:
        """Say whether any category promises a milestone that no contract tells."""
        told = (self.usual, *self.by_category.values())
        return any(one.get(key) is not None for one in told)

    def steps(self, ladder: str) -> Sequence[Step]:
        """Return the steps of a ladder; one that is not defined is the standard one."""
        return self.ladders.get(ladder, STANDARD_STEPS)


def parse_policies(content: Mapping[str, Any]) -> Policies:
    """Return the checked sections `sla` and `ladders` of a definition."""
    told = content.get("sla") or {}
    return Policies(
        calendar=told.get("calendar") or "workspace",
        usual=_milestones(told.get("milestones") or {}, {}),
        by_category=_by_category(told),
        ladders={
            key: tuple(_step(entry) for entry in steps)
            for key, steps in (content.get("ladders") or {}).items()
        },
    )


def _by_category(told: Mapping[str, Any]) -> dict[str, dict[str, Milestone]]:
    usual = told.get("milestones") or {}
    return {
        key: _milestones(own or {}, usual) for key, own in (told.get("by_category") or {}).items()
    }


def _milestones(own: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Milestone]:
    """Return milestones as a category tells them; what it leaves out is as usual."""
    return {key: _milestone({**(usual.get(key) or {}), **(own[key] or {})}) for key in own}


def _milestone(told: Mapping[str, Any]) -> Milestone:
    share, before = read_warning(told.get("warn"))
    return Milestone(
        within=stretch(told["within"]) if told.get("within") else None,
        warn_share=share,
        warn_before=before,
        is_wall=told.get("time") == "wall",
    )


def read_warning(told: object) -> tuple[float, datetime.timedelta | None]:
    """
    Return when to warn: the share of the time that is gone, and how long before the end, if told.

    Raises ValueError for what is neither a share under 100 % nor a length.
    """
    if told is None:
        return WARN_SHARE, None
    share = _SHARE.fullmatch(str(told))
    if share is not None:
        return int(share.group(1)) / 100, None
    return WARN_SHARE, read_span(told)


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        at=entry["at"],
        do=entry["do"],
        after=read_span(entry["after"]) if "after" in entry else NOTHING,
        team=entry.get("team") or "",
    )
