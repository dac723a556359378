"""The report pages and their sheets, for those who lead the team."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vaste.reports import backtest as backtests
from vaste.reports import build, sheets
from vaste.reports.asked import CONVERSION, RESPONSE, ReportRequest, asked_of
from vaste.workspaces import queries as workspaces

View = Callable[[ReportRequest], HttpResponse]


def _for_managers(view: View) -> View:
    """Let in only those who may manage: figures by person are not everyone's (403)."""

    @wraps(view)
    def guarded(request: ReportRequest) -> HttpResponse:
        if not workspaces.may_manage(request.membership.role):
            raise PermissionDenied
        return view(request)

    return require_GET(guarded)


@_for_managers
def conversion(request: ReportRequest) -> HttpResponse:
    """Show how far leads came, by source, campaign, category, person or month."""
    page = build.conversion_page(asked_of(request, "conversion", CONVERSION))
    return render(request, "reports/conversion.html", {"page": page})


@_for_managers
def conversion_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the conversion report as a file."""
    return sheets.conversion(asked_of(request, "conversion", CONVERSION))


@_for_managers
def response(request: ReportRequest) -> HttpResponse:
    """Show how soon people answered, by category, person, source or campaign."""
    page = build.response_page(asked_of(request, "response", RESPONSE))
    return render(request, "reports/response.html", {"page": page})


@_for_managers
def response_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the response report as a file."""
    return sheets.response(asked_of(request, "response", RESPONSE))


@_for_managers
def backtest(request: ReportRequest) -> HttpResponse:
    """Show how well a definition's scores tell won leads from others."""
    page = backtests.page(backtests.asked_of(request))
    return render(request, "reports/backtest.html", {"page": page})


@_for_managers
def backtest_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the back-test as a file."""
    return sheets.backtest(backtests.asked_of(request))
