"""Capture: a JSON post through the whole pipeline, against raw single-row inserts."""

from __future__ import annotations

import json
import statistics
import uuid
from typing import Any

from bench import load, place

CLIENTS = 32
WARM_S = 3.0  # seconds of posts that are not counted
BARE = """
CREATE TABLE IF NOT EXISTS bench_bare (id uuid PRIMARY KEY, workspace_id uuid, contact_id uuid,
    received_at timestamptz, email text, name text, phone text, message text, source text,
    state text, due_at timestamptz, details jsonb);
CREATE INDEX IF NOT EXISTS bench_bare_time ON bench_bare (workspace_id, received_at);
CREATE INDEX IF NOT EXISTS bench_bare_contact ON bench_bare (workspace_id, contact_id);
CREATE INDEX IF NOT EXISTS bench_bare_due ON bench_bare (workspace_id, due_at) WHERE state = 'open';
"""
INSERT = """
\\set a random(1, 100000000)
INSERT INTO bench_bare VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001',
    gen_random_uuid(), now(), 'buyer' || :a || '@firm.example', 'Maija', '+358457000001',
    'We would like to know more about your chairs, please.', 'google', 'open', now(), '{}');
"""


def run(where: place.Place, *, rounds: int, seconds: int) -> dict[str, Any]:
    """Return the ratio of posts a second to inserts a second, medians of interleaved rounds."""
    key = office("Capture", "capture").doors["api"].key
    place.owner_sql(where, BARE)
    inserts, posts, results = [], [], []
    with place.web() as port:
        load.post(port, lambda n: request(key, n), clients=CLIENTS, seconds=WARM_S)
        place.superuser_sql(where, "ANALYZE")  # as the server itself does within its first minute
        for _ in range(rounds):
            inserts.append(place.pgbench(where, INSERT, clients=CLIENTS, seconds=seconds))
            found = load.post(port, lambda n: request(key, n), clients=CLIENTS, seconds=seconds)
            posts.append(found.per_second)
            results.append(found)
    refused = sum(
        count for one in results for status, count in one.statuses.items() if status != 202
    )
    return {
        "row": "capture: posts over HTTP, 32 clients, against raw single-row inserts",
        "limit_per_s": round(statistics.median(inserts)),
        "reached_per_s": round(statistics.median(posts)),
        "ratio": round(statistics.median(posts) / statistics.median(inserts), 3),
        "bar": ">= 0.25, p99 <= 250 ms",
        "p50_ms": round(statistics.median(one.percentile_ms(0.5) for one in results), 1),
        "p99_ms": round(statistics.median(one.percentile_ms(0.99) for one in results), 1),
        "not_202": refused,
    }


def office(name: str, slug: str) -> Any:
    """Found a workspace of eight people whose doors take as many posts as come."""
    from django.utils import timezone

    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.leads.models import Door
    from vaste.workspaces import services as workspaces

    at = timezone.now()
    admin = workspaces.ensure_user(f"{slug}@bench.example", "Bench", password=None)
    made = found.found_workspace(name, slug, admin=admin, at=at)
    with inside(made.workspace.id):
        for number in range(8):
            rep = workspaces.ensure_user(
                f"rep{number}@bench.example", f"Rep {number}", password=None
            )
            workspaces.join(made.workspace, rep, "rep", at=at)
            found.join_team(made.workspace.id, made.team, rep)
        Door.objects.within(made.workspace.id).update(settings={"posts_per_minute": 0})
    return made


def request(key: str, number: int, *, email: str = "") -> bytes:
    """Return the `number`-th post: of `email`, or of a person of its own at one of 5,000 firms."""
    unique = uuid.uuid4().hex
    body = {
        "name": "Maija Meikäläinen",
        "email": email or f"buyer.{unique}@firm{number % 5000}.example",
        "phone": f"+35845{int(unique[:8], 16) % 10_000_000:07d}",
        "company": f"Firm {number % 5000}",
        "message": "We would like to know more about your chairs, please.",
        "request_type": "offer",
        "utm_source": "google",
    }
    return load.request(f"/in/api/{key}", json.dumps(body).encode(), key=unique)
