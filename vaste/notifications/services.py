"""The verbs of deliveries before they are sent: planning, claiming, withdrawing."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.ledger import services as ledger
from vaste.notifications import matrix
from vaste.notifications.models import Channel, Delivery
from vaste.workspaces.models import Workspace

TOGETHER = datetime.timedelta(seconds=60)  # one bundle to a place in that time
LEASE = datetime.timedelta(seconds=60)  # longer than any sending takes
MOST_TOGETHER = 50
State = Delivery.State
Row = dict[str, Any]
_COLUMNS = tuple(field.attname for field in Delivery._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is sent to one place in one message; `id` is the message's own, also when repeated."""

    id: uuid.UUID
    channel: str
    user_id: uuid.UUID | None
    target_id: uuid.UUID | None
    parts: tuple[Row, ...]  # id, kind, lead_id, detail, attempts

    @property
    def ids(self) -> list[uuid.UUID]:
        """The deliveries in it."""
        return [part["id"] for part in self.parts]


def plan(workspace_id: uuid.UUID, notices: Sequence[Row], *, at: datetime.datetime) -> None:
    """
    Write what is to be sent of these notices, in the caller's transaction; again without harm.

    Each notice names user_id (None: only chats hear of it), key, kind, lead_id and detail. One
    statement where nobody wants to hear anything; else the worker is woken for it.
    """
    told = [one for one in notices if one["kind"] in matrix.EVENTS]
    if not told:
        return
    ears = _ears(workspace_id, told)
    rows = [row for one in told for row in _to_person(workspace_id, one, ears, at)]
    for chat_id, kind, events in ears.chats:
        rows += [
            _row(workspace_id, one, kind, None, chat_id, at, at)
            for one in told
            if one["kind"] in events
        ]
    if rows:
        _store(workspace_id, rows)
        wake_at = min(row["due_at"] for row in rows)
        ledger.announce(workspace_id, "deliveries", at=at, wake_at=wake_at)


@dataclass(slots=True)
class _Ears:
    """Who hears where: preferences and browsers by user; chats as id, kind and events."""

    chosen: dict[uuid.UUID, tuple[dict[str, Any], str, str, str]]
    browsers: dict[uuid.UUID, list[uuid.UUID]]
    chats: list[tuple[uuid.UUID, str, list[str]]]


def _ears(workspace_id: uuid.UUID, told: Sequence[Row]) -> _Ears:
    users = sorted({one["user_id"] for one in told if one["user_id"] is not None})
    found = _Ears({}, {}, [])
    for what, one, user_id, told_events, *quiet in sql.run(
        _EARS, {"workspace": workspace_id, "users": users}
    ):
        if what == "chosen":
            found.chosen[user_id] = (json.loads(told_events), *quiet)
        elif what == "browser":
            found.browsers.setdefault(user_id, []).append(one)
        else:
            found.chats.append((one, what, json.loads(told_events)))
    return found


_EARS = """
SELECT 'chosen', p.id, p.user_id, p.matrix::text, p.quiet_from, p.quiet_until, p.zone
FROM notifications_preference AS p
WHERE p.workspace_id = %(workspace)s AND p.user_id = ANY(%(users)s)
UNION ALL
SELECT 'browser', s.id, s.user_id, '', '', '', '' FROM notifications_subscription AS s
WHERE s.workspace_id = %(workspace)s AND s.user_id = ANY(%(users)s) AND s.gone_at IS NULL
UNION ALL
SELECT c.kind, c.id, NULL, c.events::text, '', '', '' FROM notifications_channel AS c
WHERE c.workspace_id = %(workspace)s AND c.closed_at IS NULL
"""


def _to_person(
    workspace_id: uuid.UUID, one: Row, ears: _Ears, at: datetime.datetime
) -> Iterator[Row]:
    """Yield what goes to the person of a notice, by mail and to their browsers."""
    user_id = one["user_id"]
    if user_id is None:
        return
    wanted, quiet_from, quiet_until, zone = ears.chosen.get(user_id, (None, "", "", ""))
    due_at = matrix.quiet_end(quiet_from, quiet_until, zone, at=at) if zone else at
    places: dict[str, Sequence[uuid.UUID | None]] = {
        # the addresses of a sample's people are nobody's
        "email": [] if _is_sample(workspace_id) else [None],
        "push": ears.browsers.get(user_id, []),
    }
    for channel in matrix.channels(wanted, one["kind"]):
        for target in places[channel]:
            yield _row(workspace_id, one, channel, user_id, target, due_at, at)


@lru_cache(maxsize=4096)
def _is_sample(workspace_id: uuid.UUID) -> bool:
    """Say whether a workspace is a sample; it is so from its beginning, or never."""
    return Workspace.objects.filter(pk=workspace_id, is_sample=True).exists()


def _row(
    workspace_id: uuid.UUID,
    notice: Row,
    channel: str,
    user_id: uuid.UUID | None,
    target_id: uuid.UUID | None,
    due_at: datetime.datetime,
    at: datetime.datetime,
) -> Row:
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "key": f"{channel}:{target_id or user_id}:{notice['key']}"[:250],
        "channel": channel,
        "user_id": user_id,
        "target_id": target_id,
        "kind": notice["kind"],
        "lead_id": notice["lead_id"],
        "detail": notice["detail"],
        "state": State.WAITING,
        "due_at": due_at,
        "attempts": 0,
        "error": "",
        "made_at": at,
    }


def _store(workspace_id: uuid.UUID, rows: Sequence[Row]) -> None:
    """Write deliveries; a place that heard something in the last minute waits."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    fresh = ", ".join(
        "greatest(fresh.due_at, (SELECT max(d.sent_at) FROM notifications_delivery AS d"
        " WHERE d.workspace_id = %(workspace)s AND d.channel = fresh.channel"
        " AND d.user_id IS NOT DISTINCT FROM fresh.user_id"
        " AND d.target_id IS NOT DISTINCT FROM fresh.target_id) + %(together)s::interval)"
        if name == "due_at"
        else f'fresh."{name}"'
        for name in _COLUMNS
    )
    sql.run(
        f"INSERT INTO notifications_delivery ({names}) SELECT {fresh} FROM"
        " json_populate_recordset(NULL::notifications_delivery, %(rows)s::json) AS fresh"
        " ON CONFLICT (workspace_id, key) DO NOTHING",
        {"workspace": workspace_id, "rows": sql.encode(rows), "together": TOGETHER},
    )


def claim(workspace_id: uuid.UUID, *, at: datetime.datetime) -> Bundle | None:
    """
    Mark what is due for one place as being sent, and return it; None when nothing is due.

    A bundle whose sender died is taken again as it was, under the same id, when its lease is over;
    one that failed keeps its id too, unless something new goes with it.
    """
    with inside(workspace_id):
        rows = sql.run(_CLAIM, {
            "workspace": workspace_id, "at": at, "until": at + LEASE, "most": MOST_TOGETHER,
            "fresh": uuid7(),
        })  # fmt: skip
    if not rows:
        return None
    parts = tuple(
        {"id": row[0], "kind": row[4], "lead_id": row[5], "detail": sql.loaded(row[6]),
         "attempts": row[7]}
        for row in sorted(rows, key=lambda one: (one[9], one[0]))
    )  # fmt: skip
    _, channel, user_id, target_id, *_rest = rows[0]
    return Bundle(rows[0][8], channel, user_id, target_id, parts)


_CLAIM = """
WITH first AS (
    SELECT f.channel, f.user_id, f.target_id,
        CASE WHEN f.state = 'sending' THEN f.bundle END AS again
    FROM notifications_delivery AS f
    WHERE f.workspace_id = %(workspace)s AND f.due_at <= %(at)s
    ORDER BY f.due_at, f.id LIMIT 1 FOR UPDATE SKIP LOCKED
),
chosen AS (
    SELECT d.id, d.bundle FROM notifications_delivery AS d JOIN first
        ON d.channel = first.channel AND d.user_id IS NOT DISTINCT FROM first.user_id
        AND d.target_id IS NOT DISTINCT FROM first.target_id
    WHERE d.workspace_id = %(workspace)s AND d.due_at <= %(at)s
        AND (CASE WHEN d.state = 'sending' THEN d.bundle END) IS NOT DISTINCT FROM first.again
    ORDER BY d.due_at, d.id LIMIT %(most)s FOR UPDATE OF d SKIP LOCKED
),
message AS (
    SELECT CASE WHEN count(DISTINCT bundle) = 1 AND count(bundle) = count(*)
        THEN (array_agg(bundle))[1] ELSE %(fresh)s END AS id FROM chosen
)
UPDATE notifications_delivery AS kept SET state = 'sending', due_at = %(until)s,
    attempts = kept.attempts + 1, bundle = message.id
FROM chosen, message WHERE kept.workspace_id = %(workspace)s AND kept.id = chosen.id
RETURNING kept.id, kept.channel, kept.user_id, kept.target_id, kept.kind, kept.lead_id,
    kept.detail, kept.attempts, kept.bundle, kept.made_at
"""


def withdraw(
    workspace_id: uuid.UUID, lead_id: uuid.UUID, *, by: uuid.UUID, at: datetime.datetime
) -> int:
    """
    Take back what people were to hear of a lead that `by` has begun on; shown pushes close.

    In the caller's transaction; return how many deliveries were taken back.
    """
    rows = sql.run(_WITHDRAW, {"workspace": workspace_id, "lead": lead_id, "by": by, "at": at})
    if rows[0][1]:
        _store(workspace_id, [_closing(workspace_id, lead_id, one, at) for one in rows[0][1]])
    return int(rows[0][0])


_WITHDRAW = """
WITH taken AS (
    UPDATE notifications_delivery AS kept SET state = 'withdrawn', due_at = NULL
    WHERE kept.workspace_id = %(workspace)s AND kept.lead_id = %(lead)s
        AND kept.state = 'waiting' AND kept.user_id IS NOT NULL RETURNING kept.id
)
SELECT (SELECT count(*) FROM taken), (SELECT array_agg(DISTINCT shown.target_id)
    FROM notifications_delivery AS shown WHERE shown.workspace_id = %(workspace)s
    AND shown.lead_id = %(lead)s AND shown.channel = 'push' AND shown.kind <> 'close'
    AND shown.state IN ('sent', 'sending') AND shown.user_id <> %(by)s
    AND shown.made_at > %(at)s::timestamptz - interval '1 day')
"""


def _closing(
    workspace_id: uuid.UUID, lead_id: uuid.UUID, target: uuid.UUID, at: datetime.datetime
) -> Row:
    notice = {"key": f"close:{lead_id}:{at.isoformat()}", "kind": "close", "lead_id": lead_id,
              "detail": {}}  # fmt: skip
    return _row(workspace_id, notice, "push", None, target, at, at)


def next_due(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next delivery is due, None when nothing is to be sent."""
    rows = sql.run(
        "SELECT min(due_at) FROM notifications_delivery"
        " WHERE workspace_id = %(workspace)s AND due_at IS NOT NULL",
        {"workspace": workspace_id},
    )
    found: datetime.datetime | None = rows[0][0]
    return found


def plan_test(workspace_id: uuid.UUID, chat: Channel, *, at: datetime.datetime) -> None:
    """Plan a test message to a chat, in the caller's transaction."""
    notice: Row = {"key": f"test:{at.isoformat()}", "kind": "test", "lead_id": None, "detail": {}}
    row = _row(workspace_id, notice, chat.kind, None, chat.id, at, at)
    sql.insert("notifications_delivery", tuple(row), [row])
