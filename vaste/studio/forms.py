"""Forms for one entry of a list, and for sections that are one form: drawn, and read back."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from vaste.rules.language import Problem
from vaste.studio import grids, places
from vaste.studio.panels import EntryPage, FieldGroup, FieldView
from vaste.studio.parts import Context, Part, PartGroup, put_at, read, show, value_at, word_of
from vaste.studio.rules.reading import acted
from vaste.studio.sections import TONES, Section


def groups_of(
    groups: Sequence[PartGroup], entry: Any, context: Context, problems: Sequence[Problem]
) -> list[FieldGroup]:
    """Return the fields of a form, filled in from an entry; those with problems are not folded."""
    drawn = []
    for group in groups:
        fields = [show(part, entry, context, problems) for part in group.parts]
        folded = group.is_folded and not any(one.problems for one in fields)
        drawn.append(FieldGroup(str(group.title), str(group.hint), fields, folded))
    return drawn


def fields_of(
    parts: Sequence[Part], content: Any, context: Context, problems: Sequence[Problem]
) -> list[FieldView]:
    """Return the fields of a section's own values."""
    return [show(part, content, context, problems) for part in parts]


def below(problems: Sequence[Problem], path: str) -> list[Problem]:
    """Return the problems at or below a path, with paths from there on."""
    return [
        Problem(one.path[len(path) :].lstrip("."), one.message, one.remedy)
        for one in problems
        if one.path == path or one.path.startswith((f"{path}.", f"{path}["))
    ]


def entry_page(
    section: Section,
    entry: Mapping[str, Any],
    context: Context,
    *,
    was: str,
    rank: int,
    problems: Sequence[Problem],
    is_last: bool = False,
) -> EntryPage:
    """Return the form of an entry; `was` is the key under which it was found, "" for a new one."""
    groups = list(section.groups)
    if section.last_rests and is_last and "when" not in entry:
        groups = [one for one in groups if all(part.name != "when" for part in one.parts)]
    name = places.name_of(entry, section, context.language)
    url = places.entry_url(section, was) if was else reverse(f"studio:{section.key}_new")
    return EntryPage(
        title=str(section.new_title) if not was else name,
        url=url,
        back=reverse(f"studio:{section.key}"),
        back_label=str(section.title),
        groups=groups_of(groups, entry, context, problems),
        is_new=not was,
        was=was,
        tone=TONES[rank] if section.last_rests and rank < len(TONES) else "plain",
    )


def read_entry(
    parts: Sequence[Part], entry: Mapping[str, Any], post: QueryDict, context: Context
) -> dict[str, Any]:
    """
    Return an entry with what the form says; what the form does not show stays.

    Raises Malformed.
    """
    made = copy.deepcopy(dict(entry))
    for part in parts:
        read(part, made, post, context)
    return made


def act(entry: dict[str, Any], parts: Sequence[Part], do: str, context: Context) -> Context:
    """
    Do what a button of a rule editor says, on its rule in the entry; return where the focus goes.

    `do` is "rule:", the part's name and the editor's verb; a row of a table was moved when the form
    was read. Raises Malformed.
    """
    moved = grids.move_of(do)
    if moved is not None:
        name, _index, target, verb = moved
        return replace(context, moved=(name, target, verb))
    _rule, _, rest = do.partition(":")
    name, _, verb = rest.partition(":")
    part = next((one for one in parts if one.name == name and one.kind == "rule"), None)
    if part is None:
        return context
    rule, focus = acted(value_at(entry, name), verb)
    put_at(entry, name, rule)
    return replace(context, focus=focus)


def key_for(entry: Mapping[str, Any], section: Section, taken: Sequence[str]) -> str:
    """Return a free key for a new entry, made from its name."""
    stem = word_of(places.name_of(entry, section, "en")) or section.stem
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
