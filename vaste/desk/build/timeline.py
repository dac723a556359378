"""Everything that happened on a contact's leads, newest first, a page at a time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from vaste.desk.build import sentences
from vaste.desk.panels import Person, TimelineItem
from vaste.flows.define import Definition
from vaste.leads.models import Activity, Arrival
from vaste.ledger.models import Event
from vaste.routing.models import Team

PAGE = 40  # events on one page of the timeline
SALT = "desk.timeline"
TEAM_WORDS = ("team", "closed_team")  # what names a team in an event: its slug, or its id


@dataclass(frozen=True, slots=True)
class Story:
    """
    What was found for one page: events, notes by activity, enquiries that were sent again.

    `teams` are the names of the teams that the events speak of, by slug and by id.
    """

    events: list[Event]
    notes: Mapping[str, str]
    teams: Mapping[str, str]
    appended: list[Arrival]
    has_more: bool

    @property
    def people(self) -> set[str]:
        """The ids of everybody who did something, or got something, in it."""
        chosen = {_chosen(one.detail) for one in self.events}
        return {str(one.actor_id or "") for one in self.events} | chosen


def find(workspace_id: uuid.UUID, leads: Sequence[uuid.UUID], older: str = "") -> Story:
    """Return one page of what happened on these leads: the newest, or what is older than a mark."""
    before = _mark(older)
    events = _events(workspace_id, leads, before)
    shown = events[:PAGE]
    oldest = shown[-1].at if len(events) > PAGE else None
    ids = [one.detail["activity"] for one in shown if "activity" in one.detail]
    notes = Activity.objects.within(workspace_id).filter(id__in=ids).values_list("id", "note")
    return Story(
        events=shown,
        notes={str(key): note for key, note in notes},
        teams=_teams(workspace_id, shown),
        appended=_appended(workspace_id, leads, before, oldest),
        has_more=len(events) > PAGE,
    )


def _events(
    workspace_id: uuid.UUID, leads: Sequence[uuid.UUID], before: tuple[str, str] | None
) -> list[Event]:
    rows = Event.objects.within(workspace_id).filter(subject_id__in=leads)
    if before is not None:
        at, event_id = before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=event_id))
    return list(rows.order_by("-at", "-id")[: PAGE + 1])


def _teams(workspace_id: uuid.UUID, events: Sequence[Event]) -> dict[str, str]:
    """Return what the teams are called that events speak of; asks only where one does."""
    told = {str(one.detail[name]) for one in events for name in TEAM_WORDS if name in one.detail}
    if not told:
        return {}
    rows = Team.objects.within(workspace_id).values_list("id", "slug", "name")
    known = {key: name for id_, slug, name in rows for key in (str(id_), slug)}
    return {key: known[key] for key in told if key in known}


def _appended(
    workspace_id: uuid.UUID,
    leads: Sequence[uuid.UUID],
    before: tuple[str, str] | None,
    oldest: datetime.datetime | None,
) -> list[Arrival]:
    rows = Arrival.objects.within(workspace_id).filter(lead_id__in=leads, state="appended")
    if before is not None:
        rows = rows.filter(received_at__lt=before[0])
    if oldest is not None:
        rows = rows.filter(received_at__gte=oldest)
    return list(rows.only("id", "lead_id", "received_at").order_by("-received_at", "-id")[:PAGE])


def _mark(older: str) -> tuple[str, str] | None:
    if not older:
        return None
    try:
        at, event_id = signing.loads(older, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return str(at), str(event_id)


def items(
    story: Story,
    lead_id: uuid.UUID,
    *,
    labels_of: Mapping[uuid.UUID, str],
    people: Mapping[str, Person],
    definition: Definition,
) -> tuple[TimelineItem, ...]:
    """
    Return a page of the story of `lead_id` as its page shows it, with a link to what is older.

    `labels_of` says what each of the leads is called; what happened on another one links to it.
    """
    told = [_item(one, story, people, definition) for one in story.events]
    told += [(one.lead_id, _again(one)) for one in story.appended if one.lead_id]
    told.sort(key=lambda pair: pair[1].at, reverse=True)
    shown = [
        item if subject == lead_id else _of_other(item, subject, labels_of)
        for subject, item in told
    ]
    return tuple([*shown, _older(story.events[-1], lead_id)] if story.has_more else shown)


def _item(
    event: Event, story: Story, people: Mapping[str, Person], definition: Definition
) -> tuple[uuid.UUID, TimelineItem]:
    actor = people.get(str(event.actor_id))
    detail: Mapping[str, Any] = event.detail
    owner = people.get(_chosen(detail))
    said = sentences.sentence(
        sentences.Told(
            verb=event.verb,
            detail=detail,
            who=actor.name if actor else _("The system"),
            owner=owner.name if owner else "",
            definition=definition,
            teams=story.teams,
        )
    )
    note = story.notes.get(str(detail.get("activity")), "")
    item = TimelineItem(
        at=event.at,
        kind=said.kind,
        title=said.title,
        body=said.body or note,
        actor=actor,
        tone=said.tone,
    )
    return event.subject_id, item


def _chosen(detail: Mapping[str, Any]) -> str:
    """Return the id of who got the lead by routing, or was added to it; "" for nobody."""
    return str((detail.get("routing") or {}).get("chosen") or detail.get("user") or "")


def _again(arrival: Arrival) -> TimelineItem:
    title = _("The same enquiry was sent again and is kept with this lead.")
    return TimelineItem(at=arrival.received_at, kind="arrival", title=title, tone="info")


def _of_other(
    item: TimelineItem, subject: uuid.UUID, labels_of: Mapping[uuid.UUID, str]
) -> TimelineItem:
    url = reverse("desk:lead", args=[subject])
    label = labels_of.get(subject) or _("Another lead")
    return replace(item, lead_url=url, lead_label=label)


def _older(oldest: Event, lead_id: uuid.UUID) -> TimelineItem:
    mark = signing.dumps([oldest.at.isoformat(), str(oldest.id)], salt=SALT)
    return TimelineItem(
        at=oldest.at,
        kind="system",
        title=_("There is more before this."),
        lead_url=f"{reverse('desk:lead', args=[lead_id])}?older={mark}",
        lead_label=_("Show what is older"),
    )
