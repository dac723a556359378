"""The studio asked as a browser does, and what it has stored."""

from __future__ import annotations

from typing import Any

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import Desk
from tests.studio.forms import fields_of
from vaste.definitions import queries as definitions
from vaste.definitions.models import Draft
from vaste.flows import drafting
from vaste.flows.drafting import Seen
from vaste.infra.tenancy.context import inside
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User

HOT = "/studio/categories/hot/"


def member(office: Office, role: Role) -> User:
    """Return somebody with a role in the office."""
    user = build.user(role.value)
    workspaces.join(office.workspace, user, role, at=NOON)
    return user


def draft_of(office: Office) -> Draft | None:
    """Return the office's draft."""
    with inside(office.id):
        return definitions.draft_of(office.id)


def content_of(office: Office) -> dict[str, Any]:
    """Return what the draft says."""
    draft = draft_of(office)
    assert draft is not None
    content: dict[str, Any] = draft.content
    return content


def send(desk: Desk, url: str, form: str = "studio-form", **changed: Any) -> Any:
    """Open a form, change fields (`__` is a dot), and send it as a browser without script does."""
    page = desk.get(url)
    assert page.status_code == 200
    fields: dict[str, Any] = fields_of(page.content.decode(), form)
    fields |= {name.replace("__", "."): value for name, value in changed.items()}
    fields.setdefault("do", "save")
    return desk.client.post(url, fields)


def press(desk: Desk, url: str, do: str, seen: str) -> Any:
    """Press a button of a list."""
    return desk.client.post(url, {"do": do, "seen": seen})


def change(office: Office, edit: drafting.Edit, seen: Seen) -> None:
    """Change the draft as Ada."""
    with inside(office.id):
        drafting.change_draft(office.id, edit, seen=seen, by=office.ada.pk, at=NOON)
