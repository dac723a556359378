"""Interest as of an instant, for many contacts at once: the formula's arithmetic in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vaste.scoring.formula import Signal

#: One row: `interest` 0-100 of the contact `asked.contact_id` at `now`, rounded as
#: formula.interest rounds it. Wants `workspace`, `now` (an instant after the last event of each
#: contact) and what `of_signals` returns; it stands in a LATERAL join with a relation `asked`.
# Each contact's sums are looked up by their key. Joining all of them at once would leave the
# choice to the planner, which after an import takes a table without statistics for a small one
# and compares every contact with every other: minutes for 10,000 leads.
# Beyond 1,000 half-lives nothing is left; a smaller power would be an error of the database. Three
# and more are added up from the largest, as the formula does, so that no last digit differs.
INTEREST = """
SELECT least(100, floor(0.5 + CASE WHEN count(*) < 3 THEN coalesce(sum(worth.points), 0)
    ELSE (SELECT sum(one ORDER BY one DESC) FROM unnest(array_agg(worth.points)) AS one)
    END))::int AS interest
FROM (
    SELECT least((%(caps)s::float8[])[place.of_signal],
        sums.strength * power(2::float8, greatest(-1000, -greatest(0,
            date_part('epoch', %(now)s::timestamptz - sums.as_of)
        ) / (%(half_lives_s)s::float8[])[place.of_signal]))) AS points
    FROM scoring_interest AS sums
    CROSS JOIN LATERAL (
        SELECT array_position(%(signals)s::text[], sums.signal::text) AS of_signal
    ) AS place
    WHERE sums.workspace_id = %(workspace)s AND place.of_signal IS NOT NULL
        AND sums.contact_id = asked.contact_id
) AS worth
"""


def of_signals(signals: Sequence[Signal]) -> dict[str, Any]:
    """Return the parameters of INTEREST that a definition's signals fill."""
    return {
        "signals": [signal.key for signal in signals],
        "caps": [signal.cap for signal in signals],
        "half_lives_s": [signal.half_life.total_seconds() for signal in signals],
    }
