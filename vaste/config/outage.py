"""A plain answer to what goes wrong: 503 while the database is away, 500 for a fault of ours."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout

RETRY_AFTER_S = "5"


def server_error(request: HttpRequest) -> HttpResponse:
    """
    Answer a request whose view raised; Django calls this while the exception is being handled.
    """
    failure = sys.exc_info()[1]
    if isinstance(failure, (OperationalError, InterfaceError, PoolTimeout)):
        connection.close()
        response = _answer(request, 503, "try_again", "The database is away.")
        response["Retry-After"] = RETRY_AFTER_S
        return response
    return _answer(request, 500, "our_fault", "Something went wrong on our side.")


def _answer(request: HttpRequest, status: int, code: str, title: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        content = {
            "type": f"urn:vaste:problem:{code}",
            "title": title,
            "status": status,
            "code": code,
            "detail": "Send the same again a little later.",
        }
        return JsonResponse(content, status=status, content_type="application/problem+json")
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
