"""Fields of tenant tables: the program-made id and the foreign key that carries the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.sql.where import WhereNode

from vaste.kernel.ids import uuid7


class TenantId(models.UUIDField):  # type: ignore[type-arg]
    """Django's primary key of a tenant row; in the database the key is `(workspace_id, id)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(primary_key=True, editable=False)
        kwargs.setdefault("default", uuid7)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("primary_key", None)
        kwargs.pop("editable", None)
        return name, path, args, kwargs


class _InWorkspace(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    """Reach the other row inside the workspace of the first, for prefetching too."""

    def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
        rows = querysets[0] if querysets else self.get_queryset()
        workspaces = {instance.workspace_id for instance in instances}
        return super().get_prefetch_querysets(instances, [rows.filter(workspace_id__in=workspaces)])


if TYPE_CHECKING:
    _Given = TypeVar("_Given", contravariant=True)
    _Got = TypeVar("_Got", covariant=True)

    class TenantForeignKey(models.ForeignKey[_Given, _Got]):
        """The checker's view: Django's field is not generic when the program runs."""

        def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **kwargs: Any) -> None: ...

else:

    class TenantForeignKey(models.ForeignKey):
        """
        A foreign key inside a workspace: join, access, prefetch and constraint carry workspace_id
        too.

        There is no reverse relation (`related_name="+"` by default): rooms point down only.
        """

        forward_related_accessor_class = _InWorkspace

        def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **kwargs: Any) -> None:
            kwargs.setdefault("related_name", "+")
            kwargs.setdefault("db_index", False)
            super().__init__(to, on_delete, **kwargs)

        def get_extra_restriction(self, alias: Any, related_alias: Any) -> Any:
            if not (alias and related_alias):
                return None
            ours: Any = self.model._meta.get_field("workspace")
            related: Any = self.related_model
            theirs: Any = related._meta.get_field("workspace")
            where = WhereNode()
            lookup = ours.get_lookup("exact")
            where.add(lookup(ours.get_col(related_alias), theirs.get_col(alias)), "AND")
            return where

        def get_extra_descriptor_filter(self, instance: Any) -> dict[str, Any]:
            return {"workspace_id": instance.workspace_id}
