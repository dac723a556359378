"""Keys of tenant tables: every join and every access carries the workspace."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models
from django.db.models import prefetch_related_objects
from django.test.utils import CaptureQueriesContext

from tests import build
from tests.build import Office
from vaste.infra.tenancy.context import inside
from vaste.infra.tenancy.fields import TenantForeignKey, TenantId
from vaste.leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office()


class TestTenantId:
    def test_is_the_key_that_the_program_makes(self) -> None:
        field = Lead._meta.pk

        assert isinstance(field, TenantId)
        assert field.primary_key
        assert not field.editable
        assert field.get_default().version == 7

    def test_is_written_short_into_migrations(self) -> None:
        _, path, args, kwargs = TenantId().deconstruct()

        assert path == "vaste.infra.tenancy.fields.TenantId"
        assert args == []
        assert set(kwargs) == {"default"}


class TestTenantForeignKey:
    def test_joins_by_workspace_and_id(self, office: Office) -> None:
        build.lead(office)

        with inside(office.id), CaptureQueriesContext(connection) as asked:
            rows = Lead.objects.within(office.id).select_related("contact", "company")
            assert rows.get().contact.full_name == "Maija Meikäläinen"

        statement = asked.captured_queries[-1]["sql"]
        for name in ("contact", "company"):
            table = f"people_{name}"
            assert f'"leads_lead"."{name}_id" = "{table}"."id"' in statement
            assert f'"leads_lead"."workspace_id" = ("{table}"."workspace_id")' in statement

    def test_filters_across_by_workspace_and_id(self, office: Office) -> None:
        lead = build.lead(office, full_name="Ossi")

        with inside(office.id):
            found = Lead.objects.within(office.id).filter(contact__full_name="Ossi")
            assert list(found) == [lead]

    def test_reaches_the_other_row_inside_the_workspace(self, office: Office) -> None:
        build.lead(office)

        with inside(office.id):
            lead = Lead.objects.within(office.id).get()
            with CaptureQueriesContext(connection) as asked:
                assert lead.contact.workspace_id == office.id

        assert f"\"workspace_id\" = '{office.id.hex}'" in asked.captured_queries[-1]["sql"]

    def test_does_not_reach_into_another_workspace(self, office: Office) -> None:
        foreign = build.lead(build.office())

        with inside(office.id), pytest.raises(ObjectDoesNotExist):
            _ = Lead(workspace_id=office.id, contact_id=foreign.contact_id).contact

    def test_prefetches_inside_the_workspace(self, office: Office) -> None:
        for _ in range(3):
            build.lead(office)

        with inside(office.id):
            leads = list(Lead.objects.within(office.id))
            with CaptureQueriesContext(connection) as asked:
                prefetch_related_objects(leads, "contact")
                assert {lead.contact.workspace_id for lead in leads} == {office.id}

        assert len(asked) == 1
        assert '"workspace_id" IN' in asked.captured_queries[0]["sql"]

    def test_has_no_reverse_and_no_index_of_its_own(self) -> None:
        field = Lead._meta.get_field("contact")

        assert isinstance(field, TenantForeignKey)
        assert field.remote_field.related_name == "+"
        assert field.remote_field.on_delete is models.DO_NOTHING
        assert field.deconstruct()[3]["db_index"] is False
