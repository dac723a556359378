"""Which workspace a transaction sees."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction

from tests import build
from tests.build import Office
from vaste.infra.tenancy.context import OtherWorkspace, inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.routing.models import Team


def setting() -> str:
    """Return what the connection's transaction is opened for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('vaste.workspace', true)")
        return str(cursor.fetchone()[0] or "")


def found_and_fail(office: Office) -> None:
    """Make a team, then raise."""
    with inside(office.id):
        Team.objects.create(workspace_id=office.id, slug="gone", name="", created_at=build.NOON)
        raise ZeroDivisionError


@pytest.mark.django_db
class TestInside:
    def test_sees_and_writes_the_workspaces_rows(self) -> None:
        office = build.office()

        with inside(office.id):
            Team.objects.create(
                workspace_id=office.id, slug="north", name="North", created_at=build.NOON
            )
            slugs = set(Team.objects.within(office.id).values_list("slug", flat=True))

        assert slugs == {"sales", "north"}

    def test_sees_nothing_before_and_after(self) -> None:
        office = build.office()
        rows = Team.objects.within(office.id)

        assert not rows.exists()
        with inside(office.id):
            assert rows.exists()
        assert not rows.exists()
        assert setting() == ""

    def test_again_for_the_same_is_a_savepoint(self) -> None:
        office = build.office()

        with inside(office.id):
            with pytest.raises(ZeroDivisionError):
                found_and_fail(office)
            assert setting() == str(office.id)
            assert not Team.objects.within(office.id).filter(slug="gone").exists()

    def test_for_another_is_refused_and_nothing_runs(self) -> None:
        office = build.office()

        with inside(office.id):
            with pytest.raises(OtherWorkspace), inside(uuid7()):
                raise AssertionError("ran in another workspace")
            assert setting() == str(office.id)

    def test_is_closed_when_its_block_raises(self) -> None:
        office = build.office()

        with pytest.raises(ZeroDivisionError), inside(office.id):
            raise ZeroDivisionError

        assert setting() == ""

    def test_one_after_the_other_in_an_outer_transaction(self) -> None:
        first, second = build.office(), build.office()

        with transaction.atomic():
            for office in (first, second, first):
                with inside(office.id):
                    assert setting() == str(office.id)
                assert setting() == ""

    @pytest.mark.parametrize(
        "told", ["", "none", "' OR true --", "00000000-0000-0000-0000-0000000000000", None, 7]
    )
    def test_takes_nothing_but_an_id(self, told: object) -> None:
        with pytest.raises(ValueError, match="hexadecimal UUID"), inside(told):  # type: ignore[arg-type]
            raise AssertionError("opened")

    def test_takes_an_id_as_text_too(self) -> None:
        office = build.office()

        with inside(str(office.id)):  # type: ignore[arg-type]
            assert setting() == str(office.id)


@pytest.mark.django_db(transaction=True)
class TestInsideWithoutOuterTransaction:
    def test_commits_what_it_wrote(self) -> None:
        office = build.office()
        lead = build.lead(office)

        connection.close()

        with inside(office.id):
            assert Lead.objects.within(office.id).filter(id=lead.id).exists()

    def test_rolls_back_when_it_raises(self) -> None:
        office = build.office()

        with pytest.raises(ZeroDivisionError):
            found_and_fail(office)

        with inside(office.id):
            assert not Team.objects.within(office.id).filter(slug="gone").exists()

    def test_ends_with_its_transaction(self) -> None:
        with inside(uuid.UUID(int=1)):
            assert setting() == str(uuid.UUID(int=1))
        assert setting() == ""
        assert not connection.in_atomic_block
