"""The lead page: one lead put together from every room, in a constant number of statements."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from vaste.desk import formats
from vaste.desk.access import may_overrule
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
from vaste.desk.build.lead_found import Found, find
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
from vaste.flows.define import Definition
from vaste.leads.models import Lead
from vaste.workspaces import queries as workspaces


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


def page(request: DeskRequest, lead: Lead, notice: Notice = NOTHING) -> LeadPage:
    """Return the lead's page; `lead` is loaded with its contact, company and door."""
    found = find(request, lead)
    may = _may(request, found)
    return _with_forms(_shown(request, found, may), found, may, notice, now=request.at)


@dataclass(frozen=True, slots=True)
class _May:
    """What the viewer may do with the lead as it stands."""

    work: bool
    log: bool
    end: bool
    claim: bool
    release: bool
    reopen: bool


def _may(request: DeskRequest, found: Found) -> _May:
    lead, viewer = found.lead, request.viewer
    is_open = _is_open(lead)
    may_work = workspaces.may_work(viewer.role)
    is_others = found.claim is not None and found.claim.owner_id != viewer.user_id
    may_end = is_open and may_work and (not is_others or may_overrule(request))
    is_mine = lead.owner_id == viewer.user_id
    return _May(
        work=is_open and may_work,
        log=is_open and may_work and not is_others,
        end=may_end,
        claim=is_open and may_work and found.claim is None,
        release=may_end and (is_mine or (lead.owner_id is not None and may_overrule(request))),
        reopen=may_work and not is_open,
    )


def _is_open(lead: Lead) -> bool:
    return lead.state in (Lead.State.OPEN, Lead.State.SNOOZED)


def _with_forms(
    shown: LeadPage, found: Found, may: _May, notice: Notice, *, now: datetime.datetime
) -> LeadPage:
    """Add the forms that the viewer may use, and those that were refused, as they were typed."""
    lead, definition = found.lead, found.definition
    can_log, can_end = may.log or notice.contact, may.end or notice.snooze
    can_pause = (may.end and found.is_running) or notice.pause
    return replace(
        shown,
        contact_form=actions.contact_form(
            definition,
            lead.category,
            notice.contact or actions.NOTHING,
            now=now,
            reminder=asked.reminder(lead, definition, now=now),
        )
        if can_log
        else None,
        snooze_form=actions.snooze_form(definition, notice.snooze or actions.NOTHING, now=now)
        if can_end
        else None,
        pause_form=actions.pause_form(definition, notice.pause or actions.NOTHING, now=now)
        if can_pause
        else None,
        own_form=own_fields.form(lead, definition.fields, notice.own or own_fields.NOTHING)
        if may.work or notice.own
        else None,
        closing_form=actions.closing_form(definition, notice.closing or actions.NOTHING)
        if may.end or notice.closing
        else None,
        notice=notice.text,
        notice_tone=notice.tone,
    )


def _shown(request: DeskRequest, found: Found, may: _May) -> LeadPage:
    """Return what stands on the page, whoever may do what."""
    lead, definition, now = found.lead, found.definition, request.at
    is_open = _is_open(lead)
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
        scores=history.card(found.history, definition, closed_at=lead.closed_at),
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
        is_mine=lead.owner_id == request.viewer.user_id,
        is_returning=lead.is_returning,
        is_sample=request.workspace.is_sample,
        can_claim=may.claim,
        can_release=may.release,
        can_reopen=may.reopen,
        can_resume=may.end and found.is_paused,
        state_text=_state_text(found),
        next_step=labels.next_step(definition, lead.next_step) if is_open else "",
        next_step_at=lead.next_step_at if is_open else None,
        asked=asked.card(lead, definition, found.consents),
    )


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
