"""What the rules of a definition may speak of: the fields of people and leads, and its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from vaste.definitions import fields as custom_fields
from vaste.leads import vocabulary as lead_words
from vaste.leads.enquiry import FIELDS
from vaste.people import vocabulary as people_words
from vaste.rules.vocabulary import Vocabulary


def vocabulary_of(content: Mapping[str, Any]) -> Vocabulary:
    """Return the fields that rules of this definition may speak of, contributed by their rooms."""
    entries = content.get("categories")
    keys = dict(_names(entry) for entry in (entries if isinstance(entries, list) else []))
    own = custom_fields.vocabulary(custom_fields.parse_fields(content))
    named = [(key, labels) for key, labels in keys.items() if key]
    return Vocabulary.of(people_words.fields(), lead_words.fields(named), own)


def _names(entry: object) -> tuple[str, dict[str, str]]:
    """Return the key and the names of a category, as far as they are right."""
    told = entry if isinstance(entry, Mapping) else {}
    key, names = told.get("key"), told.get("names")
    words = names if isinstance(names, Mapping) else {}
    labels = {code: text for code, text in words.items() if isinstance(text, str)}
    return (key if isinstance(key, str) else ""), labels


@lru_cache(maxsize=1)
def built_in_names() -> Mapping[str, Sequence[str]]:
    """
    Return the keys that no custom field may have, each with the names rules call that field by.

    They are what doors and imports read into a lead, its contact or company by that very name.
    """
    found: dict[str, list[str]] = {name: [] for name in FIELDS}
    for one in (*people_words.fields(), *lead_words.fields([])):
        owner, _dot, key = one.name.partition(".")
        if owner in custom_fields.OWNERS:
            found.setdefault(key, []).append(one.name)
    return found
