"""The pages of how people hear outside the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk.build import labels
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Choice
from vaste.notifications import choosing, matrix, push
from vaste.notifications.choosing import NotChosen
from vaste.notifications.models import Channel, Delivery, Subscription

MOST_FAILURES = 50
EVENTS: labels.Words = {
    "lead_new": gettext_lazy("A new lead came"),
    "clock_warned": gettext_lazy("A clock is due soon"),
    "clock_breached": gettext_lazy("Something was not done in time"),
    "clock_given_back": gettext_lazy("A lead went back to the pool"),
    "clock_second": gettext_lazy("My help is asked for"),
    "clock_rerouted": gettext_lazy("A lead came from another team"),
    "clock_digest": gettext_lazy("What passed during an outage"),
    "lead_given": gettext_lazy("I got a lead of somebody else"),
    "routing_nobody": gettext_lazy("Nobody was free for a lead"),
    "leads_moved": gettext_lazy("Somebody went away, and their leads moved"),
    "homeless_housed": gettext_lazy("Leads without a home were found"),
    "feed_failing": gettext_lazy("A calendar of absences can't be read"),
}
CHANNELS: labels.Words = {"email": gettext_lazy("E-mail"), "push": gettext_lazy("Push")}
CHATS: labels.Words = {"slack": "Slack", "teams": "Microsoft Teams"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event, and on which channels it is wanted."""

    key: str
    label: str
    channels: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """One browser that may be pushed to."""

    id: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """One person's choices; `push_key` is what browsers subscribe with."""

    events: tuple[EventRow, ...]
    channels: tuple[str, ...]
    browsers: tuple[Browser, ...]
    quiet_from: str
    quiet_until: str
    zone: str
    zones: tuple[str, ...]
    push_key: str
    problem: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One chat of the workspace; `host` is all that is shown of its secret address."""

    id: str
    kind: str
    name: str
    host: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One delivery that could not be sent, or not yet."""

    id: str
    what: str
    where: str
    error: str
    attempts: int
    at: datetime
    is_dead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatsPage:
    """The workspace's chats, the form for another, and what could not be sent."""

    chats: tuple[Chat, ...]
    kinds: tuple[Choice, ...]
    events: tuple[Choice, ...]
    failures: tuple[Failure, ...]
    values: Mapping[str, str]
    problem: str
    field: str


def own_page(request: DeskRequest, problem: NotChosen | None) -> OwnPage:
    """Return the viewer's choices; after a refusal what was typed."""
    kept = choosing.preference(request.workspace.id, request.viewer.user_id)
    typed = request.POST if problem else None
    live = Subscription.objects.within(request.workspace.id).filter(
        user_id=request.viewer.user_id, gone_at=None
    )
    return OwnPage(
        events=tuple(
            _event(
                key,
                tuple(typed.getlist(f"on-{key}"))
                if typed
                else matrix.channels(kept.matrix if kept else None, key),
            )
            for key in matrix.EVENTS
        ),
        channels=tuple(str(CHANNELS[one]) for one in matrix.CHANNELS),
        browsers=tuple(
            Browser(id=str(one.id), name=_agent(one.agent), since=one.created_at)
            for one in live.order_by("created_at", "id")
        ),
        quiet_from=typed.get("quiet_from", "") if typed else (kept.quiet_from if kept else ""),
        quiet_until=typed.get("quiet_until", "") if typed else (kept.quiet_until if kept else ""),
        zone=(kept.zone if kept else "") or timezone.get_current_timezone_name(),
        zones=tuple(sorted(available_timezones())),
        push_key=push.public_key(settings.PUSH_KEY),
        problem=_(str(problem)) if problem else "",
        field=problem.field if problem else "",
    )


def _event(key: str, chosen: tuple[str, ...]) -> EventRow:
    return EventRow(
        key=key,
        label=str(EVENTS[key]),
        channels=tuple(
            Choice(key=one, label=str(CHANNELS[one]), is_selected=one in chosen)
            for one in matrix.CHANNELS
        ),
    )


def _agent(agent: str) -> str:
    """Return what a browser calls itself, in a word people know."""
    for name in ("Edg", "Firefox", "Chrome", "Safari"):
        if name in agent:
            return {"Edg": "Edge"}.get(name, name)
    return _("A browser")


def chats_page(request: DeskRequest, problem: NotChosen | None) -> ChatsPage:
    """Return the workspace's chats and failures; after a refusal what was typed."""
    typed = request.POST if problem else None
    chosen = typed.getlist("events") if typed else ["clock_breached", "clock_digest"]
    kind = typed.get("kind", "") if typed else "slack"
    open_ones = Channel.objects.within(request.workspace.id).filter(closed_at=None)
    chats = list(open_ones.order_by("created_at", "id"))
    return ChatsPage(
        chats=tuple(_chat(one) for one in chats),
        kinds=tuple(
            Choice(key=key, label=str(label), is_selected=key == kind)
            for key, label in CHATS.items()
        ),
        events=tuple(
            Choice(key=key, label=str(EVENTS[key]), is_selected=key in chosen)
            for key in matrix.EVENTS
        ),
        failures=_failures(request, {one.id: one.name for one in chats}),
        values={name: typed.get(name, "") for name in ("name", "url")} if typed else {},
        problem=_(str(problem)) if problem else "",
        field=problem.field if problem else "",
    )


def _chat(one: Channel) -> Chat:
    return Chat(
        id=str(one.id),
        kind=str(CHATS[one.kind]),
        name=one.name,
        host=one.url.split("/")[2] if one.url.count("/") > 1 else "",
        events=tuple(str(EVENTS[key]) for key in one.events if key in EVENTS),
    )


def _failures(request: DeskRequest, chats: Mapping[object, str]) -> tuple[Failure, ...]:
    found = Delivery.objects.within(request.workspace.id).exclude(error="")
    rows = found.filter(state__in=["dead", "waiting", "sending"]).order_by("-made_at", "-id")
    return tuple(
        Failure(
            id=str(one.id),
            what=str(EVENTS.get(one.kind, _("A test message"))),
            where=chats.get(one.target_id) or str({**CHANNELS, **CHATS}[one.channel]),
            error=one.error,
            attempts=one.attempts,
            at=one.made_at,
            is_dead=one.state == Delivery.State.DEAD,
        )
        for one in rows[:MOST_FAILURES]
    )
