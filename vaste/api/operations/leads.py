"""Leads: the list, the queue, one with its reasons, its timeline."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from ninja import Query, Router

from vaste.api import access, examples, paging, versions
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest, Caller
from vaste.api.paging import Page, PageQuery
from vaste.api.shapes.leads import LeadFilters, LeadOut, QueueFilters
from vaste.api.shapes.reasons import ClockOut, HappeningOut, LeadWithReasons
from vaste.api.shapes.scores import ScoreQuery, ScoresOut
from vaste.api.showing.leads import show_leads
from vaste.api.showing.reasons import show_clocks, show_with_reasons
from vaste.api.showing.scores import show_scores
from vaste.api.showing.timeline import show_timeline
from vaste.api.spec import spec
from vaste.leads.models import LeadQuerySet

READ = "leads:read"
router = Router(tags=["leads"])
router.add_decorator(in_workspace)


@router.get("/leads", **spec(READ, Page[LeadOut], examples.LEADS))
def list_leads(request: ApiRequest, filters: Query[LeadFilters]) -> Page[LeadOut]:
    """
    List leads, the latest first.

    The leads that the token's user may see: a rep sees their own and their teams', everybody else
    all.
    """
    caller = request.auth
    rows = _chosen(access.visible_leads(caller), filters, caller)
    found, following = paging.cut(rows.select_related("contact", "company"), paging.NEWEST, filters)
    return Page(items=show_leads(caller, found, at=access.now()), next=following)


def _chosen(leads: LeadQuerySet, filters: LeadFilters, caller: Caller) -> LeadQuerySet:
    wanted = {
        "state": filters.state,
        "category": filters.category,
        "owner_id": filters.owner,
        "team_id": filters.team,
        "source": filters.source,
        "received_at__gt": filters.received_after,
    }
    leads = leads.filter(**{name: value for name, value in wanted.items() if value is not None})
    return _whose(leads, filters, caller)


def _whose(
    leads: LeadQuerySet, filters: LeadFilters | QueueFilters, caller: Caller
) -> LeadQuerySet:
    if filters.mine:
        leads = leads.filter(owner_id=caller.user.pk)
    return leads.filter(owner_id=None) if filters.unowned else leads


@router.get("/queue", **spec(READ, Page[LeadOut], examples.LEADS))
def read_queue(request: ApiRequest, filters: Query[QueueFilters]) -> Page[LeadOut]:
    """
    Read the queue: open leads in working order.

    Hot, then warm, then cold; inside a category by the time at which something is due.
    """
    caller = request.auth
    rows = _whose(access.visible_leads(caller).open(), filters, caller)
    found, following = paging.cut(
        rows.select_related("contact", "company"), paging.WORKING, filters
    )
    return Page(items=show_leads(caller, found, at=access.now()), next=following)


@router.get(
    "/leads/{uuid:lead_id}",
    **spec(READ, LeadWithReasons, examples.LEAD_WITH_REASONS, refuses=[404], has_tag=True),
)
def read_lead(request: ApiRequest, lead_id: uuid.UUID, response: HttpResponse) -> LeadWithReasons:
    """
    Read a lead with its reasons and clocks.

    The lines of its scores, the category's rule in words, every candidate of the routing, the
    promises. Words are in the language of the token's user.
    """
    lead = access.get_lead(request.auth, lead_id)
    versions.put_tag(response, lead)
    return show_with_reasons(request.auth, lead, at=access.now())


@router.get("/leads/{uuid:lead_id}/score", **spec(READ, ScoresOut, examples.SCORES, refuses=[404]))
def read_score(request: ApiRequest, lead_id: uuid.UUID, query: Query[ScoreQuery]) -> ScoresOut:
    """
    Read a lead's scores at any past instant, with their lines and every change so far.

    Interest is exact: it is counted from what the contact had done by then.
    """
    now = access.now()
    lead = access.get_lead(request.auth, lead_id)
    return show_scores(request.auth, lead, at=min(query.at or now, now))


@router.get(
    "/leads/{uuid:lead_id}/clocks", **spec(READ, list[ClockOut], examples.CLOCKS, refuses=[404])
)
def list_clocks(request: ApiRequest, lead_id: uuid.UUID) -> list[ClockOut]:
    """
    List a lead's clocks, the first started first.

    Those that run, those that were met or missed, and those that stopped.
    """
    lead = access.get_lead(request.auth, lead_id)
    return show_clocks(request.auth, lead, access.now())


@router.get(
    "/leads/{uuid:lead_id}/timeline",
    **spec(READ, Page[HappeningOut], examples.TIMELINE, refuses=[404]),
)
def read_timeline(
    request: ApiRequest, lead_id: uuid.UUID, page: Query[PageQuery]
) -> Page[HappeningOut]:
    """
    Read what happened to a lead, the latest first.

    Events of the ledger, and the calls, mails, meetings and notes that people logged.
    """
    lead = access.get_lead(request.auth, lead_id)
    return show_timeline(lead.workspace_id, lead.id, page)
