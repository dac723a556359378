"""How a lead ends, and why, in words; reasons are the codes of a definition's `close_reasons`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ENDING_WORDS: Final[Mapping[str, str | Promise]] = {
    "won": gettext_lazy("Won"),
    "lost": gettext_lazy("Lost"),
    "not_a_fit": gettext_lazy("Not a fit"),
}
REASON_WORDS: Final[Mapping[str, str | Promise]] = {
    "won": gettext_lazy("They bought"),
    "imported": gettext_lazy("Closed before the import"),
    "no_budget": gettext_lazy("No budget"),
    "no_need": gettext_lazy("No need"),
    "competitor": gettext_lazy("Competitor"),
    "bad_timing": gettext_lazy("Bad timing"),
    "no_answer": gettext_lazy("Never answered"),
    "price": gettext_lazy("Price"),
    "other": gettext_lazy("Other reason"),
    "student": gettext_lazy("Student"),
    "job_seeker": gettext_lazy("Job seeker"),
    "vendor": gettext_lazy("Wants to sell to us"),
    "too_small": gettext_lazy("Too small"),
    "outside_market": gettext_lazy("Outside our market"),
    "junk": gettext_lazy("Junk"),
}


def reason_word(code: str) -> str:
    """Return a reason in the reader's language; the workspace's own as it is written."""
    return str(REASON_WORDS[code]) if code in REASON_WORDS else code.replace("_", " ").capitalize()
