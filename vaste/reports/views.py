"""The report pages and their sheets, for those who lead the team."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vaste.reports import build, sheets
from vaste.reports import cohorts as cohort_pages
from vaste.reports import fairness as fairness_pages
from vaste.reports import reasons as reason_pages
from vaste.reports.asked import (
    COHORTS,
    CONVERSION,
    FAIRNESS,
    REASONS,
    RESPONSE,
    asked_of,
)
from vaste.reports.http import ReportRequest, for_managers

View = Callable[[ReportRequest], HttpResponse]


@require_GET
@for_managers
def conversion(request: ReportRequest) -> HttpResponse:
    """Show how far leads came, by source, campaign, category, person or month."""
    page = build.conversion_page(asked_of(request, "conversion", CONVERSION))
    return render(request, "reports/conversion.html", {"page": page})


@require_GET
@for_managers
def conversion_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the conversion report as a file."""
    return sheets.conversion(asked_of(request, "conversion", CONVERSION))


@require_GET
@for_managers
def response(request: ReportRequest) -> HttpResponse:
    """Show how soon people answered, by category, person, source or campaign."""
    page = build.response_page(asked_of(request, "response", RESPONSE))
    return render(request, "reports/response.html", {"page": page})


@require_GET
@for_managers
def response_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the response report as a file."""
    return sheets.response(asked_of(request, "response", RESPONSE))


@require_GET
@for_managers
def response_hours_sheet(request: ReportRequest) -> HttpResponse:
    """Give the response report's figures by weekday and hour as a file."""
    return sheets.response_hours(asked_of(request, "response", RESPONSE))


@require_GET
@for_managers
def response_bands_sheet(request: ReportRequest) -> HttpResponse:
    """Give how leads ended by response time as a file."""
    return sheets.response_bands(asked_of(request, "response", RESPONSE))


@require_GET
@for_managers
def fairness(request: ReportRequest) -> HttpResponse:
    """Show who got which leads, their fair share, and why others were passed over."""
    page = fairness_pages.page(asked_of(request, "fairness", FAIRNESS))
    return render(request, "reports/fairness.html", {"page": page})


@require_GET
@for_managers
def fairness_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the fairness report as a file."""
    return sheets.fairness(asked_of(request, "fairness", FAIRNESS))


@require_GET
@for_managers
def reasons(request: ReportRequest) -> HttpResponse:
    """Show why leads were lost or turned down, by category, source, person or team."""
    page = reason_pages.page(asked_of(request, "reasons", REASONS))
    return render(request, "reports/reasons.html", {"page": page})


@require_GET
@for_managers
def reasons_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the reasons report as a file."""
    return sheets.reasons(asked_of(request, "reasons", REASONS))


@require_GET
@for_managers
def cohorts(request: ReportRequest) -> HttpResponse:
    """Show what became of the leads of each month or week, and how long steps took."""
    page = cohort_pages.page(asked_of(request, "cohorts", COHORTS))
    return render(request, "reports/cohorts.html", {"page": page, "legend": cohort_pages.legend()})


@require_GET
@for_managers
def cohorts_sheet(request: ReportRequest) -> HttpResponse:
    """Give the figures of the cohort report as a file."""
    return sheets.cohorts(asked_of(request, "cohorts", COHORTS))
