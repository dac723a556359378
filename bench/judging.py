"""Rescoring a big book: a rollout by 30 rules against one bare INSERT … SELECT of the same."""

from __future__ import annotations

import contextlib
import datetime
import json
import statistics
import time
import uuid
from typing import Any

from bench import place

# People and leads as the pipeline would have left them, made by the server itself.
BOOK = """
SET session_replication_role = replica;
INSERT INTO people_contact (workspace_id, id, full_name, given_name, family_name,
    email, mail_kind, phone, job_title, city, country, language, do_not_email, do_not_call,
    custom, created_at)
SELECT '{workspace}', ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    'Maija ' || n, 'Maija', 'Firm', 'maija' || n || '@firm' || n % 9000 || '.example',
    (ARRAY['business', 'free', 'business', 'disposable'])[1 + n % 4],
    CASE WHEN n % 3 = 0 THEN '+35840' || n ELSE '' END,
    (ARRAY['CEO', 'student', 'Head of Sales', 'toimitusjohtaja', '', 'engineer'])[1 + n % 6],
    (ARRAY['Helsinki', 'Turku', 'Oulu'])[1 + n % 3], (ARRAY['FI', 'SE', 'HU'])[1 + n % 3], 'fi',
    false, false, '{{}}', now() FROM generate_series(1, {size}) AS n;
INSERT INTO leads_lead (workspace_id, id, contact_id, door_id, arrival_id, received_at,
    is_returning, is_imported, subject, message, request_type, needed_within, value_currency,
    value_band, language, custom, source, medium, campaign, term, content, referrer, landing_page,
    definition, fit, interest, quadrant, category, category_rank, is_mql, team_id, owner_id, state,
    due_at, next_step, close_reason, version)
SELECT '{workspace}', ('10000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '{door}', gen_random_uuid(),
    now() - n * interval '10 seconds', false, false, '', 'We would like to know more.',
    (ARRAY['offer', 'information', 'download', 'newsletter', 'visit'])[1 + n % 5],
    n % 400, '', (ARRAY['small', 'medium', 'large', ''])[1 + n % 4], 'en', '{{}}',
    (ARRAY['Google', 'LinkedIn', 'fair', ''])[1 + n % 4], '', '', '', '', '', '', 1, 0, 0, '',
    '', 0, false, '{team}', NULL, 'open', now() + n * interval '1 second', 'Call', '', 1
FROM generate_series(1, {size}) AS n;
INSERT INTO scoring_interest (workspace_id, id, contact_id, signal, strength, as_of)
SELECT '{workspace}', gen_random_uuid(),
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    (ARRAY['offer', 'enquiry', 'download', 'newsletter', 'meeting'])[1 + n % 5], 10 + n % 50,
    now() - n % 60 * interval '1 day' FROM generate_series(1, {size}) AS n;
INSERT INTO leads_touch (workspace_id, id, contact_id, lead_id, kind, channel, campaign,
    occurred_at)
SELECT '{workspace}', gen_random_uuid(),
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, NULL,
    (ARRAY['offer', 'information', 'download', 'newsletter', 'visit'])[1 + n % 5], 'api', '',
    now() - n * interval '10 seconds' FROM generate_series(1, {size}) AS n
"""
# What the bare statement writes to: a lasting table without a key.
SCORES = """
CREATE TABLE IF NOT EXISTS bench_scores (id uuid, version int, contact_id uuid,
    received_at timestamptz, closed_at timestamptz, state text, owner_id uuid, team_id uuid,
    taken_over_at timestamptz, judge_at timestamptz, falls_at timestamptz, was_fit int,
    was_interest int, was_quadrant text, was_category text, was_rank int, was_mql boolean,
    met boolean[], fit int, points float8, half_life_s float8, interest int, quadrant text,
    place int, mql boolean, team int);
GRANT INSERT ON bench_scores TO vaste_app
"""
INSERT = "INSERT INTO bench_scores {judged}"
# One contact with few touches and one with many: what has been does not make what comes dearer.
TOUCHES = """
SET session_replication_role = replica;
INSERT INTO leads_touch (workspace_id, id, contact_id, lead_id, kind, channel, campaign,
    occurred_at)
SELECT '{workspace}', gen_random_uuid(), '{contact}', NULL, 'page', 'api', '',
    now() - n * interval '1 minute' FROM generate_series(1, {count}) AS n
"""
FEW, MANY, EVENTS = 10, 100_000, 60


def content(criteria: int = 24) -> dict[str, Any]:
    """Return a definition with 30 rules: `criteria` of fit, and those of categories and MQL."""
    from vaste.definitions.queries import default_content

    made = default_content()
    more = [
        {"field": "contact.job_title", "contains": "head"},
        {"field": "contact.country", "is": "FI"},
        {"field": "contact.city", "in": ["Helsinki", "Oulu"]},
        {"field": "lead.needed_within", "between": ["10 days", "90 days"]},
        {"field": "lead.source", "is": "fair"},
        {"field": "lead.value_band", "in": ["medium", "large"]},
        {"all": [{"field": "contact.phone", "missing": False},
                 {"not": {"field": "contact.mail_kind", "is": "free"}}]},
        {"field": "lead.message", "contains": "know"},
    ]  # fmt: skip
    kept = made["fit"]["criteria"]
    extra = [
        {"key": f"extra_{number}", "points": number % 7 - 3, "when": more[number % len(more)]}
        for number in range(max(0, criteria - len(kept)))
    ]
    made["fit"]["criteria"] = [*kept, *extra]
    return made


def run(where: place.Place, *, size: int) -> list[dict[str, Any]]:
    """Return rollouts against one bare statement of the same expressions, taken in between."""
    workspace_id = _book(where, size)
    publish(workspace_id, content())  # what judges all for the first time: every row changes
    bare = [_bare(workspace_id, INSERT)]
    update = _bare(workspace_id, UPDATE)
    everything = _roll_out(workspace_id)
    place.superuser_sql(where, "VACUUM (ANALYZE) leads_lead")
    changed = content()
    one = next(one for one in changed["fit"]["criteria"] if one["key"] == "extra_4")
    one["points"] += 2  # what comes from fairs: a quarter of the book
    publish(workspace_id, changed)
    bare.append(_bare(workspace_id, INSERT))
    some = _roll_out(workspace_id)
    return [
        _trial(workspace_id, changed),
        _what_if(workspace_id, changed),
        _events(where, workspace_id),
        _row(f"{size:,} open leads by 30 rules, every one changing", everything, bare, update),
        _row(f"{size:,} open leads by 30 rules, after another weight", some, bare, update),
    ]


UPDATE = """
UPDATE leads_lead AS kept SET fit = now.fit, interest = now.interest, quadrant = now.quadrant,
    category_rank = now.place, is_mql = now.mql FROM ({judged}) AS now
WHERE kept.workspace_id = %(workspace)s AND kept.id = now.id
"""


def _row(name: str, reached: tuple[float, int], bare: list[float], update: float) -> dict[str, Any]:
    seconds, changed = reached
    limit = sum(bare) / len(bare)
    return {
        "row": f"rescore and recategorize {name}",
        "bare_insert_select_s": round(limit, 1),
        "bare_update_s": round(update, 1),
        "rollout_s": round(seconds, 1),
        "changed": changed,
        "ratio": round(seconds / limit, 2),
        "ratio_to_update": round(seconds / update, 2),
        "bar": "<= 2",
    }


class _Undone(Exception):
    """What the bare statement wrote is taken back."""


def _bare(workspace_id: uuid.UUID, statement: str) -> float:
    """Return the seconds of one bare statement of the judging, which is then undone."""
    from vaste.flows import define
    from vaste.flows.judging import judging
    from vaste.infra import sql
    from vaste.infra.tenancy.context import inside

    began, seconds = 0.0, 0.0
    with contextlib.suppress(_Undone), inside(workspace_id):
        asked = judging(define.in_force(workspace_id), where="true")
        params = {**asked.params, "workspace": workspace_id, "now": now()}
        began = time.perf_counter()
        sql.run(statement.format(judged=asked.text), params, prepare=False)
        seconds = time.perf_counter() - began
        raise _Undone
    return seconds


def _trial(workspace_id: uuid.UUID, made: dict[str, Any]) -> dict[str, Any]:
    """Return how long a trial of a definition takes for 100,000 leads."""
    from vaste.flows import trying
    from vaste.infra.tenancy.context import inside

    trial = trying.start(workspace_id, made, days=3_660, by=None, at=now())
    began = time.perf_counter()
    while trying.step(workspace_id, at=now()):
        pass
    seconds = time.perf_counter() - began
    with inside(workspace_id):
        trial = trying.find(workspace_id, trial.id)
    return {
        "row": f"trial of a definition with 30 rules on {trial.done:,} leads",
        "state": trial.state,
        "seconds": round(seconds, 1),
        "s_per_100k_leads": round(seconds * 100_000 / max(1, trial.done), 1),
        "bar": "seconds per 100,000 leads",
    }


def _what_if(workspace_id: uuid.UUID, made: dict[str, Any]) -> dict[str, Any]:
    """Return how long a what-if takes for 100,000 leads, dealt out to eight people."""
    from vaste.flows import replaying
    from vaste.flows.replaying import Change
    from vaste.infra.tenancy.context import inside
    from vaste.routing import queries as routing

    with inside(workspace_id):
        team = routing.teams(workspace_id)[0].slug
    changes = [
        Change(team, user_id, weight=1 + number % 3, capacity=100_000)
        for number, user_id in enumerate(_people(workspace_id))
    ]
    at = now()
    run = replaying.start(
        workspace_id, made, since=at - datetime.timedelta(days=3_650), until=at, changes=changes,
        by=None, at=at,
    )  # fmt: skip
    began = time.perf_counter()
    while replaying.step(workspace_id, at=now()):
        pass
    seconds = time.perf_counter() - began
    with inside(workspace_id):
        run = replaying.find(workspace_id, run.id)
    return {
        "row": f"what-if of {run.done:,} leads, 8 people",
        "state": run.state,
        "seconds": round(seconds, 1),
        "s_per_100k_leads": round(seconds * 100_000 / max(1, run.done), 1),
        "bar": "seconds per 100,000 leads",
    }


def _people(workspace_id: uuid.UUID) -> list[uuid.UUID]:
    """Return eight people who work in the workspace, and are in no team."""
    from vaste.workspaces.models import Membership, User

    users = User.objects.bulk_create(
        [User(email=f"dealt{number}@bench.example") for number in range(8)]
    )
    Membership.objects.bulk_create(
        [
            Membership(workspace_id=workspace_id, user=user, role="rep", joined_at=now())
            for user in users
        ]
    )
    return [user.pk for user in users]


def _events(where: place.Place, workspace_id: uuid.UUID) -> dict[str, Any]:
    """Return what one event costs at a contact with few touches and at one with many, in turn."""
    from vaste.flows import touch
    from vaste.flows.touch import Told

    contacts = {
        count: uuid.UUID(int=0x7000_8000_0000_0000_0000 + number)
        for number, count in ((1, FEW), (2, MANY))
    }
    for count, contact in contacts.items():
        text = TOUCHES.format(workspace=workspace_id, contact=contact, count=count)
        place.superuser_sql(where, text)
    place.superuser_sql(where, "ANALYZE leads_touch")
    times: dict[int, list[float]] = {count: [] for count in contacts}
    for _ in range(EVENTS):
        for count, contact in contacts.items():
            at = now()
            told = Told(kind="page", occurred_at=at, contact_id=contact, path="/pricing")
            began = time.perf_counter()
            (done,) = touch.record_touches(workspace_id, [told], at=at)
            times[count].append((time.perf_counter() - began) * 1000)
            if done.status != touch.RECORDED:
                raise SystemExit(f"The event ended as {done.status}.")
    few, many = (statistics.median(times[count]) for count in (FEW, MANY))
    return {
        "row": f"an event at a contact with {FEW} and with {MANY:,} events before",
        "few_ms": round(few, 2),
        "many_ms": round(many, 2),
        "ratio": round(many / few, 2),
        "bar": "the same",
    }


def now() -> datetime.datetime:
    """Return the instant it is."""
    return datetime.datetime.now(datetime.UTC)


def publish(workspace_id: uuid.UUID, made: dict[str, Any]) -> None:
    """Publish a definition, which the worker or `_roll_out` brings to the leads."""
    from vaste.flows import define
    from vaste.infra.tenancy.context import inside

    with inside(workspace_id):
        define.publish(workspace_id, json.dumps(made), by=None, at=now())


def _roll_out(workspace_id: uuid.UUID) -> tuple[float, int]:
    from vaste.definitions.models import Rollout
    from vaste.flows import rollout
    from vaste.infra.tenancy.context import inside

    began = time.perf_counter()
    while True:
        rollout.step(workspace_id, at=now())
        with inside(workspace_id):
            due = rollout.next_step(workspace_id)
        if due is None or due > now():
            break
    seconds = time.perf_counter() - began
    with inside(workspace_id):
        last = Rollout.objects.within(workspace_id).order_by("-number", "id").first()
    assert last is not None
    return seconds, last.changed


def _book(where: place.Place, size: int) -> uuid.UUID:
    from vaste.flows import found
    from vaste.workspaces import services as workspaces

    admin = workspaces.ensure_user("judging@bench.example", "Bench", password=None)
    office = found.found_workspace("Judging", "judging", admin=admin, at=now())
    fill(where, office, size)
    place.superuser_sql(where, SCORES)
    workspace_id: uuid.UUID = office.workspace.id
    return workspace_id


def email(number: int) -> str:
    """Return the address of one of the book's people, who are numbered from 1."""
    return f"maija{number}@firm{number % 9000}.example"


def fill(where: place.Place, office: Any, size: int) -> None:
    """Give a founded workspace `size` open leads of as many people, and analyze all tables."""
    text = BOOK.format(
        workspace=office.workspace.id, door=office.doors["api"].id, team=office.team.id, size=size
    )
    place.superuser_sql(where, text)
    place.superuser_sql(where, "VACUUM (ANALYZE)")
