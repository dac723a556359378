"""The page of one person's absences, in a constant number of statements."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vaste.desk import formats
from vaste.desk.build import labels, roster
from vaste.desk.build.people import named
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Choice, FormState, Tone
from vaste.desk.panels.absences import AbsencesPage, FeedRow
from vaste.flows.absenting import Taken
from vaste.routing import absences, feeds, ical
from vaste.routing.models import Feed
from vaste.workspaces import queries as workspaces

NOTHING = FormState()
COUNTS: labels.Words = {
    "marked": gettext_lazy("Whole days, and what is marked as out of office"),
    "all": gettext_lazy("Everything that is busy"),
}
SKIPS: labels.Words = {
    "meeting": gettext_lazy("meetings within a day"),
    "free": gettext_lazy("marked as free"),
    "tentative": gettext_lazy("not settled yet"),
    "elsewhere": gettext_lazy("working elsewhere"),
    "cancelled": gettext_lazy("cancelled"),
    "declined": gettext_lazy("declined"),
    "unreadable": gettext_lazy("not readable"),
    "too_often": gettext_lazy("repeated within a day"),
    "too_many": gettext_lazy("more than can be taken"),
    "taken_back": gettext_lazy("taken back by hand"),
}
PROBLEMS: Mapping[str, str | Promise] = {
    "refused": gettext_lazy(
        "This address is not read: it is not https, or leads into a private network."
    ),
    "unreachable": gettext_lazy("Its server could not be reached, or broke off."),
    "too_slow": gettext_lazy("Its server did not send the calendar in time."),
    "too_long": gettext_lazy("The calendar is too long to be read."),
    "not_found": gettext_lazy(
        "There is no calendar at this address any more (%(status)s). Remove it and paste"
        " the new one."
    ),
    "forbidden": gettext_lazy(
        "Its server does not let us read it (%(status)s). Paste the calendar's secret address,"
        " which asks for no sign-in."
    ),
    "answered": gettext_lazy("Its server answered %(status)s instead of the calendar."),
    "no_calendar": gettext_lazy(
        "What is there is no calendar, maybe a page to sign in. Paste the address in iCal format."
    ),
    "key": gettext_lazy(
        "The address can't be opened by this installation's key. Remove it and paste it again."
    ),
}


def page(
    request: DeskRequest,
    user_id: uuid.UUID,
    *,
    absence: FormState = NOTHING,
    feed: FormState = NOTHING,
    file: FormState = NOTHING,
    problem: str = "",
) -> AbsencesPage:
    """Return a person's page as of the request's instant; a refused form brings its state."""
    workspace_id, at = request.workspace.id, request.at
    person = named([user_id])[str(user_id)]
    found = feeds.of_people(workspace_id, [user_id])
    known = feeds.known(workspace_id, found, at=at)
    rows = absences.upcoming(workspace_id, [user_id], at=at)
    return AbsencesPage(
        person=person,
        is_own=user_id == request.user.pk,
        may_manage=workspaces.may_manage(request.viewer.role),
        absences=tuple(roster.absence_row(one, person, at) for one in rows),
        feeds=tuple(_feed(one, known.get(one.id, 0), at) for one in found),
        choices=_choices((feed.values or file.values).get("counts", "marked")),
        minutes=settings.FEED_MINUTES,
        today=timezone.localtime(at).date().isoformat(),
        absence=absence,
        feed=feed,
        file=file,
        problem=problem,
    )


def _choices(chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(key=key, label=str(label), is_selected=key == chosen)
        for key, label in COUNTS.items()
    )


def _feed(one: Feed, known: int, at: datetime.datetime) -> FeedRow:
    state, tone = _state(one, at)
    is_reading = one.next_at <= at or (one.tried_at is None)
    return FeedRow(
        feed_id=str(one.id),
        host=one.host,
        counts=str(COUNTS[one.counts]),
        choices=_choices(one.counts),
        state=state,
        tone=tone,
        plan=_("It is being read now.")
        if is_reading
        else _("Read next: %(when)s") % {"when": formats.moment(one.next_at, now=at)},
        known=ngettext("%(n)s absence", "%(n)s absences", known) % {"n": formats.number(known)},
        skipped=_skips(one.skipped),
        is_cut=one.is_cut,
    )


def _state(one: Feed, at: datetime.datetime) -> tuple[str, Tone]:
    """Return how the last reading of a calendar went, and its color."""
    if one.failing_since is not None:
        words = _("Not readable since %(when)s.") % {
            "when": formats.moment(one.failing_since, now=at)
        }
        why = str(PROBLEMS.get(one.problem, one.problem)) % {"status": one.status or ""}
        return f"{words} {why} {_last(one, at)}".strip(), "bad"
    if one.fine_at is None:
        return _("Not read yet."), "info"
    return _last(one, at), "good"


def _last(one: Feed, at: datetime.datetime) -> str:
    if one.fine_at is None:
        return ""
    return _("Last read: %(when)s.") % {"when": formats.moment(one.fine_at, now=at)}


def _skips(skipped: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        f"{labels.say(SKIPS, why)} ({formats.number(count)})" for why, count in skipped.items()
    )


def told(taken: Taken) -> str:
    """Return what a calendar file came to, as sentences."""
    parts = [
        ngettext(
            "The file has %(n)s absence.", "The file has %(n)s absences.", taken.entries
        ) % {"n": formats.number(taken.entries)},
        _("New or moved: %(changed)s. Gone: %(gone)s.")
        % {"changed": formats.number(taken.changed), "gone": formats.number(taken.gone)},
    ]  # fmt: skip
    if taken.skipped:
        parts.append(
            _("Not counted as absences: %(why)s.") % {"why": ", ".join(_skips(taken.skipped))}
        )
    if taken.is_cut:
        parts.append(
            _("It has more; the first %(n)s are taken.") % {"n": formats.number(ical.MOST_ENTRIES)}
        )
    return " ".join(parts)
