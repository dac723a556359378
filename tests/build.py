"""The fixed cast and plain builders: each gives the least that is valid."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from vaste.flows import found, receive
from vaste.flows.receive import Incoming, Receipt
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.enquiry import Enquiry
from vaste.leads.models import Door, Lead
from vaste.routing.models import Team
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User, Workspace

#: A Monday, noon in Helsinki.
NOON = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)
PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Office:
    """
    A founded workspace with its cast: Ada and Bob are reps, Mo their manager, Eve sees nothing.
    """

    workspace: Workspace
    team: Team
    doors: dict[str, Door]
    mo: User
    ada: User
    bob: User
    eve: User

    @property
    def id(self) -> uuid.UUID:
        """The workspace's id, which every question begins with."""
        return self.workspace.id


def user(name: str, *, language: str = "en") -> User:
    """Return a user called `name`, with an address and PASSWORD of their own."""
    return workspaces.ensure_user(
        f"{name}.{uuid7().hex[-8:]}@vaste.example",
        name.capitalize(),
        password=PASSWORD,
        language=language,
    )


def office(
    slug: str = "", *, at: datetime.datetime = NOON, source: str | None = None, reps: bool = True
) -> Office:
    """Found a workspace; with `reps` False its team is empty."""
    mo, ada, bob, eve = (user(name) for name in ("mo", "ada", "bob", "eve"))
    made = found.found_workspace(
        "Acme", slug or f"acme-{uuid7().hex[-12:]}", admin=mo, at=at, source=source
    )
    for rep in (ada, bob):
        workspaces.join(made.workspace, rep, Role.REP, at=at)
    with inside(made.workspace.id):
        for rep in (ada, bob) if reps else ():
            found.join_team(made.workspace.id, made.team, rep)
    return Office(made.workspace, made.team, made.doors, mo, ada, bob, eve)


def incoming(
    place: Office, *, at: datetime.datetime = NOON, door: str = "api", **told: Any
) -> Incoming:
    """Return an arrival at a door; `told` are fields of its enquiry."""
    told.setdefault("email", f"buyer.{uuid7().hex[-8:]}@customer.example")
    told.setdefault("full_name", "Maija Meikäläinen")
    arrival_id = uuid7()
    return Incoming(
        door_id=place.doors[door].id,
        received_at=at,
        idempotency_key=str(arrival_id),
        has_own_key=True,
        content_type="application/json",
        headers={},
        body=f'{{"arrival": "{arrival_id}"}}'.encode(),
        enquiry=Enquiry(**told),
        channel="api",
        id=arrival_id,
    )


def receipt(place: Office, *, at: datetime.datetime = NOON, **told: Any) -> Receipt:
    """Let one enquiry through the whole pipeline; return its receipt."""
    return receive.receive_batch(place.id, [incoming(place, at=at, **told)], at=at)[0]


def lead(place: Office, *, at: datetime.datetime = NOON, **told: Any) -> Lead:
    """Let one enquiry through the whole pipeline; return its lead."""
    taken = receipt(place, at=at, **told)
    with inside(place.id):
        return Lead.objects.within(place.id).get(arrival_id=taken.arrival_id)
