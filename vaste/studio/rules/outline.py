"""A rule in words: as a sentence, and as lists in lists where brackets would pile up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaste.rules import language, words
from vaste.rules.language import RuleRefused
from vaste.rules.vocabulary import Vocabulary
from vaste.studio.rules import trees
from vaste.studio.rules.trees import Raw

DEEP = 3  # groups inside each other, from which a sentence has more brackets than sense
HEADINGS: Mapping[tuple[str, bool], str | Promise] = {
    ("all", False): _("All of these"),
    ("any", False): _("At least one of these"),
    ("all", True): _("Not all of these together"),
    ("any", True): _("None of these"),
}


@dataclass(frozen=True, slots=True)
class Outline:
    """A condition in words, or what is asked of those below it."""

    text: str
    below: Sequence[Outline] = ()


def said(rule: Raw, vocabulary: Vocabulary, code: str) -> tuple[str, int]:
    """Return what is finished of a rule as a sentence, and how many conditions are not."""
    left = _finished(rule, vocabulary)
    missing = trees.count(rule) - (trees.count(left) if left is not None else 0)
    return (_sentence(left, vocabulary, code) if left is not None else ""), missing


def outlined(rule: Raw, vocabulary: Vocabulary, code: str) -> Outline | None:
    """Return what is finished of a deep rule as lists in lists; None for one that is not deep."""
    left = _finished(rule, vocabulary)
    if left is None or _depth(left) < DEEP:
        return None
    return _outline(left, vocabulary, code)


def _finished(rule: Raw, vocabulary: Vocabulary) -> Raw:
    return trees.without_unfinished(rule, lambda node: bool(language.check(node, vocabulary)))


def _sentence(rule: Raw, vocabulary: Vocabulary, code: str) -> str:
    try:
        sentence = words.say(language.parse(rule), vocabulary, code)
    except RuleRefused:
        return ""
    return sentence[:1].upper() + sentence[1:]


def _depth(rule: Raw) -> int:
    """Return how many groups of two and more stand inside each other."""
    group = trees.group_of(trees.bare(rule)[1])
    if group is None:
        return 0
    return (len(group[1]) > 1) + max((_depth(child) for child in group[1]), default=0)


def _outline(rule: Raw, vocabulary: Vocabulary, code: str) -> Outline:
    denied, bare = trees.bare(rule)
    group = trees.group_of(bare)
    if group is None:
        return Outline(_sentence(rule, vocabulary, code))
    word, children = group
    if len(children) == 1:
        return _outline(trees.denying(children[0], denied), vocabulary, code)
    below = [_outline(child, vocabulary, code) for child in children]
    return Outline(str(HEADINGS[word, denied % 2 == 1]), below)
