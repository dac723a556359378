"""The pages of how people hear outside the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk.build import labels
from vaste.desk.build.people import named
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Choice, Person
from vaste.infra.tenancy.models import TenantQuerySet
from vaste.notifications import choosing, matrix, push
from vaste.notifications.choosing import NotChosen
from vaste.notifications.models import Channel, Delivery, Subscription

MOST_FAILURES = 50
FAILING = (Delivery.State.DEAD, Delivery.State.WAITING, Delivery.State.SENDING)
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
    "mail_failing": gettext_lazy("E-mail to somebody can't be delivered"),
    "chat_failing": gettext_lazy("A chat can't be reached"),
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
class Chat:
    """
    One chat of the workspace; `host` is all that is shown of its secret address.

    `reached_at` is when it was last told something, `failing` how many things wait or are dead.
    """

    id: str
    kind: str
    name: str
    host: str
    events: tuple[str, ...]
    reached_at: datetime | None
    failing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One delivery that could not be sent, or not yet: then it is tried again at `again_at`."""

    id: str
    what: str
    where: str
    error: str
    attempts: int
    at: datetime
    is_dead: bool
    again_at: datetime | None


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
    failures: tuple[Failure, ...]
    problem: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatsPage:
    """The workspace's chats, the form for another, and what could not be sent."""

    chats: tuple[Chat, ...]
    kinds: tuple[Choice, ...]
    events: tuple[Choice, ...]
    failures: tuple[Failure, ...]
    has_dead: bool
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
        failures=_failures(
            Delivery.objects.within(request.workspace.id).filter(user_id=request.viewer.user_id)
        ),
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
    closed = list(_closed(request).values_list("id", flat=True))
    failures = _failures(
        Delivery.objects.within(request.workspace.id).exclude(target_id__in=closed),
        {one.id: one.name for one in chats},
    )
    return ChatsPage(
        chats=_chats(request, chats),
        kinds=tuple(
            Choice(key=key, label=str(label), is_selected=key == kind)
            for key, label in CHATS.items()
        ),
        events=tuple(
            Choice(key=key, label=str(EVENTS[key]), is_selected=key in chosen)
            for key in matrix.EVENTS
        ),
        failures=failures,
        has_dead=any(one.is_dead for one in failures),
        values={name: typed.get(name, "") for name in ("name", "url")} if typed else {},
        problem=_(str(problem)) if problem else "",
        field=problem.field if problem else "",
    )


def _closed(request: DeskRequest) -> TenantQuerySet[Channel]:
    return Channel.objects.within(request.workspace.id).exclude(closed_at=None)


def _chats(request: DeskRequest, chats: Sequence[Channel]) -> tuple[Chat, ...]:
    """Return the chats, each with how it stands, in one statement for all of them."""
    told = Delivery.objects.within(request.workspace.id).filter(target_id__in=[c.id for c in chats])
    failing = Count("id", filter=~Q(error="") & Q(state__in=FAILING))
    found = told.values("target_id").annotate(reached=Max("sent_at"), failing=failing)
    rows = found.values_list("target_id", "reached", "failing")
    stands = {target: stand for target, *stand in rows}
    return tuple(_chat(one, *stands.get(one.id, (None, 0))) for one in chats)


def _chat(one: Channel, reached_at: datetime | None, failing: int) -> Chat:
    return Chat(
        id=str(one.id),
        kind=str(CHATS[one.kind]),
        name=one.name,
        host=one.url.split("/")[2] if one.url.count("/") > 1 else "",
        events=tuple(str(EVENTS[key]) for key in one.events if key in EVENTS),
        reached_at=reached_at,
        failing=failing,
    )


def _failures(
    found: QuerySet[Delivery], chats: Mapping[object, str] | None = None
) -> tuple[Failure, ...]:
    """Return what of `found` could not be sent, or not yet, the newest first."""
    failed = found.exclude(error="").filter(state__in=FAILING)
    rows = list(failed.order_by("-made_at", "-id")[:MOST_FAILURES])
    people = named(str(one.user_id) for one in rows if one.user_id and chats is not None)
    return tuple(
        Failure(
            id=str(one.id),
            what=str(EVENTS.get(one.kind, _("A test message"))),
            where=_where(one, chats or {}, people),
            error=one.error,
            attempts=one.attempts,
            at=one.made_at,
            is_dead=one.state == Delivery.State.DEAD,
            again_at=one.due_at if one.state == Delivery.State.WAITING else None,
        )
        for one in rows
    )


def _where(one: Delivery, chats: Mapping[object, str], people: Mapping[str, Person]) -> str:
    """Return the chat, or the channel and whose it is."""
    if name := chats.get(one.target_id):
        return name
    channel = str({**CHANNELS, **CHATS}[one.channel])
    person = people.get(str(one.user_id))
    return f"{channel} · {person.name}" if person else channel
