"""A workspace that began after the server's statistics were made: they say that it has no rows."""

import pytest
from django.db import connection, connections

from tests import build
from tests.build import NOON, Office
from vaste.flows import receive
from vaste.infra.tenancy.context import inside

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
SEEN = 3_000  # keys of the workspace that the statistics have seen
UNSEEN = 10_000  # of the other: their own index is a page higher than one that is good for nothing
BATCH = 300


class TestFirstImport:
    def test_looking_up_keys_does_not_walk_through_the_workspace(self) -> None:
        _fill(build.office(), SEEN)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE people_contactkey")
        office = build.office()
        _fill(office, UNSEEN)

        batch = [
            build.incoming(office, email=f"n{n}@new.example", phone=f"+3584570{n:05d}")
            for n in range(BATCH)
        ]
        with inside(office.id):
            receive.receive_batch(office.id, batch, at=NOON)

            assert _fetched() <= 4 * BATCH


def _fill(office: Office, size: int) -> None:
    """Give one contact of the office so many addresses, each a key of theirs."""
    contact = build.lead(office).contact_id
    with inside(office.id), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_contactkey (workspace_id, id, kind, value, contact_id)"
            " SELECT %s, gen_random_uuid(), 'email', 'k' || g || '@known.example', %s"
            " FROM generate_series(1, %s) AS g",
            [office.id, contact, size],
        )


def _fetched() -> int:
    """Return how many rows of keys the running transaction has read by an index so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'people_contactkey'"
        )
        [[fetched]] = cursor.fetchall()
    return int(fetched)
