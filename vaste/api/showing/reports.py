"""Reports as bodies: which leads are asked for, and the names of what rows are about."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vaste.api.callers import Caller
from vaste.api.shapes.reports import (
    BandOut,
    BandsOut,
    ConversionBy,
    ConversionOut,
    FairnessOut,
    Narrowed,
    PortionOut,
    ReasonsBy,
    ReasonsOut,
    ReasonsQuery,
    ReceivedQuery,
    ResponseBy,
    ResponseOut,
)
from vaste.api.showing.names import names, people
from vaste.flows import define
from vaste.flows.figures import queries
from vaste.flows.figures.fairness import GOT, PASSED, Portion
from vaste.flows.figures.scope import Scope
from vaste.leads.models import Door
from vaste.scoring import tracks

USUAL = datetime.timedelta(days=30)
Row = dict[str, Any]
Namer = Callable[[str], str]


def received(caller: Caller, query: ReceivedQuery, *, at: datetime.datetime) -> Scope:
    """Return the leads received when it is asked for."""
    return _scope(caller, query, query.received_after, query.received_before, at)


def closed(caller: Caller, query: ReasonsQuery, *, at: datetime.datetime) -> Scope:
    """Return the leads closed when it is asked for."""
    return _scope(caller, query, query.closed_after, query.closed_before, at)


def _scope(
    caller: Caller,
    query: Narrowed,
    since: datetime.datetime | None,
    until: datetime.datetime | None,
    at: datetime.datetime,
) -> Scope:
    until = until or at
    return Scope(
        workspace_id=caller.workspace_id,
        since=since or until - USUAL,
        until=until,
        at=at,
        zone=define.in_force(caller.workspace_id).zone,
        team=query.team,
        owner=query.owner,
        category=query.category,
        source=query.source,
    )


def span(scope: Scope) -> dict[str, Any]:
    """Return from when to when a report counts, and its zone."""
    return {"since": scope.since, "until": scope.until, "zone": scope.zone}


def conversion(caller: Caller, scope: Scope, by: ConversionBy) -> ConversionOut:
    """Return the conversion report."""
    rows, total = _named(caller, by, queries.conversion(scope, by=by))
    return ConversionOut.model_validate({"by": by, "rows": rows, "total": total, **span(scope)})


def response(caller: Caller, scope: Scope, by: ResponseBy) -> ResponseOut:
    """Return the response report."""
    rows, total = _named(caller, by, queries.response(scope, by=by))
    return ResponseOut.model_validate({"by": by, "rows": rows, "total": total, **span(scope)})


def reasons(caller: Caller, scope: Scope, by: ReasonsBy) -> ReasonsOut:
    """Return the reasons report."""
    found = queries.reasons(scope, by=by)
    name = _namer(caller, by, found)
    rows = [{**row, "name": name(row["key"])} for row in found]
    return ReasonsOut.model_validate({"by": by, "rows": rows, **span(scope)})


def bands(scope: Scope, found: Mapping[int, Row]) -> BandsOut:
    """Return conversion by response time; those that are overdue come last."""
    bounds = [None, *queries.EDGES_S, None]
    rows = [
        BandOut(
            from_s=bounds[number],
            to_s=bounds[number + 1],
            is_overdue=False,
            leads=row["leads"],
            **_ended(row),
        )
        for number, row in sorted(found.items())
        if number != queries.OVERDUE
    ]
    late = found.get(queries.OVERDUE)
    if late is not None:
        rows.append(
            BandOut(from_s=None, to_s=None, is_overdue=True, leads=late["leads"], **_ended(late))
        )
    return BandsOut(rows=rows, **span(scope))


def _ended(row: Row) -> dict[str, int]:
    return {"qualified": row["qualified"], "won": row["won"], "lost": row["lost"]}


def fairness(scope: Scope, found: Sequence[Portion]) -> FairnessOut:
    """Return everybody's part by name."""
    called = people([one.user_id for one in found])
    return FairnessOut(rows=[_portion(one, called) for one in found], **span(scope))


def _portion(one: Portion, called: Mapping[uuid.UUID, str]) -> PortionOut:
    return PortionOut.model_construct(
        user=one.user_id,
        name=called.get(one.user_id, ""),
        received=one.received,
        by_turn=one.by_turn,
        fair=one.fair,
        looked_at=one.looked_at,
        there=one.there,
        got={reason: one.reasons[reason] for reason in GOT},
        passed_over={reason: one.reasons[reason] for reason in PASSED},
        categories=dict(one.categories),
        value_bands=dict(one.bands),
        taken_over=one.moves["taken_over"],
        given_back=one.moves["given_back"],
        lapsed=one.moves["lapsed"],
        moved_on=one.moves["moved_on"],
        credited=one.moves["credited"],
    )


def _named(caller: Caller, by: str, found: Sequence[Row]) -> tuple[list[Row], Row]:
    *rows, total = found
    name = _namer(caller, by, rows)
    return [{**row, "name": name(row["key"])} for row in rows], {**total, "name": None}


def _namer(caller: Caller, by: str, rows: Sequence[Row]) -> Namer:
    """Return what names a key; what has no name of its own is called by its key."""
    if by == "door":
        doors = Door.objects.within(caller.workspace_id).values_list("id", "name")
        called = {str(door_id): name for door_id, name in doors}
        return lambda key: called.get(key, key)
    if by == "quadrant":
        return lambda key: tracks.name(key, caller.user.language)
    if by not in ("owner", "team", "category"):
        return lambda key: key
    ids = [uuid.UUID(row["key"]) for row in rows if row["key"]] if by == "owner" else []
    known = names(caller, ids)
    by_key = {
        "owner": {str(key): name for key, name in known.people.items()},
        "team": {str(key): name for key, name in known.teams.items()},
        "category": known.categories,
    }[by]
    return lambda key: by_key.get(key, "" if by != "category" else key)
