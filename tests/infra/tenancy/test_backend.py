"""What the database backend writes for tenant tables in migrations."""

from __future__ import annotations

import pytest
from django.db import connections

from vaste.infra.tenancy.backend.base import is_tenant
from vaste.leads.models import Lead, Touch
from vaste.workspaces.models import Handle, Workspace

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def written(model: type) -> str:
    """Return the statements that would create a model's table."""
    with connections["owner"].schema_editor(collect_sql=True) as editor:
        editor.create_model(model)
        editor.deferred_sql, waiting = [], editor.deferred_sql
        return "\n".join([*editor.collected_sql, *(str(one) for one in waiting)])


class TestIsTenant:
    def test_says_whose_rows_belong_to_one_workspace(self) -> None:
        assert is_tenant(Lead)
        assert not is_tenant(Workspace)
        assert not is_tenant(Handle)


class TestCreateModel:
    def test_keys_a_tenant_table_by_workspace_and_id(self) -> None:
        statements = written(Touch)

        assert 'PRIMARY KEY ("workspace_id", "id")' in statements
        assert statements.count("PRIMARY KEY") == 1

    def test_forces_row_level_security_with_one_policy(self) -> None:
        statements = written(Touch)

        assert 'ALTER TABLE "leads_touch" ENABLE ROW LEVEL SECURITY' in statements
        assert 'ALTER TABLE "leads_touch" FORCE ROW LEVEL SECURITY' in statements
        policy = "(workspace_id = nullif(current_setting('vaste.workspace', true), '')::uuid)"
        assert (
            'CREATE POLICY within_workspace ON "leads_touch"'
            f" USING {policy} WITH CHECK {policy}" in statements
        )

    def test_points_by_workspace_and_id_checked_at_once(self) -> None:
        statements = written(Touch)

        assert (
            'FOREIGN KEY ("workspace_id", "contact_id")'
            ' REFERENCES "people_contact" ("workspace_id", "id")' in statements
        )
        assert "DEFERRABLE" not in statements

    def test_leaves_other_tables_as_django_writes_them(self) -> None:
        statements = written(Workspace)

        assert "ROW LEVEL SECURITY" not in statements
        assert '"id" uuid NOT NULL PRIMARY KEY' in statements


class TestFeatures:
    def test_groups_a_tenant_table_by_every_column(self) -> None:
        features = connections["owner"].features

        assert not features.allows_group_by_selected_pks_on_model(Lead)
        assert features.allows_group_by_selected_pks_on_model(Workspace)
