"""Why a lead stands where it stands, in the words of the definition that judged it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vaste.api.callers import Caller
from vaste.api.shapes.leads import CategoryRef
from vaste.api.shapes.reasons import (
    CandidateOut,
    CategoryReason,
    ClockOut,
    ExplanationOut,
    LeadWithReasons,
    ProblemLine,
    RoutingOut,
)
from vaste.api.showing.leads import asked_of, show_lead, standing
from vaste.api.showing.names import Names, names
from vaste.api.showing.scores import show_interest, show_recorded_fit
from vaste.calendars import arithmetic
from vaste.calendars import words as calendar_words
from vaste.calendars.calendar import Calendar, parse_calendar
from vaste.categories.contract import Category, parse_categories
from vaste.definitions.models import Version
from vaste.flows import define, explaining, hours
from vaste.flows.explaining import Judged
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.routing import words as routing_words
from vaste.routing.records import candidates_of
from vaste.rules import words as rule_words
from vaste.rules.vocabulary import Vocabulary, label
from vaste.scoring.definition import Scoring, parse_scoring
from vaste.sla.models import Clock

JUDGED = ("lead.received", "lead.rerouted")  # events that tell how a lead came to its person


@dataclass(frozen=True, slots=True)
class Wording:
    """What one published version calls things, and its calendar."""

    scoring: Scoring
    categories: Mapping[str, Category]
    vocabulary: Vocabulary
    calendar: Calendar


def wording(workspace_id: uuid.UUID, number: int) -> Wording | None:
    """Return the words of a published version, None when there is no such version."""
    try:
        return _wording(workspace_id, number)
    except Version.DoesNotExist:
        return None


@lru_cache(maxsize=256)
def _wording(workspace_id: uuid.UUID, number: int) -> Wording:
    """A version never changes, so it is read once a process."""
    content = Version.objects.within(workspace_id).get(number=number).content
    return Wording(
        parse_scoring(content),
        {one.key: one for one in parse_categories(content["categories"])},
        define.vocabulary_of(content),
        parse_calendar(content["calendar"]),
    )


def show_with_reasons(caller: Caller, lead: Lead, *, at: datetime.datetime) -> LeadWithReasons:
    """Return a lead with its reasons and clocks, in the language of the caller's user."""
    judging = Event.objects.within(lead.workspace_id).filter(subject_id=lead.id, verb__in=JUDGED)
    events = list(judging.order_by("at", "id"))
    event = next((one for one in events if one.verb == "lead.received"), None)
    routed = next((one for one in reversed(events) if one.detail.get("routing")), None)
    known = names(caller, [lead.owner_id, *_mentioned(routed)])
    number = event.detail.get("definition", lead.definition) if event else lead.definition
    told = wording(lead.workspace_id, number)
    explanation = None
    if event is not None and told is not None:
        arrived = explaining.arrived(event.detail, told.scoring)
        explanation = _explanation(number, arrived, event.detail, told, known, caller.user.language)
        if routed is not None:
            explanation.routing = _routing(routed, known, caller)
    return LeadWithReasons.model_construct(
        **dict(
            show_lead(
                lead,
                known,
                standing(caller, [lead], at=at)[lead.id],
                asked_of(caller, [lead])[lead.id],
            )
        ),
        explanation=explanation,
        clocks=show_clocks(caller, lead, at),
    )


def _mentioned(routed: Event | None) -> list[uuid.UUID]:
    told = routed.detail["routing"] if routed else {}
    ids = [told.get("chosen"), *(one[0] for one in candidates_of(told))]
    return [uuid.UUID(one) for one in ids if one]


def _explanation(
    number: int,
    arrived: Judged,
    detail: Mapping[str, Any],
    told: Wording,
    known: Names,
    language: str,
) -> ExplanationOut:
    return ExplanationOut(
        definition=number,
        fit=show_recorded_fit(arrived.fit, detail.get("fit") or {}, told.scoring, language),
        interest=show_interest(
            arrived.interest, detail.get("interest") or [], told.scoring, language
        ),
        category=_category(arrived, detail.get("category") or {}, told, language),
        routing=None,
        problems=[
            ProblemLine(field=field, value=value, message=message, remedy=remedy)
            for field, value, message, remedy in detail.get("problems", [])
        ],
    )


def _category(
    arrived: Judged, told: Mapping[str, Any], by: Wording, language: str
) -> CategoryReason:
    key = told.get("key", arrived.category)
    contract = by.categories.get(key)
    name = label(contract.names, language, otherwise=key) if contract else key
    return CategoryReason(
        category=CategoryRef(key=key, name=name),
        is_default=bool(told.get("is_default", False)),
        rule=rule_of(contract, by.vocabulary, language) if contract else "",
    )


def rule_of(contract: Category, vocabulary: Vocabulary, language: str) -> str:
    """Return a category's rule in words; empty for the one that takes the rest."""
    return "" if contract.when is None else rule_words.say(contract.when, vocabulary, language)


def _routing(routed: Event, known: Names, caller: Caller) -> RoutingOut:
    told = routed.detail["routing"]
    return RoutingOut(
        rule=told["rule"],
        team=known.team(uuid.UUID(told["team"])) if told.get("team") else None,
        chosen=known.somebody(uuid.UUID(told["chosen"])) if told["chosen"] else None,
        candidates=[
            CandidateOut(
                person=known.somebody(uuid.UUID(one[0])),
                reason=one[1],
                load=one[2],
                capacity=one[3],
                words=routing_words.say_candidate(
                    one, language=caller.user.language, zone=caller.zone, at=routed.at
                ),
            )
            for one in candidates_of(told)
        ],
    )


def show_clocks(caller: Caller, lead: Lead, at: datetime.datetime) -> list[ClockOut]:
    """Return the clocks of a lead, each with how its due time came about."""
    clocks = Clock.objects.within(lead.workspace_id).filter(lead_id=lead.id)
    return [
        _clock(clock, caller.user.language, caller.zone, at)
        for clock in clocks.order_by("started_at", "due_at", "id")
    ]


def _clock(clock: Clock, language: str, zone: str, at: datetime.datetime) -> ClockOut:
    return ClockOut(
        milestone=clock.milestone,
        state=_state(clock, at),
        started_at=clock.started_at,
        warn_at=clock.warn_at,
        due_at=clock.due_at,
        give_back_at=clock.give_back_at,
        breached_at=clock.breached_at,
        met_at=clock.met_at,
        stopped_at=clock.stopped_at,
        raw_s=clock.raw_s,
        working_s=clock.working_s,
        paused_at=clock.paused_at,
        paused_s=clock.paused_s,
        system_ms=clock.system_ms,
        person_s=clock.person_s,
        explanation=_how_it_came(clock, language, zone),
    )


def _state(clock: Clock, at: datetime.datetime) -> str:
    if clock.met_at is not None:
        return "met" if clock.met_at <= clock.due_at else "missed"
    if clock.stopped_at is not None:
        return "stopped"
    if clock.paused_at is not None:
        return "paused"
    return "running" if at < clock.due_at else "overdue"


def _how_it_came(clock: Clock, language: str, zone: str) -> str:
    """Say how the due time came about, by the calendar of the definition that promised it."""
    told = wording(clock.workspace_id, clock.definition)
    if told is None:
        return ""
    if clock.is_wall or clock.paused_s:
        return ""
    decided_by = define.of_number(clock.workspace_id, clock.definition)
    calendar = hours.calendars(clock.workspace_id, decided_by)(clock.basis)
    worked = arithmetic.working_time_between(calendar, clock.started_at, clock.due_at)
    explanation = calendar_words.explain(calendar, clock.started_at, worked)
    return calendar_words.say(explanation, language, zone)
