"""
Django's PostgreSQL backend, so that migrations of tenant tables need no SQL by hand.

A tenant table gets `PRIMARY KEY (workspace_id, id)`, composite foreign keys that are not
deferrable, and forced row-level security with its policy, all at CREATE TABLE.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base as postgresql
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as PostgresSchemaEditor

from vaste.infra.tenancy.backend.trips import Trips
from vaste.infra.tenancy.fields import TenantForeignKey, TenantId

POLICY = "workspace_id = nullif(current_setting('vaste.workspace', true), '')::uuid"


def is_tenant(model: Any) -> bool:
    """Say whether the model's rows belong to one workspace."""
    return isinstance(model._meta.pk, TenantId)


class DatabaseSchemaEditor(PostgresSchemaEditor):
    """Writes the composite keys and the row-level security of tenant tables."""

    sql_create_column_inline_fk = None  # type: ignore[assignment]

    def _iter_column_sql(
        self, column_db_type: Any, params: Any, model: Any, field: Any, *rest: Any
    ) -> Any:
        parts = super()._iter_column_sql(  # type: ignore[misc]
            column_db_type, params, model, field, *rest
        )
        for part in parts:
            if not (part == "PRIMARY KEY" and isinstance(field, TenantId)):
                yield part

    def table_sql(self, model: Any) -> Any:
        sql, params = super().table_sql(model)
        if is_tenant(model):
            sql = sql.rstrip().removesuffix(")") + ', PRIMARY KEY ("workspace_id", "id"))'
        return sql, params

    def create_model(self, model: Any) -> None:
        super().create_model(model)
        if not is_tenant(model):
            return
        table = self.quote_name(model._meta.db_table)
        self.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        self.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        self.execute(
            f"CREATE POLICY within_workspace ON {table} USING ({POLICY}) WITH CHECK ({POLICY})"
        )

    def _create_fk_sql(self, model: Any, field: Any, suffix: Any) -> Any:
        statement = super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]
        if isinstance(field, TenantForeignKey):
            quote = self.quote_name
            target = field.target_field.column
            statement.parts["column"] = f"{quote('workspace_id')}, {quote(field.column)}"
            statement.parts["to_column"] = f"{quote('workspace_id')}, {quote(target)}"
            statement.parts["deferrable"] = ""
        return statement


class DatabaseFeatures(PostgresFeatures):
    """A tenant table's `id` alone is no key of the database, so GROUP BY names every column."""

    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        if is_tenant(model):
            return False
        return bool(super().allows_group_by_selected_pks_on_model(model))


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """
    PostgreSQL with tenant tables, and with statements that wait for the next trip (`trips`).

    Whatever else is sent, by the ORM or for a transaction, comes after what waits.
    """

    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trips = Trips(self)
        self.workspace = ""  # the one that the running transaction sees, "" for none

    def enter(self, workspace: str) -> None:
        """
        Let the running transaction see this workspace's rows from the next statement on.

        A literal SET LOCAL, never set_config(): only the former reaches the nodes of a cluster.
        """
        self.trips.add(f"SET LOCAL vaste.workspace = '{workspace}'")
        self.workspace = workspace

    def create_cursor(self, name: Any = None) -> Any:
        """Return a cursor; what waits goes first."""
        self.trips.send()
        return super().create_cursor(name)

    def _commit(self) -> None:
        if self.trips.waits:
            self.trips.add("COMMIT")
            self.trips.send()
        else:
            super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self.trips.forget()
        super()._rollback()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        if self.trips.may_fail:
            self.trips.send()  # its error is none of the savepoint's
        self.trips.add(self.ops.savepoint_create_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        self.trips.forget(since=self.ops.savepoint_create_sql(sid))
        self.trips.add(self.ops.savepoint_rollback_sql(sid))
        self.trips.send()

    def _savepoint_commit(self, sid: str) -> None:
        is_due = self.trips.may_fail
        self.trips.add(self.ops.savepoint_commit_sql(sid))
        if is_due:
            self.trips.send()

    def _close(self) -> None:
        self.trips.forget()
        super()._close()  # type: ignore[misc]
