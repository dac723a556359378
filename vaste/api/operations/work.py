"""Working on a lead: take over, give back, log a contact, fill in its fields."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from ninja import Router
from ninja.responses import Status

from vaste.api import access, changing, examples, repeats, versions
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.shapes.leads import LeadOut
from vaste.api.shapes.work import (
    ClaimOut,
    ContactIn,
    ContactMade,
    FieldsIn,
)
from vaste.api.spec import IdempotencyKey, IfMatch, spec
from vaste.flows import filling, work
from vaste.leads.models import Activity
from vaste.workspaces import queries as workspaces

WRITE = "leads:write"
router = Router(tags=["work"])
router.add_decorator(in_workspace)


@router.post(
    "/leads/{uuid:lead_id}/claim",
    **spec(
        WRITE, ClaimOut, examples.CLAIM, status=201, also=[200], refuses=[400, 404, 409, 412],
        has_tag=True, allowed=workspaces.may_work,
    ),
)  # fmt: skip
def take_over(
    request: ApiRequest, lead_id: uuid.UUID, response: HttpResponse, if_match: IfMatch = None
) -> Status[ClaimOut]:
    """
    Take over a lead.

    201 when it is yours from now on, 200 when it was before, 409 with `holder` when somebody else
    has it.
    """
    caller, at = request.auth, access.now()
    lead = changing.held(caller, lead_id, if_match)
    claim = work.take_over(caller.workspace_id, lead.id, by=caller.user, at=at)
    lead.refresh_from_db(fields=["version"])
    versions.put_tag(response, lead)
    told = ClaimOut(lead=lead.id, owner=claim.owner_id, claimed_at=claim.claimed_at)
    return Status(201 if claim.claimed_at == at else 200, told)


@router.delete(
    "/leads/{uuid:lead_id}/claim",
    **spec(
        WRITE, LeadOut, examples.LEAD, refuses=[400, 404, 409, 412], has_tag=True,
        allowed=workspaces.may_work,
    ),
)  # fmt: skip
def give_back(
    request: ApiRequest, lead_id: uuid.UUID, response: HttpResponse, if_match: IfMatch = None
) -> LeadOut:
    """
    Give a lead back to its team's pool.

    Its promises run on as they were. What somebody else has taken over only a manager may give
    back.
    """
    caller = request.auth
    lead = changing.held(caller, lead_id, if_match)
    work.give_back(
        caller.workspace_id,
        lead.id,
        by=caller.user,
        at=access.now(),
        may_overrule=workspaces.may_manage(caller.role),
    )
    return changing.shown(caller, lead.id, response)


@router.post(
    "/leads/{uuid:lead_id}/contacts",
    **spec(
        WRITE, ContactMade, examples.CONTACT_MADE, status=201, sends=examples.CONTACT,
        refuses=[404, 409, 412], has_tag=True, allowed=workspaces.may_work,
    ),
)  # fmt: skip
def log_contact(
    request: ApiRequest,
    lead_id: uuid.UUID,
    body: ContactIn,
    response: HttpResponse,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> ContactMade:
    """
    Log a contact or an attempt, with what comes next.

    The first contact stops its clock; an attempt leaves it running. A lead that nobody holds
    becomes yours. With an `Idempotency-Key` the same request is done once and answered alike, also
    when the lead has changed since; another request under the key is refused with 422.
    """
    caller, at = request.auth, access.now()
    sent = {"lead": lead_id, **body.model_dump(mode="json")}
    lead = access.get_lead(caller, lead_id, for_change=True)
    made_id = repeats.made_before(caller, idempotency_key, sent)
    if made_id is None:
        versions.require(if_match, lead)
        access.soon(body.next_step_at, "body.next_step_at", at=at)
        made = work.log_contact(
            caller.workspace_id, lead.id, **body.model_dump(), by=caller.user, at=at
        )
        made_id = made.id
        repeats.keep(caller, idempotency_key, sent, made_id, at=at)
    lead.refresh_from_db(fields=["version"])
    versions.put_tag(response, lead)
    return _contact(Activity.objects.within(caller.workspace_id).get(id=made_id))


def _contact(made: Activity) -> ContactMade:
    return ContactMade.model_validate(
        {
            "id": made.id,
            "lead": made.lead_id,
            "channel": made.channel,
            "outcome": made.outcome,
            "is_contact": made.is_contact,
            "note": made.note,
            "occurred_at": made.occurred_at,
            "actor": made.actor_id,
        }
    )


@router.patch(
    "/leads/{uuid:lead_id}/fields",
    **spec(
        WRITE, LeadOut, examples.LEAD, sends=examples.FIELDS, refuses=[400, 404, 409, 412],
        has_tag=True, allowed=workspaces.may_work,
    ),
)  # fmt: skip
def set_fields(
    request: ApiRequest,
    lead_id: uuid.UUID,
    body: FieldsIn,
    response: HttpResponse,
    if_match: IfMatch = None,
) -> LeadOut:
    """
    Write values of the workspace's own fields: of the lead, its contact and its company.

    What becomes known counts at once: the contact's open leads are judged again. With a value that
    its field can't keep nothing is written, and 422 names each in `errors`.
    """
    caller, at = request.auth, access.now()
    lead = changing.held(caller, lead_id, if_match)
    filling.fill_fields(caller.workspace_id, lead.id, body.values, by=caller.user, at=at)
    return changing.shown(caller, lead.id, response)
