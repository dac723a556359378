"""The form of a routing rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from vaste.definitions.endings import reason_word
from vaste.routing.definition import FACTS, may_be_held
from vaste.routing.rules import KINDS
from vaste.rules.vocabulary import label
from vaste.studio.grids import Cells, Column, Grid, Row
from vaste.studio.parts import Context, Part, PartGroup, Word
from vaste.studio.sections.base import KEY, Section, teams_of

KIND_WORDS: Final[Mapping[str, Word]] = {
    "skill": _("Skills"),
    "language": _("Languages"),
    "territory": _("Territories"),
    "product": _("Products"),
    "client": _("Clients"),
}


def _needs_rows(value: Any) -> list[Row]:
    """Return a row for each kind: the field that tells what is needed, and further words."""
    told = value if isinstance(value, Mapping) else {}
    rows = []
    for kind in KINDS:
        found = told.get(kind)
        words = [str(one) for one in (found if isinstance(found, list) else [found]) if one]
        fact = next((one for one in words if one.startswith(FACTS)), "")
        others = [one for one in words if one != fact]
        rows.append(Row(f".{kind}", [fact, ", ".join(others)], KIND_WORDS[kind]))
    return rows


def _needs(rows: Sequence[Cells]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for kind, (fact, words) in zip(KINDS, rows, strict=False):
        told = list(dict.fromkeys(one for one in (fact, *map(str.strip, words.split(","))) if one))
        if told:
            made[kind] = told[0] if len(told) == 1 else told
    return made


def _facts(context: Context) -> list[tuple[str, Word]]:
    known = context.vocabulary.fields
    named: list[tuple[str, Word]] = [
        (name, label(field.labels, context.language, otherwise=name))
        for name, field in known.items()
        if name.startswith(FACTS) and may_be_held(field.kind)
    ]
    return [("", _("no field")), *named]


NEEDS: Final = Grid(
    columns=(
        Column(name="fact", label=_("What a field says"), kind="choice", choices=_facts),
        Column(name="words", label=_("And these words")),
    ),
    rows=_needs_rows,
    value=_needs,
    spare=0,
)
NEEDS_HINT = _(
    "Whoever gets the lead must hold all of it, as told with the team. Words apart by commas. What"
    " nobody told of a lead is not needed."
)
ROUTING = Section(
    key="routing",
    path=("routing", "rules"),
    title=_("Routing"),
    lead=_(
        "Which team answers. The first rule that a lead meets names the team; within it, whoever is"
        " present and has room gets the lead by fair turns."
    ),
    names="names",
    stem="rule",
    is_ordered=True,
    new=_("Add a rule"),
    new_title=_("New rule"),
    empty=_("There are no rules: the team below answers every lead."),
    begin={"when": {"field": "", "is": ""}},
    groups=(
        PartGroup(
            _("Who answers"),
            (
                Part(
                    name="team", kind="choice", label=_("Team"), choices=teams_of, is_required=True
                ),
            ),
        ),
        PartGroup(_("Which leads"), (Part(name="when", kind="rule", label=_("Rule")),)),
        PartGroup(
            _("What it needs"),
            (
                Part(
                    name="needs", kind="grid", label=_("Needed of its owner"), grid=NEEDS,
                    hint=NEEDS_HINT,
                ),
            ),
            is_folded=True,
        ),
        PartGroup(_("Details"), (KEY,), is_folded=True),
    ),
)  # fmt: skip


def _keeps(context: Context) -> list[tuple[str, Word]]:
    return [
        ("no", _("nobody: every lead is routed anew")),
        ("contact", _("whoever has a lead of the same contact")),
        ("company", _("whoever has a lead of the same company")),
    ]


ROUTING_DEFAULT = (
    Part(
        name="routing.default", kind="choice", label=_("Everybody else goes to"), choices=teams_of,
        is_required=True,
    ),
    Part(
        name="routing.keep_owner", kind="choice", label=_("Known buyers stay with"),
        choices=_keeps, otherwise="no",
    ),
    Part(
        name="routing.needs", kind="grid", label=_("Needed for every lead"), grid=NEEDS,
        hint=NEEDS_HINT,
    ),
    Part(
        name="routing.credits.within", kind="span", label=_("A turn back for a bad lead within"),
        hint=_("Counted from its receipt. Empty, without reasons: no turn is given back."),
    ),
    Part(
        name="routing.credits.reasons", kind="choices", label=_("Closed as"),
        choices=lambda context: [(one, reason_word(one)) for one in context.reasons],
    ),
)  # fmt: skip
