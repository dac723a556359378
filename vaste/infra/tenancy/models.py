"""The base of every tenant table."""

from __future__ import annotations

import uuid
from typing import Any, Self, TypeVar

from django.db import DatabaseError, models

from vaste.infra.tenancy.fields import TenantId

Row = TypeVar("Row", bound=models.Model)


class TenantQuerySet(models.QuerySet[Row]):
    """Rows of tenant tables; every question begins with `within`."""

    def within(self, workspace_id: uuid.UUID) -> Self:
        """Keep the rows of one workspace: the constant that every statement has to carry."""
        return self.filter(workspace_id=workspace_id)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        rows = tuple(objs)
        pinned = self.filter(workspace_id__in={row.workspace_id for row in rows})
        return models.QuerySet.bulk_update(pinned, rows, fields, batch_size)


class TenantModel(models.Model):
    """
    A row that belongs to one workspace for good.

    The workspace's foreign key is not checked row by row by the database: row-level security
    already refuses a workspace that the transaction was not opened for (docs/decisions/0002).
    """

    workspace = models.ForeignKey(
        "workspaces.Workspace",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    id = TenantId()

    workspace_id: uuid.UUID
    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True

    def _do_update(
        self,
        base_qs: Any,
        using: Any,
        pk_val: Any,
        values: Any,
        update_fields: Any,
        forced_update: Any,
    ) -> bool:
        kept = [value for value in values if value[0].attname != "workspace_id"]
        pinned = base_qs.filter(workspace_id=self.workspace_id)
        found = super()._do_update(pinned, using, pk_val, kept, update_fields, forced_update)
        if not found and not self._state.adding:
            raise DatabaseError(
                f"{type(self).__name__} {pk_val} is not in workspace {self.workspace_id}"
                " (a row's workspace never changes)"
            )
        return bool(found)

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        rows = from_queryset
        if rows is None:
            rows = type(self)._base_manager.db_manager(using or self._state.db)
        super().refresh_from_db(using, fields, rows.filter(workspace_id=self.workspace_id))

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        rows = type(self)._base_manager.using(using or self._state.db)
        return rows.filter(workspace_id=self.workspace_id, pk=self.pk).delete()
