"""An owner whom the source names: found by address or name, and never guessed."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.ledger.models import Event
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role


def rule_of(office: Office, owner: str) -> str:
    """Return the rule by which a lead that names this owner got its person."""
    lead = build.lead(office, owner=owner)
    with inside(office.id):
        received = Event.objects.within(office.id).get(verb="lead.received", subject_id=lead.id)
    return str(received.detail["routing"]["rule"])


@pytest.mark.django_db
class TestNamedOwner:
    @pytest.mark.parametrize("name", ["Ada", "  ADA ", "ada."])
    def test_keeps_the_lead_by_name(self, name: str) -> None:
        office = build.office()

        assert rule_of(office, name) == "named_owner"

    def test_keeps_the_lead_by_address(self) -> None:
        office = build.office()

        lead = build.lead(office, owner=office.bob.email.upper())

        assert lead.owner_id == office.bob.pk

    def test_of_two_with_one_name_is_neither(self) -> None:
        office = build.office()
        workspaces.join(office.workspace, build.user("ada"), Role.REP, at=NOON)

        assert rule_of(office, "Ada") != "named_owner"

    def test_that_is_no_name_is_nobody(self) -> None:
        office = build.office()
        office.ada.full_name = "…"
        office.ada.save()

        assert rule_of(office, "-") != "named_owner"
