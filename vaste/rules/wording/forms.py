"""What every language has to bring so that rules can be said in it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """One thing said for 1 and for more, both with {count} if it is said at all."""

    one: str
    more: str

    def said(self, count: int, **parts: str) -> str:
        """Return the form for `count` with it and `parts` filled in."""
        return (self.one if count == 1 else self.more).format(count=count, **parts)


@dataclass(frozen=True, slots=True)
class Wording:
    """
    The sentences of one language.

    `comparisons` are by family and operator ("text.contains") and are filled with {field} and
    {value}; with {values} or {value_or}, a list ending in a comma or in "or"; with {low} and
    {high}; or with {adverbial}. `lengths` are plain ("3 months"), `last` and `next` whole
    adverbials ("in the last 3 months"), all by unit. `at_least` and `at_most` have {did} and
    {count}; `never` is for a happening without a denial of its own; `during` adds an adverbial
    to any of them.
    """

    language: str
    quotes: tuple[str, str]
    conjunction: str
    alternative: str
    denial: str
    more_values: str
    date_pattern: str
    instant_pattern: str
    yes: str
    no: str
    missing: str
    given: str
    comparisons: Mapping[str, str]
    lengths: Mapping[str, Forms]
    last: Mapping[str, Forms]
    next: Mapping[str, Forms]
    at_least: Forms
    at_most: Forms
    never: str
    during: str
