"""The verbs of scoring: adding up interest, and the lines of fit."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vaste.infra import sql
from vaste.infra.sql import Answer
from vaste.kernel.ids import uuid7
from vaste.rules.vocabulary import HUMAN_FROM
from vaste.scoring import formula, in_sql
from vaste.scoring.definition import Scoring
from vaste.scoring.formula import Signal, Sum

Sums = dict[uuid.UUID, dict[str, Sum]]  # by contact, then by signal


class Act(NamedTuple):
    """One thing a contact did: its kind, when, where, and how surely a person did it (per cent)."""

    contact_id: uuid.UUID
    kind: str
    at: datetime.datetime
    path: str = ""
    human: int = 100


_INTEREST = ("workspace_id", "id", "contact_id", "signal", "strength", "as_of")


def fit(scoring: Scoring, met: Sequence[bool]) -> tuple[int, list[list[object]]]:
    """
    Return fit 0-100 and the lines that make it, [criterion, points], in the definition's order.
    """
    lines: list[list[object]] = [
        [criterion.key, criterion.points]
        for criterion, is_met in zip(scoring.criteria, met, strict=True)
        if is_met
    ]
    total = scoring.base + sum(
        criterion.points for criterion, is_met in zip(scoring.criteria, met, strict=True) if is_met
    )
    return formula.normalized(total, floor=scoring.floor, ceiling=scoring.ceiling), lines


def share_sums(workspace_id: uuid.UUID) -> None:
    """
    Keep the workspace's sums from being counted anew until the caller's transaction ends.

    Whoever adds to sums calls this before asking which definition is in force: then a recount finds
    either all of an event or nothing of it. Those who add don't wait for each other.
    """
    sql.ask("SELECT pg_advisory_xact_lock_shared(%(key)s::bigint)", {"key": _key(workspace_id)})


def recount_sums(
    workspace_id: uuid.UUID,
    scoring: Scoring,
    *,
    after: uuid.UUID | None,
    limit: int,
) -> uuid.UUID | None:
    """
    Count the sums of the next `limit` contacts anew, from their touches; return the last of them.

    For a version with other signals, points or half-lives than the last. None is the end. In the
    caller's transaction, during which nobody adds to sums of this workspace.
    """
    sql.run("SELECT pg_advisory_xact_lock(%(key)s::bigint)", {"key": _key(workspace_id)})
    contacts = sql.run(
        "SELECT c.id FROM people_contact AS c WHERE c.workspace_id = %(workspace)s"
        " AND (%(after)s::uuid IS NULL OR c.id > %(after)s::uuid) ORDER BY c.id LIMIT %(limit)s",
        {"workspace": workspace_id, "after": after, "limit": limit},
    )
    ids = [row[0] for row in contacts]
    if not ids:
        return None
    params = {"workspace": workspace_id, "contacts": ids}
    sql.run(
        "DELETE FROM scoring_interest WHERE workspace_id = %(workspace)s"
        " AND contact_id = ANY(%(contacts)s)",
        params,
    )
    if scoring.signals:
        statement, bound = in_sql.recount(scoring.signals)
        sql.run(statement, {**params, **bound}, prepare=False)
    last: uuid.UUID = ids[-1]
    return last


def _key(workspace_id: uuid.UUID) -> int:
    return int.from_bytes(workspace_id.bytes[8:], signed=True)


def add_interest(
    workspace_id: uuid.UUID,
    events: Sequence[Act],
    scoring: Scoring,
    *,
    returning: set[uuid.UUID],
) -> Sums:
    """
    Add what contacts did to the fading sums; return all sums of those contacts.

    An act counts for the first signal it matches, for nothing when it matches none or was hardly a
    person's. `returning` are the contacts that may have sums of other signals from before. Two
    statements, whatever the number of events.
    """
    fresh = _merged(events, scoring)
    rows = [
        {
            "workspace_id": workspace_id,
            "id": uuid7(),
            "contact_id": contact_id,
            "signal": key,
            "strength": kept.strength,
            "as_of": kept.as_of,
        }
        for (contact_id, key), kept in sorted(fresh.items())
    ]
    stored = sql.asking_insert(
        "scoring_interest",
        _INTEREST,
        rows,
        conflict=_merging(scoring.signals),
        returning="contact_id, signal, strength, as_of",
    )
    others = _others(workspace_id, returning)
    known = [*(others.rows if others else ()), *(stored.rows if stored else ())]
    sums: Sums = {}
    for contact_id, key, strength, as_of in known:
        sums.setdefault(contact_id, {})[key] = Sum(strength, as_of)
    return sums


def _merged(events: Sequence[Act], scoring: Scoring) -> dict[tuple[uuid.UUID, str], Sum]:
    merged: dict[tuple[uuid.UUID, str], Sum] = {}
    for contact_id, kind, at, path, human in events:
        signal = scoring.signal_for(kind, path) if human >= HUMAN_FROM else None
        if signal is not None:
            key = (contact_id, signal.key)
            merged[key] = formula.added(merged.get(key), points=signal.points, at=at, signal=signal)
    return merged


def _others(workspace_id: uuid.UUID, contacts: set[uuid.UUID]) -> Answer | None:
    if not contacts:
        return None
    return sql.ask(
        "SELECT contact_id, signal, strength, as_of FROM scoring_interest"
        " WHERE workspace_id = %(workspace)s AND contact_id = ANY(%(contacts)s)",
        {"workspace": workspace_id, "contacts": sorted(contacts)},
    )


@lru_cache(maxsize=256)
def _merging(signals: tuple[Signal, ...]) -> str:
    """
    Return the conflict clause that adds one fading sum to another, the older faded to the newer.

    Source: docs/decisions/0005, S <- S * 2 ** (-(t - tau) / h) + p; a late event is faded first.
    """
    cases = " ".join(
        f"WHEN '{signal.key}' THEN {signal.half_life.total_seconds()!r}" for signal in signals
    )
    half_life = f"(CASE excluded.signal {cases} END)"
    age = "extract(epoch FROM excluded.as_of - kept.as_of)::float8"
    # Beyond 1,000 half-lives nothing is left; a smaller power would be an error of the database.
    faded = f"power(2::float8, greatest(-1000, {{sign}}{age} / {half_life}))"
    return (
        "(workspace_id, contact_id, signal) DO UPDATE SET strength ="
        f" CASE WHEN excluded.as_of >= kept.as_of"
        f" THEN kept.strength * {faded.format(sign='-')} + excluded.strength"
        f" ELSE kept.strength + excluded.strength * {faded.format(sign='')} END,"
        " as_of = greatest(kept.as_of, excluded.as_of)"
    ).replace("kept.", "scoring_interest.")
