"""
The whole way of an arrival: ledger, recognize, check, score, categorize, route, start the clocks,
tell.

One pipeline for one and for many: a batch of arrivals of one workspace, in one transaction, with a
number of statements that does not grow with the batch. The raw rows share the transaction; the work
stands behind a savepoint, so that an arrival that can't be digested stays in the ledger as *needs a
look* and never blocks its batch.
"""

from __future__ import annotations

import datetime
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import InterfaceError, OperationalError, transaction

from vaste.flows import buyers, define, hours, noticing, questions
from vaste.flows.define import Definition
from vaste.flows.receiving import Work, categorize, reconsider, route, rows, score, telling
from vaste.flows.receiving.arriving import Incoming, Receipt, State, body_hash
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads import services as leads
from vaste.leads.custom import sort_out
from vaste.leads.who import person_of
from vaste.ledger import services as ledger
from vaste.people import services as people
from vaste.scoring import services as scoring
from vaste.sla import services as sla

log = logging.getLogger(__name__)
__all__ = ["Incoming", "Receipt", "State", "body_hash", "digest_again", "receive_batch"]


def receive_batch(
    workspace_id: uuid.UUID, arrivals: Sequence[Incoming], *, at: datetime.datetime
) -> list[Receipt]:
    """
    Take a batch of arrivals of one workspace, durably, and return a receipt for each in its order.

    Returns after the commit. Nothing of the batch is stored when it raises.

    Raises Django's OperationalError while the database is away.
    """
    with inside(workspace_id):
        sql.plan_for_all()
        scoring.share_sums(workspace_id)
        asked = define.ask(workspace_id)
        fresh, receipts = _into_ledger(workspace_id, arrivals, at)
        definition = asked()
        works = [work for work in fresh if work.incoming.enquiry is not None]
        if works:
            _digest(workspace_id, works, definition, at)
        now = {work.incoming.id: _receipt(work) for work in fresh}
        receipts = {key: _as_now(receipt, now) for key, receipt in receipts.items()} | now
        _announce(workspace_id, works, at)
    return [receipts[arrival.id] for arrival in arrivals]


def digest_again(workspace_id: uuid.UUID, incoming: Incoming, *, at: datetime.datetime) -> Receipt:
    """
    Lead an arrival that is in the ledger already through the pipeline, in the caller's transaction.

    Its row then says how it ended: *lead created*, or *needs a look* with the reason. The caller
    holds the row, so that nobody else does the same at once.
    """
    with inside(workspace_id):
        sql.plan_for_all()
        scoring.share_sums(workspace_id)
        work = Work(incoming, lead_id=uuid7())
        _digest(workspace_id, [work], define.in_force(workspace_id), at)
        if work.lead:
            _settle(workspace_id, incoming, lead_id=work.lead["id"])
        _announce(workspace_id, [work], at)
        return _receipt(work)


def _announce(workspace_id: uuid.UUID, works: Sequence[Work], at: datetime.datetime) -> None:
    made = [work.lead for work in works if work.lead]
    ledger.announce(
        workspace_id,
        "arrivals",
        at=at,
        leads=[lead["id"] for lead in made],
        teams={lead["team_id"] for lead in made},
        users={lead["owner_id"] for lead in made},
        wake_at=min(
            filter(None, (clock["fires_at"] for work in works for clock in work.clocks)),
            default=None,
        ),
    )


def _into_ledger(
    workspace_id: uuid.UUID, arrivals: Sequence[Incoming], at: datetime.datetime
) -> tuple[list[Work], dict[uuid.UUID, Receipt]]:
    """Store what is new, raw; answer what was here before as it was answered then."""
    works = [Work(arrival, lead_id=uuid7()) for arrival in arrivals]
    stored = leads.store_arrivals([rows.arrival_row(workspace_id, work) for work in works])
    fresh = [work for work in works if work.incoming.id in stored]
    again = [work for work in works if work.incoming.id not in stored]
    if not again:
        return fresh, {}
    return fresh, _answer_repeats(workspace_id, again, fresh, at)


def _answer_repeats(
    workspace_id: uuid.UUID, again: list[Work], fresh: list[Work], at: datetime.datetime
) -> dict[uuid.UUID, Receipt]:
    keys = [(work.incoming.door_id, work.incoming.idempotency_key) for work in again]
    known = leads.find_arrivals(workspace_id, keys)
    receipts = {}
    appended = []
    for work, key in zip(again, keys, strict=True):
        first = known[key]
        same = first["body_hash"] == body_hash(work.incoming.body)
        if not work.incoming.has_own_key:
            appended.append(rows.appended_row(workspace_id, work, first))
        receipts[work.incoming.id] = Receipt(
            first["id"],
            first["state"],
            first["lead_id"],
            first["promised_at"],
            is_repeat=same,
            is_conflict=not same,
        )
    leads.store_arrivals(appended)
    said = [(row["lead_id"], row["received_at"]) for row in appended if row["lead_id"]]
    buyers.senders_wrote(workspace_id, said, at=at)
    return receipts


def _digest(
    workspace_id: uuid.UUID, works: list[Work], definition: Definition, at: datetime.datetime
) -> None:
    """Work a batch through; halve it around what fails, until only the culprits need a look."""
    try:
        with transaction.atomic():
            _work_through(workspace_id, works, definition, at)
    except (OperationalError, InterfaceError):
        raise  # the database is away: nothing is acknowledged
    except Exception as failure:  # whatever it is, what came is kept and blocks nobody
        for work in works:
            work.lead, work.clocks = {}, []
        if len(works) == 1:
            _needs_a_look(workspace_id, works[0], failure)
            return
        middle = len(works) // 2
        _digest(workspace_id, works[:middle], definition, at)
        _digest(workspace_id, works[middle:], definition, at)


def _work_through(
    workspace_id: uuid.UUID, works: list[Work], definition: Definition, at: datetime.datetime
) -> None:
    """The steps, in the order of the business."""
    for work in works:
        work.custom = sort_out(work.enquiry, definition.field_names)
    persons = [
        person_of(work.enquiry, door_id=work.incoming.door_id, custom=work.custom) for work in works
    ]
    recognized = people.recognize(workspace_id, persons, at=at)
    for work, who in zip(works, recognized, strict=True):
        work.lead = rows.lead_row(workspace_id, work, who, definition, at)
    answers = questions.begin(definition.questions)
    score(workspace_id, works, definition, answers, at)
    reconsider(workspace_id, works, definition, at)
    categorize(workspace_id, works, definition, answers, at)
    route(workspace_id, works, definition, answers, at)
    calendar_of = hours.calendars(workspace_id, definition)
    for work in works:
        rows.start_clocks(workspace_id, work, definition, calendar_of, at)
    consents = [row for work in works for row in rows.consent_rows(workspace_id, work, at)]
    notices = telling.notices(workspace_id, works, at)
    leads.store_leads([work.lead for work in works])
    leads.store_touches([rows.touch_row(workspace_id, work, at) for work in works])
    sla.store_clocks([clock for work in works for clock in work.clocks])
    people.keep_consents(consents)
    noticing.store(notices)
    telling.tell_arrived(workspace_id, works, at)
    ledger.record([rows.received_event(workspace_id, work, definition, at) for work in works])


def _needs_a_look(workspace_id: uuid.UUID, work: Work, failure: Exception) -> None:
    log.error("arrival %s needs a look", work.incoming.id, exc_info=failure)
    work.incoming.state = State.NEEDS_A_LOOK
    work.incoming.reasons = [
        {"code": "not_digested", "detail": f"{type(failure).__name__}: {failure}"[:500]}
    ]
    _settle(workspace_id, work.incoming, lead_id=None)


def _settle(workspace_id: uuid.UUID, incoming: Incoming, *, lead_id: uuid.UUID | None) -> None:
    row = {
        "id": incoming.id,
        "state": incoming.state,
        "reasons": incoming.reasons,
        "lead_id": lead_id,
    }
    leads.settle_arrivals(workspace_id, [row])


def _as_now(receipt: Receipt, now: Mapping[uuid.UUID, Receipt]) -> Receipt:
    """
    Return a repeat's receipt with what became of its first, where that came in the same batch.
    """
    first = now.get(receipt.arrival_id)
    if first is None:
        return receipt
    return replace(receipt, state=first.state, lead_id=first.lead_id, answer_by=first.answer_by)


def _receipt(work: Work) -> Receipt:
    incoming = work.incoming
    if not work.lead:
        return Receipt(incoming.id, incoming.state)
    return Receipt(incoming.id, incoming.state, work.lead["id"], work.lead["promised_at"])
