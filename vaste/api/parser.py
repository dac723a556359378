"""Reading the body of a request: JSON of a sane size, and nothing that only looks like it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from vaste.api.problems import Problem, too_large

MOST_BODY = 1024 * 1024  # bytes


class JsonParser(Parser):
    """Refuses what ninja's own parser lets through: other types, NaN, a name that is used twice."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """
        Return the JSON object of a request's body.

        Raises Problem, and ValueError or RecursionError for what is no JSON.
        """
        if request.content_type != "application/json":
            raise Problem(
                415,
                "not_json",
                "The body is of a type that is not read here.",
                "Send `Content-Type: application/json`.",
                place="header.Content-Type",
            )
        if len(request.body) > MOST_BODY:
            raise too_large()
        content = json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_number)
        if not isinstance(content, dict):
            raise ValueError("a body is one object")
        return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise Problem(
            400, "name_twice", "A name stands twice in one object.", "Send each name once."
        )
    return names


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")
