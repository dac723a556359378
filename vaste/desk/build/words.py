"""Sentences about what happened: each event of the ledger as one full sentence."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.definitions.fields import CustomField
from vaste.desk import formats
from vaste.desk.build import labels
from vaste.desk.build.labels import Words, say
from vaste.desk.build.people import language
from vaste.desk.panels import TimelineKind, Tone
from vaste.flows.define import Definition
from vaste.rules.vocabulary import label
from vaste.scoring import tracks

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
_MISSED = {
    "lead.clock_warned": gettext_lazy("Due soon: %(milestone)s."),
    "lead.clock_breached": gettext_lazy("Not done in time: %(milestone)s."),
    "lead.lapsed": gettext_lazy("Back in the team's pool, because time ran out: %(milestone)s."),
}


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


@dataclass(frozen=True, slots=True)
class Told:
    """
    What a sentence is made from: the event's verb and detail, and who did it, in words.

    `teams` are the names of teams by slug and by id, as far as they are known.
    """

    verb: str
    detail: Mapping[str, Any]
    who: str
    owner: str
    definition: Definition
    teams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One event as the timeline shows it."""

    kind: TimelineKind
    title: str
    body: str = ""
    tone: Tone = "plain"


def sentence(told: Told) -> Sentence:
    """Return an event in words; one of an unknown verb is named by it."""
    write = _WRITERS.get(told.verb)
    if write is not None:
        return write(told)
    name = told.verb.rpartition(".")[2]
    return Sentence("system", _("Recorded: %(what)s.") % {"what": say({}, name)})


def _received(told: Told) -> Sentence:
    decided = told.detail.get("category") or {}
    category = labels.tag(told.definition, str(decided.get("key", "")), 0).label
    if told.owner:
        title = _("Their enquiry came. Category: %(category)s. Owner: %(owner)s.")
    else:
        title = _("Their enquiry came. Category: %(category)s. It waited for whoever took it over.")
    return Sentence("arrival", title % {"category": category, "owner": told.owner}, tone="info")


def _claimed(told: Told) -> Sentence:
    return Sentence("claim", _("%(who)s took the lead over.") % {"who": told.who})


def _given_back(told: Told) -> Sentence:
    return Sentence("release", _("%(who)s gave the lead back to the team.") % {"who": told.who})


_REROUTED: Words = {
    "absent": gettext_lazy("The owner is absent."),
    "full": gettext_lazy("The owner takes no more leads."),
    "left_team": gettext_lazy("The owner left the team."),
    "left": gettext_lazy("The owner left the workspace."),
    "disabled": gettext_lazy("The owner can't sign in any more."),
    "team_closed": gettext_lazy("The team was closed."),
    "handed_over": gettext_lazy("A manager gave the owner's leads to others."),
    "shared_out": gettext_lazy("The team's pool was shared out."),
    "no_home": gettext_lazy("It had neither an owner nor an open team."),
}


def _team_closed(told: Told) -> Sentence:
    """A team that was closed; events of old name neither it nor who took over."""
    words = {"closed": _team(told, "closed_team"), "team": _team(told, "team")}
    told_both = bool(words["closed"] and words["team"])
    closed = _("Team %(closed)s was closed into team %(team)s.") if told_both else ""
    reason = closed % words if closed else str(_REROUTED["team_closed"])
    chosen = (told.detail.get("routing") or {}).get("chosen")
    if chosen and str(chosen) == told.detail.get("from"):
        title = _("%(reason)s The lead stays with %(owner)s.")
    elif told.owner:
        title = _("%(reason)s Routed anew to %(owner)s.")
    else:
        title = _("%(reason)s The lead waits in the pool.")
    return Sentence("release", title % {"reason": reason, "owner": told.owner}, tone="info")


def _rerouted(told: Told) -> Sentence:
    if told.detail.get("reason") == "team_closed":
        return _team_closed(told)
    reason = say(_REROUTED, str(told.detail.get("reason", "")))
    if told.owner:
        title = _("Routed anew to %(owner)s. %(reason)s") % {"owner": told.owner, "reason": reason}
    else:
        title = _("Back in the team's pool. %(reason)s") % {"reason": reason}
    return Sentence("release", title, tone="info")


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


def _passed_on(told: Told) -> Sentence:
    title = _("To the pool of team %(team)s, because time ran out: %(milestone)s.")
    milestone = say(labels.MILESTONES, str(told.detail.get("milestone", "")))
    words = {"team": _team(told, "team"), "milestone": milestone}
    return Sentence("release", title % words, tone="warn")


def _team(told: Told, word: str) -> str:
    """Return what a team is called that the event speaks of; one nobody knows is named by it."""
    key = str(told.detail.get(word, ""))
    return told.teams.get(key, key)


def _second_added(told: Told) -> Sentence:
    title = _("%(who)s was asked to help, because time ran out: %(milestone)s.")
    milestone = say(labels.MILESTONES, str(told.detail.get("milestone", "")))
    words = {"who": told.owner or _("A colleague"), "milestone": milestone}
    return Sentence("claim", title % words, tone="warn")


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
    reason = say(labels.REASONS, str(told.detail.get("reason", "")))
    title = say(_CLOSED, outcome) % {"who": told.who, "reason": reason}
    tone = _END_TONES.get(outcome, "plain")
    return Sentence("close", title, body=str(told.detail.get("note", "")), tone=tone)


def _reopened(told: Told) -> Sentence:
    return Sentence("reopen", _("%(who)s opened the lead again.") % {"who": told.who})


def _recategorized(told: Told) -> Sentence:
    before, after = (_category(told, side) for side in ("from", "to"))
    title = _("Category: %(after)s, before: %(before)s.") % {"before": before, "after": after}
    tone: Tone = "info" if told.detail.get("move") == "rise" else "plain"
    return Sentence("system", title, body=_because(told), tone=tone)


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
    return Sentence("system", title, body=_because(told))


def _category(told: Told, side: str) -> str:
    return labels.tag(told.definition, str(told.detail[side]["category"]), 0).label


def _because(told: Told) -> str:
    return because(str(told.detail.get("because", "")))


def because(code: str) -> str:
    """Return why a lead was judged again, as a sentence."""
    return say(_JUDGED, code)


def _fields_set(told: Told) -> Sentence:
    named = {one.name: label(one.labels, language(), otherwise=one.key) for one in _own(told)}
    fields = told.detail.get("fields") or {}
    names = ", ".join(named.get(name, name) for name in fields)
    title = _("%(who)s wrote what is known: %(fields)s.") % {"who": told.who, "fields": names}
    return Sentence("note", title)


def _own(told: Told) -> tuple[CustomField, ...]:
    return told.definition.fields


_SIDES = ("from", "to")
_WRITERS: dict[str, Callable[[Told], Sentence]] = {
    "lead.received": _received,
    "lead.claimed": _claimed,
    "lead.rerouted": _rerouted,
    "lead.given_back": _given_back,
    "lead.clock_warned": _clock,
    "lead.clock_breached": _clock,
    "lead.lapsed": _clock,
    "lead.passed_on": _passed_on,
    "lead.second_added": _second_added,
    "lead.paused": _paused,
    "lead.resumed": _resumed,
    "lead.contacted": _contacted,
    "lead.attempted": _contacted,
    "lead.snoozed": _snoozed,
    "lead.woken": _woken,
    "lead.closed": _closed,
    "lead.reopened": _reopened,
    "lead.recategorized": _recategorized,
    "lead.rescored": _rescored,
    "lead.fields_set": _fields_set,
}
