"""
The matrix: unfinished leads by fit and by interest as it is now.

Every question begins with the same rows (`_FOUND`), so that plot, sums, list and API cannot
disagree. Interest is computed for all of them at the instant asked for; nothing is stored.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from vaste.infra import sql
from vaste.infra.bound import Bound
from vaste.leads.models import Lead
from vaste.scoring import in_sql
from vaste.scoring.definition import Scoring
from vaste.scoring.tracks import RANKED

UNFINISHED = (Lead.State.OPEN, Lead.State.SNOOZED)
MOST_SOURCES = 200  # that a filter offers, the most frequent ones
MANY = 5000  # leads from which reading all sums in one pass is cheaper than a look-up each
NOT_LISTED = 255  # the code of a source or category beyond those listed
POINT_BYTES = 24


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    Which unfinished leads: those that `user_id` may see, and of them those that pass the filters.

    With `sees_all` False a user sees their own and those of `teams`. A filter that is None lets
    everything pass; `is_free` keeps what nobody has taken over.
    """

    user_id: uuid.UUID
    sees_all: bool
    teams: Sequence[str]
    states: Sequence[str] = UNFINISHED
    owner: uuid.UUID | None = None
    is_free: bool = False
    source: str | None = None
    category: str | None = None


class Spot(NamedTuple):
    """One lead where it stands at `at`; fit and interest 0-100."""

    at: datetime.datetime
    interest: int
    fit: int
    id: uuid.UUID
    quadrant: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many leads stand in each quadrant, all of the chosen ones; and one page of them."""

    counts: Mapping[str, int]
    spots: list[Spot]


@dataclass(frozen=True, slots=True)
class Codes:
    """What the bytes of a packed lead stand for: each place in a list is a code."""

    owners: Sequence[str]
    sources: Sequence[str]
    categories: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the visible unfinished leads each value of a filter has, the most first."""

    owners: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)


_VISIBLE = """
    FROM leads_lead AS lead
    WHERE lead.workspace_id = %(workspace)s AND lead.state = ANY(%(states)s::text[])
        AND (%(sees_all)s OR lead.owner_id = %(user)s::uuid
            OR lead.team_id = ANY(%(teams)s::uuid[]))
"""
_QUADRANT = in_sql.quadrant("fit", "interest", good_fit="%(good_fit)s", interested="%(interested)s")
_FOUND = f"""
WITH asked AS MATERIALIZED (
    SELECT lead.id, lead.contact_id, lead.fit, lead.category, lead.value_band, lead.state,
        lead.received_at, lead.owner_id, lead.source
    {_VISIBLE}
        AND (%(owner)s::uuid IS NULL OR lead.owner_id = %(owner)s::uuid)
        AND (NOT %(is_free)s OR lead.owner_id IS NULL)
        AND (%(source)s::text IS NULL OR lead.source = %(source)s::text)
        AND (%(category)s::text IS NULL OR lead.category = %(category)s::text)
), {{heat}}
placed AS (
    SELECT found.*, {_QUADRANT} AS quadrant
    FROM found
)
"""
_LOOKED_UP = f"""found AS (
    SELECT asked.*, {in_sql.score("heat.points")} AS interest
    FROM asked CROSS JOIN LATERAL ({{heat}}) AS heat
),"""
_IN_ONE_PASS = f"""heat AS ({{heat}}), found AS (
    SELECT asked.*, {in_sql.score("coalesce(heat.points, 0)")} AS interest
    FROM asked LEFT JOIN heat ON heat.contact_id = asked.contact_id
),"""
_ARE_MANY = f"SELECT count(*) = %(many)s FROM (SELECT 1 {_VISIBLE} LIMIT %(many)s) AS few"
# Eight bytes of a lead as one number: the server puts numbers together faster than single bytes.
_POINTS = """
SELECT string_agg(uuid_send(id), ''), string_agg(int8send(
    (fit::bigint << 56) | (interest::bigint << 48) | (category << 40)
    | ((band + 4 * (state = 'snoozed')::int)::bigint << 32)
    | (least(255, greatest(0, age_days))::bigint << 24) | (owner << 8) | source
), '')
FROM (
    SELECT placed.id, fit, interest, state,
        coalesce(array_position(%(categories)s::text[], category::text) - 1, 255)::bigint
            AS category,
        array_position(ARRAY['', 'small', 'medium', 'large'], value_band::text) - 1 AS band,
        date_part('day', %(now)s::timestamptz - received_at)::int AS age_days,
        CASE WHEN owner_id IS NULL THEN 0 ELSE coalesce(owner.code, 65535) END AS owner,
        coalesce(source.code - 1, 255) AS source
    FROM placed
    LEFT JOIN unnest(%(owners)s::uuid[]) WITH ORDINALITY AS owner (id, code)
        ON owner.id = owner_id
    LEFT JOIN unnest(%(sources)s::text[]) WITH ORDINALITY AS source (name, code)
        ON source.name = placed.source
    ORDER BY placed.id
) AS one
"""
_PAGE = """
SELECT sums.counts, spots.*
FROM (
    SELECT jsonb_object_agg(quadrant, leads) AS counts
    FROM (SELECT quadrant, count(*) AS leads FROM placed GROUP BY quadrant) AS each_one
) AS sums
LEFT JOIN LATERAL (
    SELECT %(now)s::timestamptz AS at, interest, fit, id, quadrant
    FROM placed
    WHERE quadrant = ANY(%(quadrants)s::text[])
        AND (-interest, -fit, id) > (-%(after_interest)s, -%(after_fit)s, %(after_id)s::uuid)
    ORDER BY interest DESC, fit DESC, id
    LIMIT %(most)s
) AS spots ON true
ORDER BY interest DESC, fit DESC, id
"""
# Counted by all three first: there are few of their combinations, and three sums of those cost
# nothing.
_FACETS = f"""
SELECT grouping(owner_id, source, category) AS kind, coalesce(owner_id::text, ''), source, category,
    sum(leads)::int AS leads
FROM (
    SELECT lead.owner_id, lead.source, lead.category, count(*) AS leads
    {_VISIBLE}
    GROUP BY lead.owner_id, lead.source, lead.category
) AS combined
GROUP BY GROUPING SETS ((owner_id), (source), (category))
ORDER BY kind, leads DESC, 2, 3, 4
"""
_OF_OWNER, _OF_SOURCE, _OF_CATEGORY = 3, 5, 6  # what grouping() says of each set
START = (101, 101, str(uuid.UUID(int=0)))  # before every lead


def points(
    workspace_id: uuid.UUID,
    chosen: Chosen,
    scoring: Scoring,
    *,
    codes: Codes,
    at: datetime.datetime,
) -> bytes:
    """
    Return every chosen lead in POINT_BYTES bytes: what the plot is drawn and filtered from.

    Columns of a byte each, one after the other, all in the order of the leads' ids: fit, interest
    at `at`, the place of the category in `codes`, the value band (0 not told, 1 small, 2 medium,
    3 large; 4 more for a lead that is snoozed), the age in whole days (255: so many or more), the
    owner in two bytes (0 nobody, 1 the first in `codes`, 65535 none of them), the place of the
    source; then the sixteen bytes of the id. 255 is a place beyond those in `codes`.
    """
    params = {
        "categories": list(codes.categories)[:NOT_LISTED],
        "owners": list(codes.owners),
        "sources": list(codes.sources)[:NOT_LISTED],
    }
    [[ids, rest]] = _ask(_POINTS, params, workspace_id, chosen, scoring, at)
    return _columns(bytes(rest or b""), 8) + _columns(bytes(ids or b""), 16)


def _columns(rows: bytes, width: int) -> bytes:
    """Return rows of `width` bytes as columns: alike stands by alike, which packs well."""
    return b"".join(rows[place::width] for place in range(width))


def page(
    workspace_id: uuid.UUID,
    chosen: Chosen,
    scoring: Scoring,
    *,
    at: datetime.datetime,
    quadrants: Sequence[str] = RANKED,
    after: tuple[int, int, str] = START,
    most: int,
) -> Standing:
    """
    Return where the chosen leads stand: how many in each quadrant, and one page of some quadrants,
    the most interested first, then the best fit.

    `after` is the interest, fit and id of the last lead before the page, at the same `at`.
    """
    interest, fit, lead_id = after
    params = {
        "quadrants": list(quadrants),
        "after_interest": interest,
        "after_fit": fit,
        "after_id": lead_id,
        "most": most,
    }
    rows = _ask(_PAGE, params, workspace_id, chosen, scoring, at)
    spots = [Spot._make(row[1:]) for row in rows if row[1] is not None]
    told = sql.loaded(rows[0][0]) if rows[0][0] else {}
    return Standing(dict.fromkeys(RANKED, 0) | told, spots)


def facets(workspace_id: uuid.UUID, chosen: Chosen) -> Facets:
    """Return what the filters can ask for; those of `chosen` do not narrow it, its states do."""
    rows = sql.run(_FACETS, _scope(workspace_id, chosen), prepare=False)
    owners, sources, categories = (
        {row[place]: row[4] for row in rows if row[0] == kind}
        for kind, place in ((_OF_OWNER, 1), (_OF_SOURCE, 2), (_OF_CATEGORY, 3))
    )
    return Facets(owners, dict(list(sources.items())[:MOST_SOURCES]), categories)


def _scope(workspace_id: uuid.UUID, chosen: Chosen) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "states": list(chosen.states),
        "sees_all": chosen.sees_all,
        "user": chosen.user_id,
        "teams": list(chosen.teams),
    }


def _ask(
    question: str,
    params: Mapping[str, Any],
    workspace_id: uuid.UUID,
    chosen: Chosen,
    scoring: Scoring,
    at: datetime.datetime,
) -> list[tuple[Any, ...]]:
    """Return the rows of a question about the leads placed at `at`."""
    scope = _scope(workspace_id, chosen)
    [[are_many]] = sql.run(_ARE_MANY, scope | {"many": MANY}, prepare=False)
    bound, moment = Bound("i"), "%(now)s::timestamptz"
    if are_many:
        contacts = "SELECT asked.contact_id FROM asked"
        heat = _IN_ONE_PASS.format(heat=in_sql.of_many(scoring.signals, bound, moment, contacts))
    else:
        one = in_sql.from_sums(scoring.signals, bound, moment, contact="asked.contact_id")
        heat = _LOOKED_UP.format(heat=one)
    told = {
        **scope,
        **bound.params,
        **params,
        "now": at,
        "owner": chosen.owner,
        "is_free": chosen.is_free,
        "source": chosen.source,
        "category": chosen.category,
        "good_fit": scoring.good_fit,
        "interested": scoring.interested,
    }
    statement = _FOUND.format(heat=heat) + question
    return (
        sql.run_without_loops(statement, told)
        if are_many
        else sql.run(statement, told, prepare=False)
    )
