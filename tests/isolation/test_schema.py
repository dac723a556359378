"""The database agrees: one query over its catalogs, which must find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction

from vaste.config import database, tables
from vaste.infra.tenancy.backend.base import POLICY

BROKEN_RULES = Path(__file__).with_name("broken_rules.sql").read_text()
#: POLICY as PostgreSQL writes it back.
WRITTEN_BACK = (
    "(workspace_id = (NULLIF(current_setting('vaste.workspace'::text, true), ''::text))::uuid)"
)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def breaches() -> list[str]:
    """Return every breach, as "what: place", as the owner of the tables sees the catalogs."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            BROKEN_RULES,
            {
                "tenant": sorted(tables.TENANT),
                "reference": sorted(tables.REFERENCE),
                "local": sorted(tables.LOCAL),
                "role": database.app_role(settings.DATABASES["default"]),
                "policy": WRITTEN_BACK,
            },
        )
        return [f"{what}: {place}" for what, place in cursor.fetchall()]


class TestSchema:
    def test_keeps_every_rule(self) -> None:
        assert breaches() == []

    def test_policy_is_the_one_that_the_backend_writes(self) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("CREATE TABLE looked_at (workspace_id uuid)")
            cursor.execute(f"CREATE POLICY p ON looked_at USING ({POLICY})")
            cursor.execute("SELECT qual FROM pg_policies WHERE tablename = 'looked_at'")
            assert cursor.fetchone() == (WRITTEN_BACK,)


class TestLists:
    def test_no_table_is_in_two(self) -> None:
        names = [*tables.TENANT, *tables.REFERENCE, *tables.LOCAL]

        assert len(names) == len(set(names))

    def test_tenants_are_those_of_the_models(self) -> None:
        assert tables.tenant_tables() == set(tables.TENANT)


class TestRole:
    def test_program_is_neither_owner_nor_superuser(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
                " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
                " FROM pg_roles AS r WHERE rolname = current_user"
            )
            assert cursor.fetchone() == (False, False, False, False, 0)

    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE leads_lead DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE leads_lead NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY within_workspace ON leads_lead",
            "CREATE POLICY open ON leads_lead USING (true)",
            "CREATE TABLE mine (id int)",
            "DROP TABLE leads_lead",
        ],
    )
    def test_program_may_not_undo_the_rules(self, statement: str) -> None:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            run(statement)

    @pytest.mark.unpinned_on_purpose
    def test_switching_row_security_off_is_an_error_not_a_way_in(self) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"):
            run("SET LOCAL row_security = off; SELECT count(*) FROM people_consent")


def run(statement: str) -> None:
    """Run a statement as the program, in a savepoint of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


class TestBrokenRules:
    """Each rule finds what breaks it: done to a real table, and taken back."""

    @pytest.fixture(autouse=True)
    def taken_back(self) -> Iterator[None]:
        with transaction.atomic(using="owner"):
            yield
            transaction.set_rollback(True, using="owner")

    @pytest.mark.parametrize(
        ("statements", "found"),
        [
            ("CREATE TABLE stray (id int)", "a table is in no list: stray"),
            (
                "DROP TABLE leads_touch",
                "a listed table does not exist: leads_touch",
            ),
            (
                "ALTER TABLE leads_touch DROP COLUMN workspace_id CASCADE",
                "a tenant table has no workspace: leads_touch",
            ),
            (
                "ALTER TABLE leads_touch DROP CONSTRAINT leads_touch_pkey;"
                " ALTER TABLE leads_touch ALTER workspace_id DROP NOT NULL",
                "a workspace may be left out: leads_touch",
            ),
            (
                "ALTER TABLE leads_touch DROP CONSTRAINT leads_touch_pkey;"
                " ALTER TABLE leads_touch ADD PRIMARY KEY (id)",
                "the primary key does not begin with the workspace: leads_touch",
            ),
            (
                "CREATE UNIQUE INDEX alone ON leads_touch (id)",
                "a unique index leaves the workspace out: leads_touch alone",
            ),
            (
                "ALTER TABLE leads_touch ADD CONSTRAINT apart EXCLUDE USING btree (kind WITH =)",
                "an exclusion constraint leaves the workspace out: leads_touch apart",
            ),
            (
                "CREATE UNIQUE INDEX ON people_contact (id);"
                " ALTER TABLE leads_touch ADD CONSTRAINT loose"
                " FOREIGN KEY (contact_id) REFERENCES people_contact (id)",
                "a foreign key inside tenants leaves the workspace out: leads_touch loose",
            ),
            (
                "ALTER TABLE leads_touch ADD CONSTRAINT emptying"
                " FOREIGN KEY (workspace_id, lead_id) REFERENCES leads_lead (workspace_id, id)"
                " ON DELETE SET NULL",
                "a foreign key would change or empty the workspace: leads_touch emptying",
            ),
            (
                "ALTER TABLE leads_touch ADD CONSTRAINT late FOREIGN KEY (workspace_id, lead_id)"
                " REFERENCES leads_lead (workspace_id, id) DEFERRABLE",
                "a foreign key inside tenants is checked too late: leads_touch late",
            ),
            (
                "ALTER TABLE leads_touch ADD CONSTRAINT down"
                " FOREIGN KEY (kind) REFERENCES django_session (session_key)",
                "a tenant table points at a local one: leads_touch down",
            ),
            (
                "ALTER TABLE infra_wake ADD lead_id uuid;"
                " ALTER TABLE infra_wake ADD CONSTRAINT inward FOREIGN KEY (workspace_id, lead_id)"
                " REFERENCES leads_lead (workspace_id, id)",
                "a table outside points into a tenant table: infra_wake inward",
            ),
            (
                "ALTER TABLE workspaces_user ADD session varchar(40);"
                " ALTER TABLE workspaces_user ADD CONSTRAINT down"
                " FOREIGN KEY (session) REFERENCES django_session (session_key)",
                "a reference table points at another kind: workspaces_user down",
            ),
            (
                "CREATE TRIGGER told BEFORE UPDATE ON leads_touch"
                " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "a trigger: leads_touch told",
            ),
            (
                "CREATE RULE aside AS ON INSERT TO leads_touch DO INSTEAD NOTHING",
                "a rewrite rule: leads_touch aside",
            ),
            (
                "ALTER TABLE leads_touch ADD number int GENERATED ALWAYS AS IDENTITY",
                "a number made by the database: leads_touch number",
            ),
            (
                "ALTER TABLE leads_touch ADD number serial",
                "a number made by the database: leads_touch number",
            ),
            (
                "ALTER TABLE leads_touch NO FORCE ROW LEVEL SECURITY",
                "row-level security is off or not forced: leads_touch",
            ),
            (
                "ALTER TABLE leads_touch DISABLE ROW LEVEL SECURITY",
                "row-level security is off or not forced: leads_touch",
            ),
            (
                "DROP POLICY within_workspace ON leads_touch",
                "a tenant table has not exactly one policy: leads_touch",
            ),
            (
                "CREATE POLICY besides ON leads_touch USING (true)",
                "a tenant table has not exactly one policy: leads_touch",
            ),
            (
                "ALTER POLICY within_workspace ON leads_touch WITH CHECK (true)",
                "a policy reads or writes by another condition: leads_touch within_workspace",
            ),
            (
                f"DROP POLICY within_workspace ON leads_touch;"
                f" CREATE POLICY reading ON leads_touch FOR SELECT USING ({POLICY})",
                "a policy is not for every command and role: leads_touch reading",
            ),
            (
                "CREATE VIEW peek AS SELECT * FROM leads_touch",
                "a view sees with its owner's eyes: peek",
            ),
            (
                "CREATE MATERIALIZED VIEW peek AS SELECT 1 AS one",
                "a view sees with its owner's eyes: peek",
            ),
            (
                "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
                " AS 'SELECT count(*) FROM leads_touch'",
                "a function acts as its owner: peek()",
            ),
        ],
    )
    def test_are_found(self, statements: str, found: str) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statements)

        assert found in breaches()

    def test_a_workspace_that_is_no_uuid_is_found(self) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP TABLE leads_touch")
            cursor.execute(
                "CREATE TABLE leads_touch"
                " (workspace_id text, id uuid, PRIMARY KEY (workspace_id, id))"
            )

        assert "a workspace is no uuid: leads_touch" in breaches()

    def test_a_view_that_asks_as_its_reader_is_fine(self) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "CREATE VIEW peek WITH (security_invoker = true) AS SELECT * FROM leads_touch"
            )

        assert breaches() == []
