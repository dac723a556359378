"""The back-test's pages: beginning one, following it, its figures as a file."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vaste.definitions import queries as definitions
from vaste.definitions.models import Backtest
from vaste.flows import backtesting, define
from vaste.flows.stepping import NoSuchRun, TooManyRuns
from vaste.pages.http import answer, see_other
from vaste.reports import backtest as pages
from vaste.reports import periods, sheets
from vaste.reports.http import ReportRequest, for_managers


@require_http_methods(["GET", "POST"])
@for_managers
def begin(request: ReportRequest) -> HttpResponse:
    """Offer a back-test, with earlier ones; or begin it: 303 to it, 422 refused, 409 full."""
    if request.method == "GET":
        return _page(request, request.GET)
    workspace_id, told = request.workspace.id, request.POST
    number, content = _definition(workspace_id, told.get("version", ""))
    zone = define.in_force(workspace_id).zone
    period = periods.period(told.get("period", pages.USUAL), zone=zone, at=request.at)
    try:
        run = backtesting.start(
            workspace_id, content, number=number, since=period.since,
            until=period.until, by=request.user.pk, at=request.at,
        )  # fmt: skip
    except define.NotPublishable:
        refusal = _("The draft can't be tested before what is wrong with it is mended.")
        return _page(request, told, refusal=refusal, status=422)
    except TooManyRuns:
        refusal = _("Enough back-tests are running. Wait for one of them, or stop it.")
        return _page(request, told, refusal=refusal, status=409)
    return see_other(request, reverse("reports:backtest_run", args=[run.id]))


def _definition(workspace_id: uuid.UUID, asked: str) -> tuple[int | None, Mapping[str, Any]]:
    """Return the chosen definition: the draft, a version, or else the one in force."""
    draft = definitions.draft_of(workspace_id) if asked == pages.DRAFT else None
    if draft is not None:
        return None, draft.content
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    version = definitions.version_of(workspace_id, number) or definitions.in_force(workspace_id)
    return version.number, version.content


def _page(
    request: ReportRequest, told: Mapping[str, str], *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = pages.start_page(
        request.workspace.id,
        version=told.get("version", ""),
        period=told.get("period", ""),
        has_draft=definitions.draft_of(request.workspace.id) is not None,
        refusal=refusal,
    )
    return render(request, "reports/backtest.html", {"page": page}, status=status)


@require_GET
@for_managers
def run(request: ReportRequest, backtest_id: uuid.UUID) -> HttpResponse:
    """Show a back-test: how far it has come and what it has found; htmx asks for it again."""
    return _run(request, _found(request, backtest_id))


@require_POST
@for_managers
def stop(request: ReportRequest, backtest_id: uuid.UUID) -> HttpResponse:
    """Stop a back-test that runs; what it has found stays. 303 to it."""
    try:
        backtesting.stop(request.workspace.id, backtest_id, at=request.at)
    except NoSuchRun:
        raise Http404 from None
    return see_other(request, reverse("reports:backtest_run", args=[backtest_id]))


@require_GET
@for_managers
def sheet(request: ReportRequest, backtest_id: uuid.UUID) -> HttpResponse:
    """Give the figures of a back-test as a file, as far as it has come."""
    return sheets.backtest(_found(request, backtest_id))


def _found(request: ReportRequest, backtest_id: uuid.UUID) -> Backtest:
    try:
        return backtesting.find(request.workspace.id, backtest_id)
    except NoSuchRun:
        raise Http404 from None


def _run(request: ReportRequest, found: Backtest) -> HttpResponse:
    page = pages.run_page(found, now=request.at)
    return answer(request, "reports/backtest_run.html", {"page": page}, piece="run")
