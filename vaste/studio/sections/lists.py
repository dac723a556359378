"""The form of value bands, words of requests and reasons for closing."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from vaste.leads.vocabulary import REQUEST_TYPES
from vaste.pages.reader import language
from vaste.rules.vocabulary import label
from vaste.studio.parts import Context, Part, PartGroup, Word


def _currencies(context: Context) -> list[tuple[str, Word]]:
    codes = ("EUR", "SEK", "NOK", "DKK", "HUF", "GBP", "USD", "CHF", "PLN", "CZK")
    return [(code, code) for code in codes]


def _request_label(key: str) -> str:
    words = label(REQUEST_TYPES[key], language(), otherwise=key)
    return words[:1].upper() + words[1:]


_lazy_label = lazy(_request_label, str)


def _word_parts() -> tuple[Part, ...]:
    return tuple(
        Part(name=f"request_words.{key}", kind="lines", label=_lazy_label(key))
        for key in REQUEST_TYPES
    )


LISTS = (
    PartGroup(
        _("Value"),
        (
            Part(
                name="currency", kind="choice", label=_("Currency"), choices=_currencies,
                otherwise="EUR",
            ),
            Part(
                name="value_bands.medium", kind="number", label=_("Medium from"), is_required=True
            ),
            Part(name="value_bands.large", kind="number", label=_("Large from"), is_required=True),
        ),
        hint=_("An amount told in this currency makes a project small, medium or large."),
    ),
    PartGroup(
        _("Reasons for closing"),
        (
            Part(
                name="close_reasons.lost", kind="lines", label=_("Lost"), is_required=True,
                hint=_("One code on each line, in the order in which they are offered."),
            ),
            Part(
                name="close_reasons.not_a_fit", kind="lines", label=_("Not a fit"),
                is_required=True,
            ),
        ),
    ),
    PartGroup(
        _("Words that tell what is wanted"),
        _word_parts(),
        hint=_(
            "Where nobody says what they want: one beginning of a word on each line. Case and"
            " accents do not matter."
        ),
    ),
)  # fmt: skip
