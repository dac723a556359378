"""The manager's page of people: absences entered and taken back, pools shared out."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaste.desk import formats
from vaste.desk.access import need_manager
from vaste.desk.build import roster
from vaste.desk.build.moved import told
from vaste.desk.forms import AbsenceForm
from vaste.desk.http import DeskRequest, answer, see_other
from vaste.desk.panels import FormState
from vaste.flows import absenting, handing_over, redistributing, rosters
from vaste.routing.absences import BadAbsence, NoSuchAbsence

_FIELDS = {"away_from": "first_day", "away_until": "last_day"}


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show teams, their people and who is away; the lists alone when htmx asks."""
    need_manager(request)
    return answer(request, "desk/people.html", {"page": roster.page(request)}, piece="lists")


@require_POST
def absences(request: DeskRequest) -> HttpResponse:
    """Enter an absence of somebody: back to the page, or 422 with what is wrong."""
    need_manager(request)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _refused(request, form.state)
    begins, ends = form.span()
    try:
        _made, moved = absenting.add(
            request.workspace.id,
            form.cleaned_data["user"],
            away_from=begins,
            away_until=ends,
            reason=form.cleaned_data["reason"],
            by=request.user.pk,
            at=request.at,
        )
    except BadAbsence as wrong:
        errors = {_FIELDS.get(wrong.field, wrong.field): _(str(wrong))}
        return _refused(request, FormState(form.state.values, errors))
    except rosters.NoSuchMember:
        return _refused(request, FormState(form.state.values, {"user": _("Choose a person.")}))
    return _done(request, told(moved) or _("The absence is entered."))


@require_POST
def away_today(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Say that somebody is away for the rest of the day; their untouched leads go to others."""
    need_manager(request)
    tomorrow = timezone.localtime(request.at).date() + datetime.timedelta(days=1)
    try:
        _made, moved = absenting.add(
            request.workspace.id,
            user_id,
            away_from=request.at,
            away_until=formats.midnight(tomorrow),
            by=request.user.pk,
            at=request.at,
        )
    except rosters.NoSuchMember as missing:
        raise Http404(str(missing)) from None
    return _done(request, told(moved) or _("Away for today."))


@require_POST
def come_back(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Say that somebody is back."""
    need_manager(request)
    try:
        absenting.come_back(request.workspace.id, user_id, by=request.user.pk, at=request.at)
    except rosters.NoSuchMember as missing:
        raise Http404(str(missing)) from None
    return _done(request, _("Back: new leads come again."))


@require_POST
def remove_absence(request: DeskRequest, absence_id: uuid.UUID) -> HttpResponse:
    """Take an absence back; 409 when it is gone already."""
    need_manager(request)
    try:
        absenting.remove(request.workspace.id, absence_id, by=request.user.pk, at=request.at)
    except NoSuchAbsence:
        page = roster.page(request, problem=_("This absence is gone already."))
        return answer(request, "desk/people.html", {"page": page}, status=409)
    return _done(request, _("The absence is taken back."))


@require_POST
def hand_over(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Give all open leads of somebody to others, also what they have begun on."""
    need_manager(request)
    try:
        moved = handing_over.hand_over(
            request.workspace.id, user_id, by=request.user.pk, at=request.at
        )
    except rosters.NoSuchMember as missing:
        raise Http404(str(missing)) from None
    return _done(request, told(moved) or _("There was no lead to give."))


@require_POST
def share_out(request: DeskRequest, team_id: uuid.UUID) -> HttpResponse:
    """Give what waits in a team's pool to people."""
    need_manager(request)
    try:
        team = rosters.get_team(request.workspace.id, team_id)
    except rosters.NoSuchTeam as missing:
        raise Http404(str(missing)) from None
    moved = redistributing.share_out(
        request.workspace.id, team.id, by=request.user.pk, at=request.at
    )
    return _done(request, told(moved) or _("Nobody can take more leads now."))


def _done(request: DeskRequest, text: str) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS, text, extra_tags="good")
    return see_other(reverse("desk:people"))


def _refused(request: DeskRequest, state: FormState) -> HttpResponse:
    page = roster.page(request, state=state)
    return answer(request, "desk/people.html", {"page": page}, status=422)
