"""What people did with a lead: contacts, snoozes, its end, and what they wrote down."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.definitions.endings import reason_word
from vaste.desk import formats
from vaste.desk.build import labels
from vaste.desk.build.labels import Words, say
from vaste.desk.build.sentences.told import Sentence, Told, Writer
from vaste.desk.panels import TimelineKind, Tone
from vaste.pages.reader import language
from vaste.rules.vocabulary import label

#: By channel and who reached out: the whole sentence, the outcome after a colon.
_CONTACTS: Mapping[tuple[str, str], Any] = {
    ("phone", "out"): gettext_lazy("%(who)s called: %(outcome)s."),
    ("phone", "in"): gettext_lazy("They called and %(who)s answered: %(outcome)s."),
    ("email", "out"): gettext_lazy("%(who)s wrote an e-mail: %(outcome)s."),
    ("email", "in"): gettext_lazy("They wrote an e-mail, which %(who)s logged: %(outcome)s."),
    ("meeting", "out"): gettext_lazy("%(who)s held a meeting: %(outcome)s."),
    ("meeting", "in"): gettext_lazy("They came to meet and %(who)s was there: %(outcome)s."),
    ("linkedin", "out"): gettext_lazy("%(who)s wrote on LinkedIn: %(outcome)s."),
    ("linkedin", "in"): gettext_lazy("They wrote on LinkedIn, which %(who)s logged: %(outcome)s."),
    ("chat", "out"): gettext_lazy("%(who)s chatted: %(outcome)s."),
    ("chat", "in"): gettext_lazy("They chatted and %(who)s answered: %(outcome)s."),
}
_CLOSED: Words = {
    "won": gettext_lazy("%(who)s closed the lead as won."),
    "lost": gettext_lazy("%(who)s closed the lead as lost: %(reason)s."),
    "not_a_fit": gettext_lazy("%(who)s closed the lead as not a fit: %(reason)s."),
}
_END_TONES: dict[str, Tone] = {"won": "good", "lost": "bad"}


def _contacted(told: Told) -> Sentence:
    channel, direction = str(told.detail["channel"]), str(told.detail.get("direction", "out"))
    outcome = say(labels.OUTCOMES, str(told.detail["outcome"]))
    pattern = _CONTACTS.get((channel, direction))
    if pattern is None:
        title = _("%(who)s wrote a note.") % {"who": told.who}
    else:
        title = str(pattern) % {"who": told.who, "outcome": outcome}
    tone: Tone = "good" if told.verb == "lead.contacted" else "plain"
    return Sentence(_contact_kind(channel), title, tone=tone)


def _contact_kind(channel: str) -> TimelineKind:
    known: dict[str, TimelineKind] = {
        "phone": "phone", "email": "email", "meeting": "meeting", "linkedin": "linkedin",
        "chat": "chat",
    }  # fmt: skip
    return known.get(channel, "note")


def _snoozed(told: Told) -> Sentence:
    until = datetime.datetime.fromisoformat(told.detail["until"])
    title = _("%(who)s snoozed the lead. It comes back: %(when)s.")
    if told.detail.get("attempts"):
        title = _(
            "The lead rests after this many attempts without a contact: %(count)s. It comes back:"
            " %(when)s."
        )
    count = formats.number(int(told.detail.get("attempts", 0)))
    words = {"who": told.who, "when": formats.moment(until), "count": count}
    return Sentence("snooze", title % words, body=str(told.detail.get("note", "")))


def _woken(told: Told) -> Sentence:
    return Sentence("snooze", _("The snooze was over and the lead came back to the queue."))


def _closed(told: Told) -> Sentence:
    outcome = str(told.detail["outcome"])
    reason = reason_word(str(told.detail.get("reason", "")))
    title = say(_CLOSED, outcome) % {"who": told.who, "reason": reason}
    tone = _END_TONES.get(outcome, "plain")
    return Sentence("close", title, body=str(told.detail.get("note", "")), tone=tone)


def _reopened(told: Told) -> Sentence:
    return Sentence("reopen", _("%(who)s opened the lead again.") % {"who": told.who})


def _fields_set(told: Told) -> Sentence:
    own = told.definition.fields
    named = {one.name: label(one.labels, language(), otherwise=one.key) for one in own}
    fields = told.detail.get("fields") or {}
    names = ", ".join(named.get(name, name) for name in fields)
    title = _("%(who)s wrote what is known: %(fields)s.") % {"who": told.who, "fields": names}
    return Sentence("note", title)


WRITERS: Mapping[str, Writer] = {
    "lead.contacted": _contacted,
    "lead.attempted": _contacted,
    "lead.snoozed": _snoozed,
    "lead.woken": _woken,
    "lead.closed": _closed,
    "lead.reopened": _reopened,
    "lead.fields_set": _fields_set,
}
