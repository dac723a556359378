"""
Ten thousand clocks due in one second among many that wait; and how late a single one is, also while
the same worker reads an import in.
"""

from __future__ import annotations

import datetime
import statistics
import threading
import time
import uuid
from typing import Any

from bench import imports, place

DUE = 10_000
SINGLES = 200  # clocks that fall due one at a time
BEGIN_S = 3.0  # seconds until the worker runs and the first of them is due
PATIENCE_S = 60.0  # seconds after the last is due until those that were not fired are given up
IMPORTED = 60_000  # rows of an import that goes on meanwhile
CLOCKS = """
SET session_replication_role = replica;
INSERT INTO leads_lead (workspace_id, id, contact_id, door_id, arrival_id, received_at,
    is_returning, is_imported, subject, message, request_type, value_currency, value_band, language,
    custom, source, medium, campaign, term, content, referrer, landing_page, definition, fit,
    interest, quadrant, category, category_rank, is_mql, team_id, owner_id, state, due_at,
    next_step, close_reason, version)
SELECT '{workspace}', md5('lead' || n)::uuid, '{contact}', '{door}', gen_random_uuid(),
    now(), false, false, '', '', 'information', '', '', 'en', '{{}}', '', '', '', '', '', '', '',
    1, 50, 30, 'sales_now', 'warm', 1, true, '{team}', '{owner}', 'open', now(), 'Call', '', 1
FROM generate_series(1, {size}) AS n;
INSERT INTO sla_clock (workspace_id, id, lead_id, milestone, definition, started_at, warn_at,
    due_at, fires_at)
SELECT '{workspace}', gen_random_uuid(), md5('lead' || n)::uuid, 'first_contact', 1, now(),
    now() - interval '1 day', due.at, due.at
FROM generate_series(1, {size}) AS n
CROSS JOIN LATERAL (SELECT CASE WHEN n <= {due} THEN '{soon}'::timestamptz + n * interval '0.1 ms'
    ELSE '{soon}'::timestamptz + interval '1 day' + n * interval '1 s' END AS at) AS due;
"""


def run(where: place.Place, *, waiting: int) -> list[dict[str, Any]]:
    """Return a row for the storm and a row for single clocks."""
    workspace_id, soon = _prepare(where, waiting)
    place.owner_sql(where, "VACUUM (ANALYZE) leads_lead, sla_clock")
    storm = _storm(workspace_id, soon, waiting)
    calm = _singles(workspace_id, f"{waiting:,} waiting")
    _owe_import()
    busy = _singles(workspace_id, "while the same worker reads an import in")
    busy["bar"] = "none set"
    return [storm, calm, busy]


def _prepare(where: place.Place, waiting: int) -> tuple[uuid.UUID, datetime.datetime]:
    from django.utils import timezone

    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.people.models import Contact
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user("clocks@bench.example", "Bench", password=None)
    office = found.found_workspace("Clocks", "clocks", admin=admin, at=at)
    with inside(office.workspace.id):
        contact = Contact.objects.create(
            workspace_id=office.workspace.id, full_name="Maija Virtanen", created_at=at
        )
    soon = at - datetime.timedelta(seconds=2)  # all of them are due when the workers begin
    statement = CLOCKS.format(
        workspace=office.workspace.id, contact=contact.id, door=office.doors["api"].id,
        team=office.team.id, owner=admin.pk, size=waiting + DUE, due=DUE, soon=soon.isoformat(),
    )  # fmt: skip
    place.superuser_sql(where, statement)
    return office.workspace.id, soon


def _storm(workspace_id: uuid.UUID, soon: datetime.datetime, waiting: int) -> dict[str, Any]:
    from vaste.infra.tenancy.context import inside
    from vaste.sla.models import Firing

    began = time.perf_counter()
    at = soon + datetime.timedelta(seconds=2)
    workers = [threading.Thread(target=_fire, args=(workspace_id, at)) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    seconds = time.perf_counter() - began
    with inside(workspace_id):
        fired = Firing.objects.within(workspace_id).filter(level="breached").count()
    return {
        "row": f"clocks: {DUE:,} due in one second, {waiting:,} waiting, two workers",
        "seconds": round(seconds, 2),
        "per_second": round(fired / seconds),
        "fired": fired,
        "bar": f"< 10 s, {DUE:,} fired once each",
    }


def _fire(workspace_id: uuid.UUID, at: datetime.datetime) -> None:
    from django.db import connection

    from vaste.flows import clocks

    while clocks.fire_due(workspace_id, at=at):
        pass
    connection.close()


def _owe_import() -> None:
    """Owe the worker an import that takes longer than the single clocks do."""
    from django.utils import timezone

    from vaste.flows import found, importing
    from vaste.infra.tenancy.context import inside
    from vaste.leads.tables.mapping import guess_mapping, map_source
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user("clocks@bench.example", "Bench", password=None)
    office = found.found_workspace("Busy", "busy", admin=admin, at=at)
    with inside(office.workspace.id):
        found.join_team(office.workspace.id, office.team, admin)
    path = imports.file(IMPORTED)
    made = importing.take_file(
        office.workspace.id, office.doors["files"].id, path, filename=path.name, by=None, at=at
    )
    table = importing.table_of(made)
    field_map = map_source(guess_mapping(table.columns, table.sample()))
    importing.start(office.workspace.id, made.id, field_map=field_map, run_clocks=True, at=at)


def _late(workspace_id: uuid.UUID, since: datetime.datetime) -> list[float]:
    """Return by how many milliseconds each clock due from then on was fired late, ascending."""
    from vaste.infra import sql
    from vaste.infra.tenancy.context import inside

    with inside(workspace_id):
        rows = sql.run(
            "SELECT extract(epoch FROM fired_at - due_at) * 1000 FROM sla_firing"
            " WHERE workspace_id = %(workspace)s AND due_at >= %(begin)s AND level = 'breached'",
            {"workspace": workspace_id, "begin": since},
        )
    return sorted(float(row[0]) for row in rows)


def _singles(workspace_id: uuid.UUID, beside: str) -> dict[str, Any]:
    """Let clocks fall due one after another, and the product's own worker fire them."""
    from django.utils import timezone

    from vaste.config import schedule
    from vaste.infra import sql
    from vaste.infra.due.worker import tune
    from vaste.infra.tenancy.context import inside
    from vaste.ledger import services as ledger

    begin = timezone.now() + datetime.timedelta(seconds=BEGIN_S)
    with inside(workspace_id):
        sql.run(
            "WITH one AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM sla_clock"
            " WHERE workspace_id = %(workspace)s AND breached_at IS NULL ORDER BY id"
            " LIMIT %(most)s)"
            " UPDATE sla_clock AS kept SET due_at = told.at, fires_at = told.at FROM"
            " (SELECT id, %(begin)s::timestamptz + n * interval '137 ms' AS at FROM one) AS told"
            " WHERE kept.workspace_id = %(workspace)s AND kept.id = told.id",
            {"workspace": workspace_id, "most": SINGLES, "begin": begin},
        )
        ledger.announce(workspace_id, "clocks", at=timezone.now(), wake_at=begin)
    tune()
    worker = schedule.worker()
    thread = threading.Thread(target=worker.run)
    thread.start()
    patient_until = time.monotonic() + BEGIN_S + SINGLES * 0.137 + PATIENCE_S
    while len(late := _late(workspace_id, begin)) < SINGLES and time.monotonic() < patient_until:
        time.sleep(1)
    worker.stop()
    thread.join()
    return {
        "row": f"clocks: one due at a time, {beside}",
        "fired": len(late),
        "p50_ms": round(statistics.median(late), 1),
        "p99_ms": round(late[min(len(late) - 1, int(len(late) * 0.99))], 1),
        "bar": "p99 <= 50 ms late",
    }
