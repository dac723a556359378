"""The reports of a small and a large book, against one bare aggregate of the same two tables."""

from __future__ import annotations

import datetime
import statistics
import time
import uuid
from typing import Any

from bench import place

ASKED = 5  # pages asked for of each report, in turn with the bare statement
WARM = 1
DAYS = 360  # the leads were received over so many days
PEOPLE = 8
#: The reports, each with the address of its largest period.
PAGES = {
    "response": "/reports/response/?period=all",
    "conversion": "/reports/conversion/?period=all",
    "cohorts": "/reports/cohorts/?period=all",
    "reasons": "/reports/reasons/?period=all",
    "fairness": "/reports/fairness/?period=all",
}

# Rows as the pipeline would have left them, made by the server itself: a lead with four clocks
# and the decision of its routing among eight people; one contact serves them all.
BOOK = """
SET session_replication_role = replica;
INSERT INTO leads_lead (workspace_id, id, contact_id, door_id, arrival_id, received_at,
    is_returning, is_imported, subject, message, request_type, value_currency, value_band, language,
    custom, source, medium, campaign, term, content, referrer, landing_page, definition, fit,
    interest, quadrant, category, category_rank, is_mql, team_id, owner_id, state, due_at,
    taken_over_at, first_contact_at, next_step, closed_at, close_reason, version)
SELECT '{workspace}', md5('{workspace}' || n)::uuid, '{contact}', '{door}', gen_random_uuid(),
    received.at, false, false, '', 'We would like to know more of number ' || n || '.',
    (ARRAY['offer', 'information', 'download'])[1 + n % 3], '',
    (ARRAY['small', 'medium', 'large', ''])[1 + n % 4], 'en', '{{}}',
    (ARRAY['Google', 'LinkedIn', 'fair', 'Bing', 'partner', ''])[1 + n % 6], '',
    'campaign ' || n % 40, '', '', '', '', 1, 50, 30, 'sales_now',
    (ARRAY['hot', 'warm', 'cold'])[1 + n % 3], n % 3, n % 4 < 3, '{team}',
    ('{{{people}}}'::uuid[])[1 + n % {size_of_team}],
    (ARRAY['open', 'open', 'open', 'won', 'lost', 'lost', 'lost', 'lost', 'not_a_fit', 'lost'])
        [1 + n % 10],
    CASE WHEN n % 10 < 3 THEN now() + n % 100000 * interval '1 second' END,
    received.at + n % 50 * interval '1 minute',
    CASE WHEN n % 5 < 4 THEN received.at + waited.s * interval '1 second' END, 'Call',
    CASE WHEN n % 10 >= 3 THEN received.at + n % 30 * interval '1 day' END,
    CASE WHEN n % 10 < 3 THEN '' WHEN n % 10 = 3 THEN 'won'
        ELSE (ARRAY['no_need', 'price', 'competitor', 'no_answer'])[1 + n % 4] END, 1
FROM generate_series(1, {size}) AS n {of_a_lead};
INSERT INTO sla_clock (workspace_id, id, lead_id, milestone, definition, started_at, warn_at,
    due_at, met_at, raw_s, working_s, visible_at, system_ms, person_s)
SELECT '{workspace}', gen_random_uuid(), md5('{workspace}' || n)::uuid, milestone.name, 1,
    received.at, received.at + interval '30 minutes', received.at + interval '1 hour',
    CASE WHEN is_met THEN received.at + waited.s * interval '1 second' END,
    CASE WHEN is_met THEN waited.s END, CASE WHEN is_met THEN waited.s / 3 END, received.at,
    CASE WHEN is_met THEN 40 + n % 500 END, CASE WHEN is_met THEN waited.s END
FROM generate_series(1, {size}) AS n {of_a_lead}
CROSS JOIN unnest(ARRAY['assigned', 'take_over', 'first_contact', 'decided']) AS milestone (name)
CROSS JOIN LATERAL (SELECT n % 5 < 4 AS is_met) AS met;
INSERT INTO ledger_event (workspace_id, id, verb, subject_id, at, detail)
SELECT '{workspace}', gen_random_uuid(), 'lead.received', md5('{workspace}' || n)::uuid,
    received.at, jsonb_build_object('routing', jsonb_build_object(
        'rule', 'default', 'team', '{team}', 'chosen', chosen.id,
        'candidates', (SELECT jsonb_agg(jsonb_build_array(one.id,
            CASE WHEN one.id = chosen.id THEN 'chosen' WHEN (n + place) % 9 = 0 THEN 'away'
                ELSE 'turn' END, n % 40, 50))
            FROM unnest('{{{people}}}'::uuid[]) WITH ORDINALITY AS one (id, place))))
FROM generate_series(1, {size}) AS n {of_a_lead}
CROSS JOIN LATERAL (SELECT ('{{{people}}}'::uuid[])[1 + n % {size_of_team}] AS id) AS chosen
"""
# A tenth is answered within minutes, a few after days: the n-th always alike.
OF_A_LEAD = """
CROSS JOIN LATERAL (SELECT '{now}'::timestamptz
    - (n * 7919::bigint % ({days} * 86400)) * interval '1 second' AS at) AS received
CROSS JOIN LATERAL (SELECT 60 + (n * 104729::bigint % 1000)::int * (n % 200) AS s) AS waited
"""
# What no report of both tables goes below: each read once, joined, and counted by one dimension.
BARE = """
SELECT l.category, count(*), count(c.met_at), avg(c.working_s)
FROM leads_lead AS l
JOIN sla_clock AS c ON c.workspace_id = %(workspace)s AND c.lead_id = l.id
    AND c.milestone = 'first_contact'
WHERE l.workspace_id = %(workspace)s GROUP BY l.category
"""


def run(where: place.Place, *, sizes: list[int]) -> list[dict[str, Any]]:
    """Return a row for each report of each size; pages and the bare aggregate come in turn."""
    rows = []
    for size in sizes:
        workspace_id, client = book(where, size)
        times: dict[str, list[float]] = {name: [] for name in ("bare", *PAGES)}
        for number in range(WARM + ASKED):
            for name in times:
                taken = _bare(workspace_id) if name == "bare" else _page(client, PAGES[name])
                if number >= WARM:
                    times[name].append(taken)
        limit = statistics.median(times.pop("bare"))
        rows += [_row(name, size, taken, limit) for name, taken in times.items()]
    return rows


def _row(name: str, size: int, taken: list[float], limit: float) -> dict[str, Any]:
    return {
        "row": f"reports: {name} of {size:,} leads, the whole page",
        "p50_ms": round(statistics.median(taken), 1),
        "most_ms": round(max(taken), 1),
        "bare_aggregate_ms": round(limit, 1),
        "ratio": round(statistics.median(taken) / limit, 2),
        "bar": "against one sequential aggregate of leads and clocks",
    }


def _page(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    return taken


def _bare(workspace_id: uuid.UUID) -> float:
    """Return the milliseconds of the bare aggregate, read in order and without an index."""
    from vaste.infra import sql
    from vaste.infra.tenancy.context import inside

    with inside(workspace_id):
        for way in ("indexscan", "bitmapscan", "indexonlyscan"):
            sql.run(f"SET LOCAL enable_{way} = off", {})
        began = time.perf_counter()
        sql.run(BARE, {"workspace": workspace_id}, prepare=False)
        return (time.perf_counter() - began) * 1000


def book(where: place.Place, size: int) -> tuple[uuid.UUID, Any]:
    """Return a workspace with `size` leads, their clocks and decisions, and its admin signed in."""
    from django.test import Client
    from django.utils import timezone

    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.people.models import Contact
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user(f"reports{size}@bench.example", "Bench", password=None)
    office = found.found_workspace("Reports", f"reports-{size}", admin=admin, at=at)
    workspace_id: uuid.UUID = office.workspace.id
    people = _people(office, size)
    with inside(workspace_id):
        contact = Contact.objects.create(
            workspace_id=workspace_id, full_name="Maija Virtanen", created_at=at
        )
    end = at - datetime.timedelta(days=1)
    statement = BOOK.format(
        workspace=workspace_id, contact=contact.id, door=office.doors["api"].id,
        team=office.team.id, people=",".join(map(str, people)), size_of_team=PEOPLE, size=size,
        of_a_lead=OF_A_LEAD.format(now=end.isoformat(), days=DAYS),
    )  # fmt: skip
    place.superuser_sql(where, statement)
    place.owner_sql(where, "VACUUM (ANALYZE) leads_lead, sla_clock, ledger_event")
    client = Client()
    client.force_login(admin)
    return workspace_id, client


def _people(office: Any, size: int) -> list[uuid.UUID]:
    from django.utils import timezone

    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.workspaces.models import Membership, User

    workspace_id, at = office.workspace.id, timezone.now()
    users = User.objects.bulk_create(
        [User(email=f"rep{number}.of{size}@reports.example") for number in range(PEOPLE)]
    )
    Membership.objects.bulk_create(
        [Membership(workspace_id=workspace_id, user=one, role="rep", joined_at=at) for one in users]
    )
    with inside(workspace_id):
        for number, one in enumerate(users):
            found.join_team(workspace_id, office.team, one, weight=1 + number % 3)
    return [one.pk for one in users]
