"""What each failure is to a client: one problem for each error of the rooms and the stories."""

from __future__ import annotations

import logging
from functools import singledispatch
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg_pool import PoolTimeout

from vaste.api import problems, versions
from vaste.api.callers import unauthorized
from vaste.api.problems import Problem
from vaste.definitions.services import DraftChanged
from vaste.flows import closing, drafting, filling, importing, pausing, review, rosters, work
from vaste.flows.define import NotPublishable
from vaste.flows.touch import NotRecorded
from vaste.kernel.errors import Refused
from vaste.routing import ical
from vaste.routing.absences import BadAbsence, NoSuchAbsence
from vaste.routing.feeds import BadFeed, NoSuchFeed
from vaste.routing.services import AlreadyClaimed

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
    return Problem(
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


@problem_of.register
def _(failure: work.NoSuchLead) -> Problem:
    return Problem(404, "no_such_lead", "There is no such lead.", "Check the id.")


@problem_of.register
def _(failure: work.Closed) -> Problem:
    return Problem(409, "lead_closed", "The lead is closed.", "Reopen it first.")


@problem_of.register
def _(failure: work.NotClosed) -> Problem:
    return Problem(409, "lead_open", "The lead is open already.", "Nothing needs to be done.")


@problem_of.register
def _(failure: AlreadyClaimed) -> Problem:
    claim = failure.claim
    return Problem(
        409,
        "already_claimed",
        "Somebody else has taken over the lead.",
        "Ask them, or let them give it back.",
        told={"holder": claim.owner_id, "claimed_at": claim.claimed_at},
    )


@problem_of.register
def _(failure: pausing.AlreadyPaused) -> Problem:
    return Problem(
        409, "already_paused", "The lead's clocks stand still already.", "Let them run on first."
    )


@problem_of.register
def _(failure: pausing.NotPaused) -> Problem:
    return Problem(409, "not_paused", "The lead's clocks run.", "Nothing needs to be done.")


@problem_of.register
def _(failure: work.Changed) -> Problem:
    return versions.changed(failure.lead)


@problem_of.register
def _(failure: review.NoSuchArrival) -> Problem:
    return Problem(404, "no_such_arrival", "There is no such arrival.", "Check the id.")


@problem_of.register
def _(failure: review.AlreadySettled) -> Problem:
    return Problem(
        409,
        "already_settled",
        "The arrival is settled already, or cannot be treated so.",
        "Read it again: `state` says how it stands.",
        told={"state": failure.arrival.state, "lead": failure.arrival.lead_id},
    )


@problem_of.register
def _(failure: work.NotGiven) -> Problem:
    return Problem(
        422, "not_given", str(failure), "Send it and try again.", place=f"body.{failure.field}"
    )


@problem_of.register
def _(failure: filling.NotRead) -> Problem:
    errors = [
        {"place": f"body.values.{one.field}", "message": one.message, "remedy": one.remedy}
        for one in failure.problems
    ]
    return Problem(
        422,
        "not_read",
        "Some values can't be kept; nothing was written.",
        "Mend every place in `errors`.",
        told={"errors": errors},
    )


@problem_of.register
def _(failure: NotRecorded) -> Problem:
    place = f"body.touches.{failure.index}.{failure.field}"
    return Problem(422, "not_recorded", failure.message, failure.remedy, place=place)


@problem_of.register
def _(failure: rosters.NoSuchTeam) -> Problem:
    return Problem(404, "no_such_team", "There is no such open team.", "Check the id.")


@problem_of.register
def _(failure: rosters.NoSuchMember) -> Problem:
    return Problem(404, "no_such_member", str(failure), "Check the id.")


@problem_of.register
def _(failure: NoSuchAbsence) -> Problem:
    return Problem(404, "no_such_absence", "There is no such absence.", "Check the id.")


@problem_of.register
def _(failure: rosters.LastTeam) -> Problem:
    return Problem(409, "last_team", "It is the last open team.", "Open another team first.")


@problem_of.register
def _(failure: NoSuchFeed) -> Problem:
    return Problem(404, "no_such_feed", "There is no such calendar.", "See /api/v1/feeds.")


@problem_of.register
def _(failure: closing.NoReceiver) -> Problem:
    return Problem(
        422, "no_receiver", "That team can't take over.", "Name another open team.",
        place="query.into",
    )  # fmt: skip


@problem_of.register
def _(failure: closing.NamedByRules) -> Problem:
    remedy = "Name another team there and publish, then close this one."
    return Problem(409, "team_is_named", str(failure), remedy, place=failure.places[0].path)


@problem_of.register(rosters.BadRoster)
@problem_of.register(BadAbsence)
@problem_of.register(BadFeed)
def _(failure: rosters.BadRoster | BadAbsence | BadFeed) -> Problem:
    return Problem(
        422, "bad_roster", str(failure), "Mend it and send it again.", place=f"body.{failure.field}"
    )


@problem_of.register
def _(failure: ical.Unreadable) -> Problem:
    return Problem(
        422, "unreadable_calendar", str(failure), "Export it as iCalendar.", place="body.ical"
    )


@problem_of.register
def _(failure: importing.NoSuchImport) -> Problem:
    return Problem(404, "no_such_import", "There is no such import.", "Check the id.")


@problem_of.register
def _(failure: importing.NoSuchDoor) -> Problem:
    return Problem(
        404, "no_such_door", "There is no such open door for files.", "See /api/v1/doors."
    )


@problem_of.register
def _(failure: importing.AlreadyImported) -> Problem:
    return Problem(
        409,
        "already_imported",
        "The very same file was imported at this door before.",
        "Follow `earlier`, or send `again=true` to take its rows as new ones.",
        told={"earlier": failure.earlier.id},
    )


@problem_of.register
def _(failure: importing.NotReady) -> Problem:
    return Problem(
        409, "import_not_ready", str(failure), "Read it again: `state` says how it stands."
    )


@problem_of.register
def _(failure: NotPublishable) -> Problem:
    errors = [
        {"place": one.path, "message": one.message, "remedy": one.remedy}
        for one in failure.problems
    ]
    return Problem(
        422,
        "not_publishable",
        "The definition has problems; nothing was published.",
        "Mend every place in `errors`.",
        told={"errors": errors},
    )


@problem_of.register
def _(failure: DraftChanged) -> Problem:
    draft = failure.draft
    current = draft and {
        "based_on": draft.based_on,
        "revision": draft.revision,
        "edited_by": draft.edited_by_id,
        "edited_at": draft.edited_at,
    }
    return Problem(
        409,
        "draft_changed",
        "The draft has changed since you read it.",
        "Read it again, look at what changed, and send your change with its `revision`.",
        told={"current": current},
    )


@problem_of.register
def _(failure: drafting.NewerPublished) -> Problem:
    version = failure.version
    return Problem(
        409,
        "newer_published",
        "Another version is in force than the one you have seen.",
        "Look at what differs, and send its number as `replacing`.",
        told={"current": {"number": version.number, "published_by": version.published_by_id}},
    )


@problem_of.register
def _(failure: drafting.NoDraft) -> Problem:
    return Problem(404, "no_draft", "There is no draft.", "Begin one by changing it.")


@problem_of.register
def _(failure: drafting.NoSuchVersion) -> Problem:
    return Problem(404, "no_such_version", "There is no such version.", "Check the number.")
