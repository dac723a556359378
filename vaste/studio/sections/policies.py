"""The forms of policies (which milestones are promised, and how) and of ladders of escalation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from vaste.sla.policies import CALENDARS, DOINGS, LEVELS, MILESTONES, OF_CONTRACT
from vaste.studio.grids import SHARE, Cells, Column, Grid, Row, Word
from vaste.studio.parts import Context, Part, PartGroup
from vaste.studio.sections.base import KEY, Section

MILESTONE_WORDS: Final[Mapping[str, Word]] = {
    "assigned": _("Assigned"),
    "take_over": _("Taken over"),
    "first_contact": _("First contact"),
    "next_contact": _("Next contact, after the buyer wrote"),
    "decided": _("Decided"),
}
CALENDAR_WORDS: Final[Mapping[str, Word]] = {
    "workspace": _("your working time"),
    "team": _("the hours of the lead's team"),
    "buyer": _("your hours, in the buyer's time zone"),
}
TIME_WORDS: Final[Mapping[str, Word]] = {
    "working": _("Working time"),
    "wall": _("By the wall clock"),
}
LEVEL_WORDS: Final[Mapping[str, Word]] = {
    "warned": _("a clock warns"),
    "breached": _("a time is missed"),
    "given_back": _("the lead should go back"),
}
DOING_WORDS: Final[Mapping[str, Word]] = {
    "warn_owner": _("Tell the owner"),
    "tell_manager": _("Tell the manager"),
    "add_second": _("Ask a second person to help"),
    "give_back": _("Give it back to the pool"),
    "reroute": _("Give it to another team"),
}
_NAMES = ("within", "warn", "time")


def _milestone_rows(value: Any, otherwise: str) -> list[Row]:
    """Return a row for each milestone; `otherwise` is the way of counting when none is told."""
    told = value if isinstance(value, Mapping) else {}
    rows = []
    for key in MILESTONES:
        own = told.get(key)
        entry = own if isinstance(own, Mapping) else {}
        within = None if key in OF_CONTRACT else _cell(entry, "within")
        cells = [within, _cell(entry, "warn"), _cell(entry, "time") or otherwise]
        rows.append(Row(f".{key}", cells, MILESTONE_WORDS[key]))
    return rows


def _cell(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else str(value)


def _milestones(rows: Sequence[Cells], otherwise: str) -> dict[str, Any]:
    made = {}
    for key, cells in zip(MILESTONES, rows, strict=False):
        told = dict(zip(_NAMES, cells, strict=True))
        if told["time"] == otherwise:
            del told["time"]
        told = {name: value for name, value in told.items() if value}
        if told:
            made[key] = told
    return made


def _grid(otherwise: str, ways: Sequence[tuple[str, Word]]) -> Grid:
    return Grid(
        columns=(
            Column(name="within", label=_("Within"), kind="span"),
            Column(
                name="warn", label=_("Warns after, or before the end"), kind="span",
                units=(SHARE, "minute", "hour", "day"),
            ),
            Column(name="time", label=_("Counts"), kind="choice", choices=lambda context: ways),
        ),
        rows=lambda value: _milestone_rows(value, otherwise),
        value=lambda rows: _milestones(rows, otherwise),
        spare=0,
    )  # fmt: skip


USUAL: Final = _grid("working", list(TIME_WORDS.items()))
OF_CATEGORY: Final = _grid("", [("", _("As usual")), *TIME_WORDS.items()])


def _calendars(context: Context) -> list[tuple[str, Word]]:
    return [(key, CALENDAR_WORDS[key]) for key in CALENDARS]


POLICIES = (
    PartGroup(
        _("Whose hours"),
        (
            Part(
                name="sla.calendar", kind="choice", label=_("Working time is"), choices=_calendars,
                otherwise="workspace",
            ),
        ),
    ),
    PartGroup(
        _("What is usually promised"),
        (
            Part(
                name="sla.milestones", kind="grid", label=_("Milestones"), grid=USUAL,
                hint=_(
                    "Without a time a milestone is not promised. A warning comes when so much of"
                    " the time is gone, or so long before the end; empty: when three quarters are"
                    " gone. The times to take over and of the first contact are the category's."
                ),
            ),
        ),
    ),
)  # fmt: skip


def policy_groups(context: Context) -> tuple[PartGroup, ...]:
    """Return the form of the policies, with a table for each category."""
    own = tuple(
        PartGroup(name, (category_part(key, name),), is_folded=True)
        for key, name in context.categories
    )
    return (*POLICIES, *own)


def category_part(key: str, name: str) -> Part:
    """Return what differs in one category."""
    return Part(
        name=f"sla.by_category.{key}",
        kind="grid",
        label=name,
        grid=OF_CATEGORY,
        hint=_("What is left empty is as usual."),
    )


def _steps_rows(value: Any) -> list[Row]:
    rows = []
    for index, one in enumerate(value if isinstance(value, list) else []):
        entry = one if isinstance(one, Mapping) else {"do": str(one)}
        cells = [_cell(entry, name) for name in ("at", "after", "do", "team")]
        rows.append(Row(f"[{index}]", cells))
    return rows


def _steps(rows: Sequence[Cells]) -> list[dict[str, str]]:
    return [
        {
            name: value
            for name, value in zip(("at", "after", "do", "team"), cells, strict=True)
            if value
        }
        for cells in rows
    ]


def _levels(context: Context) -> list[tuple[str, Word]]:
    return [("", _("Choose")), *((key, LEVEL_WORDS[key]) for key in LEVELS)]


def _doings(context: Context) -> list[tuple[str, Word]]:
    return [("", _("Choose")), *((key, DOING_WORDS[key]) for key in DOINGS)]


def _other_teams(context: Context) -> list[tuple[str, Word]]:
    return [("", _("no team")), *context.teams]


LADDERS = Section(
    key="ladders",
    path=("ladders",),
    title=_("Ladders"),
    lead=_(
        "What is done, step by step, when a promise is about to be missed. A category names its"
        " ladder; one called standard counts for all the others."
    ),
    names="names",
    stem="ladder",
    list_part="steps",
    new=_("Add a ladder"),
    new_title=_("New ladder"),
    empty=_(
        "There are no ladders of your own: owner and manager hear of it, and in the end the lead"
        " goes back to the pool."
    ),
    begin={
        "steps": [
            {"at": "warned", "do": "warn_owner"},
            {"at": "breached", "do": "tell_manager"},
            {"at": "given_back", "do": "give_back"},
        ]
    },
    groups=(
        PartGroup(
            _("Steps"),
            (
                Part(
                    name="steps", kind="grid", label=_("Steps"), is_required=True,
                    grid=Grid(
                        columns=(
                            Column(name="at", label=_("When"), kind="choice", choices=_levels),
                            Column(name="after", label=_("Then after"), kind="span"),
                            Column(
                                name="do", label=_("What is done"), kind="choice", choices=_doings
                            ),
                            Column(
                                name="team", label=_("Which team"), kind="choice",
                                choices=_other_teams, only_with="reroute",
                            ),
                        ),
                        rows=_steps_rows,
                        value=_steps,
                        is_ordered=True,
                    ),
                    hint=_(
                        "Without a length a step is done at once. Only giving it to another team"
                        " names one. A ladder without giving back gives nothing back. Clear a row"
                        " to take it away."
                    ),
                ),
            ),
        ),
        PartGroup(_("Name"), (KEY,)),
    ),
)  # fmt: skip
