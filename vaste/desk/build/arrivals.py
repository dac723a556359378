"""Arrivals in lists: where each went, whom it is from, and the beginning of what it says."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet, TextField
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy

from vaste.desk.build.labels import Words, say
from vaste.desk.build.people import contact_name
from vaste.desk.build.reasons import sentence
from vaste.desk.panels import ArrivalRow, ArrivalState, DoorKind, Tone
from vaste.infra.tenancy.models import TenantQuerySet
from vaste.kernel.errors import Refused
from vaste.leads.models import Arrival, Door, Lead
from vaste.leads.raw import raw_body
from vaste.leads.reading import read_body, read_fields

MOST_READ = 20_000  # characters of a body that a list reads; longer ones show no sender
MOST_SHOWN = 200  # characters of what it says
State = Arrival.State

#: The states as panels call them.
STATES: Mapping[str, ArrivalState] = {
    State.LEAD_CREATED: "created",
    State.APPENDED: "appended",
    State.QUARANTINED: "quarantined",
    State.REFUSED: "refused",
    State.NEEDS_A_LOOK: "needs_look",
    State.DISMISSED: "dismissed",
}
STATE_WORDS: Words = {
    State.LEAD_CREATED: gettext_lazy("New lead"),
    State.APPENDED: gettext_lazy("Added to a lead"),
    State.QUARANTINED: gettext_lazy("Held for review"),
    State.REFUSED: gettext_lazy("Refused"),
    State.NEEDS_A_LOOK: gettext_lazy("Needs a look"),
    State.DISMISSED: gettext_lazy("Dismissed"),
}
STATE_TONES: Mapping[str, Tone] = {
    State.LEAD_CREATED: "good",
    State.APPENDED: "info",
    State.QUARANTINED: "warn",
    State.REFUSED: "bad",
    State.NEEDS_A_LOOK: "bad",
    State.DISMISSED: "plain",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Who an arrival is from and what it says, as given; each "" where it can't be told."""

    who: str = ""
    email: str = ""
    excerpt: str = ""


def short(rows: TenantQuerySet[Arrival]) -> QuerySet[Any, Arrival]:
    """Return arrivals with no more of their bodies than lists read: `beginning` and `length`."""
    beginning = Left("body", MOST_READ, output_field=TextField())
    return rows.defer("body", "headers").annotate(beginning=beginning, length=Length("body"))


def doors_of(workspace_id: uuid.UUID) -> dict[uuid.UUID, Door]:
    """Return every door of the workspace by its id, the closed ones too, by name."""
    doors = Door.objects.within(workspace_id).defer("settings").order_by("name", "id")
    return {door.id: door for door in doors}


def rows(
    workspace_id: uuid.UUID, arrivals: Sequence[Arrival], doors: Mapping[uuid.UUID, Door]
) -> tuple[ArrivalRow, ...]:
    """Return short arrivals as rows of a list; one statement, whatever their number."""
    leads = leads_of(workspace_id, arrivals)
    return tuple(row(arrival, doors[arrival.door_id], said(arrival, leads)) for arrival in arrivals)


def row(arrival: Arrival, door: Door, told: Said) -> ArrivalRow:
    """Return one arrival as a row."""
    return ArrivalRow(
        arrival_id=str(arrival.id),
        received_at=arrival.received_at,
        door=door.name,
        door_kind=cast(DoorKind, door.kind),
        state=STATES[arrival.state],
        state_label=say(STATE_WORDS, arrival.state),
        tone=STATE_TONES[arrival.state],
        who=told.who or told.email,
        excerpt=told.excerpt,
        reason=sentence(arrival.reasons[0]) if arrival.reasons else "",
        lead_id=str(arrival.lead_id or ""),
    )


def leads_of(workspace_id: uuid.UUID, arrivals: Iterable[Arrival]) -> dict[uuid.UUID, Lead]:
    """Return the leads that arrivals became or were put to, with their contacts."""
    ids = [arrival.lead_id for arrival in arrivals if arrival.lead_id]
    found = Lead.objects.within(workspace_id).filter(id__in=ids).select_related("contact")
    return {lead.id: lead for lead in found}


def said(arrival: Arrival, leads: Mapping[uuid.UUID, Lead]) -> Said:
    """Return who an arrival is from: by its lead where there is one, else as it can be read."""
    lead = leads.get(arrival.lead_id) if arrival.lead_id else None
    if lead is None:
        return read(arrival)
    contact = lead.contact
    who = contact_name(
        given=contact.given_name,
        family=contact.family_name,
        full=contact.full_name,
        spoken=contact.language,
        email=contact.email,
        phone=contact.phone,
    )
    return Said(who, contact.email, _excerpt(lead.subject, lead.message))


def read(arrival: Arrival) -> Said:
    """Return what the body itself tells; a body that can't be read shows how it begins."""
    beginning, is_whole = _beginning(arrival)
    if is_whole:
        whole = Arrival(body=beginning, body_encoding=arrival.body_encoding)
        try:
            fields = read_body(arrival.content_type, raw_body(whole))
        except Refused:
            pass
        else:
            told = read_fields(fields, at=arrival.received_at)
            return Said(told.full_name, told.email, _excerpt(told.subject, told.message))
    return Said(excerpt=_excerpt(beginning) if arrival.body_encoding == "utf-8" else "")


def _beginning(arrival: Arrival) -> tuple[str, bool]:
    """Return the first MOST_READ characters of a body as it is kept, and whether that is all."""
    if hasattr(arrival, "beginning"):
        return str(arrival.beginning), int(arrival.length) <= MOST_READ  # type: ignore[attr-defined]
    return arrival.body[:MOST_READ], len(arrival.body) <= MOST_READ


def _excerpt(*texts: str) -> str:
    words = " ".join(text[:MOST_READ] for text in texts if text).split()
    return " ".join(words)[:MOST_SHOWN]
