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
POINT_BYTES = 22


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
        lead.received_at
    {_VISIBLE}
        AND (%(owner)s::uuid IS NULL OR lead.owner_id = %(owner)s::uuid)
        AND (NOT %(is_free)s OR lead.owner_id IS NULL)
        AND (%(source)s::text IS NULL OR lead.source = %(source)s::text)
        AND (%(category)s::text IS NULL OR lead.category = %(category)s::text)
), found AS (
    SELECT asked.*, {in_sql.score("heat.points")} AS interest
    FROM asked CROSS JOIN LATERAL ({{heat}}) AS heat
), placed AS (
    SELECT found.*, {_QUADRANT} AS quadrant
    FROM found
)
"""
_POINTS = r"""
SELECT string_agg(uuid_send(id), '')
    || string_agg(set_byte('\x00', 0, fit), '')
    || string_agg(set_byte('\x00', 0, interest), '')
    || string_agg(set_byte('\x00', 0, least(255, place)), '')
    || string_agg(set_byte('\x00', 0, band), '')
    || string_agg(set_byte('\x00', 0, least(255, greatest(0, age_days))), '')
    || string_agg(set_byte('\x00', 0, (state = 'snoozed')::int), '')
FROM (
    SELECT id, fit, interest, state,
        coalesce(array_position(%(categories)s::text[], category::text) - 1, 255) AS place,
        array_position(ARRAY['', 'small', 'medium', 'large'], value_band::text) - 1 AS band,
        date_part('day', %(now)s::timestamptz - received_at)::int AS age_days
    FROM placed ORDER BY id
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
_FACETS = f"""
SELECT grouping(lead.owner_id, lead.source, lead.category) AS kind,
    coalesce(lead.owner_id::text, ''), lead.source, lead.category, count(*) AS leads
{_VISIBLE}
GROUP BY GROUPING SETS ((lead.owner_id), (lead.source), (lead.category))
ORDER BY kind, leads DESC, 2, 3, 4
"""
_OF_OWNER, _OF_SOURCE, _OF_CATEGORY = 3, 5, 6  # what grouping() says of each set
START = (101, 101, str(uuid.UUID(int=0)))  # before every lead


def points(
    workspace_id: uuid.UUID,
    chosen: Chosen,
    scoring: Scoring,
    *,
    categories: Sequence[str],
    at: datetime.datetime,
) -> bytes:
    """
    Return every chosen lead in POINT_BYTES bytes: what the plot is drawn from.

    Seven columns one after the other, each in the order of the leads' ids: the id (16 bytes), then
    in a byte each fit, interest at `at`, the place of the category in `categories` (255: none of
    them), the value band (0 not told, 1 small, 2 medium, 3 large), the age in whole days (255: so
    many or more), and 1 for a lead that is snoozed.
    """
    found, params = _found(workspace_id, chosen, scoring, at)
    params |= {"categories": list(categories)}
    [[packed]] = sql.run(found + _POINTS, params, prepare=False)
    return bytes(packed or b"")


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
    found, params = _found(workspace_id, chosen, scoring, at)
    params |= {
        "quadrants": list(quadrants),
        "after_interest": interest,
        "after_fit": fit,
        "after_id": lead_id,
        "most": most,
    }
    rows = sql.run(found + _PAGE, params, prepare=False)
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


def _found(
    workspace_id: uuid.UUID, chosen: Chosen, scoring: Scoring, at: datetime.datetime
) -> tuple[str, dict[str, Any]]:
    """Return the rows that every question begins with as SQL, and its parameters."""
    bound = Bound("i")
    heat = in_sql.from_sums(
        scoring.signals, bound, "%(now)s::timestamptz", contact="asked.contact_id"
    )
    return _FOUND.format(heat=heat), {
        **_scope(workspace_id, chosen),
        **bound.params,
        "now": at,
        "owner": chosen.owner,
        "is_free": chosen.is_free,
        "source": chosen.source,
        "category": chosen.category,
        "good_fit": scoring.good_fit,
        "interested": scoring.interested,
    }
