"""The lead page: all that a call needs, each number with its reason."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests import build
from tests.build import NOON
from tests.desk.browser import Desk, full_office, lead_now, panel, text
from tests.desk.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.desk.panels import AskedCard, LeadPage
from vaste.flows import clocks, work
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.enquiry import Consent
from vaste.leads.models import Arrival, Lead
from vaste.ledger.models import Event
from vaste.people.models import Contact
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR
DAY_OF_PURCHASE = datetime.date(2026, 9, 1)


def page_of(desk: Desk, lead: Lead, **params: str) -> LeadPage:
    page: LeadPage = panel(desk.get(f"/leads/{lead.id}/", **params), "lead")
    return page


@pytest.mark.django_db
class TestWho:
    def test_shows_the_contact_the_company_and_the_wish(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(
            office, full_name="Maija Meikäläinen", job_title="Buyer", phone="+46701234567",
            email="maija@konepaja.example", company_name="Konepaja Oy", employees=40, city="Pori",
            subject="Pumps", message="Two pumps", value=Decimal(60000), currency="EUR",
            needed_within_days=30, do_not_email=True, source="Fair",
            consents=[Consent("newsletter", True, "Yes, send me news", "v1")],
        )  # fmt: skip

        page = page_of(sign_in(office.ada), lead)

        contact = page.contact
        assert (contact.name, contact.job_title, contact.phones) == (
            "Maija Meikäläinen", "Buyer", ("+46701234567",),
        )  # fmt: skip
        assert (contact.may_email, contact.may_call) == (False, True)
        assert contact.local_time == "Their time: 11:00"
        assert [(one.purpose, one.is_given, one.text) for one in contact.consents] == [
            ("Newsletter", True, "Yes, send me news")
        ]
        assert page.company is not None
        assert (page.company.name, page.company.employees, page.company.url) == (
            "Konepaja Oy", 40, "https://konepaja.example/",
        )  # fmt: skip
        assert (page.wants.subject, page.wants.timeframe, page.wants.value) == (
            "Pumps", "Needed by 01/04/2026", "Large project",
        )  # fmt: skip
        assert page.wants.amount is not None
        assert (page.wants.amount.amount, page.wants.amount.currency) == (Decimal(60000), "EUR")
        assert {line.label: line.value for line in page.origin} == {"Door": "Api", "Source": "Fair"}
        assert ("Mail address", "checked") in {(one.label, one.source) for one in page.facts}

    def test_a_message_is_never_markup(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, message="<script>alert(1)</script>", full_name="<b>Bo</b>")

        content = sign_in(office.ada).get(f"/leads/{lead.id}/").content

        assert b"<script>alert" not in content
        assert b"<b>Bo" not in content


@pytest.mark.django_db
class TestAsked:
    def test_a_warm_lead_shows_its_reminder_and_offers_it_as_the_next_step(
        self, sign_in: SignIn
    ) -> None:
        office = build.office()
        lead = build.lead(office, request_type="information", needed_by=DAY_OF_PURCHASE)

        page = page_of(sign_in(office.ada), lead)

        assert page.next_step == "Call, and note when the purchase is due"
        assert page.asked == AskedCard(
            channel="phone", remind_on=datetime.date(2026, 8, 18),
            reminder="The purchase is near: call again",
        )  # fmt: skip
        assert page.contact_form is not None
        first = page.contact_form.next_steps[0]
        assert (first.key, first.label) == ("reminder", "The purchase is near: call again")

    def test_a_cold_lead_asks_for_the_newsletter_until_they_have_joined(
        self, sign_in: SignIn
    ) -> None:
        office = build.office()
        no, yes = (Consent("newsletter", given, "News?", "v1") for given in (False, True))
        lead = build.lead(office, email="a@x.example", request_type="download", consents=[no])

        before = page_of(sign_in(office.ada), lead)
        build.lead(office, email="a@x.example", request_type="download", consents=[yes])
        after = page_of(sign_in(office.ada), lead)

        assert before.asked is not None
        assert (before.asked.offer_newsletter, before.asked.remind_on) == (True, None)
        assert after.asked is None

    @pytest.mark.parametrize("told", [{"do_not_email": True}, {"email": "", "phone": "+35840123"}])
    def test_who_wants_no_mail_is_offered_none(self, sign_in: SignIn, told: dict[str, Any]) -> None:
        office = build.office()
        lead = build.lead(office, request_type="download", **told)

        assert page_of(sign_in(office.ada), lead).asked is None

    def test_a_closed_lead_asks_for_nothing(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="download")
        work.close(office.id, lead.id, outcome="lost", reason="price", by=office.mo, at=NOON)

        assert page_of(sign_in(office.ada), lead).asked is None


@pytest.mark.django_db
class TestWhy:
    def test_a_hot_lead_shows_the_way_in_that_held(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", value_band="small")

        page = page_of(sign_in(office.ada), lead)

        assert [(line.is_met, line.text) for line in page.why] == [
            (True, "Request type is an offer. Known: request type: an offer."),
            (
                False,
                "Needed within is at most 3 months and size of the project is medium or large."
                " Known: needed within: not told; size of the project: small.",
            ),
        ]
        assert page.why_version == 1

    def test_a_cold_lead_shows_why_it_is_nothing_hotter(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="download")

        page = page_of(sign_in(office.ada), lead)

        assert [line.is_met for line in page.why] == [False, False, None]
        assert page.why[0].text.startswith("Not “Hot”, which needs: request type is an offer or")
        assert page.why[2].text == "“Cold” takes every lead that no other category takes."

    def test_speaks_the_readers_language(self, sign_in: SignIn) -> None:
        office = build.office()
        office.ada.language = "fi"
        office.ada.save()
        lead = build.lead(office, request_type="offer")

        page = page_of(sign_in(office.ada), lead)

        assert page.category.label == "Kuuma"
        assert "tarjous" in page.why[0].text
        assert page.next_step == "Soita heti"
        assert page.fit.lines[1].text == "Kirjoittaa yrityksen omasta sähköpostiosoitteesta"

    def test_scores_open_into_their_lines(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", phone="+358401234567", company_name="Acme")

        page = page_of(sign_in(office.ada, at=NOON + 30 * DAY), lead)

        assert [(line.text, line.points) for line in page.fit.lines] == [
            ("Every lead begins with this", 20),
            ("Writes from a company's own mail domain", 20),
            ("Says which company they are from", 10),
            ("Can be reached by phone", 10),
        ]
        assert page.fit.value == 60 == sum(line.points for line in page.fit.lines)
        assert [(line.text, line.points) for line in page.interest.lines] == [
            ("Asked for an offer", 25)
        ]
        assert (page.interest.value, page.quadrant.label) == (25, "Good fit, less interested")

    def test_interest_opens_into_its_lines_now_and_then(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer", job_title="CEO")

        page = page_of(sign_in(office.ada, at=NOON + 30 * DAY), lead)

        assert page.interest.before_title == "When the lead came"
        assert [(line.text, line.points) for line in page.interest.before] == [
            ("Asked for an offer", 50)
        ]
        assert page.track == (
            "Marketing keeps in touch until interest rises."
            " A good fit begins at 50, interested at 30."
        )
        assert [one.text for one in page.scores.changes] == [
            "Judged on arrival: Hot, fit 65, interest 50."
        ]
        assert "plot-history" in page.scores.svg

    def test_fit_on_another_scale_says_so(self, sign_in: SignIn) -> None:
        source = definitions.default_source().replace(
            "fit:\n  base: 20", "fit:\n  floor: 20\n  ceiling: 60\n  base: 20"
        )
        office = build.office(source=source)
        lead = build.lead(office)

        fit = page_of(sign_in(office.ada), lead).fit

        assert (fit.value, sum(line.points for line in fit.lines)) == (50, 40)
        assert [(line.text, line.points) for line in fit.steps] == [
            ("The scale of 20 to 60 brought to 0–100", 10)
        ]

    def test_fit_over_the_ceiling_says_so(self, sign_in: SignIn) -> None:
        source = definitions.default_source().replace(
            "fit:\n  base: 20", "fit:\n  floor: -10\n  ceiling: 30\n  base: 20"
        )
        office = build.office(source=source)
        lead = build.lead(office)

        fit = page_of(sign_in(office.ada), lead).fit

        assert (fit.value, sum(line.points for line in fit.lines)) == (100, 40)
        assert [(line.text, line.points) for line in fit.steps] == [
            ("No more than the ceiling of 30", -10),
            ("The scale of -10 to 30 brought to 0–100", 70),
        ]

    def test_the_due_time_explains_itself(self, sign_in: SignIn) -> None:
        office = build.office()
        friday = datetime.datetime(2026, 4, 3, 14, 30, tzinfo=datetime.UTC)  # Good Friday, 17:30
        lead = build.lead(office, request_type="offer", at=friday)

        page = page_of(sign_in(office.ada, at=friday), lead)

        assert [card.milestone for card in page.clocks] == ["Take over", "First contact"]
        assert page.clocks[1].explanation == (
            "Tue 9:00 = 1 h of working time after Fri 17:30; Good Friday, Easter Monday skipped"
        )

    def test_the_routing_names_every_candidate(self, sign_in: SignIn) -> None:
        office = full_office()
        lead = build.lead(office)

        page = page_of(sign_in(office.ada), lead)

        assert page.routing is not None
        assert page.routing.outcome == (
            "Nobody was free: the lead waits for whoever in the team takes it over first."
        )
        assert [(one.person.name, one.why) for one in page.routing.candidates] == [
            ("Ada", "Passed over: full, load 0 of 0."),
            ("Bob", "Passed over: full, load 0 of 0."),
        ]
        assert (page.routing.rule, page.routing.team) == (
            "Every lead that no other rule names", "Sales",
        )  # fmt: skip


@pytest.mark.django_db
class TestTimeline:
    def test_tells_every_step_of_the_work_newest_first(self, sign_in: SignIn) -> None:
        office = full_office()
        lead = build.lead(office, request_type="offer")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON + MINUTE)
        work.give_back(office.id, lead.id, by=office.ada, at=NOON + 2 * MINUTE)
        work.log_contact(
            office.id, lead.id, channel="phone", outcome="voicemail", note="Rang twice",
            next_step="call", next_step_at=NOON + DAY, by=office.bob, at=NOON + 3 * MINUTE,
        )  # fmt: skip
        clocks.fire_due(office.id, at=NOON + 2 * HOUR)
        at = NOON + 3 * HOUR
        work.log_contact(
            office.id, lead.id, channel="email", outcome="replied", note="", next_step="call",
            next_step_at=NOON + DAY, by=office.bob, at=at, direction="in",
        )  # fmt: skip
        work.close(
            office.id, lead.id, outcome="not_a_fit", reason="student", by=office.mo, at=at + HOUR,
            note="Thesis",
        )  # fmt: skip
        work.reopen(office.id, lead.id, by=office.ada, at=at + 2 * HOUR)

        page = page_of(sign_in(office.ada, at=NOON + DAY), lead)

        assert [(item.kind, item.title, item.body) for item in page.timeline] == [
            ("reopen", "Ada opened the lead again.", ""),
            ("close", "Mo closed the lead as not a fit: Student.", "Thesis"),
            ("email", "They wrote an e-mail, which Bob logged: they answered.", ""),
            ("release", "Back in the team's pool, because time ran out: First contact.", ""),
            ("breach", "Not done in time: First contact.", ""),
            ("clock", "Due soon: First contact.", ""),
            ("phone", "Bob called: left a message.", "Rang twice"),
            ("release", "Ada gave the lead back to the team.", ""),
            ("claim", "Ada took the lead over.", ""),
            (
                "arrival",
                "Their enquiry came. Category: Hot. It waited for whoever took it over.",
                "",
            ),
        ]
        assert page.timeline[6].actor is not None
        assert page.timeline[6].actor.name == "Bob"

    def test_goes_across_the_contacts_leads(self, sign_in: SignIn) -> None:
        office = build.office()
        first = build.lead(office, email="same@customer.example", subject="First wish")
        work.close(office.id, first.id, outcome="lost", reason="price", by=office.ada, at=NOON)
        second = build.lead(office, email="same@customer.example", at=NOON + DAY)

        page = page_of(sign_in(office.ada, at=NOON + DAY), second)

        assert [(item.lead_label, item.lead_url) for item in page.timeline] == [
            ("", ""),
            ("First wish", f"/leads/{first.id}/"),
            ("First wish", f"/leads/{first.id}/"),
        ]
        [earlier] = page.earlier
        assert (earlier.lead_id, earlier.wants, earlier.ended, earlier.tone) == (
            str(first.id), "First wish", "Lost: Price", "bad",
        )  # fmt: skip
        assert page.is_returning

    def test_hides_the_leads_of_other_teams(self, sign_in: SignIn) -> None:
        office = build.office()
        first = build.lead(office, email="same@customer.example")
        second = build.lead(office, email="same@customer.example")
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=first.id).update(
                team_id=office.id, owner_id=office.mo.pk
            )

        page = page_of(sign_in(office.ada), second)

        assert page.earlier == ()
        assert [item.lead_url for item in page.timeline] == [""]

    def test_an_enquiry_sent_again_is_in_it(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        with inside(office.id):
            first = Arrival.objects.within(office.id).get(lead_id=lead.id)
            first.pk, first.idempotency_key = uuid7(), "again"
            first.state, first.received_at = "appended", NOON + HOUR
            first.save(force_insert=True)

        page = page_of(sign_in(office.ada), lead)

        assert page.timeline[0].title == (
            "The same enquiry was sent again and is kept with this lead."
        )

    def test_a_long_story_goes_on_behind_a_link(
        self, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaste.desk.build.timeline.PAGE", 3)
        office = full_office()
        lead = build.lead(office)
        for minutes in range(1, 7):
            by = office.ada if minutes % 2 else office.bob
            act = work.take_over if minutes % 2 else work.give_back
            act(office.id, lead.id, by=by, at=NOON + minutes * MINUTE)
        desk = sign_in(office.ada)

        titles, url = [], f"/leads/{lead.id}/"
        while url:
            items = panel(desk.get(url), "lead").timeline
            url = items[-1].lead_url
            titles += [item.title for item in (items[:-1] if url else items)]

        assert len(titles) == len(verbs_of(office, lead)) == 7
        assert titles[0] == "Bob gave the lead back to the team."
        assert titles[-1].startswith("Their enquiry came.")

    def test_a_forged_mark_shows_the_newest(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        assert len(page_of(sign_in(office.ada), lead, older="forged").timeline) == 1


def verbs_of(office: build.Office, lead: Lead) -> list[str]:
    with inside(office.id):
        rows = Event.objects.within(office.id).filter(subject_id=lead.id).order_by("at", "id")
        return list(rows.values_list("verb", flat=True))


@pytest.mark.django_db
class TestActions:
    def test_a_free_lead_can_be_taken_logged_and_closed(self, sign_in: SignIn) -> None:
        office = full_office()
        page = page_of(sign_in(office.ada), build.lead(office))

        assert (page.can_claim, page.can_release, page.can_reopen) == (True, False, False)
        assert page.contact_form is not None
        assert page.snooze_form is not None
        assert page.closing_form is not None

    def test_ones_own_can_be_given_back(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)

        page = page_of(sign_in(office.ada), lead)

        assert (page.can_claim, page.can_release, page.is_mine) == (False, True, True)
        assert page.clocks[0].met_by is not None
        assert (page.clocks[0].state, page.clocks[0].met_by.name) == ("met", "Ada")

    def test_a_colleagues_can_only_be_looked_at(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.bob, at=NOON)

        page = page_of(sign_in(office.ada), lead)

        assert (page.can_claim, page.can_release) == (False, False)
        assert (page.contact_form, page.snooze_form, page.closing_form) == (None, None, None)
        of_manager = page_of(sign_in(office.mo), lead)
        assert (of_manager.can_release, of_manager.contact_form) == (True, None)
        assert of_manager.closing_form is not None

    def test_a_closed_one_can_be_opened_again(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.close(office.id, lead.id, outcome="won", reason="", by=office.ada, at=NOON)

        page = page_of(sign_in(office.ada), lead)

        assert (page.state, page.can_reopen, page.can_claim) == ("won", True, False)
        assert page.state_text == "Closed 02/03/2026. Won."
        assert [card.state for card in page.clocks] == ["paused", "paused"]

    def test_a_viewer_has_no_buttons(self, sign_in: SignIn) -> None:
        office = full_office()
        viewer = build.user("vera")
        workspaces.join(office.workspace, viewer, Role.VIEWER, at=NOON)

        page = page_of(sign_in(viewer), build.lead(office))

        assert (page.can_claim, page.can_release, page.can_reopen) == (False, False, False)
        assert (page.contact_form, page.snooze_form, page.closing_form) == (None, None, None)

    def test_the_form_begins_with_the_categorys_channel(self, sign_in: SignIn) -> None:
        office = build.office()
        cold = build.lead(office, request_type="download")

        form = page_of(sign_in(office.mo), cold).contact_form

        assert form is not None
        assert [one.key for one in form.channels if one.is_selected] == ["email"]

    def test_do_not_call_is_shown_instead_of_the_link(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, phone="+358401234567")
        with inside(office.id):
            Contact.objects.within(office.id).update(do_not_call=True)

        response = sign_in(office.ada).get(f"/leads/{lead.id}/")

        assert b"tel:" not in response.content
        assert "do not call" in text(response)

    def test_a_user_who_is_gone_is_still_somebody(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        with inside(office.id):
            Lead.objects.within(office.id).update(owner_id=uuid7())

        page = page_of(sign_in(office.mo), lead_now(office, lead))

        assert page.owner is not None
        assert page.owner.name == "Somebody who has left"
