"""
What a migration may do beside the previous release, which still runs while it is applied.

Add, fill, switch, and drop in a later release; schema and data apart; no long lock on a big table.
The first migration of an app is free: nothing uses its tables yet. One that breaks a rule for a
good reason says so in its class: `reviewed = "why this is safe"`.
"""

from collections.abc import Iterator

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED, ManyToManyField

DATA = (operations.RunPython, operations.RunSQL)
REFUSED: dict[type[Operation], str] = {
    operations.RemoveField: "drops a column that the previous release still reads",
    operations.DeleteModel: "drops a table that the previous release still reads",
    operations.RenameField: "renames a column that the previous release still reads",
    operations.RenameModel: "renames a table that the previous release still reads",
    operations.AlterModelTable: "renames a table that the previous release still reads",
    operations.AlterField: "alters a column in place, which may rewrite or lock its table",
    operations.AddConstraint: "checks every row under a lock: add it NOT VALID, then validate it",
}


def complaints(migration: Migration) -> Iterator[str]:
    """Give one sentence for each rule that the migration breaks."""
    if migration.initial or vars(type(migration)).get("reviewed"):
        return
    fresh = {
        step.name_lower for step in migration.operations if isinstance(step, operations.CreateModel)
    }
    for step in migration.operations:
        if getattr(step, "model_name_lower", "") in fresh:
            continue
        reason = complaint(step, migration)
        if reason:
            yield f"{migration.app_label}.{migration.name}: {step.describe()}: {reason}"
    kinds = {isinstance(step, DATA) for step in migration.operations}
    if len(kinds) == 2:
        yield f"{migration.app_label}.{migration.name}: changes schema and data in one migration"


def complaint(step: Operation, migration: Migration) -> str:
    """Return why the step is unsafe on a table in use, or nothing."""
    if isinstance(step, AddIndexConcurrently):
        return "needs atomic = False" if migration.atomic else ""
    if isinstance(step, operations.AddIndex):
        return "blocks writing while it is built: use AddIndexConcurrently and atomic = False"
    if isinstance(step, operations.AddField) and needs_value(step):
        return "the previous release's inserts give no value: make it null or give a db_default"
    return REFUSED.get(type(step), "")


def needs_value(step: operations.AddField) -> bool:
    """Whether a row inserted without the new column would be refused."""
    field = step.field
    if isinstance(field, ManyToManyField) or field.null:
        return False
    return getattr(field, "db_default", NOT_PROVIDED) is NOT_PROVIDED
