"""The matrix of many open leads: its page and its points, against one bare look at the tables."""

from __future__ import annotations

import gzip
import statistics
import time
import uuid
from typing import Any

from bench import place

ASKED = 5  # times each is asked for, in turn with the bare statement
WARM = 1

# Rows as the pipeline would have left them, made by the server itself: a contact and one to three
# fading sums for each open lead.
LEADS = """
SET session_replication_role = replica;
INSERT INTO people_contact (workspace_id, id, given_name, family_name, full_name, job_title, email,
    mail_kind, phone, language, city, country, do_not_email, do_not_call, custom, created_at,
    seniority)
SELECT '{workspace}', md5('{workspace}c' || n)::uuid, '', '', 'Buyer ' || n, '', '', '', '', 'en',
    '', '', false, false, '{{}}', now(), ''
FROM generate_series(1, {size}) AS n;
INSERT INTO scoring_interest (workspace_id, id, contact_id, signal, strength, as_of)
SELECT '{workspace}', gen_random_uuid(), md5('{workspace}c' || n)::uuid, signal.key,
    20 + n % 60, now() - n % 5000 * interval '1 minute'
FROM generate_series(1, {size}) AS n
CROSS JOIN unnest(ARRAY['offer', 'enquiry', 'download']) WITH ORDINALITY AS signal (key, place)
WHERE signal.place <= 1 + n % 3;
INSERT INTO leads_lead (workspace_id, id, contact_id, door_id, arrival_id, received_at,
    is_returning, is_imported, subject, message, request_type, value_currency, value_band, language,
    custom, source, medium, campaign, term, content, referrer, landing_page, definition, fit,
    interest, quadrant, category, category_rank, is_mql, team_id, state, due_at, next_step,
    close_reason, version)
SELECT '{workspace}', gen_random_uuid(), md5('{workspace}c' || n)::uuid, '{door}',
    gen_random_uuid(), now() - n * interval '1 minute', false, false, '', '', 'information', '',
    (ARRAY['', 'small', 'medium', 'large'])[1 + n % 4], 'en', '{{}}', 'Source ' || n % 30, '', '',
    '', '', '', '', 1, n % 101, 30, 'sales_now', (ARRAY['hot', 'warm', 'cold'])[1 + n % 3], n % 3,
    true, '{team}', 'open', now() + n % 100000 * interval '1 second', 'Call', '', 1
FROM generate_series(1, {size}) AS n
"""
# What no matrix goes below: every lead with its sums, read in order and added up.
BARE = """
SELECT sum(lead.fit), sum(heat.strength)
FROM leads_lead AS lead
LEFT JOIN (
    SELECT contact_id, sum(strength) AS strength FROM scoring_interest
    WHERE workspace_id = %(workspace)s GROUP BY contact_id
) AS heat ON heat.contact_id = lead.contact_id
WHERE lead.workspace_id = %(workspace)s AND lead.state IN ('open', 'snoozed')
"""


def run(where: place.Place, *, size: int) -> list[dict[str, Any]]:
    """Return a row for the page and one for the points; both come in turn with the bare look."""
    workspace_id, client = _office(where, size)
    asked: dict[str, list[float]] = {"bare": [], "/matrix/": [], "/matrix/points/": []}
    packed = b""
    for number in range(WARM + ASKED):
        for name, times in asked.items():
            began = time.perf_counter()
            if name == "bare":
                _bare(workspace_id)
            else:
                packed = client.get(name).content
            if number >= WARM:
                times.append((time.perf_counter() - began) * 1000)
    limit = statistics.median(asked.pop("bare"))
    rows = [_row(name, size, times, limit) for name, times in asked.items()]
    rows[-1]["bytes_a_lead_gzipped"] = round(len(gzip.compress(packed, 3)) / size, 1)
    return rows


def _row(name: str, size: int, times: list[float], limit: float) -> dict[str, Any]:
    what = "the plot's leads, packed" if "points" in name else "the page, list and counts"
    return {
        "row": f"matrix: {what}, {size:,} open leads, in the server",
        "p50_ms": round(statistics.median(times), 1),
        "bare_look_ms": round(limit, 1),
        "ratio": round(statistics.median(times) / limit, 2),
        "bar": "against one bare aggregate of leads and sums; filters cost the server no plot",
    }


def _bare(workspace_id: uuid.UUID) -> None:
    from vaste.infra import sql
    from vaste.infra.tenancy.context import inside

    with inside(workspace_id):
        sql.run(BARE, {"workspace": workspace_id}, prepare=False)


def _office(where: place.Place, size: int) -> tuple[uuid.UUID, Any]:
    from django.test import Client
    from django.utils import timezone

    from vaste.flows import found
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user("matrix@bench.example", "Bench", password=None)
    office = found.found_workspace("Matrix", "matrix", admin=admin, at=at)
    workspace_id: uuid.UUID = office.workspace.id
    door, team = office.doors["api"].id, office.team.id
    statement = LEADS.format(workspace=workspace_id, door=door, team=team, size=size)
    place.superuser_sql(where, statement)
    place.owner_sql(where, "VACUUM (ANALYZE) leads_lead, people_contact, scoring_interest")
    client = Client()
    client.force_login(admin)
    return workspace_id, client
