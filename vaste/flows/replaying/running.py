"""Running a what-if: begun by a person, walked through by the worker, step by step."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from vaste.definitions.models import WhatIf
from vaste.flows import define, stepping
from vaste.flows.judging import ranges
from vaste.flows.replaying import roster as rosters
from vaste.flows.replaying.cases import Cursor, Router
from vaste.flows.replaying.expecting import Promises
from vaste.flows.replaying.roster import Change
from vaste.flows.replaying.tally import Tally
from vaste.flows.replaying.turning import Replay
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _

LEADS_A_STEP = 5_000
USUAL_DAYS = 30
MOST_DAYS = 3_660
_OF_PERIOD = "stored.received_at >= %(from)s AND stored.received_at < %(until)s"


class BadPeriod(VasteError):
    """A period that is none, is too long, or lies ahead."""


def start(
    workspace_id: uuid.UUID,
    content: Mapping[str, Any],
    *,
    since: datetime.datetime,
    until: datetime.datetime,
    at: datetime.datetime,
    by: uuid.UUID | None,
    number: int | None = None,
    changes: Sequence[Change] = (),
) -> WhatIf:
    """
    Begin to deal the leads received from `since` to before `until` out anew; nothing changes.

    By the routing of `content` (version `number`; None: a draft), and by the roster in force with
    `changes` made. The roster is taken as it is now; who changes it later changes no what-if.

    Raises NotPublishable when the definition has problems, BadPeriod, BadRoster, and TooManyRuns.
    """
    check_period(since, until, at=at)
    problems = define.check(content)
    if problems:
        raise define.NotPublishable(problems)
    with inside(workspace_id):
        in_force = rosters.roster_of(workspace_id)
        rosters.require_people(workspace_id, in_force, changes)
        made = WhatIf(
            workspace_id=workspace_id,
            content=content,
            number=number,
            roster=rosters.as_data(rosters.with_changes(in_force, changes)),
            received_from=since,
            received_until=until,
            made_by_id=by,
        )
        period = {"from": since, "until": until}
        made.total = ranges.count(workspace_id, _OF_PERIOD, **period)
        return stepping.begin(made, at=at)


def check_period(
    since: datetime.datetime, until: datetime.datetime, *, at: datetime.datetime
) -> None:
    """Raise BadPeriod for a period that can't be replayed."""
    if since >= at:
        raise BadPeriod(_("The period lies ahead: no lead has come in it yet."))
    if until <= since:
        raise BadPeriod(_("The period ends before it begins."))
    if until - since > datetime.timedelta(days=MOST_DAYS):
        raise BadPeriod(_("A period is 3660 days at most."))


def find(workspace_id: uuid.UUID, what_if_id: uuid.UUID) -> WhatIf:
    """Return a what-if, inside the workspace's transaction; raises NoSuchRun."""
    return stepping.find(WhatIf, workspace_id, what_if_id)


def stop(workspace_id: uuid.UUID, what_if_id: uuid.UUID, *, at: datetime.datetime) -> WhatIf:
    """Stop a what-if that runs, as `stepping.stop`."""
    return stepping.stop(WhatIf, workspace_id, what_if_id, at=at)


def step(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """Do one step of the what-if that is due, as `stepping.step`."""
    return stepping.step(WhatIf, workspace_id, _walk, writes=["standing"], at=at)


def next_step(workspace_id: uuid.UUID) -> datetime.datetime | None:
    """Return when the workspace's next step of a what-if is due, None when none runs."""
    return stepping.next_step(WhatIf, workspace_id)


def _walk(row: WhatIf, at: datetime.datetime) -> int:
    definition = define.compile_definition(row.content, row.number or 0)
    roster = rosters.of_data(row.roster)
    router = Router(
        row.workspace_id, definition, roster, since=row.received_from, until=row.received_until
    )
    replay = Replay(roster, row.received_from, Promises(definition, roster))
    if row.standing:
        replay.go_on(row.standing)
    else:
        router.begin(replay)
    cases = router.next_cases(_cursor(row), LEADS_A_STEP)
    tally = Tally.of_data(row.result)
    tally.count(replay.take(case) for case in cases)
    if not cases:
        replay.finish(min(row.received_until, max(at, row.received_from)))
    tally.weigh(replay)
    row.result = tally.as_data()
    if not cases:
        row.standing = {}
        return stepping.finish(row, at)
    row.cursor, row.done = cases[-1].lead_id, row.done + len(cases)
    row.standing = {**replay.as_data(), "seen": cases[-1].received_at.isoformat()}
    return len(cases)


def _cursor(row: WhatIf) -> Cursor | None:
    if row.cursor is None:
        return None
    return datetime.datetime.fromisoformat(row.standing["seen"]), row.cursor
