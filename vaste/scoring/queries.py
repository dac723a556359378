"""Questions about interest."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vaste.infra import sql
from vaste.scoring import formula, in_sql
from vaste.scoring.definition import Scoring
from vaste.scoring.formula import Sum
from vaste.scoring.services import Sums


class Score(NamedTuple):
    """Interest 0-100 at an instant, and the lines that make it: (signal, points), largest first."""

    at: datetime.datetime
    interest: int
    lines: list[tuple[str, float]]


def interest_sums(workspace_id: uuid.UUID, contacts: Iterable[uuid.UUID]) -> Sums:
    """Return the fading sums of these contacts, by contact and signal, in one statement."""
    rows = sql.run(
        "SELECT contact_id, signal, strength, as_of FROM scoring_interest"
        " WHERE workspace_id = %(workspace)s AND contact_id = ANY(%(contacts)s)",
        {"workspace": workspace_id, "contacts": sorted(set(contacts))},
    )
    sums: Sums = {}
    for contact_id, signal, strength, as_of in rows:
        sums.setdefault(contact_id, {})[signal] = Sum(strength, as_of)
    return sums


def score_at(
    workspace_id: uuid.UUID, contact_id: uuid.UUID, *, at: datetime.datetime, scoring: Scoring
) -> Score:
    """
    Return a contact's interest at any instant, exactly, as `scoring` counts it.

    Counted from the touches up to `at`, those at that very instant too; what hardly a person did
    counts for nothing. One statement.
    """
    [score] = scores_at(workspace_id, contact_id, instants=[at], scoring=scoring)
    return score


def scores_at(
    workspace_id: uuid.UUID,
    contact_id: uuid.UUID,
    *,
    instants: Sequence[datetime.datetime],
    scoring: Scoring,
) -> list[Score]:
    """
    Return a contact's interest at several instants, in their order of time, each once and exact.

    One statement that reads each touch once, however many instants: what happened between two of
    them is added up as of the later one, and fades on from there.
    """
    wanted = sorted(set(instants))
    if not scoring.signals or not wanted:
        return [Score(at, 0, []) for at in wanted]
    statement, bound = in_sql.between(scoring.signals)
    params = {"workspace": workspace_id, "contact": contact_id, "instants": wanted, **bound}
    fresh = {(place, key): added for place, key, added in sql.run(statement, params)}
    sums: dict[str, Sum] = {}
    scores = []
    for place, at in enumerate(wanted):
        for signal in scoring.signals:
            if (place, signal.key) in fresh:
                sums[signal.key] = formula.added(
                    sums.get(signal.key), points=fresh[place, signal.key], at=at, signal=signal
                )
        scores.append(Score(at, *formula.interest(sums, at=at, signals=scoring.signals)))
    return scores


def touched_at(
    workspace_id: uuid.UUID, contact_id: uuid.UUID, *, until: datetime.datetime, most: int
) -> list[datetime.datetime]:
    """Return when the contact was last active, at most `most` instants up to `until`, rising."""
    rows = sql.run(
        "SELECT touch.occurred_at FROM leads_touch AS touch"
        " WHERE touch.workspace_id = %(workspace)s AND touch.contact_id = %(contact)s"
        " AND touch.occurred_at <= %(until)s"
        " ORDER BY touch.occurred_at DESC, touch.id LIMIT %(most)s",
        {"workspace": workspace_id, "contact": contact_id, "until": until, "most": most},
    )
    return sorted({row[0] for row in rows})
