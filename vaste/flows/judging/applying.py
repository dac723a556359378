"""
Judging stored leads again, and what follows: one statement for one lead and for a million.

By the rules of docs/decisions/0018 a closed lead keeps its judgment. A lead that somebody has taken
over is never downgraded, and keeps its owner and its running clocks. A lead that nobody has begun
on may rise at once, with clocks that are never later than the running ones; it falls only when the
lower category has applied for the `hold` of its own without interruption, and its clocks stay as
promised. An MQL stays one. What nothing changes about is not written.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vaste.flows import catching_up, hours, promises
from vaste.flows.define import Definition
from vaste.flows.judging.statement import judging
from vaste.infra import sql
from vaste.infra.bound import Bound
from vaste.ledger import services as ledger
from vaste.scoring.crossings import BEYOND
from vaste.sla import services as sla
from vaste.sla.policies import OF_CONTRACT

OPEN = "stored.state IN ('open', 'snoozed')"
OF_IDS = f"{OPEN} AND stored.id = ANY(%(ids)s)"
OF_CONTACTS = f"{OPEN} AND stored.contact_id = ANY(%(contacts)s)"
IN_RANGE = f"{OPEN} AND stored.id > %(after)s AND stored.id <= %(upto)s"
MOST_TOLD = 200  # leads named in one notice; past that, only their teams
MOST_TRIES = 5  # a lead that people change while it is judged is judged again

#: Why leads are judged again.
PUBLISHED, FADED, HOLD_OVER, TOUCHED, GIVEN_BACK, DATES, LEARNED = (
    "published", "faded", "hold_over", "touched", "given_back", "dates", "learned",
)  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What judging again came to: leads that changed, and of them those in another category."""

    changed: int = 0
    recategorized: int = 0
    leads: list[uuid.UUID] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count another outcome in."""
        self.changed += other.changed
        self.recategorized += other.recategorized
        self.leads += other.leads


def judge_again(
    workspace_id: uuid.UUID,
    definition: Definition,
    *,
    because: str,
    at: datetime.datetime,
    where: str = OF_IDS,
    **chosen: Any,
) -> Outcome:
    """
    Judge the leads of `where` (with the parameters `chosen`) at `at`, and write what changes.

    In the caller's transaction, constant in statements. A lead that somebody changes meanwhile is
    judged again as it then stands.
    """
    params = {"workspace": workspace_id, "now": at, "because": because, **chosen}
    total = Outcome()
    for _ in range(MOST_TRIES):
        outcome, missed = _judge_once(workspace_id, definition, where, params, at)
        total.add(outcome)
        if not missed:
            break
        where, params = OF_IDS, {**params, "ids": missed}
    return total


def _judge_once(
    workspace_id: uuid.UUID,
    definition: Definition,
    where: str,
    params: dict[str, Any],
    at: datetime.datetime,
) -> tuple[Outcome, list[uuid.UUID]]:
    statement, bound = _statement(definition, where)
    rows = sql.run(statement, {**params, **bound}, prepare=False)
    changed, recategorized, ids, teams, owners, hastened, places, missed = rows[0]
    _hasten(workspace_id, definition, hastened or [], places or [], at)
    told = ids or []
    if changed:
        ledger.announce(
            workspace_id,
            "leads",
            at=at,
            leads=told if len(told) <= MOST_TOLD else [],
            teams=teams or [],
            users=owners or [],
        )
    return Outcome(changed, recategorized, told), missed or []


def _hasten(
    workspace_id: uuid.UUID,
    definition: Definition,
    ids: Sequence[uuid.UUID],
    places: Sequence[int],
    at: datetime.datetime,
) -> None:
    if not places:
        return
    if definition.policies.calendar == "team":
        catching_up.catch_up(workspace_id, ids, at=at)
    calendar_of = hours.calendars(workspace_id, definition)
    for place in sorted(set(places)):
        risen = [one for one, to in zip(ids, places, strict=True) if to == place]
        category = definition.categories[place]
        targets = promises.targets(definition, category, OF_CONTRACT)
        sla.hasten(
            workspace_id, risen, targets, calendar_of=calendar_of,
            definition=definition.number, at=at,
        )  # fmt: skip
    sql.run(_DUE_BY_CLOCK, {"workspace": workspace_id, "ids": list(ids)})


def _statement(definition: Definition, where: str) -> tuple[str, dict[str, object]]:
    judged = judging(definition, where=where)
    bound = Bound("w")
    categories = definition.categories
    tasks = {str(place): dict(one.task) for place, one in enumerate(categories)}
    text = _TEXT.format(
        judged=judged.text,
        kept=where.replace("stored.", "kept."),
        keys=bound.add([one.key for one in categories], "text[]"),
        holds=bound.add([one.hold.total_seconds() for one in categories], "float8[]"),
        tasks=bound.add(sql.encode([tasks])[1:-1], "jsonb"),
        number=bound.add(definition.number, "int"),
        level=_level(definition.levels, bound),
        beyond=bound.add(BEYOND.total_seconds(), "float8"),
        most=bound.add(MOST_TOLD + 1, "int"),
    )
    return text, {**judged.params, **bound.params}


def _level(levels: Sequence[float], bound: Bound) -> str:
    """Return SQL for the highest level that `points` reach, null under all of them."""
    cases = " ".join(
        f"WHEN weighed.points >= {bound.add(one, 'float8')} THEN {bound.add(one, 'float8')}"
        for one in sorted(levels, reverse=True)
    )
    return f"(CASE {cases} END)" if cases else "NULL::float8"


_DUE_BY_CLOCK = """
UPDATE leads_lead AS kept SET due_at = told.due_at
FROM (
    SELECT c.lead_id, min(c.due_at) AS due_at FROM sla_clock AS c
    WHERE c.workspace_id = %(workspace)s AND c.lead_id = ANY(%(ids)s)
        AND c.met_at IS NULL AND c.stopped_at IS NULL AND c.paused_at IS NULL
    GROUP BY c.lead_id
) AS told
WHERE kept.workspace_id = %(workspace)s AND kept.id = told.lead_id
    AND kept.state IN ('open', 'snoozed') AND kept.due_at > told.due_at
"""
# `missed` is asked by NOT IN, which is hashed: NOT EXISTS would be joined, and the planner takes
# what a fresh import has filled for a few rows and compares each of a step with each other. So that
# it hashes `wanted` too, `once` makes it expect many: one row comes of each, and it takes that for
# a thousand.
_TEXT = """
WITH judged AS MATERIALIZED ({judged}),
weighed AS (
    SELECT judged.*, array_position({keys}, judged.was_category::text) - 1 AS was_place FROM judged
),
moved AS (
    SELECT weighed.*, {level} AS level, CASE
        WHEN was_place IS NULL THEN 'gone'
        WHEN place < was_place THEN 'rise'
        WHEN place = was_place THEN 'stay'
        WHEN taken_over_at IS NOT NULL THEN 'held'
        WHEN ({holds})[was_place + 1] = 0 OR falls_at <= %(now)s::timestamptz THEN 'fall'
        ELSE 'wait' END AS move
    FROM weighed
),
decided AS (
    SELECT moved.*, was_mql OR mql AS to_mql,
        CASE WHEN move IN ('rise', 'fall', 'gone') THEN place ELSE was_place END AS to_place,
        CASE WHEN move = 'wait' THEN coalesce(falls_at, %(now)s::timestamptz
            + make_interval(secs => ({holds})[was_place + 1])) END AS to_fall,
        CASE WHEN level IS NOT NULL THEN %(now)s::timestamptz
            + make_interval(secs => half_life_s * ln(points / level) / ln(2::float8) + {beyond})
        END AS crossing
    FROM moved
),
timed AS (
    SELECT decided.*, CASE
        WHEN judge_at > %(now)s::timestamptz
            AND coalesce(least(crossing, to_fall) >= judge_at, true) THEN judge_at
        ELSE least(crossing, to_fall) END AS to_judge,
        (fit, quadrant, place_key.category, to_place, to_mql)
            IS DISTINCT FROM (was_fit, was_quadrant, was_category, was_rank, was_mql) AS shows,
        place_key.category
    FROM decided
    CROSS JOIN LATERAL (SELECT ({keys})[to_place + 1]::varchar AS category) AS place_key
),
wanted AS (
    SELECT timed.*, generate_series(version, version) AS once FROM timed
    WHERE shows OR to_fall IS DISTINCT FROM falls_at OR to_judge IS DISTINCT FROM judge_at
),
changed AS (
    UPDATE leads_lead AS kept SET fit = wanted.fit, interest = wanted.interest,
        quadrant = wanted.quadrant, category = wanted.category, category_rank = wanted.to_place,
        is_mql = wanted.to_mql, falls_at = wanted.to_fall, judge_at = wanted.to_judge,
        definition = CASE WHEN wanted.shows THEN {number} ELSE kept.definition END,
        version = kept.version + wanted.shows::int,
        next_step = CASE WHEN wanted.category <> wanted.was_category
            AND kept.taken_over_at IS NULL AND kept.first_contact_at IS NULL
            THEN coalesce({tasks} -> wanted.to_place::text ->> kept.language,
                {tasks} -> wanted.to_place::text ->> 'en', kept.next_step)
            ELSE kept.next_step END
    FROM wanted WHERE kept.workspace_id = %(workspace)s AND {kept}
        AND kept.id = wanted.id AND kept.version = wanted.version
    RETURNING kept.id, kept.version AS now_version, kept.first_contact_at, wanted.owner_id,
        wanted.team_id, wanted.taken_over_at, wanted.falls_at AS was_fall, wanted.move,
        wanted.shows, wanted.category,
        wanted.was_category, wanted.to_place, wanted.fit, wanted.was_fit, wanted.interest,
        wanted.was_interest, wanted.quadrant, wanted.was_quadrant, wanted.to_mql, wanted.was_mql
),
told AS (
    INSERT INTO ledger_event (workspace_id, id, verb, subject_id, actor_id, at, detail)
    SELECT %(workspace)s, overlay(overlay(
            lpad(to_hex((extract(epoch FROM %(now)s::timestamptz) * 1000)::bigint), 12, '0')
            || md5(changed.id::text || '/' || changed.now_version) PLACING '7' FROM 13 FOR 1)
            PLACING '8' FROM 17 FOR 1)::varchar(32)::uuid,
        CASE WHEN category <> was_category THEN 'lead.recategorized' ELSE 'lead.rescored' END,
        changed.id, NULL, %(now)s::timestamptz, jsonb_build_object(
            'definition', {number}, 'move', move, 'because',
            CASE WHEN move = 'fall' AND was_fall IS NOT NULL THEN 'hold_over'
                ELSE %(because)s::text END,
            'from', jsonb_build_object('category', was_category, 'fit', was_fit,
                'interest', was_interest, 'quadrant', was_quadrant, 'mql', was_mql),
            'to', jsonb_build_object('category', category, 'fit', fit,
                'interest', interest, 'quadrant', quadrant, 'mql', to_mql))
    FROM changed WHERE shows AND (category <> was_category OR quadrant <> was_quadrant
        OR to_mql <> was_mql OR %(because)s::text <> 'published')
)
SELECT (SELECT count(*) FROM changed WHERE shows),
    (SELECT count(*) FROM changed WHERE category <> was_category),
    (SELECT array_agg(id) FROM (SELECT id FROM changed WHERE shows LIMIT {most}) AS named),
    (SELECT array_agg(DISTINCT team_id) FROM changed WHERE shows),
    (SELECT array_agg(DISTINCT owner_id) FROM changed WHERE shows),
    (SELECT array_agg(id ORDER BY id) FROM changed WHERE move = 'rise'
        AND taken_over_at IS NULL AND first_contact_at IS NULL),
    (SELECT array_agg(to_place ORDER BY id) FROM changed WHERE move = 'rise'
        AND taken_over_at IS NULL AND first_contact_at IS NULL),
    (SELECT array_agg(wanted.id) FROM wanted WHERE wanted.shows
        AND wanted.id NOT IN (SELECT changed.id FROM changed))
"""
