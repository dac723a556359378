"""Removing the demo: every row of the sample, in every table, and who was only there."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction

from vaste.definitions.models import Version
from vaste.infra.models import Wake
from vaste.infra.tenancy.context import inside
from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel
from vaste.workspaces.models import Handle, Membership, User, Workspace


@dataclass(frozen=True, slots=True)
class Removed:
    """How much went: samples, rows of their tables, and users who belonged nowhere else."""

    workspaces: int
    rows: int
    users: int


def remove_demo() -> Removed:
    """
    Remove every sample workspace and all that is in it; none is no error.

    One statement a table, the rows first and the workspace with its people after. Killed in
    between, it is finished by the next removal or seeding. Users with another workspace stay.
    """
    rows = users = 0
    samples = list(Workspace.objects.filter(is_sample=True).order_by("id"))
    for workspace in samples:
        rows += _remove_rows(workspace.id)
        shutil.rmtree(Path(settings.IMPORT_FOLDER) / str(workspace.id), ignore_errors=True)
        users += _remove_workspace(workspace)
    return Removed(len(samples), rows, users)


def is_left_over(workspace: Workspace) -> bool:
    """Say whether a workspace is without its rows: its removal was cut off half-way."""
    with inside(workspace.id):
        return not Version.objects.within(workspace.id).exists()


def _remove_rows(workspace_id: uuid.UUID) -> int:
    with transaction.atomic():
        Handle.objects.filter(workspace_id=workspace_id).delete()  # no door lets anything in now
        with inside(workspace_id):
            return sum(
                model.objects.within(workspace_id).delete()[0] for model in models_to_empty()
            )


def models_to_empty() -> list[type[TenantModel]]:
    """Return the tenant tables' models, each before every one that its rows point to."""
    left = {model for model in apps.get_models() if issubclass(model, TenantModel)}
    ordered: list[type[TenantModel]] = []
    while left:
        pointed_to = set[object]().union(*map(_targets, left))
        free = sorted(left.difference(pointed_to), key=lambda model: model._meta.label)
        if not free:
            raise ValueError("tenant tables point at each other in a circle")
        ordered += free
        left -= set(free)
    return ordered


def _targets(model: type[TenantModel]) -> set[object]:
    keys = (field for field in model._meta.fields if isinstance(field, TenantForeignKey))
    return {key.related_model for key in keys if key.related_model is not model}


@transaction.atomic
def _remove_workspace(workspace: Workspace) -> int:
    """Remove the workspace and who belonged to nothing else; return how many people that were."""
    here = Membership.objects.filter(workspace=workspace).values("user_id")
    elsewhere = Membership.objects.exclude(workspace=workspace).values("user_id")
    leaving = User.objects.filter(id__in=here).exclude(id__in=elsewhere)
    count = leaving.count()
    leaving.delete()
    Membership.objects.filter(workspace=workspace).delete()
    Wake.objects.filter(workspace_id=workspace.id).delete()
    workspace.delete()
    return count
