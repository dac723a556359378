"""Differences between definitions in words that a sales manager understands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.definitions.differences import Difference
from vaste.pages.reader import language
from vaste.rules.vocabulary import label
from vaste.rules.wording import wording_for
from vaste.studio import grids, places
from vaste.studio.panels import Saying
from vaste.studio.parts import Context, Part, Word, value_at
from vaste.studio.rules.outline import said
from vaste.studio.sections import MILESTONE_WORDS, Section
from vaste.studio.sections.calendar import DAYS

MOST_SHOWN = 400  # characters of one value
INNER: Mapping[str, Word] = {
    "within": gettext_lazy("Within"),
    "warn": gettext_lazy("Warns after, or before the end"),
    "time": gettext_lazy("Counts"),
}
_LENGTH = re.compile(r"(\d{1,6}) (minute|hour|day|week|month|year)s?")


def say_all(
    found: Sequence[Difference],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    context: Context,
) -> list[Saying]:
    """Return differences in words; names are taken from `after`, else from `before`."""
    return [_say(one, before, after, context) for one in found]


def _say(
    one: Difference, before: Mapping[str, Any], after: Mapping[str, Any], context: Context
) -> Saying:
    section = places.section_at(one.place)
    place = json.dumps(one.place)
    if section is None or len(one.place) <= len(section.path):
        return _say_whole(one, section, before, after, context, place)
    key = one.place[len(section.path)]
    entry = _entry(after, section, key) or _entry(before, section, key)
    name = places.name_of(entry, section, context.language) or key
    where = [str(section.title), name]
    url = (
        places.entry_url(section, key)
        if _entry(after, section, key) and places.key_of(entry)
        else ""
    )
    inner = one.place[len(section.path) + 1 :]
    if not inner or section.list_part:
        return Saying(
            where=" › ".join(where), change=one.change, place=place, url=url,
            before=_summary(one.before, section, context),
            after=_summary(one.after, section, context),
        )  # fmt: skip
    part, rest = places.part_at(inner, section.parts)
    where += [str(part.label) if part else inner[0], *_rest(rest if part else inner[1:])]
    return Saying(
        where=" › ".join(where),
        change=one.change,
        before=value_words(one.before, part, context),
        after=value_words(one.after, part, context),
        place=place,
        url=url,
    )


def _say_whole(
    one: Difference,
    section: Section | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    context: Context,
    place: str,
) -> Saying:
    title = str(places.TITLES.get(one.place[0], one.place[0])) if one.place else _("The definition")
    if section is not None and one.change == "order":
        return Saying(
            where=f"{section.title} › {_('Order')}",
            change="order",
            before=_names(one.before, section, before, context),
            after=_names(one.after, section, after, context),
            place=place,
            url=places.page_of(one.place),
        )
    if section is not None and section.list_part:
        named = [", ".join(found or ()) for found in (one.before, one.after)]
        return Saying(
            where=title, change=one.change, before=named[0], after=named[1], place=place,
            url=places.page_of(one.place),
        )  # fmt: skip
    if section is not None and tuple(one.place) == section.path:
        return Saying(
            where=str(section.title), change=one.change, place=place,
            before=_entry_names(one.before, section, context),
            after=_entry_names(one.after, section, context),
            url=places.page_of(one.place),
        )  # fmt: skip
    parts = places.whole_parts({**before, **after})
    part, rest = places.part_at(one.place, parts)
    own = [str(part.label), *_rest(rest)] if part else list(one.place[1:])
    return Saying(
        where=" › ".join([title, *own] if own != [title] else [title]),
        change=one.change,
        before=_whole_words(one.before, one.place, parts, context),
        after=_whole_words(one.after, one.place, parts, context),
        place=place,
        url=places.page_of(one.place),
    )


def _whole_words(value: Any, place: Sequence[str], parts: Sequence[Part], context: Context) -> str:
    """Return a value of a section's own in words; a group as the parts that stand in it."""
    part, rest = places.part_at(place, parts)
    if part is not None or not isinstance(value, Mapping):
        return value_words(value, part if not rest else None, context)
    name = ".".join(place)
    told = [
        f"{one.label}: {value_words(found, one, context)}"
        for one in parts
        if one.name.startswith(f"{name}.")
        and (found := value_at(value, one.name.removeprefix(f"{name}."))) is not None
    ]
    return "; ".join(told)[:MOST_SHOWN] or value_words(value, None, context)


def _rest(names: Sequence[str]) -> list[str]:
    known: dict[str, Any] = {**dict(settings.LANGUAGES), **DAYS, **MILESTONE_WORDS, **INNER}
    return [str(known.get(name, name)) for name in names]


def _entry(content: Mapping[str, Any], section: Section, key: str) -> Any:
    found = places.entries(content, section) or []
    return next((one for one in found if isinstance(one, Mapping) and one.get("key") == key), None)


def _names(
    keys: Sequence[str], section: Section, content: Mapping[str, Any], context: Context
) -> str:
    named = [
        places.name_of(_entry(content, section, key), section, context.language) or key
        for key in keys
    ]
    return ", ".join(named)


def _entry_names(found: Any, section: Section, context: Context) -> str:
    """Return what the entries of a whole list are called; what is no list as it is written."""
    if not isinstance(found, list):
        return value_words(found, None, context)
    named = [places.name_of(one, section, context.language) for one in found]
    return ", ".join(name for name in named if name)[:MOST_SHOWN]


def _summary(entry: Any, section: Section, context: Context) -> str:
    """Return an entry that came or went in a few words: its rule, or its first values."""
    if entry is None:
        return ""
    if section.list_part:
        entry = {section.list_part: entry}
    told = []
    for part in section.parts:
        value = value_at(entry, part.name)
        if value is None or part.name in ("key", section.names):
            continue
        words = value_words(value, part, context)
        told.append(words if part.kind == "rule" else f"{part.label}: {words}")
    return "; ".join(one for one in told if one)[:MOST_SHOWN]


def value_words(value: Any, part: Part | None, context: Context) -> str:
    """Return one value in words; "" where there is none."""
    if value is None:
        return ""
    kind = part.kind if part else "text"
    if part is not None and part.grid is not None and not isinstance(value, str):
        return grids.in_words(part.grid, value, context)[:MOST_SHOWN]
    if kind == "rule":
        return said(value, context.vocabulary, context.language)[0]
    if kind == "words" and isinstance(value, Mapping):
        told = {str(code): str(words) for code, words in value.items()}
        return label(told, context.language, otherwise="")
    if part is not None and kind in ("choice", "choices"):
        known = {key: str(name) for key, name in part.choices(context)}
        values = value if isinstance(value, list) else [value]
        return ", ".join(known.get(str(one), str(one)) for one in values)
    return _plain(value)[:MOST_SHOWN]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return length_words(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values()):
        return "; ".join(
            ": ".join([*_rest([str(name)]), _plain(one)]) for name, one in value.items()
        )
    return json.dumps(value, ensure_ascii=False)


def length_words(value: Any) -> str:
    """Return a length of time in the reader's words, any other text as it is."""
    found = _LENGTH.fullmatch(str(value).strip())
    if found is None:
        return str(value)
    return wording_for(language()).lengths[found[2]].said(int(found[1]))
