"""The review lane: doubtful arrivals, the oldest first, each with its reasons."""

from __future__ import annotations

import datetime
import uuid
from typing import cast
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Q
from django.urls import reverse

from vaste.desk import queries
from vaste.desk.build import arrivals
from vaste.desk.build.reasons import sentences
from vaste.desk.panels import DoorKind, ReviewPage, ReviewRow, Tone
from vaste.infra.tenancy.models import TenantQuerySet
from vaste.leads.models import Arrival, Door

PAGE = 50  # arrivals on one page
SALT = "desk.review"
WAITING = (Arrival.State.QUARANTINED, Arrival.State.NEEDS_A_LOOK)


def page(workspace_id: uuid.UUID, *, after: str, may_act: bool) -> ReviewPage:
    """Return one page of what waits for a person, in a constant number of statements."""
    waiting = Arrival.objects.within(workspace_id).filter(state__in=WAITING)
    count = waiting[: queries.MOST_COUNTED + 1].count()
    found = list(arrivals.short(_after(waiting, after)).order_by("received_at", "id")[: PAGE + 1])
    doors = arrivals.doors_of(workspace_id)
    return ReviewPage(
        url=_url(after),
        rows=tuple(row(one, doors[one.door_id]) for one in found[:PAGE]),
        count=min(count, queries.MOST_COUNTED),
        is_capped=count > queries.MOST_COUNTED,
        may_act=may_act,
        next_url=_url(_cursor(found[PAGE - 1])) if len(found) > PAGE else "",
    )


def row(arrival: Arrival, door: Door, *, note: str = "", tone: Tone = "plain") -> ReviewRow:
    """Return one arrival as a row, with a sentence about what just became of it."""
    told = arrivals.read(arrival)
    return ReviewRow(
        arrival_id=str(arrival.id),
        received_at=arrival.received_at,
        door=door.name,
        door_kind=cast(DoorKind, door.kind),
        who=told.who,
        email=told.email,
        excerpt=told.excerpt,
        reasons=sentences(arrival.reasons),
        is_broken=arrival.state == Arrival.State.NEEDS_A_LOOK,
        note=note,
        note_tone=tone,
    )


def _after(rows: TenantQuerySet[Arrival], after: str) -> TenantQuerySet[Arrival]:
    try:
        told, last_id = signing.loads(after, salt=SALT)
        at = datetime.datetime.fromisoformat(told)
    except (signing.BadSignature, ValueError, TypeError):
        return rows
    later = rows.filter(Q(received_at__gt=at) | Q(received_at=at, id__gt=last_id))
    return later.filter(received_at__gte=at)  # where the index begins


def _cursor(last: Arrival) -> str:
    return signing.dumps([last.received_at.isoformat(), str(last.id)], salt=SALT)


def _url(after: str) -> str:
    query = f"?{urlencode({'after': after})}" if after else ""
    return f"{reverse('desk:review')}{query}"
