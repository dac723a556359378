"""The words of the rule editor: comparisons as people say them, fields by whom they are about."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaste.rules.language import Kind

Words = Mapping[str, str | Promise]

OPERATORS: Words = {
    "is": _("is"),
    "is_not": _("is not"),
    "in": _("is one of"),
    "not_in": _("is none of"),
    "contains": _("contains"),
    "not_contains": _("does not contain"),
    "contains_any": _("contains any of"),
    "contains_all": _("contains all of"),
    "starts_with": _("begins with"),
    "ends_with": _("ends with"),
    "more_than": _("is more than"),
    "at_least": _("is at least"),
    "less_than": _("is less than"),
    "at_most": _("is at most"),
    "between": _("is between"),
    "before": _("is before"),
    "after": _("is after"),
    "within_last": _("was in the last"),
    "within_next": _("is in the next"),
    "missing:yes": _("is missing"),
    "missing:no": _("is given"),
    "is:yes": _("is yes"),
    "is:no": _("is no"),
}
IN_TIME: Words = {
    "is": _("is on"),
    "is_not": _("is not on"),
    "more_than": _("is after"),
    "at_least": _("is on or after"),
    "less_than": _("is before"),
    "at_most": _("is on or before"),
}
TIMES: Words = {
    "at_least": _("at least"),
    "at_most": _("at most"),
    "never": _("never"),
}
UNITS: Words = {
    "minute": _("minutes"),
    "hour": _("hours"),
    "day": _("days"),
    "week": _("weeks"),
    "month": _("months"),
    "year": _("years"),
}
ROOMS: Words = {
    "lead": _("The enquiry"),
    "contact": _("The contact"),
    "company": _("The company"),
}
#: What says the same as another comparison of the kind, and is offered only where it stands.
_DOUBLES = {"before", "after"}


def operators(kind: Kind, words: tuple[str, ...], chosen: str) -> list[tuple[str, str]]:
    """Return the comparisons of a kind with their names; `missing` twice, for yes and no."""
    offered: list[str] = []
    for word in words:
        if word == "missing":
            offered += ["missing:no", "missing:yes"]
        elif kind == "yes_no":
            offered += ["is:yes", "is:no"]
        elif word not in _DOUBLES or word == chosen:
            offered.append(word)
    named = {**OPERATORS, **(IN_TIME if kind in ("date", "instant") else {})}
    return [(word, str(named[word])) for word in offered]
