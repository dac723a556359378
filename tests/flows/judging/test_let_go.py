"""A lead that was not downgraded while somebody held it is judged once nobody does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from tests import build
from tests.build import NOON, Office
from tests.flows.at_work import HOUR, MINUTE, lead_now
from vaste.definitions.queries import default_content
from vaste.flows import (
    clocks,
    define,
    handing_over,
    leaving,
    moving,
    rollout,
    watching,
    work,
)
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.routing.models import Team
from vaste.workspaces.models import Membership

LATER = NOON + 2 * HOUR
NEVER = {"field": "lead.message", "missing": True}


def cooled_while_held(office: Office) -> Lead:
    """Return a hot lead that Ada holds while a version comes into force by which it is cold."""
    lead = build.lead(office, request_type="offer", message="Hello")
    work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)
    content = default_content()
    content["categories"][0]["when"] = NEVER
    with inside(office.id):
        define.publish(office.id, yaml.safe_dump(content), by=None, at=NOON + 2 * MINUTE)
    for _ in range(3):
        rollout.step(office.id, at=NOON + 2 * MINUTE)
    assert lead_now(office, lead).category == "hot"
    return lead


def give_back(office: Office, lead: Lead) -> None:
    work.give_back(office.id, lead.id, by=office.ada, at=LATER)


def lapse(office: Office, lead: Lead) -> None:
    clocks.fire_due(office.id, at=LATER)


def pass_on(office: Office, lead: Lead) -> None:
    with inside(office.id):
        Team.objects.create(workspace_id=office.id, slug="north", name="North", created_at=NOON)
        definition = define.in_force(office.id)
        moving.reroute(office.id, [(lead.id, LATER, "north")], definition, at=LATER)


def hand_over(office: Office, lead: Lead) -> None:
    handing_over.hand_over(office.id, office.ada.pk, at=LATER, by=office.mo.pk)


def leave(office: Office, lead: Lead) -> None:
    leaving.leave(office.id, office.ada.pk, at=LATER)


def find_homeless(office: Office, lead: Lead) -> None:
    Membership.objects.filter(user=office.ada).update(left_at=NOON)
    watching.house_homeless(office.id, at=LATER)


@pytest.mark.django_db
class TestLetGo:
    @pytest.mark.parametrize("let_go", [give_back, lapse, pass_on, hand_over, leave, find_homeless])
    def test_is_judged_as_it_would_have_been(self, let_go: Callable[[Office, Lead], None]) -> None:
        office = build.office()
        lead = cooled_while_held(office)

        let_go(office, lead)

        after = lead_now(office, lead)
        assert (after.category, after.taken_over_at) == ("cold", None)
        assert after.owner_id != office.ada.pk
        with inside(office.id):
            events = Event.objects.within(office.id).filter(subject_id=lead.id)
            told = [one.detail["because"] for one in events.filter(verb="lead.recategorized")]
        assert told == ["given_back"]
