"""Refusals as problem documents: what went wrong, where, and how to mend it. Source: RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from vaste.kernel.errors import Refused

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_S = 5  # seconds after which a client may send the same again


class FieldProblem(BaseModel):
    """One thing that is wrong with what was sent."""

    place: str = Field(description="Where it stands: body.note, query.limit, categories[0].key")
    message: str
    remedy: str = ""


class ProblemOut(BaseModel):
    """What went wrong. `code` is stable, the sentences may be reworded."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="urn:vaste:problem: and the code")
    title: str
    status: int
    code: str
    detail: str = Field(description="How to mend it")
    place: str | None = Field(None, description="The header or field that is at fault")
    errors: list[FieldProblem] | None = Field(
        None, description="Every fault, when there may be several"
    )


class Problem(Refused):
    """A refusal of the API; `told` are further members of the document, `headers` of the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        remedy: str = "",
        *,
        place: str = "",
        told: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code, message, remedy, place, status)
        self.told = dict(told or {})
        self.headers = dict(headers or {})


def document(problem: Problem) -> dict[str, Any]:
    """Return the members of a problem document."""
    return {
        "type": f"urn:vaste:problem:{problem.code}",
        "title": problem.message,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.remedy,
        **({"place": problem.place} if problem.place else {}),
        **problem.told,
    }


def respond(problem: Problem) -> HttpResponse:
    """Return the answer that a problem is."""
    return Response(
        document(problem),
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )


def unknown_address(request: HttpRequest) -> HttpResponse:
    """Answer an address under /api/ that is no operation."""
    return respond(
        Problem(404, "no_such_address", "There is nothing at this address.", "See /api/v1/docs.")
    )


def try_again() -> Problem:
    """Return the refusal for a moment in which the database is away."""
    return Problem(
        503,
        "try_again",
        "The database is away.",
        "Send the same again after the time in Retry-After.",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


def too_large() -> Problem:
    """Return the refusal of a body over the limit."""
    return Problem(
        413, "body_too_large", "The body is larger than 1 MB.", "Send less in one request."
    )
