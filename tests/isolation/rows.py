"""Rows of every kind in two workspaces, for the tests that look from one into the other."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from tests.api import rooms
from tests.api.rooms import Rooms
from tests.build import NOON
from vaste.config import tables
from vaste.flows import clocks, drafting, pausing, work
from vaste.infra.due import services as due
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.notifications import choosing
from vaste.notifications.models import Subscription
from vaste.people.models import Consent, Contact, Suggestion
from vaste.sla.models import Retiming


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """One foreign key between tenant tables, without its workspace."""

    table: str
    column: str
    target: str


def furnish() -> Rooms:
    """Return a workspace with at least one row in every tenant table."""
    made = rooms.furnish()
    office = made.office
    with inside(office.id):
        contacts = list(Contact.objects.within(office.id).order_by("id")[:2])
        Suggestion.objects.create(
            workspace_id=office.id,
            contact_id=contacts[0].id,
            other_id=contacts[1].id,
            reason="same_name",
            value="maija",
            made_at=NOON,
        )
        Consent.objects.create(
            workspace_id=office.id,
            contact_id=contacts[0].id,
            purpose="newsletter",
            given=True,
            text="Send me news",
            at=NOON,
        )
        drafting.open_draft(office.id, by=office.mo.pk, at=NOON)
        due.owe(office.id, "kind", str(uuid7()), {}, due_at=NOON)
        lead = Lead.objects.within(office.id).filter(state="open").order_by("id")[0]
    work.take_over(office.id, lead.id, by=office.mo, at=timezone.now())
    work.log_contact(
        office.id,
        lead.id,
        channel="phone",
        outcome="reached",
        note="",
        next_step="Call",
        next_step_at=timezone.now() + datetime.timedelta(days=1),
        by=office.mo,
        at=timezone.now(),
    )
    pausing.pause(
        office.id,
        lead.id,
        reason="other",
        until=timezone.now() + datetime.timedelta(days=1),
        by=office.mo,
        at=timezone.now(),
    )
    with inside(office.id):
        choosing.choose(
            office.id, office.mo.pk, chosen={"clock_breached": ["email"]}, quiet_from="",
            quiet_until="", zone="Europe/Helsinki",
        )  # fmt: skip
        Subscription.objects.create(
            workspace_id=office.id, user_id=office.mo.pk, endpoint="https://push.example/1",
            p256dh="x", auth="y", created_at=NOON,
        )  # fmt: skip
        choosing.add_chat(
            office.id, kind="slack", name="Sales", url="https://hooks.example/1",
            events=["clock_breached"], local=False, by=None, at=NOON,
        )  # fmt: skip
        Retiming.objects.create(
            workspace_id=office.id, team_id=office.team.id, number=1, changed_at=NOON, before={},
            after={}, finished_at=NOON,
        )  # fmt: skip
    clocks.fire_due(office.id, at=timezone.now() + datetime.timedelta(days=30))
    return made


def count(table: str) -> int:
    """Return how many rows of a table are seen, by a statement that names no workspace."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        row = cursor.fetchone()
    return int(row[0])


def an_id(workspace_id: uuid.UUID, table: str) -> uuid.UUID:
    """Return the id of a row of a workspace."""
    with inside(workspace_id), connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{table}" WHERE workspace_id = %s LIMIT 1', [workspace_id])
        row = cursor.fetchone()
    assert row is not None, table
    found: uuid.UUID = row[0]
    return found


def foreign_keys() -> list[ForeignKey]:
    """Return every foreign key between tenant tables, as the catalogs have them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.conrelid::regclass::text, a.attname, k.confrelid::regclass::text"
            " FROM pg_constraint AS k CROSS JOIN LATERAL unnest(k.conkey) AS at (number)"
            " JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = at.number"
            " WHERE k.contype = 'f' AND a.attname <> 'workspace_id'"
            " AND k.conrelid::regclass::text = ANY (%s) ORDER BY 1, 2",
            [sorted(tables.TENANT)],
        )
        return [ForeignKey(*row) for row in cursor.fetchall()]
