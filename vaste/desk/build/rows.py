"""Rows: leads as the queue and every list show them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from vaste.definitions.endings import ENDING_WORDS
from vaste.desk import formats, queries
from vaste.desk.build import addresses, clocks, labels, scores
from vaste.desk.build.people import contact_name, person
from vaste.desk.http import DeskRequest
from vaste.desk.panels import ClockCell, QueueRow
from vaste.desk.queries import Row
from vaste.flows import define
from vaste.flows.define import Definition
from vaste.leads.models import Lead
from vaste.scoring import queries as scoring
from vaste.scoring.services import Sums
from vaste.workspaces import queries as workspaces


def rows_of(
    request: DeskRequest, definition: Definition, ids: Sequence[uuid.UUID]
) -> list[QueueRow]:
    """Return these leads as rows, in the order given; two statements, whatever their number."""
    rows = queries.rows(request.workspace.id, ids)
    sums = scoring.interest_sums(request.workspace.id, [row.contact_id for row in rows])
    return [_row(request, definition, row, sums) for row in rows]


def row_of(request: DeskRequest, lead_id: uuid.UUID) -> QueueRow:
    """Return one lead as a row; it must be there."""
    [row] = rows_of(request, define.in_force(request.workspace.id), [lead_id])
    return row


def _row(
    request: DeskRequest,
    definition: Definition,
    row: Row,
    sums: Sums,
) -> QueueRow:
    is_open = row.state in (Lead.State.OPEN, Lead.State.SNOOZED)
    owner = person(row.owner_id, row.owner_name or "") if row.owner_id else None
    may_work = workspaces.may_work(request.viewer.role)
    name = _name(row)
    return QueueRow(
        lead_id=str(row.id),
        url=addresses.of_lead(row.id),
        claim_url=addresses.of_lead(row.id, "claim"),
        name=name,
        select_label=_("Select %(name)s") % {"name": name},
        claim_label=_("Take over %(name)s") % {"name": name},
        company=row.company_name or "",
        wants=_wants(row),
        category=labels.tag(definition, row.category, row.category_rank),
        source=row.source,
        received_at=row.received_at,
        quadrant=scores.quadrant(definition, row.fit, sums.get(row.contact_id, {}), now=request.at),
        clock=_clock(request, definition, row),
        owner=owner,
        is_mine=row.owner_id == request.viewer.user_id,
        can_claim=may_work and is_open and row.taken_over_at is None,
        is_returning=row.is_returning,
        earlier_leads=row.earlier,
        is_sample=request.workspace.is_sample,
        is_snoozed=row.state == Lead.State.SNOOZED,
        remind_on=_remind_on(definition, row, now=request.at) if is_open else None,
        note=_ended(row),
    )


def _name(row: Row) -> str:
    return contact_name(
        given=row.given_name,
        family=row.family_name,
        full=row.full_name,
        spoken=row.language,
        email=row.email,
        phone=row.phone,
    )


def _remind_on(definition: Definition, row: Row, *, now: datetime.datetime) -> datetime.date | None:
    category = labels.category_of(definition, row.category)
    day = category.remind_on(row.needed_by) if category else None
    return day if day is not None and day > timezone.localtime(now).date() else None


def _wants(row: Row) -> str:
    written = " ".join(f"{row.subject} {row.wants}".split())
    return written or (labels.say(labels.REQUESTS, row.request_type) if row.request_type else "")


def _clock(request: DeskRequest, definition: Definition, row: Row) -> ClockCell | None:
    """Return what is owed next: the running clock or the planned step, whichever comes first."""
    if row.due_at is None:
        return _end(row)
    if row.state == Lead.State.SNOOZED:
        return ClockCell(milestone=_("Comes back"), state="paused", due_at=row.due_at)
    if row.milestone and row.clock_due_at and row.clock_due_at <= row.due_at:
        name = labels.say(labels.MILESTONES, row.milestone)
        return clocks.running(name, row.clock_due_at, warn_at=row.warn_at, now=request.at)
    step = labels.next_step(definition, row.next_step)
    return clocks.running(step or _("Next step"), row.due_at, now=request.at)


def _end(row: Row) -> ClockCell | None:
    if row.closed_at is None:
        return None
    name = labels.say(ENDING_WORDS, row.state)
    return ClockCell(milestone=name, state="met", due_at=row.closed_at, met_at=row.closed_at)


def _ended(row: Row) -> str:
    """Return how a lead that is not open stands; only a search finds such ones."""
    if row.closed_at is None:
        return ""
    return _("%(ending)s, %(date)s.") % {
        "ending": labels.ending(row.state, row.close_reason),
        "date": formats.full_date(row.closed_at),
    }
