"""The API's page for people: every operation, from the same document that machines read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vaste.api.scopes import SCOPES
from vaste.api.v1 import api


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter in a path, a query or a header."""

    name: str
    place: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class OperationCard:
    """One operation as the page shows it; `sends` and `answer` are examples in JSON."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: tuple[Parameter, ...]
    sends: str
    answer: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one tag."""

    name: str
    description: str
    operations: tuple[OperationCard, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the operations; the page needs no script and nothing from elsewhere."""
    told = {
        "about": api.description,
        "sections": sections(),
        "scopes": SCOPES,
        "openapi_url": reverse("api:openapi-json"),
        "version": api.version,
    }
    return render(request, "api/docs.html", told)


@lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """Return the document's operations by tag; the code does not change while it runs."""
    document = api.get_openapi_schema()
    cards = [
        (told["tags"][0], _card(path, method, told))
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    return tuple(
        Section(
            tag["name"],
            tag["description"],
            tuple(card for name, card in cards if name == tag["name"]),
        )
        for tag in document["tags"]
    )


def _card(path: str, method: str, told: dict[str, Any]) -> OperationCard:
    answers = [one for status, one in told["responses"].items() if status.startswith("2")]
    body = told.get("requestBody")
    return OperationCard(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description="\n".join(told["description"].splitlines()[1:]).strip(),
        scope=" ".join(scope for one in told["security"] for scope in one["Token"]),
        parameters=tuple(
            Parameter(one["name"], one["in"], one["required"], one.get("description", ""))
            for one in told["parameters"]
        ),
        sends=_example(body["content"]) if body else "",
        answer=_example(answers[0]["content"]),
        statuses=tuple(told["responses"]),
    )


def _example(content: dict[str, Any]) -> str:
    (told,) = content.values()
    value = told["examples"]["usual"]["value"]
    return json.dumps(value, indent=2, ensure_ascii=False)
