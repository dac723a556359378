"""A workspace's own fields, from what was told to what rules and people see."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.utils import timezone

from tests import build
from tests.api.machine import machine
from tests.build import NOON, Office
from vaste.definitions import queries as definitions
from vaste.flows import receive
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.leads.reading import read_body, read_fields
from vaste.ledger.models import Event
from vaste.people.models import Company, Contact

pytestmark = pytest.mark.django_db
OWN = """
fields:
- {key: seats, of: lead, kind: number, labels: {en: Seats}}
- key: plan
  of: contact
  kind: choice
  choices: {basic: {en: Basic}, pro: {en: Pro}}
  labels: {en: Plan}
- {key: score, of: contact, kind: number, labels: {en: Score}}
- {key: since, of: company, kind: date, labels: {en: Customer since}}
criteria:
- {key: many, points: 30, when: {field: lead.custom.seats, at_least: 10}}
- {key: pro, points: 20, when: {field: contact.custom.plan, is: pro}}
- {key: old, points: 10, when: {field: company.custom.since, before: 2020-01-01}}
- {key: boss, points: 5, when: {field: contact.seniority, in: [owner, c_level]}}
- {key: it, points: 3, when: {field: company.nace, starts_with: "62"}}
- {key: j, points: 2, when: {field: company.nace_section, is: J}}
"""


def source() -> str:
    content = definitions.default_content()
    content |= yaml.safe_load(OWN)
    content["fit"]["criteria"] = content.pop("criteria")
    return yaml.safe_dump(content, allow_unicode=True)


@pytest.fixture
def office() -> Office:
    return build.office(source=source())


TOLD = {"seats": "12", "Plan": "Pro", "Customer since": "2.5.2019", "Stand": "B 12"}


def contact_of(office: Office, lead: Lead) -> Contact:
    with inside(office.id):
        return Contact.objects.within(office.id).get(id=lead.contact_id)


class TestCapture:
    def test_stores_each_value_with_its_owner_and_scores_by_it(self, office: Office) -> None:
        lead = build.lead(office, company_name="Pumppu Oy", other=TOLD)

        assert lead.custom == {"seats": 12, "Stand": "B 12"}
        assert contact_of(office, lead).custom == {"plan": "pro"}
        with inside(office.id):
            company = Company.objects.within(office.id).get(id=lead.company_id)
        assert company.custom == {"since": "2019-05-02"}
        assert lead.fit == 20 + 30 + 20 + 10

    def test_what_cannot_be_read_stays_raw_with_a_problem(self, office: Office) -> None:
        lead = build.lead(office, other={"seats": "a dozen"})

        assert lead.custom == {"seats (raw)": "a dozen"}
        assert lead.fit == 20
        with inside(office.id):
            event = Event.objects.within(office.id).get(verb="lead.received")
        ((place, value, message, remedy),) = event.detail["problems"]
        assert (place, value) == ("seats", "a dozen")
        assert message
        assert remedy

    def test_a_company_that_nobody_named_loses_nothing(self, office: Office) -> None:
        lead = build.lead(office, email="x@gmail.com", other={"since": "2019-05-02"})

        assert lead.company_id is None
        assert lead.custom == {"company.custom.since": "2019-05-02"}

    def test_fills_what_is_not_known_and_overwrites_nothing(self, office: Office) -> None:
        mail = "aino@customer.example"
        first = build.lead(office, email=mail, other={"plan": "basic"})
        build.lead(office, email=mail, other={"plan": "pro", "score": "7"})

        assert contact_of(office, first).custom == {"plan": "basic", "score": 7}

    def test_two_of_one_batch_fill_one_contact(self, office: Office) -> None:
        told: list[dict[str, Any]] = [{"plan": "basic"}, {"plan": "pro", "score": "7"}]
        batch = [build.incoming(office, email="a@customer.example", other=one) for one in told]
        receive.receive_batch(office.id, batch, at=NOON)

        with inside(office.id):
            contact = Contact.objects.within(office.id).get()
        assert contact.custom == {"plan": "basic", "score": 7}

    def test_derives_seniority_and_section(self, office: Office) -> None:
        mail = "aino@customer.example"
        lead = build.lead(office, email=mail, job_title="Toimitusjohtaja", nace="62.01")
        build.lead(office, email=mail, job_title="Student", nace="01")

        assert contact_of(office, lead).seniority == "c_level"
        with inside(office.id):
            company = Company.objects.within(office.id).get(id=lead.company_id)
        assert (company.nace, company.nace_section) == ("62.01", "J")
        assert lead.fit == 20 + 5 + 3 + 2

    def test_a_title_told_later_brings_its_seniority(self, office: Office) -> None:
        mail = "aino@customer.example"
        lead = build.lead(office, email=mail)
        build.lead(office, email=mail, job_title="Owner")

        assert contact_of(office, lead).seniority == "owner"


class TestDoors:
    def test_json_may_tell_them_under_custom(self) -> None:
        body = b'{"email": "a@x.example", "custom": {"seats": 12, "city": "x", "tags": ["a", "b"]}}'
        enquiry = read_fields(read_body("application/json", body), at=NOON)

        assert enquiry.other == {"custom.seats": "12", "custom.city": "x", "custom.tags": "a, b"}
        assert enquiry.city == ""


class TestShown:
    def test_the_api_tells_them(self, office: Office) -> None:
        lead = build.lead(office, company_name="Pumppu Oy", other=TOLD, job_title="CEO")

        shown = machine(office, office.mo).get(f"/leads/{lead.id}").body

        assert shown["custom"] == {"seats": 12, "Stand": "B 12"}
        assert shown["contact"]["custom"] == {"plan": "pro"}
        assert shown["contact"]["seniority"] == "c_level"
        assert shown["company"]["custom"] == {"since": "2019-05-02"}

    def test_the_api_writes_them(self, office: Office) -> None:
        lead = build.lead(office, company_name="Pumppu Oy", at=timezone.now())
        client = machine(office, office.mo)

        answer = client.patch(
            f"/leads/{lead.id}/fields",
            {"values": {
                "lead.custom.seats": 12, "contact.custom.plan": "pro",
                "company.custom.since": "2019-05-02",
            }},
        )  # fmt: skip

        assert answer.status == 200
        assert answer.body["custom"] == {"seats": 12}
        assert answer.body["contact"]["custom"] == {"plan": "pro"}
        assert answer.body["company"]["custom"] == {"since": "2019-05-02"}
        assert answer.body["fit"] == 20 + 30 + 20 + 10
        again = client.patch(f"/leads/{lead.id}/fields", {"values": {"lead.custom.seats": None}})
        assert again.body["custom"] == {}

    def test_the_api_names_each_value_that_it_cannot_keep(self, office: Office) -> None:
        lead = build.lead(office, at=timezone.now())

        answer = machine(office, office.mo).patch(
            f"/leads/{lead.id}/fields", {"values": {"lead.custom.seats": "x", "nothing": True}}
        )

        assert (answer.status, answer.code) == (422, "not_read")
        assert [one["place"] for one in answer.body["errors"]] == [
            "body.values.lead.custom.seats", "body.values.nothing",
        ]  # fmt: skip
        assert all(one["remedy"] for one in answer.body["errors"])

    def test_without_own_fields_the_remedy_is_to_define_one(self) -> None:
        office = build.office()
        lead = build.lead(office, at=timezone.now())

        answer = machine(office, office.mo).patch(
            f"/leads/{lead.id}/fields", {"values": {"nothing": True}}
        )

        [error] = answer.body["errors"]
        assert error["remedy"] == "There are none yet: define one first."
