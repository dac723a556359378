"""Whose a lead is: that it came, was taken over, given back, routed anew or passed on."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk.build import labels
from vaste.desk.build.labels import Words, say
from vaste.desk.build.sentences.told import Sentence, Told, Writer, team

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


def _rerouted(told: Told) -> Sentence:
    if told.detail.get("reason") == "team_closed":
        return _team_closed(told)
    reason = say(_REROUTED, str(told.detail.get("reason", "")))
    if told.owner:
        title = _("Routed anew to %(owner)s. %(reason)s") % {"owner": told.owner, "reason": reason}
    else:
        title = _("Back in the team's pool. %(reason)s") % {"reason": reason}
    return Sentence("release", title, tone="info")


def _team_closed(told: Told) -> Sentence:
    """A team that was closed; events of old name neither it nor who took over."""
    words = {"closed": team(told, "closed_team"), "team": team(told, "team")}
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


def _passed_on(told: Told) -> Sentence:
    title = _("To the pool of team %(team)s, because time ran out: %(milestone)s.")
    milestone = say(labels.MILESTONES, str(told.detail.get("milestone", "")))
    words = {"team": team(told, "team"), "milestone": milestone}
    return Sentence("release", title % words, tone="warn")


def _second_added(told: Told) -> Sentence:
    title = _("%(who)s was asked to help, because time ran out: %(milestone)s.")
    milestone = say(labels.MILESTONES, str(told.detail.get("milestone", "")))
    words = {"who": told.owner or _("A colleague"), "milestone": milestone}
    return Sentence("claim", title % words, tone="warn")


WRITERS: Mapping[str, Writer] = {
    "lead.received": _received,
    "lead.claimed": _claimed,
    "lead.rerouted": _rerouted,
    "lead.given_back": _given_back,
    "lead.passed_on": _passed_on,
    "lead.second_added": _second_added,
}
