"""Places in a definition as people know them: their words, and where each is edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vaste.definitions import writing
from vaste.pages.reader import language as of_reader
from vaste.rules.language import Problem
from vaste.rules.vocabulary import label
from vaste.studio import sections
from vaste.studio.panels import Complaint
from vaste.studio.parts import Part, Word, put_at, value_at
from vaste.studio.sections import SECTIONS, Section

TITLES: Mapping[str, Word] = {
    "currency": _("Currency"),
    "value_bands": _("Value"),
    "request_words": _("Words that tell what is wanted"),
    "calendar": _("Working time"),
    "sla": _("Policies"),
    "ladders": _("Ladders"),
    "fields": _("Own fields"),
    "fit": _("Fit"),
    "signals": _("Signals"),
    "quadrants": _("Quadrants"),
    "categories": _("Categories"),
    "mql": _("Marketing-qualified"),
    "routing": _("Routing"),
    "close_reasons": _("Reasons for closing"),
}
#: Which page edits a part that is no entry of a list.
_PAGES: Mapping[str, str] = {
    "currency": "studio:lists",
    "value_bands": "studio:lists",
    "request_words": "studio:lists",
    "close_reasons": "studio:lists",
    "fit": "studio:fit",
    "quadrants": "studio:quadrants",
    "mql": "studio:mql",
    "routing": "studio:routing",
    "categories": "studio:categories",
    "signals": "studio:signals",
    "fields": "studio:fields",
    "calendar": "studio:calendar",
    "sla": "studio:sla",
    "ladders": "studio:ladders",
}
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,59}")


def steps(path: str) -> list[str]:
    """Return the steps of a problem's path: "a[1].b" is a, 1, b."""
    return re.findall(r"[^.\[\]]+", path)


def section_at(place: Sequence[str]) -> Section | None:
    """Return the list of entries that a place is in, None for one outside of them."""
    return next(
        (one for one in SECTIONS.values() if tuple(place[: len(one.path)]) == one.path), None
    )


def part_at(names: Sequence[str], parts: Iterable[Part]) -> tuple[Part | None, list[str]]:
    """Return the part that a path leads to or through, and the rest of the path."""
    for length in range(len(names), 0, -1):
        name = ".".join(names[:length])
        for part in parts:
            if part.name == name:
                return part, list(names[length:])
    return None, list(names)


def whole_parts(content: Mapping[str, Any]) -> list[Part]:
    """Return the parts that are no entries' but a section's own."""
    names = {
        key_of(one): name_of(one, sections.CATEGORIES, of_reader())
        for one in entries(content, sections.CATEGORIES) or []
    }
    own = value_at(content, "sla.by_category")
    keys = own if isinstance(own, Mapping) else names
    return [
        *sections.FIT_BASE,
        *sections.QUADRANTS,
        *sections.MQL,
        *sections.ROUTING_DEFAULT,
        *(
            part
            for groups in (sections.LISTS, sections.CALENDAR, sections.POLICIES)
            for group in groups
            for part in group.parts
        ),
        *(sections.category_part(str(key), names.get(str(key), str(key))) for key in keys),
    ]


def entries(content: Mapping[str, Any], section: Section) -> list[Any] | None:
    """Return a section's entries, None when it is no list."""
    found = value_at(content, ".".join(section.path))
    if section.list_part:
        if found is not None and not isinstance(found, Mapping):
            return None
        return [{"key": key, section.list_part: one} for key, one in (found or {}).items()]
    return list(found) if isinstance(found, list) else [] if found is None else None


def put_entries(content: dict[str, Any], section: Section, found: Sequence[Any]) -> None:
    """Put a section's entries in their place."""
    made: Any = list(found)
    if section.list_part:
        made = {one["key"]: one.get(section.list_part) or [] for one in found} or None
    put_at(content, ".".join(section.path), made)


def path_of(section: Section, index: int, key: str) -> str:
    """Return the path of an entry, as problems name it."""
    name = ".".join(section.path)
    return f"{name}.{key}" if section.list_part else f"{name}[{index}]"


def index_of(place: str, section: Section, found: Sequence[Any]) -> int | None:
    """Return which entry a step of a path leads to, None for none."""
    if section.list_part:
        return next((at for at, one in enumerate(found) if one["key"] == place), None)
    return int(place) if place.isdecimal() and int(place) < len(found) else None


def key_of(entry: Any) -> str:
    """Return the key by which a form can reach an entry, "" when it has none."""
    key = entry.get("key") if isinstance(entry, Mapping) else None
    return key if isinstance(key, str) and _KEY.fullmatch(key) else ""


def name_of(entry: Any, section: Section, language: str) -> str:
    """Return what an entry is called, in the reader's language where it has a name in it."""
    if not isinstance(entry, Mapping):
        return str(entry)[:60]
    names = entry.get(section.names)
    if isinstance(names, Mapping) and all(isinstance(one, str) for one in names.values()):
        told = label({str(code): one for code, one in names.items()}, language, otherwise="")
        if told:
            return told
    return str(entry.get("key") or "")


def entry_url(section: Section, key: str) -> str:
    """Return the address of an entry's form."""
    return reverse(f"studio:{section.key}_entry", args=[key])


def page_of(place: Sequence[str]) -> str:
    """Return the address of the page on which a place outside the entries is edited."""
    name = _PAGES.get(place[0] if place else "", "studio:text")
    return reverse(name)


def complaints(
    problems: Sequence[Problem], content: Mapping[str, Any], source: str, language: str
) -> list[Complaint]:
    """Return problems with their places in words, each with a link to where it is mended."""
    lines = writing.lines_of(source, {one.path for one in problems if one.path})
    return [_complaint(one, content, lines.get(one.path, 0), language) for one in problems]


def _complaint(problem: Problem, content: Mapping[str, Any], line: int, language: str) -> Complaint:
    names = steps(problem.path)
    section = section_at(names)
    words, url = _where(names, section, content, language)
    if url.startswith(reverse("studio:text")) and line:
        url = f"{url}?line={line}#source"
    return Complaint(" › ".join(words), url, problem.message, problem.remedy, line)


def _where(
    names: list[str], section: Section | None, content: Mapping[str, Any], language: str
) -> tuple[list[str], str]:
    title = str(TITLES.get(names[0], names[0])) if names else str(_("The definition"))
    if section is None or len(names) <= len(section.path):
        part, _rest = part_at(names, whole_parts(content))
        return [title, *([str(part.label)] if part else names[1:])], page_of(names)
    place = names[len(section.path)]
    found = entries(content, section) or []
    index = index_of(place, section, found)
    entry = found[index] if index is not None else None
    part, _rest = part_at(names[len(section.path) + 1 :], section.parts)
    if section.list_part and part is None:
        part, _rest = part_at([section.list_part], section.parts)
    told = name_of(entry, section, language) if entry is not None else ""
    told = told or (f"#{int(place) + 1}" if place.isdecimal() else place)
    words = [title, told, *([str(part.label)] if part else names[len(section.path) + 1 :][:1])]
    key = key_of(entry)
    is_alone = sum(key_of(one) == key for one in found) == 1
    return words, entry_url(section, key) if key and is_alone else reverse("studio:text")
