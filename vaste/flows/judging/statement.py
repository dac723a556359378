"""
The statement that judges leads: a definition's rules and scores as one SELECT.

Each stage is fenced (`OFFSET 0`), so that what a stage has found is computed once and not once for
each place that reads it. So are contact and company: each is looked up by its key. Joined, a table
that an import has just filled would look small to the planner, and be gone through for each lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from vaste.flows.define import Definition
from vaste.flows.questions import PLACED, SCORED, STAGES, TOLD, Name, stage_of
from vaste.infra.bound import Bound
from vaste.leads.models import Lead
from vaste.rules.compile import compile_rules
from vaste.rules.nodes import Node
from vaste.scoring.in_sql import from_sums, from_touches, quadrant, score

#: The instant a lead is judged at: the statement's `now`, or each lead's own arrival.
NOW, ARRIVAL = "%(now)s::timestamptz", "stored.received_at"
_LETTERS = "xyz"
_JUDGED = ("fit", "interest", "quadrant", "category")
_KEPT = ", ".join(
    f"stored.{field.attname}"
    for field in Lead._meta.concrete_fields
    if field.attname not in _JUDGED
)
_SCORES = "scores.fit, scores.interest, spot.quadrant"


@dataclass(frozen=True, slots=True)
class Judging:
    """
    A SELECT of judged leads, and its parameters.

    One row a lead, in this order: every column of `COLUMNS`. `place` and `team` are positions in
    the definition's categories and routing rules; `met` holds the answer of each fit criterion, in
    its order; `points` is interest before rounding, `half_life_s` the shortest of what makes it.
    Run with `params` and two more: `workspace`, and `now` (an aware instant).
    """

    text: str
    params: Mapping[str, object]


COLUMNS = (
    "id", "version", "contact_id", "received_at", "closed_at", "state", "owner_id", "team_id",
    "taken_over_at", "judge_at", "falls_at", "was_fit", "was_interest", "was_quadrant",
    "was_category", "was_rank", "was_mql", "met", "fit", "points", "half_life_s", "interest",
    "quadrant", "place", "mql", "team",
)  # fmt: skip


def judging(definition: Definition, *, where: str, moment: str = NOW, prefix: str = "j") -> Judging:
    """
    Return the statement that judges the leads of `where`, SQL about the row `stored`.

    With `moment` NOW interest is read from the fading sums, which is right for any instant after
    the last event; with ARRIVAL it is counted from the touches up to each lead's arrival. `prefix`
    (small letters) begins the names of parameters, so that two definitions fit into one statement.
    """
    told = _compiled(_Same(definition), prefix)
    bound = Bound(f"{prefix}s")
    read = from_touches if moment == ARRIVAL else from_sums
    text = _TEXT.format(
        told=_stage(told, TOLD, moment, "stored.*"),
        scored=_stage(told, SCORED, moment, f"{_KEPT}, {_SCORES}, stored.category"),
        placed=_stage(told, PLACED, moment, f"{_KEPT}, {_SCORES}, ruling.category"),
        fit=_fit(definition, told, bound),
        criteria=_array(told.answer("fit", one.key) for one in definition.scoring.criteria),
        interest=read(definition.scoring.signals, bound, moment),
        score=score("heat.points"),
        quadrant=quadrant(
            "scores.fit",
            "scores.interest",
            good_fit=bound.add(definition.scoring.good_fit, "int"),
            interested=bound.add(definition.scoring.interested, "int"),
        ),
        place=_place(definition, told),
        key=_key(definition, bound),
        mql=told.answer("mql", "") if ("mql", "") in told.places else "false",
        team=_team(definition, told),
        where=where,
    )
    return Judging(text, {**told.params, **bound.params})


_TEXT = """
SELECT stored.id, stored.version, stored.contact_id, stored.received_at, stored.closed_at,
    stored.state, stored.owner_id, stored.team_id, stored.taken_over_at, stored.judge_at,
    stored.falls_at, stored.fit AS was_fit, stored.interest AS was_interest,
    stored.quadrant AS was_quadrant, stored.category AS was_category,
    stored.category_rank AS was_rank, stored.is_mql AS was_mql,
    {criteria} AS met, scores.fit, heat.points, heat.half_life_s, scores.interest,
    spot.quadrant, verdict.place, {mql} AS mql, {team} AS team
FROM leads_lead AS stored
CROSS JOIN LATERAL (SELECT person.* FROM people_contact AS person
    WHERE person.workspace_id = %(workspace)s AND person.id = stored.contact_id OFFSET 0) AS contact
LEFT JOIN LATERAL (SELECT firm.* FROM people_company AS firm
    WHERE firm.workspace_id = %(workspace)s AND firm.id = stored.company_id OFFSET 0) AS company
    ON true
CROSS JOIN LATERAL ({told}) AS told
CROSS JOIN LATERAL ({interest}) AS heat
CROSS JOIN LATERAL (SELECT {fit} AS fit,
    {score} AS interest OFFSET 0) AS scores
CROSS JOIN LATERAL (SELECT {quadrant} AS quadrant) AS spot
CROSS JOIN LATERAL ({scored}) AS scored
CROSS JOIN LATERAL (SELECT {place} AS place OFFSET 0) AS verdict
CROSS JOIN LATERAL (SELECT {key} AS category) AS ruling
CROSS JOIN LATERAL ({placed}) AS placed
WHERE stored.workspace_id = %(workspace)s AND {where}
"""


@dataclass(frozen=True, slots=True)
class _Told:
    """Every rule's place, and each stage's expressions as text."""

    texts: tuple[tuple[str, ...], ...]
    params: Mapping[str, object]
    places: Mapping[Name, tuple[int, int]]

    def answer(self, purpose: str, key: str) -> str:
        """Return SQL for the answer of one rule."""
        stage, position = self.places[purpose, key]
        return f"{('told', 'scored', 'placed')[stage]}.met[{position + 1}]"


class _Same:
    """A definition as a key: the very same object, for versions never change."""

    __slots__ = ("definition",)

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def __hash__(self) -> int:
        return id(self.definition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.definition is self.definition


@lru_cache(maxsize=64)
def _compiled(asked: _Same, prefix: str) -> _Told:
    definition = asked.definition
    staged: list[list[tuple[Name, Node]]] = [[] for _ in STAGES]
    for name, node in definition.rules.items():
        staged[stage_of(node)].append((name, node))
    rendered = [
        compile_rules(
            [node for _, node in stage],
            definition.vocabulary,
            prefix=prefix + _LETTERS[number],
            zone=definition.zone,
        )
        for number, stage in enumerate(staged)
    ]
    params = {name: value for stage in rendered for name, value in stage.params.items()}
    zone = f"{prefix}zone"
    return _Told(
        texts=tuple(
            tuple(
                one.as_string(None).replace("%(zone)s", f"%({zone})s") for one in stage.expressions
            )
            for stage in rendered
        ),
        params={zone if name == "zone" else name: value for name, value in params.items()},
        places={
            name: (number, position)
            for number, stage in enumerate(staged)
            for position, (name, _) in enumerate(stage)
        },
    )


def _stage(told: _Told, number: int, moment: str, columns: str) -> str:
    """Return the fenced answers of a stage, asked of `lead` with these columns."""
    texts = told.texts[number]
    if not texts:
        return "SELECT NULL::boolean[] AS met"
    answers = ", ".join(texts).replace("%(now)s::timestamptz", moment)
    return f"SELECT ARRAY[{answers}]::boolean[] AS met FROM (SELECT {columns}) AS lead OFFSET 0"


def _array(answers: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(answers)}]::boolean[]"


def _fit(definition: Definition, told: _Told, bound: Bound) -> str:
    scoring = definition.scoring
    points = [bound.add(scoring.base, "int")] + [
        f"CASE WHEN {told.answer('fit', one.key)} THEN {bound.add(one.points, 'int')} ELSE 0 END"
        for one in scoring.criteria
    ]
    # As formula.normalized does: whole numbers, and what is under 0 is cut off all the same.
    floor, span = bound.add(scoring.floor, "int"), scoring.ceiling - scoring.floor
    whole, half = bound.add(2 * span, "int"), bound.add(span, "int")
    return (
        f"greatest(0, least(100, (200 * ({' + '.join(points)} - {floor}) + {half}) / {whole}))::int"
    )


def _place(definition: Definition, told: _Told) -> str:
    return _first(
        [("category", one.key) if one.when is not None else None for one in definition.categories],
        told,
    )


def _team(definition: Definition, told: _Told) -> str:
    return _first(
        [("team", one.key) if one.when is not None else None for one in definition.routing], told
    )


def _first(names: list[Name | None], told: _Told) -> str:
    """Return SQL for the position of the first rule that is met; the last takes the rest."""
    cases = " ".join(
        f"WHEN {told.answer(*name)} THEN {position}"
        for position, name in enumerate(names)
        if name is not None
    )
    last = len(names) - 1
    return f"(CASE {cases} ELSE {last} END)" if cases else f"{last}"


def _key(definition: Definition, bound: Bound) -> str:
    keys = bound.add([one.key for one in definition.categories], "text[]")
    return f"({keys})[verdict.place + 1]"
