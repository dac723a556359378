"""Logging a contact over HTTP."""

from __future__ import annotations

import datetime

import pytest

from tests import build
from tests.build import NOON
from tests.desk.browser import lead_now, panel, text
from tests.desk.conftest import SignIn
from vaste.flows import work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Activity, Lead

HOUR = datetime.timedelta(hours=1)
NINE_TOMORROW = datetime.datetime(2026, 3, 3, 7, 0, tzinfo=datetime.UTC)  # 9:00 in Helsinki
CALL = {
    "channel": "phone", "direction": "out", "outcome": "reached", "note": "Wants two pumps",
    "next_step": "call_tomorrow",
}  # fmt: skip


def url(lead: Lead) -> str:
    return f"/leads/{lead.id}/contacts/"


def activities(office: build.Office) -> list[tuple[str, str, str]]:
    with inside(office.id):
        rows = Activity.objects.within(office.id).order_by("occurred_at", "id")
        return [(one.channel, one.outcome, one.note) for one in rows]


@pytest.mark.django_db
class TestCreate:
    def test_logs_the_call_and_plans_the_next_step(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        response = sign_in(office.ada).post(url(lead), **CALL)

        assert response.status_code == 201
        read = text(response)
        assert "Logged, and the next step is planned." in read
        assert "Ada called: talked." in read
        assert "Wants two pumps" in read
        assert activities(office) == [("phone", "reached", "Wants two pumps")]
        after = lead_now(office, lead)
        assert (after.next_step, after.next_step_at) == ("call", NINE_TOMORROW)
        assert after.first_contact_at == NOON

    def test_plans_the_reminder_that_the_category_asks_for(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="information", needed_by=datetime.date(2026, 9, 1))

        response = sign_in(office.ada).post(url(lead), **{**CALL, "next_step": "reminder"})

        assert response.status_code == 201
        after = lead_now(office, lead)
        nine = datetime.datetime(2026, 8, 18, 6, 0, tzinfo=datetime.UTC)  # 9:00 in Helsinki
        assert (after.next_step, after.next_step_at) == ("The purchase is near: call again", nine)

    def test_refuses_a_reminder_that_nobody_asks_for(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="information")

        response = sign_in(office.ada).post(url(lead), **{**CALL, "next_step": "reminder"})

        assert response.status_code == 422
        assert activities(office) == []

    @pytest.mark.parametrize(
        ("channel", "outcome", "stored"),
        [
            ("email", "sent", "sent"),
            ("email", "reached", "replied"),
            ("email", "unreachable", "bounced"),
            ("meeting", "reached", "held"),
            ("meeting", "no_answer", "no_show"),
            ("chat", "reached", "talked"),
            ("linkedin", "meeting_booked", "meeting_booked"),
            ("phone", "unreachable", "bad_number"),
            ("note", "noted", "noted"),
        ],
    )
    def test_keeps_the_rooms_own_word_for_how_it_went(
        self, sign_in: SignIn, channel: str, outcome: str, stored: str
    ) -> None:
        office = build.office()
        lead = build.lead(office)
        told = CALL | {"channel": channel, "outcome": outcome}

        assert sign_in(office.ada).post(url(lead), **told).status_code == 201
        assert activities(office) == [(channel, stored, "Wants two pumps")]

    @pytest.mark.parametrize(
        ("chip", "step", "at"),
        [
            ("call_2h", "call", NOON + 2 * HOUR),
            ("email_tomorrow", "email", NINE_TOMORROW),
            ("call_week", "call", NINE_TOMORROW + 6 * 24 * HOUR),
            ("custom", "follow_up", datetime.datetime(2026, 4, 1, 10, 30, tzinfo=datetime.UTC)),
        ],
    )
    def test_a_chip_is_a_time_by_the_readers_wall_clock(
        self, sign_in: SignIn, chip: str, step: str, at: datetime.datetime
    ) -> None:
        office = build.office()
        lead = build.lead(office)
        own = {"next_step": chip, "next_step_at": "2026-04-01T13:30"}  # summer time: UTC+3

        assert sign_in(office.ada).post(url(lead), **{**CALL, **own}).status_code == 201

        after = lead_now(office, lead)
        assert (after.next_step, after.next_step_at) == (step, at)

    def test_without_script_goes_back_to_the_page(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).post_plainly(url(lead), **CALL)

        assert (response.status_code, response["Location"]) == (303, f"/leads/{lead.id}/")


@pytest.mark.django_db
class TestRefused:
    @pytest.mark.parametrize(
        ("told", "field", "message"),
        [
            ({"channel": ""}, "channel", "Choose how you were in touch."),
            ({"channel": "pigeon"}, "channel", "Choose how you were in touch."),
            ({"direction": ""}, "direction", "Say who reached out."),
            ({"outcome": ""}, "outcome", "Choose how it went."),
            ({"outcome": "sent"}, "outcome", "This does not fit the way you were in touch."),
            (
                {"next_step": ""},
                "next_step",
                "Choose what comes next, or close the lead with a reason.",
            ),
            ({"next_step": "custom"}, "next_step_at", "Write a date and a time."),
            (
                {"next_step": "custom", "next_step_at": "soon"},
                "next_step_at",
                "Write a date and a time.",
            ),
            (
                {"next_step": "custom", "next_step_at": "2026-03-02T11:00"},
                "next_step_at",
                "The next step must be in the future.",
            ),
        ],
    )
    def test_says_what_is_missing_beside_the_field(
        self, sign_in: SignIn, told: dict[str, str], field: str, message: str
    ) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).post_plainly(url(lead), **{**CALL, **told})

        assert response.status_code == 422
        state = panel(response, "lead").contact_form.state
        assert (dict(state.errors), state.problem) == ({field: message}, "")
        assert state.values["note"] == "Wants two pumps"
        assert message in text(response)
        assert (activities(office), lead_now(office, lead).version) == ([], 1)

    def test_a_time_that_the_clock_skips_is_refused(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        skipped = {"next_step": "custom", "next_step_at": "2026-03-29T03:30"}

        response = sign_in(office.ada).post_plainly(url(lead), **{**CALL, **skipped})

        assert response.status_code == 422
        assert list(panel(response, "lead").contact_form.state.errors) == ["next_step_at"]

    def test_what_was_typed_stays_when_another_was_faster(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.bob, at=NOON)

        response = sign_in(office.ada).post_plainly(url(lead), **CALL)

        assert response.status_code == 409
        page = panel(response, "lead")
        assert page.contact_form.state.problem == (
            "Bob has taken this lead over. Nothing was saved; your text is still here."
        )
        assert "Wants two pumps" in text(response)
        assert page.owner.name == "Bob"
        assert activities(office) == []

    def test_a_stale_page_shows_how_it_stands_now(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        response = sign_in(office.ada).post_plainly(url(lead), **{**CALL, "version": "1"})

        assert response.status_code == 409
        page = panel(response, "lead")
        assert page.version == "2"
        assert page.contact_form.state.problem == (
            "Somebody changed this lead after you opened it. This is how it stands now."
        )
        assert activities(office) == []

    def test_a_closed_lead_keeps_the_text(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.close(office.id, lead.id, outcome="won", reason="", by=office.ada, at=NOON)

        response = sign_in(office.ada).post_plainly(url(lead), **CALL)

        assert response.status_code == 409
        assert panel(response, "lead").contact_form.state.values["note"] == "Wants two pumps"

    def test_what_can_not_be_stored_is_left_out(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.ada).post(url(lead), **{**CALL, "note": "a\x00b\u202e"})

        assert response.status_code == 201
        assert activities(office) == [("phone", "reached", "ab")]
