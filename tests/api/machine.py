"""A client of the API in the tests: a token of one of the cast, and the requests it makes."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.utils import timezone

from tests import build
from tests.build import NOON, Office
from vaste.api.scopes import SCOPES
from vaste.leads.models import Lead
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User


class Answer:
    """One answer: its status, its body as data, its headers."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        self.text: str = response.content.decode()
        is_json = "json" in response.headers["Content-Type"] and response.content
        self.body: Any = response.json() if is_json else None

    @property
    def code(self) -> str:
        """Return the stable code of a problem, or nothing."""
        is_problem = self.headers["Content-Type"] == "application/problem+json"
        return str(self.body["code"]) if is_problem else ""


class Machine:
    """Somebody's program, with their token."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._client = Client(raise_request_exception=False)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request under /api/v1; header names have _ for -."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            told.setdefault("Authorization", f"Bearer {self.secret}")
        sent: dict[str, Any] = {}
        if body is not None:
            sent = {"data": body, "content_type": told.pop("Content-Type", "application/json")}
        return Answer(self._client.generic(method, f"/api/v1{path}", headers=told, **_raw(sent)))

    def get(self, path: str, **query: Any) -> Answer:
        """Read; `query` are parameters."""
        told = "&".join(f"{name}={value}" for name, value in query.items())
        return self.send("GET", f"{path}?{told}" if told else path)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a POST."""
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a PUT."""
        return self.send("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a PATCH."""
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        """Send a DELETE."""
        return self.send("DELETE", path, **headers)


def _raw(sent: dict[str, Any]) -> dict[str, Any]:
    if sent and not isinstance(sent["data"], (str, bytes)):
        sent["data"] = json.dumps(sent["data"])
    return sent


def secret(office: Office, user: User, scopes: Iterable[str] = tuple(SCOPES)) -> str:
    """Return the secret of a new token of `user`."""
    return workspaces.make_token(
        office.id, user, label="A machine", scopes=scopes, at=timezone.now()
    )


def machine(office: Office, user: User, scopes: Iterable[str] = tuple(SCOPES)) -> Machine:
    """Return a machine with a new token of `user`."""
    return Machine(secret(office, user, scopes))


def member(office: Office, name: str, role: Role) -> User:
    """Return a new user with a role in the workspace."""
    user = build.user(name)
    workspaces.join(office.workspace, user, role, at=NOON)
    return user


def fresh_lead(office: Office, **told: Any) -> Lead:
    """Return a lead that has just come in."""
    return build.lead(office, at=timezone.now(), **told)


def later(**span: float) -> str:
    """Return an instant that is so far ahead, as a client writes it."""
    return (timezone.now() + datetime.timedelta(**span)).isoformat()
