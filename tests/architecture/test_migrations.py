"""A migration must be safe beside the previous release."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from vaste.config import migration_rules
from vaste.config.commands import check

INDEX = models.Index(fields=["name"], name="leads_by_name")
POSITIVE = models.CheckConstraint(condition=models.Q(size__gt=0), name="leads_positive")


def complaints(*steps: Operation, atomic: bool = True, reviewed: str = "") -> list[str]:
    """Return what the rules say of a later migration with these steps."""
    words = {"operations": steps, "initial": False, "atomic": atomic, "reviewed": reviewed}
    migration = type("Migration", (migrations.Migration,), words)("0002_later", "leads")
    return list(migration_rules.complaints(migration))


class TestComplaints:
    def test_ours_have_none(self) -> None:
        assert list(check.unsafe_migrations()) == []

    @pytest.mark.parametrize(
        "step",
        [
            migrations.RemoveField("lead", "name"),
            migrations.RenameField("lead", "name", "title"),
            migrations.DeleteModel("Lead"),
            migrations.RenameModel("Lead", "Enquiry"),
            migrations.AlterField("lead", "name", models.CharField(max_length=9)),
            migrations.AddIndex("lead", INDEX),
            AddIndexConcurrently("lead", INDEX),
            migrations.AddConstraint("lead", POSITIVE),
            migrations.AddField("lead", "size", models.IntegerField(default=0)),
        ],
        ids=lambda step: type(step).__name__,
    )
    def test_unsafe_step_is_named(self, step: Operation) -> None:
        assert len(complaints(step)) == 1

    @pytest.mark.parametrize(
        "step",
        [
            migrations.AddField("lead", "size", models.IntegerField(null=True)),
            migrations.AddField("lead", "size", models.IntegerField(db_default=0)),
            migrations.CreateModel("Note", [("id", models.UUIDField(primary_key=True))]),
            migrations.RunSQL("UPDATE leads_lead SET size = 1"),
        ],
        ids=lambda step: type(step).__name__,
    )
    def test_safe_step_passes(self, step: Operation) -> None:
        assert complaints(step) == []

    def test_index_built_beside_writers_passes(self) -> None:
        assert complaints(AddIndexConcurrently("lead", INDEX), atomic=False) == []

    def test_table_of_the_same_migration_is_free(self) -> None:
        made = migrations.CreateModel("Lead", [("id", models.UUIDField(primary_key=True))])

        assert complaints(made, migrations.AddIndex("lead", INDEX)) == []

    def test_schema_and_data_stay_apart(self) -> None:
        size = migrations.AddField("lead", "size", models.IntegerField(null=True))

        assert len(complaints(size, migrations.RunSQL("SELECT 1"))) == 1

    def test_reviewed_one_passes(self) -> None:
        dropped = migrations.RemoveField("lead", "name")

        assert complaints(dropped, reviewed="Not read since 1.2.") == []
