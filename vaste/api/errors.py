"""What each failure is to a client: what was sent wrongly, what is away, what nobody foresaw."""

from __future__ import annotations

import logging
from functools import singledispatch
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg_pool import PoolTimeout

from vaste.api import problems, refusals
from vaste.api.callers import unauthorized
from vaste.api.problems import Problem
from vaste.kernel.errors import Refused

log = logging.getLogger(__name__)


def answer(request: HttpRequest, failure: Any) -> HttpResponse:
    """Answer a request that failed; what nobody foresaw is logged and told as our fault."""
    problem = problem_of(failure)
    if problem.status == 500:
        log.error("%s %s failed", request.method, request.path, exc_info=failure)
    return problems.respond(problem)


@singledispatch
def problem_of(failure: Exception) -> Problem:
    """Return what a failure is to the client."""
    return refusals.refusal_of(failure) or Problem(
        500, "our_fault", "Something went wrong on our side.", "Send the same again a little later."
    )


@problem_of.register
def _(failure: Problem) -> Problem:
    return failure


@problem_of.register
def _(failure: Refused) -> Problem:
    return Problem(
        failure.status, failure.code, failure.message, failure.remedy, place=failure.place
    )


@problem_of.register(OperationalError)
@problem_of.register(InterfaceError)
@problem_of.register(PoolTimeout)
def _(failure: Exception) -> Problem:
    return problems.try_again()


@problem_of.register
def _(failure: RequestDataTooBig) -> Problem:
    return problems.too_large()


@problem_of.register
def _(failure: Http404) -> Problem:
    return Problem(404, "no_such_address", "There is nothing at this address.", "See /api/v1/docs.")


@problem_of.register
def _(failure: AuthenticationError) -> Problem:
    return unauthorized(is_told=False)


@problem_of.register
def _(failure: HttpError) -> Problem:
    if isinstance(failure.__cause__, Refused):  # what our own parser said, wrapped by ninja
        return problem_of(failure.__cause__)
    return Problem(
        400, "unreadable_body", "The body is no JSON that can be read.", "Send one JSON object."
    )


@problem_of.register
def _(failure: ValidationError) -> Problem:
    return Problem(
        422,
        "invalid",
        "What was sent does not fit this operation.",
        "Mend every place in `errors`; /api/v1/openapi.json says what fits.",
        told={"errors": [_fault(error) for error in failure.errors]},
    )


def _fault(error: dict[str, Any]) -> dict[str, str]:
    source, *rest = error["loc"]
    names = rest[1:] if source == "body" and len(rest) > 1 else rest
    place = ".".join(str(name) for name in (source, *names))
    kind, told = str(error["type"]), error.get("ctx") or {}
    message = str(error["msg"]).removeprefix("Value error, ")
    if kind == "string_pattern_mismatch" and r"\x00" in str(told.get("pattern", "")):
        kind, message = "nul", "A character with the code 0 stands in it"
    if kind == "string_too_short" and told.get("min_length") == 1:
        kind, message = "empty", "It is empty"
    return {"place": place, "message": message, "remedy": _REMEDIES.get(kind, _USUAL_REMEDY)}


_USUAL_REMEDY = "See /api/v1/docs for what fits here."
_REMEDIES = {
    "missing": "Add it.",
    "extra_forbidden": "Leave it out, or check how it is written.",
    "empty": "Write something here, or leave the name out where it may be.",
    "nul": "Take it out: it cannot be stored.",
    "string_too_long": "Shorten it.",
}
