"""Old contacts get what is read out of new ones; their leads are judged by it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import lead_now
from tests.flows.test_custom_fields import contact_of, source
from vaste.flows import deriving
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.people.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office(source=source())


def old(office: Office, **told: Any) -> Lead:
    """Return a lead of a contact from before seniority was read."""
    lead = build.lead(office, **told)
    with inside(office.id):
        contact = Contact.objects.within(office.id).get(id=lead.contact_id)
        Contact.objects.within(office.id).filter(id=contact.id).update(seniority="")
        Lead.objects.within(office.id).filter(id=lead.id).update(fit=20)
    return lead


def run(office: Office) -> list[uuid.UUID]:
    filled: list[uuid.UUID] = []
    after = None
    for _ in range(20):
        read = deriving.fill_seniority(office.id, at=NOON, after=after)
        filled += read.filled
        after = read.last
        if after is None:
            return filled
    raise AssertionError("it does not end")


class TestFillSeniority:
    @pytest.mark.parametrize("batch", [1, 2, 2_000])
    def test_reads_each_once_and_judges_their_leads(
        self, office: Office, batch: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(deriving, "BATCH", batch)
        boss = old(office, email="a@x.example", job_title="Toimitusjohtaja")
        nothing = old(office, email="b@x.example", job_title="Puuhaaja")
        silent = old(office, email="c@x.example")
        owner = old(office, email="d@x.example", job_title="Owner")

        filled = run(office)

        assert sorted(filled) == sorted([boss.contact_id, owner.contact_id])
        levels = [contact_of(office, one).seniority for one in (boss, nothing, silent, owner)]
        assert levels == ["c_level", "", "", "owner"]
        assert [lead_now(office, one).fit for one in (boss, owner)] == [25, 25]
        assert run(office) == []

    def test_leaves_what_is_known_and_other_workspaces(self, office: Office) -> None:
        known = build.lead(office, email="a@x.example", job_title="CEO")
        with inside(office.id):
            Contact.objects.within(office.id).update(seniority="staff")
        stranger = build.office(source=source())
        theirs = old(stranger, email="a@x.example", job_title="CEO")

        assert run(office) == []
        assert contact_of(office, known).seniority == "staff"
        assert contact_of(stranger, theirs).seniority == ""
