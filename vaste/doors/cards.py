"""
What a door needs to know of itself to take an arrival: looked up by its public key, kept a moment.
"""

from __future__ import annotations

import re
import time
import uuid
from dataclasses import dataclass
from typing import Any

from vaste.definitions import queries as definitions
from vaste.definitions.fields import CustomField, parse_fields
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Door
from vaste.workspaces.models import Handle

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")  # anything else is no key, and not worth a question
KEPT_S = 5.0  # seconds a card may be out of date: closing a door or renaming it shows within them


@dataclass(frozen=True, slots=True)
class DoorCard:
    """
    A door as its endpoint sees it; `settings` is the door's own configuration.

    `asked` are the workspace's own fields that hosted forms ask for.
    """

    id: uuid.UUID
    workspace_id: uuid.UUID
    workspace_name: str
    workspace_language: str
    kind: str
    key: str
    name: str
    version: int
    settings: dict[str, Any]
    country: str
    zone: str
    asked: tuple[CustomField, ...] = ()


_cards: dict[str, tuple[float, DoorCard | None]] = {}


def find(key: str, kind: str) -> DoorCard | None:
    """
    Return the open door of this kind with this public key, or None; reads the database at times.
    """
    if not _KEY.fullmatch(key):
        return None
    kept = _cards.get(key)
    if kept is None or kept[0] < time.monotonic():
        if len(_cards) > 10_000:
            _cards.clear()
        kept = (time.monotonic() + KEPT_S, _load(key))
        _cards[key] = kept
    card = kept[1]
    return card if card is not None and card.kind == kind else None


def kept(key: str) -> tuple[bool, DoorCard | None]:
    """Return whether a fresh card is at hand, and the card; never reads the database."""
    found = _cards.get(key)
    if found is None or found[0] < time.monotonic():
        return False, None
    return True, found[1]


def forget() -> None:
    """Forget all cards, for tests and after a door is changed in this process."""
    _cards.clear()


def _load(key: str) -> DoorCard | None:
    handle = (
        Handle.objects.select_related("workspace")
        .filter(name=key, kind=Handle.Kind.DOOR, revoked_at=None)
        .first()
    )
    if handle is None:
        return None
    workspace = handle.workspace
    with inside(workspace.id):
        door = Door.objects.within(workspace.id).filter(id=handle.target_id, closed_at=None).first()
        content = definitions.in_force(workspace.id).content
    if door is None:
        return None
    calendar = content.get("calendar", {})
    country = calendar.get("holidays", {}).get("country", "FI")
    return DoorCard(
        id=door.id,
        workspace_id=workspace.id,
        workspace_name=workspace.name,
        workspace_language=workspace.language,
        kind=door.kind,
        key=key,
        name=door.name,
        version=door.version,
        settings=door.settings,
        country=str(door.settings.get("country", country)),
        zone=str(calendar.get("zone", "UTC")),
        asked=tuple(one for one in parse_fields(content) if one.ask),
    )
