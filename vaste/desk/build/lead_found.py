"""Everything that the page of one lead is made from, in a constant number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vaste.desk.access import sees
from vaste.desk.build import timeline
from vaste.desk.build.people import named
from vaste.desk.build.timeline import Story
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Person
from vaste.flows import define, explaining
from vaste.flows.define import Definition
from vaste.flows.explaining import Fit, History
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.people.models import Consent, ContactKey
from vaste.routing import queries as routing
from vaste.routing.models import Claim
from vaste.routing.records import candidates_of
from vaste.scoring import queries as scoring
from vaste.scoring.formula import Sum
from vaste.sla.models import Clock

MOST_OTHERS = 20  # of the contact's other leads that are shown
MOST_CONSENTS = 20


@dataclass(slots=True)
class Found:
    """Everything that the page of one lead is made from, loaded."""

    lead: Lead
    definition: Definition
    decided_by: Definition
    decision: Mapping[str, Any]
    arrived_by: Definition
    fit: Fit
    history: History
    story: Story
    others: list[Lead]
    clocks: list[Clock]
    claim: Claim | None
    sums: Mapping[str, Sum]
    keys: list[ContactKey]
    consents: list[Consent]
    teams: Mapping[str, str]
    people: Mapping[str, Person] = field(default_factory=dict)

    @property
    def is_paused(self) -> bool:
        """Whether clocks of the lead stand still."""
        return any(_is_running(one) and one.paused_at is not None for one in self.clocks)

    @property
    def is_running(self) -> bool:
        """Whether clocks of the lead run."""
        return any(_is_running(one) and one.paused_at is None for one in self.clocks)


def _is_running(clock: Clock) -> bool:
    return clock.met_at is None and clock.stopped_at is None


def find(request: DeskRequest, lead: Lead) -> Found:
    """Load what the page of a lead is made from; `lead` comes with contact, company and door."""
    workspace_id = request.workspace.id
    others = list(
        Lead.objects.within(workspace_id)
        .filter(sees(request.viewer), contact_id=lead.contact_id)
        .exclude(id=lead.id)
        .order_by("-received_at", "-id")[:MOST_OTHERS]
    )
    ids = [lead.id, *[one.id for one in others]]
    story = timeline.find(workspace_id, ids, request.GET.get("older", ""))
    running = Clock.objects.within(workspace_id).filter(lead_id=lead.id)
    keys = ContactKey.objects.within(workspace_id).filter(contact_id=lead.contact_id)
    consents = Consent.objects.within(workspace_id).filter(contact_id=lead.contact_id)
    definition, decision = define.in_force(workspace_id), _decision(workspace_id, lead.id)
    decided_by = define.of_number(workspace_id, lead.definition)
    found = Found(
        lead=lead,
        definition=definition,
        decided_by=decided_by,
        decision=decision,
        arrived_by=define.of_number(workspace_id, decision.get("definition", lead.definition)),
        fit=explaining.fit_of(lead, decided_by, decision, at=request.at),
        history=explaining.history(lead, definition.scoring, at=request.at),
        story=story,
        others=others,
        clocks=list(running.order_by("due_at", "id")),
        claim=routing.open_claim(workspace_id, lead.id),
        sums=scoring.interest_sums(workspace_id, [lead.contact_id]).get(lead.contact_id, {}),
        keys=list(keys.filter(kind=ContactKey.Kind.PHONE).order_by("value", "id")),
        consents=list(consents.order_by("-at", "-id")[:MOST_CONSENTS]),
        teams=routing.names(workspace_id),
    )
    found.people = named(_everybody(found))
    return found


def _decision(workspace_id: uuid.UUID, lead_id: uuid.UUID) -> Mapping[str, Any]:
    """
    Return how the lead was judged, and how it was routed last; empty when it has no record.

    `at` is when it was routed.
    """
    verbs = ("lead.received", "lead.rerouted")
    events = Event.objects.within(workspace_id).filter(subject_id=lead_id, verb__in=verbs)
    decision: dict[str, Any] = {}
    for at, detail in events.order_by("at", "id").values_list("at", "detail"):
        decision |= {"at": at, **detail}
    return decision


def _everybody(found: Found) -> set[str]:
    routed = found.decision.get("routing") or {}
    candidates = {one[0] for one in candidates_of(routed)}
    claimed = {str(found.claim.owner_id)} if found.claim else set()
    owner = {str(found.lead.owner_id or "")}
    return found.story.people | candidates | claimed | owner
