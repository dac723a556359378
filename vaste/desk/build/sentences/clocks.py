"""What became of promised times: due soon, not kept, paused and running on."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk.build import labels
from vaste.desk.build.labels import say
from vaste.desk.build.sentences.told import Sentence, Told, Writer
from vaste.desk.panels import TimelineKind, Tone

_MISSED = {
    "lead.clock_warned": gettext_lazy("Due soon: %(milestone)s."),
    "lead.clock_breached": gettext_lazy("Not done in time: %(milestone)s."),
    "lead.lapsed": gettext_lazy("Back in the team's pool, because time ran out: %(milestone)s."),
}


def _clock(told: Told) -> Sentence:
    kinds: dict[str, tuple[TimelineKind, Tone]] = {
        "lead.clock_warned": ("clock", "warn"),
        "lead.clock_breached": ("breach", "bad"),
        "lead.lapsed": ("release", "bad"),
    }
    kind, tone = kinds[told.verb]
    milestone = say(labels.MILESTONES, str(told.detail.get("milestone", "")))
    return Sentence(kind, str(_MISSED[told.verb]) % {"milestone": milestone}, tone=tone)


def _paused(told: Told) -> Sentence:
    title = _("%(who)s paused the clocks: %(reason)s.")
    reason = say(labels.PAUSES, str(told.detail.get("reason", "")))
    note = str(told.detail.get("note", ""))
    return Sentence("snooze", title % {"who": told.who, "reason": reason}, body=note)


def _resumed(told: Told) -> Sentence:
    because = told.detail.get("because")
    if because == "buyer":
        return Sentence("clock", _("They wrote, and the clocks run on."))
    if because == "time":
        return Sentence("clock", _("The pause is over, and the clocks run on."))
    return Sentence("clock", _("%(who)s let the clocks run on.") % {"who": told.who})


WRITERS: Mapping[str, Writer] = {
    "lead.clock_warned": _clock,
    "lead.clock_breached": _clock,
    "lead.lapsed": _clock,
    "lead.paused": _paused,
    "lead.resumed": _resumed,
}
