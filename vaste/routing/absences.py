"""The verbs and questions of absences; who is away gets no leads."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vaste.infra import sql
from vaste.kernel import text
from vaste.kernel.errors import VasteError
from vaste.kernel.ids import uuid7
from vaste.kernel.words import gettext_noop as _
from vaste.routing import rules
from vaste.routing.models import Absence

LONGEST = datetime.timedelta(days=5 * 366)  # longer is a slip of the pen, or no absence any more
MOST_REASON = 200  # characters


class BadAbsence(VasteError):
    """An absence can't be as it was given; `field` says what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NoSuchAbsence(VasteError):
    """There is no such absence in this workspace."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody's absence at an instant: until when without a gap (None: no end), and why."""

    until: datetime.datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One absence of a calendar file: its name there, and the time; `until` is not part of it."""

    uid: str
    away_from: datetime.datetime
    away_until: datetime.datetime
    reason: str


def add(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    *,
    away_from: datetime.datetime,
    away_until: datetime.datetime | None,
    at: datetime.datetime,
    reason: str = "",
    by: uuid.UUID | None = None,
) -> Absence:
    """
    Enter a time during which the user gets no leads; `away_until` None is until further notice.

    Overlapping ones are fine: together they are one. Raises BadAbsence for one that ends before it
    begins, is over already, or is longer than LONGEST.
    """
    check(away_from, away_until, at=at)
    return Absence.objects.create(
        workspace_id=workspace_id,
        user_id=user_id,
        away_from=away_from,
        away_until=away_until,
        reason=text.one_line(reason, MOST_REASON),
        made_by_id=by,
        made_at=at,
    )


def check(
    away_from: datetime.datetime, away_until: datetime.datetime | None, *, at: datetime.datetime
) -> None:
    """Raise BadAbsence for a time that `add` would refuse."""
    if away_until is not None and away_until <= away_from:
        raise BadAbsence("away_until", _("An absence ends after it begins."))
    if away_until is not None and away_until <= at:
        raise BadAbsence("away_until", _("This absence is over already."))
    if away_until is not None and away_until - away_from > LONGEST:
        raise BadAbsence("away_until", _("An absence is not longer than five years."))
    if away_from > at + LONGEST:
        raise BadAbsence("away_from", _("An absence begins within five years."))


def get(workspace_id: uuid.UUID, absence_id: uuid.UUID) -> Absence:
    """Return an absence; raises NoSuchAbsence."""
    found = Absence.objects.within(workspace_id).filter(id=absence_id).first()
    if found is None:
        raise NoSuchAbsence("There is no such absence.")
    return found


def remove(workspace_id: uuid.UUID, absence_id: uuid.UUID) -> Absence:
    """Take an absence out of the calendar and return it; raises NoSuchAbsence."""
    found = get(workspace_id, absence_id)
    Absence.objects.within(workspace_id).filter(id=absence_id).delete()
    return found


def end_now(workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """
    Say that the user is back: what covers `at` ends there; return how many absences that were.
    """
    rows = Absence.objects.within(workspace_id).filter(user_id=user_id)
    begun = rows.filter(away_from__lt=at).exclude(away_until__lte=at).update(away_until=at)
    deleted, _by_model = rows.filter(away_from=at).delete()
    return begun + deleted


def replace_imported(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    entries: Sequence[Entry],
    *,
    by: uuid.UUID | None,
    at: datetime.datetime,
    feed_id: uuid.UUID | None = None,
) -> tuple[int, int]:
    """
    Make a user's absences out of a calendar file, or those of a feed, what it says now; return how
    many are new or moved, and how many are gone.

    What is over stays as history, and what was typed or came otherwise is not touched. The same
    calendar again changes nothing.
    """
    entries = [replace(one, uid=stored_uid(one.uid, feed_id)) for one in entries]
    uids = [one.uid for one in entries]
    gone, _by_model = (
        Absence.objects.within(workspace_id)
        .filter(user_id=user_id, feed_id=feed_id, away_until__gt=at)
        .exclude(uid="")
        .exclude(uid__in=uids)
        .delete()
    )
    stored = sql.insert(
        "routing_absence",
        (
            "workspace_id", "id", "user_id", "away_from", "away_until", "reason", "uid",
            "made_by_id", "made_at", "begun_at", "feed_id",
        ),
        [
            {**_row(workspace_id, user_id, one, by, at), "feed_id": feed_id} for one in entries
        ],
        conflict="(workspace_id, user_id, uid) WHERE uid <> '' DO UPDATE"
        " SET away_from = excluded.away_from, away_until = excluded.away_until,"
        " reason = excluded.reason, begun_at = NULL"
        " WHERE (routing_absence.away_from, routing_absence.away_until, routing_absence.reason)"
        " IS DISTINCT FROM (excluded.away_from, excluded.away_until,"
        " excluded.reason)",
        returning="id",
    )  # fmt: skip
    return len(stored), gone


def stored_uid(uid: str, feed_id: uuid.UUID | None) -> str:
    """Return how an entry of a calendar is called here: two feeds may have the same one."""
    return f"{feed_id.hex}/{uid[-260:]}" if feed_id else uid[-300:]


def _row(
    workspace_id: uuid.UUID,
    user_id: uuid.UUID,
    one: Entry,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "user_id": user_id,
        "away_from": one.away_from,
        "away_until": one.away_until,
        "reason": text.one_line(one.reason, MOST_REASON),
        "uid": one.uid,
        "made_by_id": by,
        "made_at": at,
        "begun_at": None,
    }


def next_beginning(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next absence begins, None when none is to come."""
    rows = sql.run(
        "SELECT min(a.away_from) FROM routing_absence AS a"
        " WHERE a.workspace_id = %(workspace)s AND a.begun_at IS NULL",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0]
    return found


def take_begun(workspace_id: uuid.UUID, *, at: datetime.datetime) -> Absence | None:
    """
    Mark the earliest absence that has begun by `at` as begun and return it, None when there is
    none.

    Its row is locked until the caller's transaction ends; two workers never take the same one.
    """
    due = Absence.objects.within(workspace_id).filter(begun_at=None, away_from__lte=at)
    found = due.select_for_update(skip_locked=True).order_by("away_from", "id").first()
    if found is not None:
        found.begun_at = at
        found.save(update_fields=["begun_at"])
    return found


def upcoming(
    workspace_id: uuid.UUID, users: Iterable[uuid.UUID], *, at: datetime.datetime
) -> list[Absence]:
    """Return the absences of these users that run at `at` or begin later, the earliest first."""
    rows = Absence.objects.within(workspace_id).filter(user_id__in=list(users))
    return list(rows.exclude(away_until__lte=at).order_by("away_from", "id"))


def away_now(found: Iterable[Absence], *, at: datetime.datetime) -> dict[uuid.UUID, Away]:
    """Return who of the people of these absences is away at `at`, merged, with the reasons."""
    of_user: dict[uuid.UUID, list[Absence]] = {}
    for one in found:
        of_user.setdefault(one.user_id, []).append(one)
    away = {}
    for user_id, rows in of_user.items():
        is_away, until = rules.away_until([(r.away_from, r.away_until) for r in rows], at=at)
        if is_away:
            why = [one.reason for one in rows if one.away_from <= at and one.reason]
            away[user_id] = Away(until, why[0] if why else "")
    return away
