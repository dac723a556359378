"""One arrival, raw, with what happened to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk.build import arrivals, people
from vaste.desk.build.labels import say
from vaste.desk.build.reasons import sentences
from vaste.desk.panels import ArrivalEvent, ArrivalPage, Header, Tone
from vaste.flows import review
from vaste.leads.models import Arrival, Door
from vaste.leads.raw import raw_body
from vaste.ledger.models import Event

MOST_SHOWN = 64_000  # bytes of a body on the page; the download has all of it
MOST_EVENTS = 100
_SECRET = ("cookie", "authorization", "token", "secret", "signature", "api-key", "x-key")

#: What became of it at first, by state.
_AT_FIRST: Mapping[str, str | Promise] = {
    "lead_created": gettext_lazy("It became a lead at once."),
    "appended": gettext_lazy("It was added to a lead."),
    "quarantined": gettext_lazy("It was held for review."),
    "refused": gettext_lazy("It was refused, and the sender was told why."),
    "needs_a_look": gettext_lazy("It was kept for a person to look at."),
    "dismissed": gettext_lazy("It was put aside."),
}
#: By verb and how it ended: what happened, as a sentence.
_HAPPENED: Mapping[str, str | Promise] = {
    "arrival.released": gettext_lazy("%(who)s released it, and it became a lead."),
    "arrival.replayed": gettext_lazy("%(who)s tried it again, and it became a lead."),
    "arrival.dismissed": gettext_lazy("%(who)s dismissed it."),
}
_IN_VAIN: Mapping[str, str | Promise] = {
    "arrival.released": gettext_lazy("%(who)s released it, but it could not be worked on."),
    "arrival.replayed": gettext_lazy("%(who)s tried it again, but it could not be worked on."),
}


def page(
    arrival: Arrival, *, may_act: bool, notice: str = "", notice_tone: Tone = "plain"
) -> ArrivalPage:
    """Return an arrival as it came and as it stands, in a constant number of statements."""
    body = raw_body(arrival)
    doors = arrivals.doors_of(arrival.workspace_id)
    told = arrivals.said(arrival, arrivals.leads_of(arrival.workspace_id, [arrival]))
    door = doors[arrival.door_id]
    return ArrivalPage(
        row=arrivals.row(arrival, door, told),
        size=len(body),
        content_type=arrival.content_type,
        body=readable(body[:MOST_SHOWN]),
        headers=headers(arrival.headers),
        reasons=sentences(arrival.reasons),
        history=_history(arrival, door),
        is_cut=len(body) > MOST_SHOWN,
        can_release=may_act and arrival.state in ("quarantined", "dismissed"),
        can_replay=may_act and arrival.state in review.REPLAYABLE,
        can_dismiss=may_act and arrival.state in review.DISMISSABLE,
        raw_url=reverse("desk:arrival_raw", args=[arrival.id]),
        notice=notice,
        notice_tone=notice_tone,
    )


def readable(body: bytes) -> str:
    """Return bytes as text without loss: those that are no UTF-8, and control marks, as \\xNN."""
    text = body.decode("utf-8", "backslashreplace")
    return "".join(
        one if one in "\n\r\t" or one.isprintable() else f"\\x{ord(one):02x}" for one in text
    )


def headers(kept: Mapping[str, str]) -> tuple[Header, ...]:
    """Return headers by name, without those that hold a secret."""
    return tuple(
        Header(name=name, value=value)
        for name, value in sorted(kept.items())
        if not any(word in name.lower() for word in _SECRET)
    )


def _history(arrival: Arrival, door: Door) -> tuple[ArrivalEvent, ...]:
    came = _("It came through the door %(door)s.") % {"door": door.name}
    later = events(arrival)
    first = str(later[0][0].detail.get("from", "")) if later else arrival.state
    return (
        ArrivalEvent(at=arrival.received_at, text=came),
        ArrivalEvent(at=arrival.received_at, text=say(_AT_FIRST, first)),
        *(ArrivalEvent(at=event.at, text=text) for event, text in later),
    )


def events(arrival: Arrival) -> list[tuple[Event, str]]:
    """Return what people did with an arrival, oldest first, each as a sentence."""
    found = Event.objects.within(arrival.workspace_id).filter(subject_id=arrival.id)
    told = list(found.order_by("at", "id")[:MOST_EVENTS])
    names = _names(event.actor_id for event in told)
    return [(event, _sentence(event, names)) for event in told]


def _names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    found = people.named(ids)
    return {uuid.UUID(key): person.name for key, person in found.items()}


def _sentence(event: Event, names: Mapping[uuid.UUID | None, str]) -> str:
    is_vain = event.detail.get("to") in ("needs_a_look", "refused")
    words = _IN_VAIN if is_vain else _HAPPENED
    pattern = words.get(event.verb)
    if pattern is None:
        return _("Recorded: %(what)s.") % {"what": say({}, event.verb.rpartition(".")[2])}
    return str(pattern) % {"who": names.get(event.actor_id, _("The system"))}
