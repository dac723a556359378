"""What the demo's people do to leads: the steps of a plan, through the verbs of work."""

from __future__ import annotations

import uuid
from random import Random

from vaste.flows import work
from vaste.flows.demo import script
from vaste.flows.demo.fates import Step
from vaste.flows.demo.stage import Stage
from vaste.leads.models import Lead
from vaste.workspaces.models import User

#: What is spoken of with whom asked for it; anything else gets a mail.
_TALKS = {"offer": "offer", "visit": "talk", "information": "talk", "event": "talk"}
_OUTCOMES = {
    "attempt": [("phone", "no_answer"), ("phone", "voicemail")],
    "offer": [("phone", "reached")],
    "talk": [("phone", "reached"), ("phone", "meeting_booked")],
    "mail": [("email", "sent")],
    "follow": [("phone", "reached"), ("email", "sent"), ("email", "replied"), ("meeting", "held")],
}


def perform(stage: Stage, lead_id: uuid.UUID, step: Step, rng: Random) -> None:
    """Let the lead's owner do one step on it; out of the pool one of its team picks it up."""
    lead = Lead.objects.within(stage.id).get(id=lead_id)
    by = _actor(stage, lead, rng)
    if step.verb == "take":
        work.take_over(stage.id, lead_id, by=by, at=step.at)
    elif step.verb == "snooze":
        assert step.next_at is not None
        work.snooze(stage.id, lead_id, until=step.next_at, by=by, at=step.at)
    elif step.verb == "close":
        work.close(
            stage.id,
            lead_id,
            outcome=step.outcome,
            reason=step.reason,
            won_value=step.worth,
            by=by,
            at=step.at,
        )
    else:
        _log(stage, lead, step, by, rng)


def _actor(stage: Stage, lead: Lead, rng: Random) -> User:
    if lead.owner_id is not None:
        return stage.user(lead.owner_id)
    assert lead.team_id is not None
    return rng.choice(stage.reps[lead.team_id])


def _log(stage: Stage, lead: Lead, step: Step, by: User, rng: Random) -> None:
    about = _TALKS.get(lead.request_type, "mail") if step.verb == "contact" else step.verb
    channel, outcome = rng.choice(_OUTCOMES[about])
    notes = script.part("notes")
    language = lead.language if lead.language in script.LANGUAGES else "en"
    work.log_contact(
        stage.id,
        lead.id,
        channel=channel,
        outcome=outcome,
        note=rng.choice(notes[about][language]),
        next_step=notes["next"]["again" if about == "attempt" else about][language],
        next_step_at=step.next_at,
        by=by,
        at=step.at,
    )
