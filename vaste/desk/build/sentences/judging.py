"""How the judgment of a lead changed: its category, quadrant and fit, and why."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk.build import labels
from vaste.desk.build.labels import Words, say
from vaste.desk.build.sentences.told import Sentence, Told, Writer
from vaste.desk.panels import Tone
from vaste.pages.reader import language
from vaste.scoring import tracks

#: Why a lead was judged again, as a sentence of its own.
_JUDGED: Words = {
    "published": gettext_lazy("A new version of the definition was published."),
    "faded": gettext_lazy("Their interest has faded."),
    "hold_over": gettext_lazy("The lower category has applied for long enough."),
    "touched": gettext_lazy("They were in touch again."),
    "given_back": gettext_lazy("Nobody works on it any more."),
    "dates": gettext_lazy("Time has passed."),
    "learned": gettext_lazy("More became known."),
}
_SIDES = ("from", "to")


def _recategorized(told: Told) -> Sentence:
    before, after = (_category(told, side) for side in ("from", "to"))
    title = _("Category: %(after)s, before: %(before)s.") % {"before": before, "after": after}
    tone: Tone = "info" if told.detail.get("move") == "rise" else "plain"
    return Sentence("system", title, body=because(str(told.detail.get("because", ""))), tone=tone)


def _rescored(told: Told) -> Sentence:
    before, after = told.detail["from"], told.detail["to"]
    if after["quadrant"] != before["quadrant"]:
        words = {side: tracks.name(told.detail[side]["quadrant"], language()) for side in _SIDES}
        title = _("Quadrant: %(to)s, before: %(from)s.") % words
    elif after["mql"] and not before["mql"]:
        title = _("The lead now counts as marketing-qualified.")
    else:
        fits = {side: told.detail[side]["fit"] for side in _SIDES}
        title = _("Fit: %(to)s, before: %(from)s.") % fits
    return Sentence("system", title, body=because(str(told.detail.get("because", ""))))


def _category(told: Told, side: str) -> str:
    return labels.tag(told.definition, str(told.detail[side]["category"]), 0).label


def because(code: str) -> str:
    """Return why a lead was judged again, as a sentence."""
    return say(_JUDGED, code)


WRITERS: Mapping[str, Writer] = {
    "lead.recategorized": _recategorized,
    "lead.rescored": _rescored,
}
