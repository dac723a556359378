"""What the buyer is told is what the desk is judged by, in the buyer's own zone and language."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests import build
from tests.build import NOON
from tests.flows.at_work import clock
from vaste.calendars import words
from vaste.definitions.queries import default_source
from vaste.doors.intake import zone_of
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead

MINUTES = some.integers(0, 60 * 24 * 500)
PLACES = some.sampled_from(
    [("FI", ""), ("SE", ""), ("JP", ""), ("IN", ""), ("US", "+12125550123"), ("US", ""), ("", "")]
)


@pytest.mark.django_db(transaction=True)
class TestAnswerPromise:
    @settings(
        max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(
        minutes=MINUTES,
        place=PLACES,
        calendar=some.sampled_from(["workspace", "team", "buyer"]),
        wall=some.booleans(),
        hot=some.booleans(),
    )
    def test_is_the_due_time_of_the_first_contact(
        self, minutes: int, place: tuple[str, str], calendar: str, wall: bool, hot: bool
    ) -> None:
        counts = "wall" if wall else "working"
        policy = f"sla: {{calendar: {calendar}, milestones: {{first_contact: {{time: {counts}}}}}}}"
        office = build.office(source=f"{default_source()}\n{policy}\n")
        at = NOON + datetime.timedelta(minutes=minutes)
        told: dict[str, Any] = {"country": place[0], "phone": place[1]}
        if hot:
            told["request_type"] = "offer"

        receipt = build.receipt(office, at=at, **told)

        with inside(office.id):
            lead = Lead.objects.within(office.id).get(arrival_id=receipt.arrival_id)
        due = clock(office, lead, "first_contact").due_at
        assert receipt.answer_by == lead.promised_at == due
        zone = zone_of(build.incoming(office, at=at, **told)) or "Europe/Helsinki"
        said = words.say_answer_promise(due, at, zone, "en")
        local = due.astimezone(ZoneInfo(zone))
        rounded = local + datetime.timedelta(seconds=59, microseconds=999_999)
        assert f"{rounded.hour}:{rounded.minute:02d}" in said


class TestZoneOf:
    @pytest.mark.parametrize(
        ("country", "phone", "zone"),
        [
            ("FI", "", "Europe/Helsinki"),
            ("SE", "+358401234567", "Europe/Stockholm"),
            ("US", "+12125550123", "America/New_York"),
            ("US", "", ""),
            ("", "", ""),
            ("XX", "nonsense", ""),
        ],
    )
    def test_by_country_else_by_number(self, country: str, phone: str, zone: str) -> None:
        from vaste.kernel import zones

        assert zones.zone_of(country, phone) == zone
