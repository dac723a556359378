"""The reports: the same figures as on the pages and in their sheets."""

from __future__ import annotations

from ninja import Query, Router

from vaste.api import access, examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.shapes.reports import (
    BandsOut,
    CohortsOut,
    CohortsQuery,
    ConversionOut,
    ConversionQuery,
    FairnessOut,
    HoursOut,
    ReasonsOut,
    ReasonsQuery,
    ReceivedQuery,
    ResponseOut,
    ResponseQuery,
)
from vaste.api.showing import reports as showing
from vaste.api.spec import spec
from vaste.flows.figures import fairness, queries
from vaste.workspaces.queries import may_manage

SCOPE = "reports:read"
router = Router(tags=["reports"])
router.add_decorator(in_workspace)


@router.get(
    "/reports/conversion", **spec(SCOPE, ConversionOut, examples.CONVERSION, allowed=may_manage)
)
def read_conversion(request: ApiRequest, query: Query[ConversionQuery]) -> ConversionOut:
    """Read how far the leads received in a time came, and how long it took."""
    scope = showing.received(request.auth, query, at=access.now())
    return showing.conversion(request.auth, scope, query.by)


@router.get("/reports/response", **spec(SCOPE, ResponseOut, examples.RESPONSE, allowed=may_manage))
def read_response(request: ApiRequest, query: Query[ResponseQuery]) -> ResponseOut:
    """Read how soon the leads received in a time were answered, and how many within the promise."""
    scope = showing.received(request.auth, query, at=access.now())
    return showing.response(request.auth, scope, query.by)


@router.get("/reports/response/hours", **spec(SCOPE, HoursOut, examples.HOURS, allowed=may_manage))
def read_response_hours(request: ApiRequest, query: Query[ReceivedQuery]) -> HoursOut:
    """Read how soon leads were answered by weekday and hour of receipt."""
    scope = showing.received(request.auth, query, at=access.now())
    rows = queries.response_hours(scope)
    return HoursOut.model_validate({"rows": rows, **showing.span(scope)})


@router.get("/reports/response/bands", **spec(SCOPE, BandsOut, examples.BANDS, allowed=may_manage))
def read_response_bands(request: ApiRequest, query: Query[ReceivedQuery]) -> BandsOut:
    """Read how leads ended by how soon they were answered."""
    scope = showing.received(request.auth, query, at=access.now())
    return showing.bands(scope, queries.response_spread(scope))


@router.get("/reports/fairness", **spec(SCOPE, FairnessOut, examples.FAIRNESS, allowed=may_manage))
def read_fairness(request: ApiRequest, query: Query[ReceivedQuery]) -> FairnessOut:
    """
    Read who got which leads, their fair share, and why others were passed over.

    Every giving out of a lead received in the time counts, the first and later ones.
    """
    scope = showing.received(request.auth, query, at=access.now())
    return showing.fairness(scope, fairness.portions(scope))


@router.get("/reports/reasons", **spec(SCOPE, ReasonsOut, examples.REASONS, allowed=may_manage))
def read_reasons(request: ApiRequest, query: Query[ReasonsQuery]) -> ReasonsOut:
    """Read why the leads closed in a time were lost or turned down."""
    scope = showing.closed(request.auth, query, at=access.now())
    return showing.reasons(request.auth, scope, query.by)


@router.get("/reports/cohorts", **spec(SCOPE, CohortsOut, examples.COHORTS, allowed=may_manage))
def read_cohorts(request: ApiRequest, query: Query[CohortsQuery]) -> CohortsOut:
    """Read what became of the leads of each month or week, and how long each step took."""
    scope = showing.received(request.auth, query, at=access.now())
    *rows, total = queries.cohorts(scope, by=query.by)
    told = {"by": query.by, "rows": rows, "total": total, **showing.span(scope)}
    return CohortsOut.model_validate(told)
