"""Why an arrival is where it is: stored codes as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SENTENCES: Mapping[str, str | Promise] = {
    "honeypot": gettext_lazy("A field that no person sees was filled in."),
    "too_fast": gettext_lazy("It was sent too soon after the form was shown: %(detail)s."),
    "same_text": gettext_lazy("The same text came several times: %(detail)s."),
    "disposable_address": gettext_lazy("The address is a throw-away one: %(detail)s."),
    "link_in_name": gettext_lazy("The name has a link or markup in it: %(detail)s."),
    "random_name": gettext_lazy("The name looks made up by a machine: %(detail)s."),
    "link_markup": gettext_lazy("The text has links written as markup: %(detail)s."),
    "markup": gettext_lazy("The text has markup in it: %(detail)s."),
    "many_links": gettext_lazy("The text has many links: %(detail)s."),
    "bad_link": gettext_lazy("A link leads to a doubtful address: %(detail)s."),
    "price_probe": gettext_lazy("It only asks for a price, as machines do: %(detail)s."),
    "scam_phrase": gettext_lazy("It speaks as frauds do: %(detail)s."),
    "pitch": gettext_lazy("It offers something for sale: %(detail)s."),
    "learned_phrase": gettext_lazy("It has words that were junk here before: %(detail)s."),
    "same_everywhere": gettext_lazy("Every field says the same: %(detail)s."),
    "repeated_text": gettext_lazy("The text repeats itself: %(detail)s."),
    "gibberish": gettext_lazy("The text is no language: %(detail)s."),
    "other_script": gettext_lazy("Most of the text is in another script."),
    "released": gettext_lazy("A person released it."),
    "replayed": gettext_lazy("A person tried it again."),
    "sent_again": gettext_lazy("The same was sent before, without a key of its own."),
    "not_digested": gettext_lazy("It could not be worked on: %(detail)s."),
}


def sentence(reason: Mapping[str, Any]) -> str:
    """
    Return one stored reason as a sentence or two; of an unknown code, what was stored with it.

    The program's own messages are stored in English and said in the reader's language.
    """
    code, detail = str(reason.get("code", "")), str(reason.get("detail", ""))
    if code in _SENTENCES:
        return str(_SENTENCES[code]) % {"detail": detail.rstrip(".")}
    told = _(detail) if detail else code.replace("_", " ").capitalize()
    if place := str(reason.get("place", "")):
        told = _("%(message)s Where: %(place)s.") % {"message": told, "place": place}
    remedy = str(reason.get("remedy", ""))
    return f"{told} {_(remedy)}" if remedy else told


def sentences(reasons: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return stored reasons as sentences, in their order."""
    return tuple(sentence(reason) for reason in reasons)
