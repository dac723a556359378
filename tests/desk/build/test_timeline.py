"""The timeline names what its events speak of, also what is gone since."""

from __future__ import annotations

import datetime

import pytest

from tests import build
from tests.build import NOON
from tests.desk.browser import lead_now, panel
from tests.desk.conftest import SignIn
from tests.flows.test_escalating import office_with_ladder
from vaste.definitions import queries as definitions
from vaste.flows import clocks, closing, define, escalating, work
from vaste.infra.tenancy.context import inside

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR


def drop_ladders(office: build.Office) -> None:
    """Publish the definition without its ladders."""
    with inside(office.id):
        define.publish(office.id, definitions.default_source(), by=None, at=NOON)


@pytest.mark.django_db
class TestTeams:
    def test_a_team_that_a_ladder_passed_it_to_has_its_name_also_once_closed(
        self, sign_in: SignIn
    ) -> None:
        office, north = office_with_ladder()
        lead = build.lead(office, request_type="offer")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        for minutes in (61, 91):
            clocks.fire_due(office.id, at=NOON + minutes * MINUTE)
            escalating.take_due(office.id, at=NOON + minutes * MINUTE)
        drop_ladders(office)
        closing.close_team(
            office.id, north.id, into=office.team.id, at=NOON + 2 * HOUR, by=office.mo.pk
        )

        page = panel(sign_in(office.mo, at=NOON + DAY).get(f"/leads/{lead.id}/"), "lead")

        titles = [item.title for item in page.timeline]
        assert "To the pool of team North, because time ran out: First contact." in titles
        [closed] = [title for title in titles if title.startswith("Team North was closed")]
        owner = "Bob" if lead_now(office, lead).owner_id == office.bob.pk else "Ada"
        assert closed == f"Team North was closed into team Sales. Routed anew to {owner}."
