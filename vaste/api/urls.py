"""The addresses of the API, every answer of theirs a body that a machine can read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from vaste.api import docs, problems
from vaste.api.parser import MOST_BODY
from vaste.api.problems import Problem
from vaste.api.v1 import api

View = Callable[..., HttpResponse]


def _polite(view: View) -> View:
    """Answer what the operations never see: a method that is not one, a body that is too large."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BODY:
            return problems.respond(problems.too_large())
        if request.method == "HEAD":  # RFC 9110, 9.3.2: as GET; the server leaves the body out
            request.method = "GET"
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return _not_this_way(response) if response.status_code == 405 else response

    return csrf_exempt(answered)


def _not_this_way(response: HttpResponse) -> HttpResponse:
    return problems.respond(
        Problem(
            405,
            "method_not_allowed",
            "This address does not take this method.",
            "Use one of those in Allow.",
            headers={"Allow": response["Allow"]},
        )
    )


def _answered(pattern: URLPattern) -> URLPattern:
    view = problems.unknown_address if pattern.name == "api-root" else pattern.callback
    pattern.callback = _polite(view)
    return pattern


_patterns, _, _namespace = api.urls
_v1 = [_answered(pattern) for pattern in _patterns if isinstance(pattern, URLPattern)]
_v1.append(path("docs", docs.page, name="docs"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include((_v1, "api"), namespace=_namespace)),
    # A regular expression, since no converter takes a line break in an address.
    re_path(r"^[\s\S]*$", _polite(problems.unknown_address), name="api-unknown"),
]
