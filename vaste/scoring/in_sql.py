"""
Interest in SQL: from the fading sums, or from the touches themselves.

Both give `points` (interest before rounding, never negative) and `half_life_s` (the shortest
half-life among the signals that make it, null where nothing does). The arithmetic is that of
scoring/formula.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from vaste.infra.bound import Bound
from vaste.rules.paths import IN_SQL
from vaste.rules.vocabulary import HUMAN_FROM
from vaste.scoring.formula import Signal

# Beyond 1,000 half-lives nothing is left; a smaller power would be an error of the database.
_FADED = "power(2::float8, greatest(-1000, -greatest(0, {age}) / {half_life}))"
_NOTHING = "SELECT 0::float8 AS points, NULL::float8 AS half_life_s"


def quadrant(fit: str, interest: str, *, good_fit: str, interested: str) -> str:
    """Return SQL for the quadrant of two scores, given as SQL; as formula.quadrant says it."""
    return (
        f"CASE WHEN {fit} >= {good_fit} AND {interest} >= {interested} THEN 'sales_now'"
        f" WHEN {fit} >= {good_fit} THEN 'nurture'"
        f" WHEN {interest} >= {interested} THEN 'light_touch' ELSE 'no_time' END"
    )


def from_sums(signals: Sequence[Signal], bound: Bound, moment: str) -> str:
    """Return the SELECT of one contact's interest at `moment`, at or after their last event."""
    if not signals:
        return _NOTHING
    half_life = _case("sums.signal", signals, bound, "half_life")
    age = f"extract(epoch FROM {moment} - sums.as_of)::float8"
    faded = _FADED.format(age=age, half_life=half_life)
    worth = f"least({_case('sums.signal', signals, bound, 'cap')}, sums.strength * {faded})"
    return (
        f"SELECT coalesce(sum({worth}), 0) AS points, min({half_life}) AS half_life_s"
        " FROM scoring_interest AS sums WHERE sums.workspace_id = %(workspace)s"
        " AND sums.contact_id = stored.contact_id"
        f" AND sums.signal = ANY({bound.add([one.key for one in signals], 'text[]')})"
    )


def from_touches(signals: Sequence[Signal], bound: Bound, moment: str) -> str:
    """Return the SELECT of one contact's interest at `moment`, counted from their touches."""
    if not signals:
        return _NOTHING
    half_life = _case("counted.signal", signals, bound, "half_life")
    points = _case("counted.signal", signals, bound, "points")
    age = f"extract(epoch FROM {moment} - touch.occurred_at)::float8"
    faded = _FADED.format(age=age, half_life=half_life)
    cap = _case("added.signal", signals, bound, "cap")
    return (
        f"SELECT coalesce(sum(least({cap}, added.points)), 0) AS points,"
        " min(added.half_life_s) AS half_life_s FROM ("
        f"SELECT counted.signal, sum({points} * {faded}) AS points,"
        f" min({half_life}) AS half_life_s FROM leads_touch AS touch"
        f" CROSS JOIN LATERAL (SELECT {signal_of('touch', signals, bound)} AS signal) AS counted"
        " WHERE touch.workspace_id = %(workspace)s AND touch.contact_id = stored.contact_id"
        f" AND touch.occurred_at <= {moment} AND counted.signal IS NOT NULL"
        " GROUP BY counted.signal) AS added"
    )


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
    age = f"extract(epoch FROM {moment} - counted.occurred_at)::float8"
    faded = _FADED.format(age=age, half_life=half_life)
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
    age = "extract(epoch FROM counted.as_of - counted.occurred_at)::float8"
    faded = _FADED.format(age=age, half_life=half_life)
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
        return signal.half_life.total_seconds()
    return float(getattr(signal, value))
