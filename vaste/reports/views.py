"""The report pages and their sheets, for those who lead the team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    Asked,
    Dimensions,
    asked_of,
)
from vaste.reports.http import ReportRequest, for_managers

View = Callable[[ReportRequest], HttpResponse]


def _page(report: str, dimensions: Dimensions, build_page: Callable[[Asked], Any]) -> View:
    """Return the view of a report's page, from the template of its name."""

    @require_GET
    @for_managers
    def show(request: ReportRequest) -> HttpResponse:
        page = build_page(asked_of(request, report, dimensions))
        return render(request, f"reports/{report}.html", {"page": page})

    return show


def _sheet(report: str, dimensions: Dimensions, write: Callable[[Asked], HttpResponse]) -> View:
    """Return the view that gives a report's figures as a file."""

    @require_GET
    @for_managers
    def give(request: ReportRequest) -> HttpResponse:
        return write(asked_of(request, report, dimensions))

    return give


# How far leads came, by source, campaign, category, person or month.
conversion = _page("conversion", CONVERSION, build.conversion_page)
conversion_sheet = _sheet("conversion", CONVERSION, sheets.conversion)

# How soon people answered; by weekday and hour; how leads ended by response time.
response = _page("response", RESPONSE, build.response_page)
response_sheet = _sheet("response", RESPONSE, sheets.response)
response_hours_sheet = _sheet("response", RESPONSE, sheets.response_hours)
response_bands_sheet = _sheet("response", RESPONSE, sheets.response_bands)

# Who got which leads, their fair share, and why others were passed over.
fairness = _page("fairness", FAIRNESS, fairness_pages.page)
fairness_sheet = _sheet("fairness", FAIRNESS, sheets.fairness)

# Why leads were lost or turned down, by category, source, person or team.
reasons = _page("reasons", REASONS, reason_pages.page)
reasons_sheet = _sheet("reasons", REASONS, sheets.reasons)

# What became of the leads of each month or week, and how long steps took.
cohorts = _page("cohorts", COHORTS, cohort_pages.page)
cohorts_sheet = _sheet("cohorts", COHORTS, sheets.cohorts)
