"""Lists of entries: drawn as rows, and changed by moving, adding and taking away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from vaste.kernel.text import fold
from vaste.rules.language import Problem
from vaste.studio import places
from vaste.studio.forms import below
from vaste.studio.panels import Complaint, ListPage, Row
from vaste.studio.parts import Context, value_at
from vaste.studio.rules.labels import ROOMS
from vaste.studio.rules.outline import said
from vaste.studio.saying import length_words, value_words
from vaste.studio.sections import CHANNEL_WORDS, FIELD_KINDS, TONES, Section


def list_page(
    section: Section,
    content: Mapping[str, Any],
    context: Context,
    problems: Sequence[Problem],
    *,
    complaints: Sequence[Complaint] = (),
    focus: str = "",
    asked: str = "",
) -> ListPage:
    """
    Return a section's entries as rows; `focus` is the key of the one that was just moved.

    With `asked` only those that say all of its words, whatever the case and accents.
    """
    found = places.entries(content, section)
    shown = shown_of(section, found or [], context, asked)
    uses = Counter(places.key_of(one) for one in found or [])
    rows = [_row(section, found or [], index, shown, uses, context, problems) for index in shown]
    url = reverse(f"studio:{section.key}")
    return ListPage(
        section=section.key,
        title=str(section.title),
        lead=str(section.lead),
        rows=rows,
        new_url=reverse(f"studio:{section.key}_new"),
        new_label=str(section.new),
        url=f"{url}?{urlencode({'q': asked})}" if asked else url,
        all_url=url,
        asked=asked,
        total=len(found or []),
        is_ordered=section.is_ordered,
        empty=str(section.empty),
        problems=complaints,
        is_misshapen=found is None,
        focus=focus,
    )


def shown_of(section: Section, found: Sequence[Any], context: Context, asked: str) -> Sequence[int]:
    """Return the places of the entries that say all words of `asked`; all for none."""
    words = fold(asked).split()
    if not words:
        return range(len(found))
    told = (fold(_told(section, entry, context)) for entry in found)
    return [index for index, text in enumerate(told) if all(word in text for word in words)]


def _told(section: Section, entry: Any, context: Context) -> str:
    name = places.name_of(entry, section, context.language)
    sentence, facts = (
        _sentence(section, entry, context, rests=False),
        _facts(section, entry, context),
    )
    return " ".join([name, places.key_of(entry), sentence, _mark(section, entry), *facts])


def _row(
    section: Section,
    found: Sequence[Any],
    index: int,
    shown: Sequence[int],
    uses: Mapping[str, int],
    context: Context,
    problems: Sequence[Problem],
) -> Row:
    entry = found[index]
    key = places.key_of(entry)
    is_alone = bool(key) and uses[key] == 1
    rests = section.last_rests and isinstance(entry, Mapping) and "when" not in entry
    movable = _movable(section, found, shown)
    path = places.path_of(section, index, key)
    return Row(
        key=key if is_alone else "",
        name=places.name_of(entry, section, context.language) or _("Without a name"),
        url=places.entry_url(section, key) if is_alone else reverse("studio:text"),
        sentence=_sentence(section, entry, context, rests=rests),
        facts=_facts(section, entry, context),
        tone=TONES[index] if section.last_rests and index < len(TONES) else "plain",
        mark=_mark(section, entry),
        problems=len(below(problems, path)),
        can_up=is_alone and section.is_ordered and index in movable[1:],
        can_down=is_alone and section.is_ordered and index in movable[:-1],
        can_remove=is_alone and not (rests and index == len(found) - 1),
        is_fixed=index not in movable,
    )


def _movable(section: Section, found: Sequence[Any], shown: Sequence[int]) -> Sequence[int]:
    """Return the places that may change: the last of the categories takes the rest, and stays."""
    last = found[-1] if found else None
    rests = section.last_rests and isinstance(last, Mapping) and "when" not in last
    return shown[:-1] if rests and shown and shown[-1] == len(found) - 1 else shown


def _sentence(section: Section, entry: Any, context: Context, *, rests: bool) -> str:
    if rests:
        return _("Everybody else")
    rule = value_at(entry, "when")
    if rule is None:
        return ""
    sentence, unfinished = said(rule, context.vocabulary, context.language)
    return sentence if not unfinished else f"{sentence} …".strip()


def _mark(section: Section, entry: Any) -> str:
    points = value_at(entry, "points")
    if section.key not in ("fit", "signals") or not isinstance(points, int | float):
        return ""
    return f"+{points:g}" if points > 0 else f"\N{MINUS SIGN}{-points:g}" if points < 0 else "0"


def _facts(section: Section, entry: Any, context: Context) -> list[str]:
    """Return what an entry promises or counts, in a few words each."""
    if not isinstance(entry, Mapping):
        return []
    told = {name: length_words(entry[name]) for name in _LENGTHS if entry.get(name)}
    if section.key == "categories":
        channel = str(entry.get("channel") or "phone")
        within = {
            "take_over": _("taken over within %(time)s"),
            "first_contact": _("contact within %(time)s"),
        }
        facts = [words % {"time": told[name]} for name, words in within.items() if name in told]
        return [*facts, str(CHANNEL_WORDS.get(channel, channel))]
    if section.key == "signals":
        kinds = next(part for part in section.parts if part.name == "kinds")
        half = _("half after %(time)s")
        return [
            value_words(entry.get("kinds"), kinds, context),
            _("at most %(points)s together") % {"points": entry.get("cap", "?")},
            *([half % {"time": told["half_life"]}] if "half_life" in told else []),
        ]
    if section.key == "fields":
        of, kind = str(entry.get("of") or ""), str(entry.get("kind") or "")
        return [str(ROOMS.get(of, of)), str(FIELD_KINDS.get(kind, kind))]
    if section.key == "ladders":
        steps = next(part for part in section.parts if part.name == "steps")
        return [value_words(entry.get("steps"), steps, context)]
    if section.key == "routing":
        slug = str(entry.get("team") or "")
        return [dict(context.teams).get(slug, slug)]
    return []


_LENGTHS = ("take_over", "first_contact", "half_life")


def changed_list(
    section: Section, found: Sequence[Any], do: str, key: str, *, shown: Sequence[int]
) -> list[Any]:
    """
    Return the entries after a button: "up", "down", "remove", or "to" with a place behind it.

    Up and down go past the next of those `shown`, and a place is one among them: what a search has
    set aside keeps its order. What can't be done changes nothing: the entry is at the end already,
    or is no longer there.
    """
    index = next((at for at, one in enumerate(found) if places.key_of(one) == key), None)
    entries, movable = list(found), _movable(section, found, shown)
    if index is None:
        return entries
    verb, _colon, place = do.partition(":")
    if verb == "remove":
        return entries[:index] + entries[index + 1 :]
    if index not in movable:
        return entries
    here = movable.index(index)
    target = {"up": here - 1, "down": here + 1}.get(verb, _place(place))
    if 0 <= target < len(movable):
        entries.insert(movable[target], entries.pop(index))
    return entries


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else -1
