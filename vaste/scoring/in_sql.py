"""
Interest in SQL: from the fading sums, or from the touches themselves.

Both give `points` (interest before rounding, never negative) and `half_life_s` (the shortest
half-life among the signals that make it, null where nothing does); `score` rounds it. The
arithmetic is that of scoring/formula.py, bit by bit: what a plot, a list, a rule and a lead's page
say of one instant can't differ by one.
"""

from __future__ import annotations

from collections.abc import Sequence

from vaste.infra.bound import Bound
from vaste.rules.paths import IN_SQL
from vaste.rules.vocabulary import HUMAN_FROM
from vaste.scoring.formula import MICROSECOND, MOST_FADED, Signal

# Age and half-life are whole microseconds, so that their ratio is rounded once, as in Python.
_FADED = f"power(2::float8, -least({MOST_FADED}, greatest(0, {{age}}) / {{half_life}}))"
_AGE = "round(date_part('epoch', {moment} - {since}) * 1000000::float8)"
# Three and more are added up from the largest, as the formula does; two are the same both ways.
_ADDED_UP = """
SELECT CASE WHEN count(*) < 3 THEN coalesce(sum(worth.points), 0)
    ELSE (SELECT sum(one ORDER BY one DESC) FROM unnest(array_agg(worth.points)) AS one)
    END AS points, min(worth.half_life) / 1000000 AS half_life_s
FROM ({worth}) AS worth
"""
# For many contacts at once: the same sums, read in one pass instead of one look-up each.
_OF_MANY = """
SELECT worth.contact_id, sum(worth.points ORDER BY worth.points DESC) AS points
FROM (
    SELECT sums.contact_id, least(({caps})[place.of_signal], sums.strength * {faded}) AS points
    FROM scoring_interest AS sums
    CROSS JOIN LATERAL (
        SELECT array_position({signals}, sums.signal::text) AS of_signal
    ) AS place
    WHERE sums.workspace_id = %(workspace)s AND sums.contact_id IN ({contacts})
        AND place.of_signal IS NOT NULL
) AS worth
GROUP BY worth.contact_id
"""
# The sums of a contact are looked up by their key: `signal` is asked of what is found, or the
# planner would look up each signal.
_OF_SUMS = """
SELECT least(({caps})[place.of_signal], sums.strength * {faded}) AS points,
    ({half_lives})[place.of_signal] AS half_life
FROM scoring_interest AS sums
CROSS JOIN LATERAL (
    SELECT array_position({signals}, sums.signal::text) AS of_signal
) AS place
WHERE sums.workspace_id = %(workspace)s AND sums.contact_id = {contact}
    AND place.of_signal IS NOT NULL
"""
_OF_TOUCHES = """
SELECT least({cap}, added.points) AS points, added.half_life
FROM (
    SELECT counted.signal, sum({points} * {faded}) AS points, min({half_life}) AS half_life
    FROM leads_touch AS touch
    CROSS JOIN LATERAL (SELECT {signal} AS signal) AS counted
    WHERE touch.workspace_id = %(workspace)s AND touch.contact_id = {contact}
        AND touch.occurred_at <= {moment} AND counted.signal IS NOT NULL
    GROUP BY counted.signal
) AS added
"""
_OF_NOBODY = "SELECT NULL::uuid AS contact_id, NULL::float8 AS points WHERE false"
_NOTHING = "SELECT 0::float8 AS points, NULL::float8 AS half_life_s"


def quadrant(fit: str, interest: str, *, good_fit: str, interested: str) -> str:
    """Return SQL for the quadrant of two scores, given as SQL; as formula.quadrant says it."""
    return (
        f"CASE WHEN {fit} >= {good_fit} AND {interest} >= {interested} THEN 'sales_now'"
        f" WHEN {fit} >= {good_fit} THEN 'nurture'"
        f" WHEN {interest} >= {interested} THEN 'light_touch' ELSE 'no_time' END"
    )


def score(points: str) -> str:
    """Return SQL for points, given as SQL, as a score; as formula.within_scale says it."""
    return f"greatest(0, least(100, floor({points} + 0.5)))::int"


def from_sums(
    signals: Sequence[Signal], bound: Bound, moment: str, contact: str = "stored.contact_id"
) -> str:
    """Return the SELECT of one contact's interest at `moment`, at or after their last event."""
    if not signals:
        return _NOTHING
    worth = _OF_SUMS.format(**_tables(signals, bound, moment), contact=contact)
    return _ADDED_UP.format(worth=worth)


def of_many(signals: Sequence[Signal], bound: Bound, moment: str, contacts: str) -> str:
    """
    Return the SELECT of `contact_id` and `points` at `moment`, at or after the last events.

    `contacts` is a SELECT of their ids. A row for each that has a sum of these signals; the points
    are those of `from_sums`. To be run without nested loops: what the server expects of a new
    workspace may be a row, and a loop over all for each of all.
    """
    if not signals:
        return _OF_NOBODY
    return _OF_MANY.format(**_tables(signals, bound, moment), contacts=contacts)


def _tables(signals: Sequence[Signal], bound: Bound, moment: str) -> dict[str, str]:
    """Return the signals as arrays in SQL, and what is left of a sum at `moment`."""
    half_lives = bound.add([_number(one, "half_life") for one in signals], "float8[]")
    return {
        "caps": bound.add([_number(one, "cap") for one in signals], "float8[]"),
        "half_lives": half_lives,
        "signals": bound.add([one.key for one in signals], "text[]"),
        "faded": _faded("sums.as_of", moment, f"({half_lives})[place.of_signal]"),
    }


def from_touches(
    signals: Sequence[Signal], bound: Bound, moment: str, contact: str = "stored.contact_id"
) -> str:
    """Return the SELECT of one contact's interest at `moment`, counted from their touches."""
    if not signals:
        return _NOTHING
    half_life = _case("counted.signal", signals, bound, "half_life")
    worth = _OF_TOUCHES.format(
        cap=_case("added.signal", signals, bound, "cap"),
        points=_case("counted.signal", signals, bound, "points"),
        half_life=half_life,
        faded=_faded("touch.occurred_at", moment, half_life),
        signal=signal_of("touch", signals, bound),
        contact=contact,
        moment=moment,
    )
    return _ADDED_UP.format(worth=worth)


def _faded(since: str, moment: str, half_life: str) -> str:
    """Return SQL for what is left at `moment` of one point won at `since`."""
    return _FADED.format(age=_AGE.format(moment=moment, since=since), half_life=half_life)


def between(signals: Sequence[Signal]) -> tuple[str, dict[str, object]]:
    """
    Return the statement that adds up what a contact did between instants, and its parameters.

    Run with three more: `workspace`, `contact`, and `instants`, rising. One row an instant (its
    place, from 0) and signal: the points of the touches after the instant before it, up to and at
    it, faded to it.
    """
    bound = Bound("b")
    half_life = _case("counted.signal", signals, bound, "half_life")
    points = _case("counted.signal", signals, bound, "points")
    moment = "(%(instants)s::timestamptz[])[counted.place + 1]"
    faded = _faded("counted.occurred_at", moment, half_life)
    text = (
        f"SELECT counted.place, counted.signal, sum({points} * {faded}) FROM ("
        "SELECT touch.occurred_at, match.signal, width_bucket("
        "touch.occurred_at - interval '1 microsecond', %(instants)s::timestamptz[]) AS place"
        " FROM leads_touch AS touch"
        f" CROSS JOIN LATERAL (SELECT {signal_of('touch', signals, bound)} AS signal) AS match"
        " WHERE touch.workspace_id = %(workspace)s AND touch.contact_id = %(contact)s"
        " AND match.signal IS NOT NULL) AS counted"
        " WHERE counted.place < cardinality(%(instants)s::timestamptz[])"
        " GROUP BY counted.place, counted.signal"
    )
    return text, bound.params


def recount(signals: Sequence[Signal]) -> tuple[str, dict[str, object]]:
    """
    Return the statement that writes the sums of `contacts` from their touches, and its parameters.

    Run with two more: `workspace` and `contacts` (their ids), which have no sums. A sum stands as
    of its last event.
    """
    bound = Bound("r")
    half_life = _case("counted.signal", signals, bound, "half_life")
    points = _case("counted.signal", signals, bound, "points")
    faded = _faded("counted.occurred_at", "counted.as_of", half_life)
    text = (
        "INSERT INTO scoring_interest (workspace_id, id, contact_id, signal, strength, as_of)"
        " SELECT %(workspace)s, md5(counted.contact_id::text || '/' || counted.signal)::uuid,"
        f" counted.contact_id, counted.signal, sum({points} * {faded}), max(counted.as_of)"
        " FROM (SELECT touch.contact_id, touch.occurred_at, match.signal, max(touch.occurred_at)"
        " OVER (PARTITION BY touch.contact_id, match.signal) AS as_of FROM leads_touch AS touch"
        f" CROSS JOIN LATERAL (SELECT {signal_of('touch', signals, bound)} AS signal) AS match"
        " WHERE touch.workspace_id = %(workspace)s AND touch.contact_id = ANY(%(contacts)s)"
        " AND match.signal IS NOT NULL) AS counted"
        " GROUP BY counted.contact_id, counted.signal"
    )
    return text, bound.params


def signal_of(alias: str, signals: Sequence[Signal], bound: Bound) -> str:
    """Return SQL for the signal that a touch counts for: the first it matches, or null."""
    cases = " ".join(
        f"WHEN {_matches(alias, signal, bound)} THEN {bound.add(signal.key, 'text')}"
        for signal in signals
    )
    machine = f"WHEN {alias}.human < {bound.add(HUMAN_FROM, 'int')} THEN NULL"
    return f"CASE {machine} {cases} END"


def _matches(alias: str, signal: Signal, bound: Bound) -> str:
    kinds = f"{alias}.kind = ANY({bound.add(list(signal.kinds), 'text[]')})"
    if signal.path is None:
        return kinds
    text = bound.add(signal.path.text, "text")
    return f"{kinds} AND {IN_SQL[signal.path.operator].format(f'{alias}.path', text)}"


def _case(name: str, signals: Sequence[Signal], bound: Bound, value: str) -> str:
    cases = " ".join(
        f"WHEN {bound.add(signal.key, 'text')} THEN {bound.add(_number(signal, value), 'float8')}"
        for signal in signals
    )
    return f"(CASE {name} {cases} END)"


def _number(signal: Signal, value: str) -> float:
    if value == "half_life":
        return float(signal.half_life // MICROSECOND)
    return float(getattr(signal, value))
