"""Trying the draft on leads that came, and following a version that was published."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vaste.definitions import queries as definitions
from vaste.definitions.models import Trial
from vaste.flows import trying
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import Standing
from vaste.flows.stepping import NoSuchRun, TooManyRuns
from vaste.rules.language import Problem
from vaste.studio import build, places
from vaste.studio.http import (
    StudioRequest,
    answer,
    for_editors,
    see_other,
    standing,
    wants_piece,
)
from vaste.studio.panels import Option
from vaste.studio.trials import build as trials
from vaste.studio.trials.panels import TrialPage

DAYS = (30, 90, 365)
USUAL_DAYS = 90
MOST_SHOWN = 20


@require_http_methods(["GET", "POST"])
@for_editors
def trial(request: StudioRequest) -> HttpResponse:
    """Offer to try the draft, with earlier trials; or begin: 303 to it, 422 refused, 409 full."""
    stands = standing(request)
    if request.method == "GET":
        return _page(request, stands, build.faults_of(stands))
    told = request.POST.get("days", "")
    days = int(told) if told.isdecimal() and len(told) < 6 else 0
    try:
        made = trying.start(
            request.workspace.id, stands.content, days=days, by=request.user.pk, at=request.at
        )
    except NotPublishable as wrong:
        return _page(request, stands, wrong.problems, status=422)
    except ValueError:
        refusal = _("Say a number of days from 1 to %(most)d.") % {"most": trying.MOST_DAYS}
        return _page(request, stands, [], refusal=refusal, status=422)
    except TooManyRuns:
        refusal = _("Enough trials are running. Wait for one of them, or stop it.")
        return _page(request, stands, [], refusal=refusal, status=409)
    return see_other(request, trials.trial_rows([made])[0].url)


def _page(
    request: StudioRequest,
    stands: Standing,
    problems: list[Problem],
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = Trial.objects.within(request.workspace.id).defer("content")
    context = build.context_of(request.workspace.id, stands.content)
    page = TrialPage(
        has_draft=stands.draft is not None,
        days=[
            Option(
                str(days),
                ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
                is_chosen=days == USUAL_DAYS,
            )
            for days in DAYS
        ],
        problems=places.complaints(problems, stands.content, stands.source, context.language),
        trials=trials.trial_rows(list(rows.order_by("-made_at", "-id")[:MOST_SHOWN])),
        refusal=refusal,
    )
    return answer(request, "studio/trial.html", {"page": page}, stands=stands, status=status)


@require_GET
@for_editors
def run(request: StudioRequest, trial_id: uuid.UUID) -> HttpResponse:
    """Show a trial: how far it has come and what it has found; htmx asks for the piece again."""
    return _run(request, _found(request, trial_id))


@require_POST
@for_editors
def stop(request: StudioRequest, trial_id: uuid.UUID) -> HttpResponse:
    """Stop a trial that runs; what it has found stays."""
    try:
        return _run(request, trying.stop(request.workspace.id, trial_id, at=request.at))
    except NoSuchRun:
        raise Http404 from None


def _found(request: StudioRequest, trial_id: uuid.UUID) -> Trial:
    try:
        return trying.find(request.workspace.id, trial_id)
    except NoSuchRun:
        raise Http404 from None


def _run(request: StudioRequest, found: Trial) -> HttpResponse:
    page = trials.run_page(found, now=request.at)
    return answer(
        request, "studio/trial_run.html", {"page": page}, stands=standing(request), piece="run"
    )


@require_GET
@for_editors
def rollout(request: StudioRequest) -> HttpResponse:
    """Show how far the version in force has been brought to the leads: a piece, asked again."""
    if not wants_piece(request):
        return see_other(request, reverse("studio:overview"))
    number = definitions.number_in_force(request.workspace.id)
    panel = trials.rollout_panel(request.workspace.id, number)
    return render(request, "studio/_rollout.html", {"rollout": panel})
