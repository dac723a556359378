"""One person's absences: entered, read from calendars; one's own, or as a manager anybody's."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaste.desk.build import absences as page_of
from vaste.desk.build.moved import told
from vaste.desk.forms import AbsenceForm
from vaste.desk.http import DeskRequest, answer, see_other
from vaste.desk.panels import FormState
from vaste.flows import absenting, feeding, rosters
from vaste.routing import absences, feeds, ical
from vaste.routing.absences import BadAbsence, NoSuchAbsence
from vaste.routing.away_signs import Counts
from vaste.routing.feeds import BadFeed, NoSuchFeed
from vaste.routing.models import Feed
from vaste.workspaces import queries as workspaces

_FIELDS = {"away_from": "first_day", "away_until": "last_day"}


def _need_person(request: DeskRequest, user_id: uuid.UUID) -> None:
    """Raise PermissionDenied unless it is the viewer, or they lead; Http404 for a stranger."""
    role = request.viewer.role
    is_own = user_id == request.user.pk and workspaces.may_work(role)
    if not is_own and not workspaces.may_manage(role):
        raise PermissionDenied
    try:
        rosters.require_membership(request.workspace.id, user_id)
    except rosters.NoSuchMember as missing:
        raise Http404(str(missing)) from None


@require_safe
def own(request: DeskRequest) -> HttpResponse:
    """Lead to the viewer's own absences."""
    return see_other(reverse("desk:person_absences", args=[request.user.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Show a person's absences and calendars; POST enters an absence, or 422 with what is wrong."""
    _need_person(request, user_id)
    if request.method != "POST":
        return _page(request, user_id)
    sent = request.POST.copy()
    sent["user"] = str(user_id)
    form = AbsenceForm(sent)
    if not form.is_valid():
        return _page(request, user_id, absence=form.state)
    begins, ends = form.span()
    try:
        _made, moved = absenting.add(
            request.workspace.id, user_id, away_from=begins, away_until=ends,
            reason=form.cleaned_data["reason"], by=request.user.pk, at=request.at,
        )  # fmt: skip
    except BadAbsence as wrong:
        errors = {_FIELDS.get(wrong.field, wrong.field): _(str(wrong))}
        return _page(request, user_id, absence=FormState(form.state.values, errors))
    return _done(request, user_id, told(moved) or _("The absence is entered."))


@require_POST
def take_back(request: DeskRequest, user_id: uuid.UUID, absence_id: uuid.UUID) -> HttpResponse:
    """Take an absence of a person back; 409 when it is gone already."""
    _need_person(request, user_id)
    workspace_id = request.workspace.id
    try:
        if absences.get(workspace_id, absence_id).user_id != user_id:
            raise Http404("There is no such absence of theirs.")
        absenting.remove(workspace_id, absence_id, by=request.user.pk, at=request.at)
    except NoSuchAbsence:
        page = page_of.page(request, user_id, problem=_("This absence is gone already."))
        return answer(request, "desk/absences.html", {"page": page}, status=409)
    return _done(request, user_id, _("The absence is taken back."))


@require_POST
def add_feed(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Name a calendar of a person; 422 with what is wrong. Its address is shown no more."""
    _need_person(request, user_id)
    values = {name: request.POST.get(name, "") for name in ("url", "counts")}
    try:
        feeding.add(
            request.workspace.id, user_id, url=values["url"], counts=values["counts"],
            by=request.user.pk, at=request.at,
        )  # fmt: skip
    except BadFeed as wrong:
        state = FormState(values, {wrong.field: _(str(wrong))})
        return _page(request, user_id, feed=state)
    return _done(request, user_id, _("The calendar is there, and is being read."))


@require_POST
def feed(request: DeskRequest, feed_id: uuid.UUID) -> HttpResponse:
    """Read a calendar now, with `do` counts count anew what it says, with remove forget it."""
    found = _feed(request, feed_id)
    workspace_id, do = request.workspace.id, request.POST.get("do", "")
    if do == "remove":
        gone = feeding.remove(workspace_id, feed_id, by=request.user.pk, at=request.at)
        text = _("The calendar is removed, with its absences: %(n)s.") % {"n": gone}
        return _done(request, found.user_id, text)
    if do == "counts":
        return _count(request, found)
    feeding.ask(workspace_id, feed_id, at=request.at)
    return _done(request, found.user_id, _("The calendar is being read."))


def _count(request: DeskRequest, found: Feed) -> HttpResponse:
    try:
        feeding.change(
            request.workspace.id, found.id, counts=request.POST.get("counts", ""),
            by=request.user.pk, at=request.at,
        )  # fmt: skip
    except BadFeed as wrong:
        page = page_of.page(request, found.user_id, problem=_(str(wrong)))
        return answer(request, "desk/absences.html", {"page": page}, status=422)
    return _done(request, found.user_id, _("The calendar is being read."))


def _feed(request: DeskRequest, feed_id: uuid.UUID) -> Feed:
    try:
        found = feeds.get(request.workspace.id, feed_id)
    except NoSuchFeed as missing:
        raise Http404(str(missing)) from None
    _need_person(request, found.user_id)
    return found


@require_POST
def file(request: DeskRequest, user_id: uuid.UUID) -> HttpResponse:
    """Take a calendar file over: back to the page with what came of it, or 422 with why not."""
    _need_person(request, user_id)
    values = {"counts": request.POST.get("counts", "")}
    sent = request.FILES.get("file")
    if sent is None:
        state = FormState(values, {"file": _("Choose a calendar file.")})
        return _page(request, user_id, file=state)
    if values["counts"] not in list(Counts):
        state = FormState(values, {"file": _("Choose what counts as an absence.")})
        return _page(request, user_id, file=state)
    try:
        taken = absenting.import_file(
            request.workspace.id, user_id, sent.read(ical.LONGEST_FILE + 1), by=request.user.pk,
            at=request.at, counts=Counts(values["counts"]),
        )  # fmt: skip
    except ical.Unreadable as wrong:
        return _page(request, user_id, file=FormState(values, {"file": _(str(wrong))}))
    return _done(request, user_id, page_of.told(taken))


def _page(
    request: DeskRequest,
    user_id: uuid.UUID,
    *,
    absence: FormState = page_of.NOTHING,
    feed: FormState = page_of.NOTHING,
    file: FormState = page_of.NOTHING,
) -> HttpResponse:
    page = page_of.page(request, user_id, absence=absence, feed=feed, file=file)
    is_refused = any(state.errors for state in (absence, feed, file))
    status = 422 if is_refused else 200
    return answer(request, "desk/absences.html", {"page": page}, piece="lists", status=status)


def _done(request: DeskRequest, user_id: uuid.UUID, text: str) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS, text, extra_tags="good")
    return see_other(reverse("desk:person_absences", args=[user_id]))
