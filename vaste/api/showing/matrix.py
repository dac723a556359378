"""The matrix as a body."""

from __future__ import annotations

import datetime

from vaste.api import paging
from vaste.api.callers import Caller
from vaste.api.shapes.matrix import MatrixOut, QuadrantOut, StandingOut
from vaste.api.showing.names import Names, names
from vaste.flows.define import Definition
from vaste.leads.models import Lead
from vaste.scoring import tracks
from vaste.scoring.matrix import Spot, Standing


def show_matrix(
    caller: Caller, definition: Definition, standing: Standing, limit: int, *, at: datetime.datetime
) -> MatrixOut:
    """Return the matrix with one page of at most `limit` leads, in the caller's language."""
    spots = standing.spots[:limit]
    rows = Lead.objects.within(caller.workspace_id).filter(id__in=[spot.id for spot in spots])
    leads = {lead.id: lead for lead in rows.select_related("contact", "company")}
    known = names(caller, [lead.owner_id for lead in leads.values()])
    return MatrixOut(
        at=at,
        definition=definition.number,
        good_fit=definition.scoring.good_fit,
        interested=definition.scoring.interested,
        quadrants=[_quadrant(key, standing, caller.user.language) for key in tracks.RANKED],
        items=[_spot(spot, leads[spot.id], known) for spot in spots],
        next=paging.following(standing.spots, paging.STANDING, limit),
    )


def _quadrant(key: str, standing: Standing, language: str) -> QuadrantOut:
    return QuadrantOut.model_construct(
        key=key,
        name=tracks.name(key, language),
        track=tracks.track(key, language),
        sentence=tracks.sentence(key, language),
        leads=standing.counts[key],
    )


def _spot(spot: Spot, lead: Lead, known: Names) -> StandingOut:
    contact = lead.contact
    return StandingOut.model_construct(
        id=lead.id,
        contact=contact.full_name or f"{contact.given_name} {contact.family_name}".strip(),
        company=lead.company.name if lead.company is not None else "",
        category=known.category(lead.category),
        fit=spot.fit,
        interest=spot.interest,
        quadrant=spot.quadrant,
        value_band=lead.value_band,
        state=lead.state,
        source=lead.source,
        owner=known.person(lead.owner_id),
        received_at=lead.received_at,
    )
