"""The queue's page, first 50 with counts, in a small and in a large book of leads."""

from __future__ import annotations

import statistics
import time
import uuid
from typing import Any

from bench import place

ASKED = 40  # pages asked for at each size, in turn
WARM = 5
OPEN_SHARE = 0.3

# Rows as the pipeline would have left them, made by the server itself; one contact serves them all.
LEADS = """
SET session_replication_role = replica;
INSERT INTO leads_lead (workspace_id, id, contact_id, door_id, arrival_id, received_at,
    is_returning, is_imported, subject, message, request_type, value_currency, value_band, language,
    custom, source, medium, campaign, term, content, referrer, landing_page, definition, fit,
    interest, quadrant, category, category_rank, is_mql, team_id, owner_id, state, due_at,
    next_step, next_step_at, closed_at, close_reason, version)
SELECT '{workspace}', gen_random_uuid(), '{contact}', '{door}', gen_random_uuid(),
    now() - n * interval '1 minute', false, false, '', 'We would like to know more.',
    'information', '', '', 'en', '{{}}', 'Google', '', '', '', '', '', '', 1, 50, 30, 'sales_now',
    (ARRAY['hot', 'warm', 'cold'])[1 + n % 3], n % 3, true, '{team}', NULL,
    CASE WHEN n % 10 < 3 THEN 'open' ELSE 'lost' END,
    CASE WHEN n % 10 < 3 THEN now() + (n % 100000) * interval '1 second' END,
    'Call', NULL, CASE WHEN n % 10 < 3 THEN NULL ELSE now() END,
    CASE WHEN n % 10 < 3 THEN '' ELSE 'no_need' END, 1
FROM generate_series(1, {size}) AS n
"""


def run(where: place.Place, *, sizes: list[int]) -> list[dict[str, Any]]:
    """Return one row a size; pages of both books are asked for in turn."""
    from django.test import Client

    clients = {size: _office(where, size) for size in sizes}
    place.owner_sql(where, "VACUUM (ANALYZE) leads_lead")
    times: dict[int, list[float]] = {size: [] for size in sizes}
    for number in range(WARM + ASKED):
        for size, client in clients.items():
            assert isinstance(client, Client)
            began = time.perf_counter()
            answer = client.get("/queue/?scope=all")
            seconds = time.perf_counter() - began
            if answer.status_code != 200:
                raise SystemExit(f"The queue answered {answer.status_code}.")
            if number >= WARM:
                times[size].append(seconds * 1000)
    first = statistics.median(times[sizes[0]])
    return [
        {
            "row": f"queue: first 50 with counts, {size:,} leads, in the server",
            "p50_ms": round(statistics.median(times[size]), 1),
            "p95_ms": round(statistics.quantiles(times[size], n=20)[-1], 1),
            "ratio": round(statistics.median(times[size]) / first, 2),
            "bar": "p95 <= 60 ms, <= 1.3 x the smallest",
        }
        for size in sizes
    ]


def _office(where: place.Place, size: int) -> Any:
    from django.test import Client
    from django.utils import timezone

    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.people.models import Contact
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user(f"queue{size}@bench.example", "Bench", password=None)
    office = found.found_workspace("Queue", f"queue-{size}", admin=admin, at=at)
    workspace_id: uuid.UUID = office.workspace.id
    with inside(workspace_id):
        contact = Contact.objects.create(
            workspace_id=workspace_id, full_name="Maija Virtanen", created_at=at
        )
    statement = LEADS.format(
        workspace=workspace_id,
        contact=contact.id,
        door=office.doors["api"].id,
        team=office.team.id,
        size=size,
    )
    place.superuser_sql(where, statement)
    client = Client()
    client.force_login(admin)
    return client
