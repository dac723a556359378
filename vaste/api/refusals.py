"""What the rooms and the stories refuse, to a client: one problem for each of their errors."""

from __future__ import annotations

from functools import singledispatch

from vaste.api import versions
from vaste.api.problems import Problem
from vaste.definitions.services import DraftChanged
from vaste.flows import closing, drafting, filling, importing, pausing, review, rosters, work
from vaste.flows.define import NotPublishable
from vaste.flows.touch import NotRecorded
from vaste.routing import ical
from vaste.routing.absences import BadAbsence, NoSuchAbsence
from vaste.routing.feeds import BadFeed, NoSuchFeed
from vaste.routing.services import AlreadyClaimed


@singledispatch
def refusal_of(failure: Exception) -> Problem | None:
    """Return what a refusal is to the client; None for a failure that is none."""
    return None


@refusal_of.register
def _(failure: work.NoSuchLead) -> Problem:
    return Problem(404, "no_such_lead", "There is no such lead.", "Check the id.")


@refusal_of.register
def _(failure: work.Closed) -> Problem:
    return Problem(409, "lead_closed", "The lead is closed.", "Reopen it first.")


@refusal_of.register
def _(failure: work.NotClosed) -> Problem:
    return Problem(409, "lead_open", "The lead is open already.", "Nothing needs to be done.")


@refusal_of.register
def _(failure: AlreadyClaimed) -> Problem:
    claim = failure.claim
    return Problem(
        409,
        "already_claimed",
        "Somebody else has taken over the lead.",
        "Ask them, or let them give it back.",
        told={"holder": claim.owner_id, "claimed_at": claim.claimed_at},
    )


@refusal_of.register
def _(failure: pausing.AlreadyPaused) -> Problem:
    return Problem(
        409, "already_paused", "The lead's clocks stand still already.", "Let them run on first."
    )


@refusal_of.register
def _(failure: pausing.NotPaused) -> Problem:
    return Problem(409, "not_paused", "The lead's clocks run.", "Nothing needs to be done.")


@refusal_of.register
def _(failure: work.Changed) -> Problem:
    return versions.changed(failure.lead)


@refusal_of.register
def _(failure: review.NoSuchArrival) -> Problem:
    return Problem(404, "no_such_arrival", "There is no such arrival.", "Check the id.")


@refusal_of.register
def _(failure: review.AlreadySettled) -> Problem:
    return Problem(
        409,
        "already_settled",
        "The arrival is settled already, or cannot be treated so.",
        "Read it again: `state` says how it stands.",
        told={"state": failure.arrival.state, "lead": failure.arrival.lead_id},
    )


@refusal_of.register
def _(failure: work.NotGiven) -> Problem:
    return Problem(
        422, "not_given", str(failure), "Send it and try again.", place=f"body.{failure.field}"
    )


@refusal_of.register
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


@refusal_of.register
def _(failure: NotRecorded) -> Problem:
    place = f"body.touches.{failure.index}.{failure.field}"
    return Problem(422, "not_recorded", failure.message, failure.remedy, place=place)


@refusal_of.register
def _(failure: rosters.NoSuchTeam) -> Problem:
    return Problem(404, "no_such_team", "There is no such open team.", "Check the id.")


@refusal_of.register
def _(failure: rosters.NoSuchMember) -> Problem:
    return Problem(404, "no_such_member", str(failure), "Check the id.")


@refusal_of.register
def _(failure: NoSuchAbsence) -> Problem:
    return Problem(404, "no_such_absence", "There is no such absence.", "Check the id.")


@refusal_of.register
def _(failure: rosters.LastTeam) -> Problem:
    return Problem(409, "last_team", "It is the last open team.", "Open another team first.")


@refusal_of.register
def _(failure: NoSuchFeed) -> Problem:
    return Problem(404, "no_such_feed", "There is no such calendar.", "See /api/v1/feeds.")


@refusal_of.register
def _(failure: closing.NoReceiver) -> Problem:
    return Problem(
        422, "no_receiver", "That team can't take over.", "Name another open team.",
        place="query.into",
    )  # fmt: skip


@refusal_of.register
def _(failure: closing.NamedByRules) -> Problem:
    remedy = "Name another team there and publish, then close this one."
    return Problem(409, "team_is_named", str(failure), remedy, place=failure.places[0].path)


@refusal_of.register(rosters.BadRoster)
@refusal_of.register(BadAbsence)
@refusal_of.register(BadFeed)
def _(failure: rosters.BadRoster | BadAbsence | BadFeed) -> Problem:
    return Problem(
        422, "bad_roster", str(failure), "Mend it and send it again.", place=f"body.{failure.field}"
    )


@refusal_of.register
def _(failure: ical.Unreadable) -> Problem:
    return Problem(
        422, "unreadable_calendar", str(failure), "Export it as iCalendar.", place="body.ical"
    )


@refusal_of.register
def _(failure: importing.NoSuchImport) -> Problem:
    return Problem(404, "no_such_import", "There is no such import.", "Check the id.")


@refusal_of.register
def _(failure: importing.NoSuchDoor) -> Problem:
    return Problem(
        404, "no_such_door", "There is no such open door for files.", "See /api/v1/doors."
    )


@refusal_of.register
def _(failure: importing.AlreadyImported) -> Problem:
    return Problem(
        409,
        "already_imported",
        "The very same file was imported at this door before.",
        "Follow `earlier`, or send `again=true` to take its rows as new ones.",
        told={"earlier": failure.earlier.id},
    )


@refusal_of.register
def _(failure: importing.NotReady) -> Problem:
    return Problem(
        409, "import_not_ready", str(failure), "Read it again: `state` says how it stands."
    )


@refusal_of.register
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


@refusal_of.register
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


@refusal_of.register
def _(failure: drafting.NewerPublished) -> Problem:
    version = failure.version
    return Problem(
        409,
        "newer_published",
        "Another version is in force than the one you have seen.",
        "Look at what differs, and send its number as `replacing`.",
        told={"current": {"number": version.number, "published_by": version.published_by_id}},
    )


@refusal_of.register
def _(failure: drafting.NoDraft) -> Problem:
    return Problem(404, "no_draft", "There is no draft.", "Begin one by changing it.")


@refusal_of.register
def _(failure: drafting.NoSuchVersion) -> Problem:
    return Problem(404, "no_such_version", "There is no such version.", "Check the number.")
