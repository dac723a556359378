"""Letting a lead's clocks stand still, with a reason and an end; and what the buyer's word does."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from vaste.flows import catching_up, clocks, define, hours, promises
from vaste.flows.define import Definition
from vaste.flows.working import (
    NotGiven,
    announce,
    next_due,
    open_lead,
    record,
    refuse_if_held,
    save,
)
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.errors import VasteError
from vaste.kernel.words import gettext_noop as _
from vaste.leads.models import Lead
from vaste.sla import pauses
from vaste.sla import services as sla
from vaste.sla.models import Pause
from vaste.workspaces.models import User

BATCH = 200  # pauses ended in one transaction


class AlreadyPaused(VasteError):
    """The lead's clocks stand still already."""


class NotPaused(VasteError):
    """The lead's clocks run."""


def pause(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    *,
    reason: str,
    until: datetime.datetime,
    by: User,
    at: datetime.datetime,
    note: str = "",
    may_overrule: bool = True,
) -> Pause:
    """
    Let a lead's running clocks stand still until `until`, when they run on by themselves.

    What has passed is told first. With `may_overrule` False a lead that somebody else has taken
    over is refused.

    Raises NoSuchLead, Closed, AlreadyClaimed, AlreadyPaused, and NotGiven for an unknown reason, a
    time that is not in the future, or one too far.
    """
    _check(reason, until, at)
    with inside(workspace_id):
        lead = open_lead(workspace_id, lead_id)
        if not may_overrule:
            refuse_if_held(lead, by=by)
        if pauses.open_pause(workspace_id, lead_id) is not None:
            raise AlreadyPaused("The clocks of this lead stand still already.")
        clocks.fire_passed(lead, None, at=at, goes_on=True)
        made = pauses.begin(
            workspace_id, lead_id, reason=reason, note=note, until=until, by=by.pk, at=at
        )
        lead.due_at = until
        save(lead, "due_at")
        detail = {"reason": reason, "until": until.isoformat(), "note": note[:300]}
        record("lead.paused", lead, by=by, at=at, detail=detail)
        announce(lead, at=at, wake_at=until)
        return made


def _check(reason: str, until: datetime.datetime, at: datetime.datetime) -> None:
    if reason not in Pause.Reason.values:
        raise NotGiven("reason", _("Choose why it waits."))
    if until <= at:
        raise NotGiven("until", _("Choose a time in the future."))
    if until > at + pauses.LONGEST:
        raise NotGiven("until", _("A lead waits for 60 days at most: close it instead."))


def resume(
    workspace_id: uuid.UUID,
    lead_id: uuid.UUID,
    *,
    by: User,
    at: datetime.datetime,
    may_overrule: bool = True,
) -> Lead:
    """
    Let a lead's clocks run on, each with as much time left as it had.

    Raises NoSuchLead, Closed, AlreadyClaimed and NotPaused.
    """
    with inside(workspace_id):
        definition = define.in_force(workspace_id)
        lead = open_lead(workspace_id, lead_id)
        if not may_overrule:
            refuse_if_held(lead, by=by)
        if not _run_on(lead, definition, by=by.pk, at=at):
            raise NotPaused("The clocks of this lead run.")
        record("lead.resumed", lead, by=by, at=at)
        announce(lead, at=at, wake_at=next_due(lead))
        return lead


def _run_on(
    lead: Lead, definition: Definition, *, by: uuid.UUID | None, at: datetime.datetime
) -> bool:
    """End the pause of a locked lead, if it is in one; return whether it was."""
    pause = pauses.open_pause(lead.workspace_id, lead.id)
    if pause is None:
        return False
    catching_up.catch_up(lead.workspace_id, [lead.id], at=at)
    calendar_of = hours.calendars(lead.workspace_id, definition)
    pauses.end(pause, calendar_of=calendar_of, by=by, at=at)
    if lead.state == Lead.State.OPEN:
        lead.due_at = next_due(lead) or lead.next_step_at or lead.due_at
        save(lead, "due_at")
    return True


def end_with(
    lead: Lead, definition: Definition, *, by: uuid.UUID | None, at: datetime.datetime
) -> None:
    """End the pause of a locked lead that is being closed, without a word: it will not run on."""
    pause = pauses.open_pause(lead.workspace_id, lead.id)
    if pause is not None:
        calendar_of = hours.calendars(lead.workspace_id, definition)
        pauses.end(pause, calendar_of=calendar_of, by=by, at=at)


def end_over(workspace_id: uuid.UUID, *, at: datetime.datetime) -> int:
    """End the pauses whose time is over at `at`, at most BATCH; return how many. For the worker."""
    ended = 0
    with inside(workspace_id):
        over = pauses.over(workspace_id, at=at, limit=BATCH)
    for lead_id in over:
        with inside(workspace_id):
            lead = Lead.objects.within(workspace_id).select_for_update(skip_locked=True)
            found = lead.filter(id=lead_id).first()
            if found is None or not _run_on(found, define.in_force(workspace_id), by=None, at=at):
                continue
            _tell_end(found, at, because="time")
            ended += 1
    return ended


def end_written(leads: Sequence[Lead], definition: Definition, *, at: datetime.datetime) -> None:
    """End the pauses of those of these locked leads that are in one: their buyers have written."""
    ids = [lead.id for lead in leads]
    paused = pauses.paused(leads[0].workspace_id, ids) if leads else set()
    for lead in leads:
        if lead.id in paused and _run_on(lead, definition, by=None, at=at):  # few, if any
            _tell_end(lead, at, because="buyer")


def _tell_end(lead: Lead, at: datetime.datetime, *, because: str) -> None:
    record("lead.resumed", lead, by=None, at=at, detail={"because": because})
    announce(lead, at=at, wake_at=next_due(lead))


def buyer_wrote(lead: Lead, definition: Definition, *, at: datetime.datetime) -> None:
    """
    Start the clock of the next contact, if one is promised, and end a pause: the buyer has written.

    A clock that runs already stands: who writes twice does not wait longer. Before the first
    contact that clock is what runs. The caller has locked the lead; its times are saved by it.
    """
    if _run_on(lead, definition, by=None, at=at):
        _tell_end(lead, at, because="buyer")
    category = promises.category_of(definition, lead.category)
    if category is None or lead.first_contact_at is None:
        return
    target = promises.target(definition, category, "next_contact")
    if target is None:
        return
    basis = hours.basis(definition, team_id=lead.team_id, **_whence(lead))
    calendar_of = hours.calendars(lead.workspace_id, definition)
    rows = sla.clock_rows(
        lead.workspace_id, lead.id, [target], calendar=calendar_of(basis),
        definition=definition.number, started_at=at, visible_at=at, basis=basis,
        hours_number=calendar_of.number(basis),
    )  # fmt: skip
    sla.store_clocks(rows, if_none_runs=True)


def _whence(lead: Lead) -> dict[str, str]:
    rows = sql.run(
        "SELECT country, phone FROM people_contact WHERE workspace_id = %(workspace)s"
        " AND id = %(contact)s",
        {"workspace": lead.workspace_id, "contact": lead.contact_id},
    )
    country, phone = rows[0]
    return {"country": country, "phone": phone}
