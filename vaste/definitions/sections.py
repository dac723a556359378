"""The small sections of a definition: currency, value bands, words of requests, close reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from vaste.definitions.checking import Findings, inside
from vaste.definitions.fields import check_currency
from vaste.rules.problems import shown

BANDS: Final = ("medium", "large")
ENDINGS: Final = ("lost", "not_a_fit")
LARGEST_AMOUNT = 10**12
LONGEST_REASON = 60
MOST_REASONS = 100


def check_sections(
    content: Mapping[str, Any], found: Findings, *, request_types: tuple[str, ...]
) -> None:
    """Note what is wrong with the small sections; `request_types` are those that have words."""
    if "currency" in content:
        check_currency(content["currency"], "currency", found)
    _check_bands(content.get("value_bands"), found)
    _check_words(content.get("request_words"), found, request_types)
    _check_reasons(content.get("close_reasons"), found)


def _check_bands(source: object, found: Findings) -> None:
    """The bands are two amounts, the larger one above the smaller."""
    example = _("Write both amounts, as in {medium: 10000, large: 50000}.")
    before = len(found.problems)
    told = found.group(source, "value_bands", BANDS)
    for name in BANDS:
        if name not in told:
            found.add(inside("value_bands", name), _("The amount is missing."), example)
        else:
            found.number(told, name, "value_bands", 0, LARGEST_AMOUNT)
    if len(found.problems) == before and told["medium"] >= told["large"]:
        found.add("value_bands", _("The bands are out of order."), example)


def _check_words(source: object, found: Findings, request_types: tuple[str, ...]) -> None:
    """The words that tell what is wanted are lists, one for each request type."""
    told = found.group(source, "request_words", request_types)
    for name in told:
        if name in request_types:
            found.texts(told[name], inside("request_words", name))


def _check_reasons(source: object, found: Findings) -> None:
    """Each way of closing without winning has its list of reasons."""
    told = found.group(source, "close_reasons", ENDINGS)
    for name in ENDINGS:
        place = inside("close_reasons", name)
        for index, code in enumerate(found.texts(told.get(name), place, most=MOST_REASONS)):
            if len(code) > LONGEST_REASON:
                message = _("“%(found)s” has more than %(most)d characters.")
                cut = {"found": shown(code), "most": LONGEST_REASON}
                found.add(f"{place}[{index}]", message % cut, _("Write a short code."))
