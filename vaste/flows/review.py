"""Arrivals that did not become leads at once: released, tried again or put aside by a person."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from vaste.flows import define, receive
from vaste.flows.receive import Receipt
from vaste.flows.rereading import incoming_again, read_again
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import Refused, VasteError
from vaste.leads import services as leads
from vaste.leads.models import Arrival, Door, Import
from vaste.ledger import services as ledger
from vaste.workspaces.models import User

State = Arrival.State
RELEASABLE = frozenset({State.QUARANTINED, State.NEEDS_A_LOOK, State.DISMISSED})
REPLAYABLE = frozenset({State.NEEDS_A_LOOK, State.REFUSED})
DISMISSABLE = frozenset({State.QUARANTINED, State.NEEDS_A_LOOK, State.REFUSED})


class NoSuchArrival(VasteError):
    """There is no such arrival in this workspace."""


class AlreadySettled(VasteError):
    """Somebody else was first, or it needed no decision; `arrival` is how it stands now."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__("The arrival is settled already.")
        self.arrival = arrival


def release(
    workspace_id: uuid.UUID, arrival_id: uuid.UUID, *, by: User, at: datetime.datetime
) -> Receipt:
    """
    Let a held arrival through the whole pipeline, as the enquiry of a person it turned out to be.

    Takes quarantined and dismissed ones and those that need a look. Its lead was received when the
    arrival was; its clocks start at `at`. The receipt says how it ended: where it still can't be
    read or digested it needs a look, and no lead is made. An event tells who decided.

    Raises NoSuchArrival, and AlreadySettled with nothing written: of two people one makes the lead.
    """
    return _try_again(workspace_id, arrival_id, RELEASABLE, "arrival.released", by, at)


def replay(
    workspace_id: uuid.UUID, arrival_id: uuid.UUID, *, by: User, at: datetime.datetime
) -> Receipt:
    """
    Try again an arrival that was refused or needs a look, after what stood in its way was mended.

    Raises NoSuchArrival, and AlreadySettled with nothing written. Otherwise as `release`; a refused
    one that still can't be read stays refused.
    """
    return _try_again(workspace_id, arrival_id, REPLAYABLE, "arrival.replayed", by, at)


def dismiss(
    workspace_id: uuid.UUID, arrival_id: uuid.UUID, *, by: User, at: datetime.datetime
) -> Arrival:
    """
    Put a held arrival aside as no enquiry; it stays in the ledger and can be released later.

    Raises NoSuchArrival, and AlreadySettled with nothing written.
    """
    with inside(workspace_id):
        arrival = _held(workspace_id, arrival_id, DISMISSABLE)
        before = arrival.state
        arrival.state = State.DISMISSED
        arrival.save(update_fields=["state"])
        _record("arrival.dismissed", arrival, by=by, at=at, detail={"from": before})
        ledger.announce(workspace_id, "arrivals", at=at)
        return arrival


def _try_again(
    workspace_id: uuid.UUID,
    arrival_id: uuid.UUID,
    states: Collection[str],
    verb: str,
    by: User,
    at: datetime.datetime,
) -> Receipt:
    with inside(workspace_id):
        arrival = _held(workspace_id, arrival_id, states)
        try:
            receipt = _digest(arrival, verb, at)
        except Refused as problem:
            receipt = _still_unread(arrival, problem, at)
        detail = {"from": arrival.state, "to": receipt.state, "reasons": arrival.reasons}
        _record(verb, arrival, by=by, at=at, detail={**detail, "lead": receipt.lead_id})
        return receipt


def _held(workspace_id: uuid.UUID, arrival_id: uuid.UUID, states: Collection[str]) -> Arrival:
    """Return the arrival with its row locked: whoever comes second sees how the first one ended."""
    rows = Arrival.objects.within(workspace_id).select_for_update()
    arrival = rows.filter(id=arrival_id).first()
    if arrival is None:
        raise NoSuchArrival("There is no such arrival.")
    if arrival.state not in states:
        raise AlreadySettled(arrival)
    return arrival


def _digest(arrival: Arrival, verb: str, at: datetime.datetime) -> Receipt:
    workspace_id = arrival.workspace_id
    door = Door.objects.within(workspace_id).get(id=arrival.door_id)
    imports = Import.objects.within(workspace_id)
    origin = imports.get(id=arrival.import_id) if arrival.import_id else None
    enquiry = read_again(arrival, door, origin, define.in_force(workspace_id))
    incoming = incoming_again(arrival, door, origin, enquiry, at=at)
    incoming.reasons = [{"code": verb.removeprefix("arrival."), "detail": ""}, *arrival.reasons]
    return receive.digest_again(workspace_id, incoming, at=at)


def _still_unread(arrival: Arrival, problem: Refused, at: datetime.datetime) -> Receipt:
    state = State.REFUSED if arrival.state == State.REFUSED else State.NEEDS_A_LOOK
    reason = {"code": problem.code, "detail": problem.message, "place": problem.place}
    if problem.remedy:
        reason["remedy"] = problem.remedy
    row = {"id": arrival.id, "state": state, "reasons": [reason], "lead_id": None}
    leads.settle_arrivals(arrival.workspace_id, [row])
    ledger.announce(arrival.workspace_id, "arrivals", at=at)
    return Receipt(arrival.id, state)


def _record(
    verb: str, arrival: Arrival, *, by: User, at: datetime.datetime, detail: dict[str, Any]
) -> None:
    ledger.record_one(arrival.workspace_id, verb, arrival.id, by=by.pk, at=at, detail=detail)
