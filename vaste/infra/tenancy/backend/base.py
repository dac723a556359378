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
    """PostgreSQL with tenant tables."""

    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures
