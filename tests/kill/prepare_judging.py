"""
Makes two workspaces with the same book, and begins a rollout, a back-test and a trial in one, and
the reading of a calendar.
"""

from __future__ import annotations

import copy
import datetime
import json
import sys
import uuid
from typing import Any

from vaste.config import django_setup

django_setup.set_up()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import build  # noqa: E402
from vaste.definitions import queries as definitions  # noqa: E402
from vaste.flows import backtesting, define, feeding, trying  # noqa: E402
from vaste.infra.tenancy.context import inside  # noqa: E402
from vaste.leads.models import Lead, Touch  # noqa: E402
from vaste.people.models import Contact  # noqa: E402
from vaste.routing.models import Member  # noqa: E402
from vaste.scoring.models import Interest  # noqa: E402

HOUR = datetime.timedelta(hours=1)
ENDED = "(ARRAY['won', 'lost', 'open', 'open', 'open', 'open'])[1 + mod(n, 6)]"
#: What differs from row to row of a table; ids are the same in both workspaces.
VARIED: dict[type[Any], dict[str, str]] = {
    Contact: {
        "id": "c", "job_title": "(ARRAY['CEO', 'student', '', 'engineer'])[1 + mod(n, 4)]",
        "mail_kind": "(ARRAY['business', 'free'])[1 + mod(n, 2)]",
    },
    Lead: {
        "id": "d", "contact_id": "c", "state": ENDED,
        "closed_at": f"CASE WHEN {ENDED} = 'open' THEN NULL ELSE one.received_at END",
        "due_at": f"CASE WHEN {ENDED} = 'open' THEN one.due_at END",
        "close_reason": f"CASE {ENDED} WHEN 'open' THEN '' ELSE 'price' END",
        "request_type": "(ARRAY['offer', 'information', 'download', ''])[1 + mod(n, 4)]",
        "value_band": "(ARRAY['', 'small', 'medium', 'large'])[1 + mod(n / 7, 4)]",
    },
    Touch: {
        "id": "f", "contact_id": "c", "lead_id": "d",
        "kind": "(ARRAY['offer', 'information', 'download', 'newsletter'])[1 + mod(n, 4)]",
    },
    Interest: {"id": "e", "contact_id": "c"},
}  # fmt: skip


def main() -> None:
    """
    `make LEADS URL` founds both, begins in the first and prints their ids; `begin ID URL` begins in
    one. URL is that of the calendar.
    """
    if sys.argv[1] == "make":
        at = timezone.now().replace(minute=0, second=0, microsecond=0) - HOUR
        made = [_book(int(sys.argv[2]), at) for _ in range(2)]
        _begin(made[0], sys.argv[3])
        sys.stdout.write(json.dumps([str(one) for one in made]) + "\n")
    else:
        _begin(uuid.UUID(sys.argv[2]), sys.argv[3])


def _book(leads: int, at: datetime.datetime) -> uuid.UUID:
    office = build.office(at=at)
    like = build.lead(office, at=at, request_type="offer", message="Hello")
    with inside(office.id), connection.cursor() as cursor:
        for model, varied in VARIED.items():
            names = [
                one.column for one in model._meta.concrete_fields
                if not getattr(one, "generated", False)
            ]  # fmt: skip
            told = [_told(name, varied.get(name)) for name in names]
            owner = "id" if model is Contact else "contact_id"
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(names)})"
                f" SELECT {', '.join(told)} FROM {model._meta.db_table} AS one,"
                f" generate_series(1, {leads}) AS n"
                f" WHERE one.workspace_id = %s AND one.{owner} = %s",
                [office.id, like.contact_id],
            )
    return office.id


def _told(name: str, varied: str | None) -> str:
    if varied is None:
        return f"one.{name}"
    if len(varied) > 1:
        return varied
    return f"('0198' || lpad(to_hex(n), 8, '0') || '7000800000000000000{varied}')::uuid"


def _begin(workspace_id: uuid.UUID, calendar: str) -> None:
    """Publish other points for titles and signals, and hold that against the closed and all."""
    at = timezone.now()
    with inside(workspace_id):
        member = Member.objects.within(workspace_id).order_by("id").first()
        assert member is not None
    feeding.add(workspace_id, member.user_id, url=calendar, by=None, at=at)
    with inside(workspace_id):
        content = copy.deepcopy(definitions.in_force(workspace_id).content)
    content["fit"]["base"] += 7
    for signal in content["signals"]:
        signal["points"] += 1
    backtesting.start(
        workspace_id, content, number=None, since=at - 10 * HOUR, until=at, by=None, at=at
    )
    trying.start(workspace_id, content, days=30, by=None, at=at)
    with inside(workspace_id):
        define.publish(workspace_id, json.dumps(content), by=None, at=at)


if __name__ == "__main__":
    main()
