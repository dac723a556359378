"""The lead page: one lead put together from every room, in a constant number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from vaste.desk import formats
from vaste.desk.access import may_overrule, sees
from vaste.desk.build import (
    actions,
    asked,
    cards,
    clocks,
    history,
    labels,
    own_fields,
    scores,
    timeline,
    why,
)
from vaste.desk.build.people import named
from vaste.desk.build.timeline import Story
from vaste.desk.http import DeskRequest
from vaste.desk.panels import (
    EarlierLead,
    FormState,
    LeadPage,
    LeadState,
    Person,
    TimelineItem,
    Tone,
)
from vaste.flows import define, explaining
from vaste.flows.define import Definition
from vaste.flows.explaining import Fit, History
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.people.models import Consent, ContactKey
from vaste.routing import queries as routing
from vaste.routing.models import Claim
from vaste.scoring import queries as scoring
from vaste.scoring.formula import Sum
from vaste.sla.models import Clock
from vaste.workspaces import queries as workspaces

MOST_OTHERS = 20  # of the contact's other leads that are shown
MOST_CONSENTS = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """What the last action did, said on the page; the forms that were refused are kept as typed."""

    text: str = ""
    tone: Tone = "plain"
    contact: FormState | None = None
    snooze: FormState | None = None
    pause: FormState | None = None
    closing: FormState | None = None
    own: FormState | None = None


NOTHING = Notice()


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


def page(request: DeskRequest, lead: Lead, notice: Notice = NOTHING) -> LeadPage:
    """Return the lead's page; `lead` is loaded with its contact, company and door."""
    found = _find(request, lead)
    definition, now = found.definition, request.at
    is_open = lead.state in (Lead.State.OPEN, Lead.State.SNOOZED)
    may_work = workspaces.may_work(request.viewer.role)
    is_mine = lead.owner_id == request.viewer.user_id
    is_others = found.claim is not None and found.claim.owner_id != request.viewer.user_id
    may_end = is_open and may_work and (not is_others or may_overrule(request))
    may_log = is_open and may_work and not is_others
    quadrant = scores.quadrant(definition, lead.fit, found.sums, now=now)
    return LeadPage(
        lead_id=str(lead.id),
        version=str(lead.version),
        state=cast(LeadState, lead.state),
        category=labels.tag(definition, lead.category, lead.category_rank),
        contact=cards.contact(found, now=now),
        company=cards.company(lead.company),
        wants=cards.wants(lead),
        why=why.reasons(lead, found.decided_by),
        why_version=lead.definition,
        quadrant=quadrant,
        track=scores.track(definition, quadrant),
        fit=scores.fit_card(found.decided_by, found.fit),
        interest=scores.interest_card(
            definition, found.sums, found.decision, found.arrived_by, now=now
        ),
        scores=history.card(found.history, definition, now=now),
        clocks=clocks.cards(
            request.workspace.id,
            found.clocks,
            lead.category,
            _met_by(found),
            zone=timezone.get_current_timezone_name(),
            now=now,
        ),
        facts=cards.facts(lead, definition.fields),
        origin=cards.origin(lead),
        timeline=_timeline(found),
        earlier=tuple(_earlier(one, definition) for one in found.others),
        received_at=lead.received_at,
        routing=cards.routing(found),
        owner=found.people.get(str(lead.owner_id)),
        is_mine=is_mine,
        is_returning=lead.is_returning,
        is_sample=request.workspace.is_sample,
        can_claim=is_open and may_work and found.claim is None,
        can_release=may_end and (is_mine or (lead.owner_id is not None and may_overrule(request))),
        can_reopen=may_work and not is_open,
        state_text=_state_text(found),
        next_step=labels.next_step(definition, lead.next_step) if is_open else "",
        next_step_at=lead.next_step_at if is_open else None,
        asked=asked.card(lead, definition, found.consents),
        contact_form=actions.contact_form(
            definition,
            lead.category,
            notice.contact or actions.NOTHING,
            now=now,
            reminder=asked.reminder(lead, definition, now=now),
        )
        if may_log or notice.contact
        else None,
        snooze_form=actions.snooze_form(definition, notice.snooze or actions.NOTHING, now=now)
        if may_end or notice.snooze
        else None,
        pause_form=actions.pause_form(definition, notice.pause or actions.NOTHING, now=now)
        if (may_end and found.is_running) or notice.pause
        else None,
        can_resume=may_end and found.is_paused,
        own_form=own_fields.form(lead, definition.fields, notice.own or own_fields.NOTHING)
        if (is_open and may_work) or notice.own
        else None,
        closing_form=actions.closing_form(definition, notice.closing or actions.NOTHING)
        if may_end or notice.closing
        else None,
        notice=notice.text,
        notice_tone=notice.tone,
    )


def _find(request: DeskRequest, lead: Lead) -> Found:
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
    candidates = {str(one[0]) for one in routed.get("candidates", [])}
    claimed = {str(found.claim.owner_id)} if found.claim else set()
    owner = {str(found.lead.owner_id or "")}
    return found.story.people | candidates | claimed | owner


def _met_by(found: Found) -> dict[str, Person]:
    """Return who met each promise, as the events of this lead tell."""
    verbs = {
        "lead.claimed": ("take_over",),
        "lead.attempted": ("take_over",),
        "lead.contacted": ("take_over", "first_contact", "next_contact"),
        "lead.closed": ("decided",),
    }
    met: dict[str, Person] = {}
    for event in reversed(found.story.events):
        actor = found.people.get(str(event.actor_id))
        if event.subject_id != found.lead.id or actor is None:
            continue
        for milestone in verbs.get(event.verb, ()):
            met.setdefault(milestone, actor)
    return met


def _timeline(found: Found) -> tuple[TimelineItem, ...]:
    called = {one.id: cards.called(one) for one in found.others}
    return timeline.items(
        found.story,
        found.lead.id,
        labels_of=called,
        people=found.people,
        definition=found.decided_by,
    )


def _earlier(lead: Lead, definition: Definition) -> EarlierLead:
    tones: dict[str, Tone] = {"won": "good", "lost": "bad"}
    states = {"open": _("Open"), "snoozed": _("Snoozed")}
    return EarlierLead(
        lead_id=str(lead.id),
        wants=cards.called(lead),
        received_at=lead.received_at,
        category=labels.tag(definition, lead.category, lead.category_rank),
        ended=states.get(lead.state) or labels.ending(lead.state, lead.close_reason),
        tone=tones.get(lead.state, "plain"),
    )


def _state_text(found: Found) -> str:
    """Return how the lead stands in a sentence, when it is not simply open."""
    lead = found.lead
    if lead.state == Lead.State.SNOOZED and lead.due_at:
        return _snoozed(found, formats.moment(lead.due_at))
    if found.is_paused and lead.due_at:
        return _("The clocks stand still until %(when)s.") % {"when": formats.moment(lead.due_at)}
    if lead.closed_at is None:
        return ""
    return _("Closed %(date)s. %(ending)s.") % {
        "date": formats.full_date(lead.closed_at),
        "ending": labels.ending(lead.state, lead.close_reason),
    }


def _snoozed(found: Found, when: str) -> str:
    of_lead = [one for one in found.story.events if one.subject_id == found.lead.id]
    last = next((one for one in of_lead if one.verb == "lead.snoozed"), None)
    note = str(last.detail.get("note", "")) if last else ""
    if not note:
        return _("Snoozed. It comes back: %(when)s.") % {"when": when}
    return _("Snoozed. It comes back: %(when)s. Why: %(note)s") % {"when": when, "note": note}
