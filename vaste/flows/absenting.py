"""Absences entered, taken back, imported and begun; and what that does to a person's leads."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from vaste.flows import define, redistributing, rosters
from vaste.flows.rerouting import Moved
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger
from vaste.routing import absences, feeds, ical
from vaste.routing.away_signs import Counts
from vaste.routing.models import Absence
from vaste.workspaces.models import User


@dataclass(frozen=True, slots=True)
class Taken:
    """
    What a calendar file came to: its absences, those new or moved, those gone from before.

    `skipped` counts by reason the entries that are no absence; `is_cut` says that there are more
    absences than are taken.
    """

    entries: int
    changed: int
    gone: int
    skipped: Mapping[str, int]
    is_cut: bool


def add(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    away_from: datetime.datetime,
    away_until: datetime.datetime | None,
    reason: str = "",
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> tuple[Absence, Moved]:
    """
    Enter an absence; one that has begun gives the person's untouched leads to others at once.

    One that begins later does so then, by the worker. Raises NoSuchMember and BadAbsence.
    """
    with inside(workspace_id):
        rosters.require_membership(workspace_id, user_id)
        made = absences.add(
            workspace_id, user_id, away_from=away_from, away_until=away_until, reason=reason,
            by=by, at=at,
        )  # fmt: skip
        detail = {"user": str(user_id), "from": away_from.isoformat(), "reason": made.reason}
        detail |= {"until": away_until.isoformat() if away_until else ""}
        ledger.record_one(workspace_id, "absence.added", made.id, by=by, at=at, detail=detail)
        ledger.announce(workspace_id, "people", at=at, users=[user_id], wake_at=max(away_from, at))
        moved = Moved()
        if away_from <= at:
            Absence.objects.within(workspace_id).filter(id=made.id).update(begun_at=at)
            moved = _begin(workspace_id, made, at=at, by=by)
        return made, moved


def remove(
    workspace_id: uuid.UUID,
    absence_id: uuid.UUID,
    *,
    at: datetime.datetime,
    by: uuid.UUID | None,
) -> None:
    """
    Take an absence back; leads that went to others stay with them.

    One that came through a calendar feed does not come again. Raises NoSuchAbsence.
    """
    with inside(workspace_id):
        gone = absences.remove(workspace_id, absence_id)
        feeds.leave_out(workspace_id, [gone])
        detail = {"user": str(gone.user_id), "from": gone.away_from.isoformat()}
        ledger.record_one(workspace_id, "absence.removed", absence_id, by=by, at=at, detail=detail)
        ledger.announce(workspace_id, "people", at=at, users=[gone.user_id])


def come_back(
    workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime, by: uuid.UUID | None
) -> int:
    """
    Say that somebody is back from now on; return how many absences that ends.

    What their calendar feeds say of now does not count any more.
    """
    with inside(workspace_id):
        rosters.require_membership(workspace_id, user_id)
        running = absences.upcoming(workspace_id, [user_id], at=at)
        feeds.leave_out(workspace_id, [one for one in running if one.away_from <= at])
        ended = absences.end_now(workspace_id, user_id, at=at)
        if ended:
            ledger.record_one(workspace_id, "absence.ended", user_id, by=by, at=at, detail={})
            ledger.announce(workspace_id, "people", at=at, users=[user_id])
        return ended


def import_file(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    calendar: bytes,
    *,
    at: datetime.datetime,
    by: uuid.UUID | None,
    counts: Counts = Counts.MARKED,
) -> Taken:
    """
    Make a person's absences out of files those of an iCalendar file; what was typed, and what came
    through feeds, stays. Return what was taken, and what was not.

    `counts` says what is an absence (see `away_signs`). Whole days are days of the workspace's
    zone. Those that have begun take effect at the worker's next look.

    Raises NoSuchMember, and ical.Unreadable.
    """
    with inside(workspace_id):
        rosters.require_membership(workspace_id, user_id)
        zone = define.in_force(workspace_id).zone
        emails = User.objects.filter(pk=user_id).values_list("email", flat=True)
        told = ical.read(calendar, zone=zone, at=at, counts=counts, email="".join(emails))
        changed, gone = absences.replace_imported(workspace_id, user_id, told.entries, by=by, at=at)
        detail = {"entries": len(told.entries), "changed": changed, "gone": gone}
        ledger.record_one(workspace_id, "absence.imported", user_id, by=by, at=at, detail=detail)
        ledger.announce(workspace_id, "people", at=at, users=[user_id], wake_at=at)
        return Taken(len(told.entries), changed, gone, told.skipped, told.is_cut)


def begin_next(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Give out the leads of the next person whose absence has begun; return 1, or 0 when none has.

    For the worker: once an absence, whichever worker comes first.
    """
    with inside(workspace_id):
        begun = absences.take_begun(workspace_id, at=at)
        if begun is None:
            return 0
        if begun.away_until is None or begun.away_until > at:
            _begin(workspace_id, begun, at=at, by=None)
        return 1


def _begin(
    workspace_id: uuid.UUID, begun: Absence, *, at: datetime.datetime, by: uuid.UUID | None
) -> Moved:
    return redistributing.free_leads(
        workspace_id, begun.user_id, reason="absent", cause=f"absent:{begun.id}", at=at, by=by
    )
