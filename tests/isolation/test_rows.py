"""What the database itself refuses: to look, to write and to point into another workspace."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import build
from tests.api.rooms import Rooms
from tests.isolation import rows
from vaste.config import tables
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.unpinned_on_purpose]
BY_POLICY = "violates row-level security policy"


@pytest.fixture
def here() -> Rooms:
    return rows.furnish()


@pytest.fixture
def there() -> Rooms:
    return rows.furnish()


def execute(statement: str, *params: uuid.UUID) -> int:
    """Run one statement in a savepoint; return how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


class TestWithoutWorkspace:
    def test_no_table_shows_a_row(self, here: Rooms) -> None:
        with inside(here.office.id):
            seen = {table: rows.count(table) for table in tables.TENANT}

        assert all(seen.values()), seen
        assert {table: rows.count(table) for table in tables.TENANT} == dict.fromkeys(seen, 0)

    def test_nothing_can_be_changed_or_deleted(self, here: Rooms) -> None:
        for table in tables.TENANT:
            assert execute(f'UPDATE "{table}" SET id = id') == 0
            assert execute(f'DELETE FROM "{table}"') == 0

    def test_nothing_can_be_written(self, here: Rooms) -> None:
        with pytest.raises(DatabaseError, match=BY_POLICY):
            execute(
                "INSERT INTO ledger_outbox (workspace_id, id, made_at, notice)"
                " VALUES (%s, %s, now(), '{}')",
                here.office.id,
                uuid7(),
            )

    @pytest.mark.parametrize("told", [" ", "%", "null", "*", "' OR true --"])
    def test_no_value_of_the_setting_opens_all(self, here: Rooms, told: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('vaste.workspace', %s, true)", [told])
            with pytest.raises(DatabaseError, match="invalid input syntax for type uuid"):
                execute("SELECT id FROM leads_lead")
            cursor.execute("SELECT set_config('vaste.workspace', '', true)")


class TestOtherWorkspace:
    def test_every_table_shows_its_own_rows_only(self, here: Rooms, there: Rooms) -> None:
        with inside(here.office.id):
            for table in tables.TENANT:
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT DISTINCT workspace_id FROM "{table}"')
                    assert {row[0] for row in cursor.fetchall()} <= {here.office.id}

    def test_naming_a_row_of_the_other_shows_and_changes_nothing(
        self, here: Rooms, there: Rooms
    ) -> None:
        for table in tables.TENANT:
            foreign = rows.an_id(there.office.id, table)
            with inside(here.office.id):
                at = (there.office.id, foreign)
                found = f'FROM "{table}" WHERE workspace_id = %s AND id = %s'
                assert execute(f"SELECT id {found}", *at) == 0
                assert execute(f"SELECT id {found} FOR UPDATE", *at) == 0
                assert execute(f"DELETE {found}", *at) == 0
                changed = f'UPDATE "{table}" SET id = id WHERE workspace_id = %s AND id = %s'
                assert execute(changed, *at) == 0

    def test_a_row_cannot_be_written_into_the_other(self, here: Rooms, there: Rooms) -> None:
        with inside(here.office.id), pytest.raises(DatabaseError, match=BY_POLICY):
            execute(
                "INSERT INTO ledger_outbox (workspace_id, id, made_at, notice)"
                " VALUES (%s, %s, now(), '{}')",
                there.office.id,
                uuid7(),
            )

    def test_a_row_cannot_be_moved_into_the_other(self, here: Rooms, there: Rooms) -> None:
        with inside(here.office.id), pytest.raises(DatabaseError, match=BY_POLICY):
            execute(
                "UPDATE leads_notice SET workspace_id = %s WHERE workspace_id = %s",
                there.office.id,
                here.office.id,
            )

    def test_a_key_that_the_other_has_is_free(self, here: Rooms, there: Rooms) -> None:
        """A unique key tells nothing of other workspaces: the same one is taken in each."""
        for place in (here, there):
            with inside(place.office.id):
                Notice.objects.create(
                    workspace_id=place.office.id,
                    user_id=uuid.UUID(int=1),
                    key="the same",
                    kind="clock_warned",
                    made_at=build.NOON,
                )
        with inside(here.office.id), pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(
                workspace_id=here.office.id,
                user_id=uuid.UUID(int=1),
                key="the same",
                kind="clock_warned",
                made_at=build.NOON,
            )

    def test_no_foreign_key_can_point_into_the_other(self, here: Rooms, there: Rooms) -> None:
        keys = rows.foreign_keys()
        assert len(keys) >= 15
        for key in keys:
            own = rows.an_id(here.office.id, key.table)
            foreign = rows.an_id(there.office.id, key.target)
            with inside(here.office.id), pytest.raises(IntegrityError, match="foreign key"):
                execute(
                    f'UPDATE "{key.table}" SET "{key.column}" = %s'
                    " WHERE workspace_id = %s AND id = %s",
                    foreign,
                    here.office.id,
                    own,
                )
