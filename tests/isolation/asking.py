"""Asking every route, as somebody."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from tests.isolation.probes import Ask
from vaste.desk.viewers import WORKSPACE_KEY
from vaste.workspaces.models import User

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the program: its full name, and the names of the ids in its path."""

    name: str
    places: tuple[str, ...]
    is_api: bool

    def path(self, ids: Mapping[str, object]) -> str:
        """Return the address with these ids."""
        if self.name == "api-unknown":
            return "/api/v1/nothing"
        return reverse(self.name, kwargs={name: ids[name] for name in self.places})

    @property
    def names_a_row(self) -> bool:
        """Say whether the path names a row of a workspace."""
        return any(name.endswith("_id") for name in self.places)


def routes() -> list[Route]:
    """Return every route of the program."""
    return list(_walk(get_resolver(), (), "", ()))


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...], prefix: str, above: tuple[str, ...]
) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        places = (*above, *_places(pattern.pattern))
        if isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name or path])
            yield Route(name, places, path.startswith("api/"))
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, inner, path, places)


def _places(pattern: Any) -> tuple[str, ...]:
    is_regex = isinstance(pattern, RegexPattern)
    return tuple(pattern.regex.groupindex if is_regex else pattern.converters)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody: signed in (in one of their workspaces) for pages, by a token for the API."""

    name: str
    user: User | None = None
    workspace_id: uuid.UUID | None = None
    token: str = ""

    def client(self) -> Client:
        """Return a browser in which they are signed in."""
        client = Client(raise_request_exception=False)
        if self.user is not None:
            client.force_login(self.user)
        if self.workspace_id is not None:
            session = client.session
            session[WORKSPACE_KEY] = str(self.workspace_id)
            session.save()
        return client


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, with what was asked."""

    asked: str
    status: int
    text: str

    def __str__(self) -> str:
        return f"{self.asked}: {self.status}"

    def tells(self, word: str) -> bool:
        """Say whether the answer has a word, in its body or in where it sends one."""
        return word in self.text.lower()


def ask(
    visitor: Visitor, client: Client, route: Route, one: Ask, ids: Mapping[str, object]
) -> Iterator[Answer]:
    """Ask a route in one way; pages are asked as a whole and as a piece."""
    path = route.path(ids)
    query = one.query.format_map(ids)
    url = f"{path}?{query}" if query else path
    if route.is_api:
        yield _asked(visitor, route, one, _api(visitor, client, one.method, url, one.body))
        return
    body = _filled(one.body, ids) if one.method == "POST" else None
    for headers in ({}, {"HX-Request": "true"}):
        response = client.generic(
            one.method,
            url,
            _form(body),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )
        yield _asked(visitor, route, one, response)


def _api(visitor: Visitor, client: Client, method: str, url: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {visitor.token}"} if visitor.token else {}
    data = json.dumps(body) if body is not None else ""
    return client.generic(method, url, data, content_type="application/json", headers=headers)


def _filled(body: Any, ids: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value).format_map(ids) for name, value in (body or {}).items()}


def _form(body: dict[str, str] | None) -> str:
    return urlencode(body) if body else ""


def _asked(visitor: Visitor, route: Route, one: Ask, response: Any) -> Answer:
    body = b"".join(response) if response.streaming else response.content
    sent_to = response.headers.get("Location", "")
    text = body.decode(errors="replace")
    if not sent_to.startswith("/accounts/login/"):  # which repeats what was asked
        text += sent_to
    told = f"{visitor.name} {one.method} {route.name}"
    return Answer(told, response.status_code, text)
