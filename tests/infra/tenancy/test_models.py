"""Rows of tenant tables, as Django handles them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import build
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.routing.models import Member, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office()


@pytest.fixture
def other() -> Office:
    return build.office()


class TestWithin:
    def test_keeps_the_rows_of_one_workspace(self, office: Office) -> None:
        lead = build.lead(office)

        with inside(office.id):
            assert list(Lead.objects.within(office.id)) == [lead]
            assert not Lead.objects.within(uuid7()).exists()


class TestSave:
    def test_never_writes_the_workspace_again(self, office: Office) -> None:
        with inside(office.id):
            team = Team.objects.within(office.id).get(id=office.team.id)
            team.name = "North"
            with CaptureQueriesContext(connection) as asked:
                team.save()

        statement = asked.captured_queries[-1]["sql"]
        assert statement.startswith('UPDATE "routing_team" SET')
        assert '"workspace_id"' not in statement.split(" WHERE ")[0]
        assert f'"routing_team"."workspace_id" = \'{office.id.hex}\'' in statement

    def test_of_a_row_that_changed_its_workspace_is_refused(
        self, office: Office, other: Office
    ) -> None:
        with inside(office.id):
            team = Team.objects.within(office.id).get(id=office.team.id)
            team.workspace_id = other.id
            refused = pytest.raises(DatabaseError, match="a row's workspace never changes")
            with refused, transaction.atomic():
                team.save(force_update=True)

    def test_gives_a_new_row_its_id(self, office: Office) -> None:
        with inside(office.id):
            first, second = (
                Team.objects.create(workspace_id=office.id, slug=slug, name=slug, created_at=NOON)
                for slug in ("a", "b")
            )

        assert first.id.version == second.id.version == 7
        assert first.id != second.id


class TestRefreshFromDb:
    def test_reads_the_row_of_its_workspace(self, office: Office) -> None:
        with inside(office.id):
            team = Team.objects.within(office.id).get(id=office.team.id)
            Team.objects.within(office.id).filter(id=team.id).update(name="North")
            team.refresh_from_db()

        assert team.name == "North"

    def test_of_another_workspaces_row_finds_nothing(self, office: Office, other: Office) -> None:
        with inside(office.id):
            team = Team(workspace_id=office.id, id=other.team.id)
            with pytest.raises(ObjectDoesNotExist):
                team.refresh_from_db()


class TestDelete:
    def test_removes_the_row_of_its_workspace_only(self, office: Office, other: Office) -> None:
        with inside(office.id):
            made = Team.objects.create(
                workspace_id=office.id, slug="gone", name="", created_at=NOON
            )
            assert made.delete() == (1, {"routing.Team": 1})
            assert Team(workspace_id=office.id, id=other.team.id).delete()[0] == 0
        with inside(other.id):
            assert Team.objects.within(other.id).filter(id=other.team.id).exists()


class TestBulkUpdate:
    def test_names_the_workspace(self, office: Office) -> None:
        with inside(office.id):
            members = list(Member.objects.within(office.id).order_by("id"))
            for number, member in enumerate(members):
                member.capacity = number + 7
            changed = Member.objects.bulk_update(members, ["capacity"])
            found = list(
                Member.objects.within(office.id).order_by("id").values_list("capacity", flat=True)
            )

        assert changed == len(members)
        assert found == [7, 8]
