"""Own fields written by people: all or nothing, told in the ledger, judged at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import lead_now
from tests.flows.test_custom_fields import contact_of, source
from vaste.flows import filling, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.people.models import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office(source=source())


def fill(office: Office, lead: Lead, told: dict[str, object], seen: int | None = None) -> Lead:
    return filling.fill_fields(office.id, lead.id, told, by=office.ada, at=NOON, seen_version=seen)


def events(office: Office, lead: Lead) -> list[dict[str, Any]]:
    with inside(office.id):
        found = Event.objects.within(office.id).filter(subject_id=lead.id, verb="lead.fields_set")
        return [one.detail["fields"] for one in found.order_by("at", "id")]


class TestFillFields:
    def test_writes_each_value_where_it_is_kept_and_judges_by_it(self, office: Office) -> None:
        lead = build.lead(office, company_name="Pumppu Oy", other={"Stand": "B 12"})

        after = fill(office, lead, {
            "lead.custom.seats": 12, "contact.custom.plan": "Pro",
            "company.custom.since": "2.5.2019",
        })  # fmt: skip

        assert lead.fit == 20
        assert after.fit == 20 + 30 + 20 + 10
        assert after.custom == {"Stand": "B 12", "seats": 12}
        assert after.version > lead.version
        assert contact_of(office, lead).custom == {"plan": "pro"}
        with inside(office.id):
            assert Company.objects.within(office.id).get().custom == {"since": "2019-05-02"}
        assert events(office, lead) == [{
            "lead.custom.seats": [None, 12], "contact.custom.plan": [None, "pro"],
            "company.custom.since": [None, "2019-05-02"],
        }]  # fmt: skip

    @pytest.mark.parametrize("nothing", [None, "", "  ", []])
    def test_nothing_forgets_a_value(self, office: Office, nothing: object) -> None:
        lead = build.lead(office, other={"seats": "12", "Stand": "B 12"})

        after = fill(office, lead, {"lead.custom.seats": nothing})

        assert after.custom == {"Stand": "B 12"}
        assert (lead.fit, after.fit) == (50, 20)

    def test_what_is_so_already_changes_nothing(self, office: Office) -> None:
        lead = build.lead(office, other={"seats": "12"})

        after = fill(office, lead, {"lead.custom.seats": "12", "contact.custom.plan": ""})

        assert after.version == lead.version
        assert events(office, lead) == []

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("lead.custom.seats", "a dozen"),
            ("lead.custom.seats", float("nan")),
            ("lead.custom.seats", 1e16),
            ("contact.custom.plan", "gold"),
            ("company.custom.since", "2019-05-02"),  # of no company
            ("lead.custom.pets", "2"),
            ("lead.fit", 100),
            ("custom'; DROP TABLE leads_lead; --", "x"),
        ],
    )
    def test_one_that_cannot_be_kept_refuses_them_all(
        self, office: Office, name: str, given: object
    ) -> None:
        lead = build.lead(office, email="a@gmail.com")

        with pytest.raises(filling.NotRead) as wrong:
            fill(office, lead, {"contact.custom.score": 7, name: given})

        [problem] = wrong.value.problems
        assert problem.field == name
        assert problem.message
        assert lead_now(office, lead).custom == {}
        assert contact_of(office, lead).custom == {}
        assert events(office, lead) == []

    def test_refuses_what_was_changed_meanwhile_closed_or_elsewhere(self, office: Office) -> None:
        lead = build.lead(office)
        told: dict[str, object] = {"lead.custom.seats": 1}

        with pytest.raises(work.Changed):
            fill(office, lead, told, seen=lead.version + 1)
        work.close(office.id, lead.id, outcome="lost", reason="price", by=office.mo, at=NOON)
        with pytest.raises(work.Closed):
            fill(office, lead, told)
        with pytest.raises(work.NoSuchLead):
            fill(build.office(source=source()), lead, told)
        assert lead_now(office, lead).custom == {}
