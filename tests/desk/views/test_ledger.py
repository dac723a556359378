"""The ledger's pages: the proof by day and door, the list, and each arrival raw."""

from __future__ import annotations

import datetime
import uuid

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import panel, text
from tests.desk.conftest import SignIn
from vaste.flows import receive, review
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Lead
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
BODY = '{"name": "Aino Ek", "email": "aino@customer.example", "message": "Näkyykö tämä?"}'.encode()


def arrived(
    office: Office,
    state: str,
    *,
    at: datetime.datetime = NOON,
    door: str = "api",
    body: bytes = BODY,
    content_type: str = "application/json",
) -> uuid.UUID:
    """Store one arrival in a state without a lead, and return its id."""
    arrival = build.incoming(office, at=at, door=door)
    arrival.enquiry, arrival.state, arrival.body = None, state, body
    arrival.content_type = content_type
    arrival.reasons = [{"code": "honeypot", "detail": ""}]
    receive.receive_batch(office.id, [arrival], at=at)
    return arrival.id


@pytest.mark.django_db
class TestIndex:
    def test_every_arrival_is_in_one_part_of_the_sum(self, sign_in: SignIn) -> None:
        office = build.office()
        for _ in range(3):
            build.lead(office)
        again = build.incoming(office)
        for _ in range(2):  # the same submission twice, without a key of its own
            again.id, again.has_own_key = uuid.uuid4(), False
            receive.receive_batch(office.id, [again], at=NOON)
        for state in ("quarantined", "quarantined", "refused", "needs_a_look", "dismissed"):
            arrived(office, state, door="forms")

        page = panel(sign_in(office.mo).get("/ledger/"), "page")

        parts = [
            (day.door, day.received, day.created, day.appended, day.quarantined, day.refused,
             day.needs_look, day.dismissed, day.adds_up)
            for day in page.days
        ]  # fmt: skip
        assert parts == [
            ("Api", 5, 4, 1, 0, 0, 0, 0, True),
            ("Forms", 5, 0, 0, 2, 1, 1, 1, True),
        ]
        assert page.sum_text == (
            "10 received = 4 new leads + 1 added to a lead + 2 held for review + 1 refused"
            " + 1 needs a look + 1 dismissed"
        )
        assert (page.total.received, page.total.adds_up) == (10, True)

    def test_a_lead_that_is_gone_shows_as_a_sum_that_does_not_add_up(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")
        with inside(office.id):
            Arrival.objects.within(office.id).filter(id=arrival_id).update(
                state="lead_created", lead_id=uuid.uuid4()
            )

        response = sign_in(office.mo).get("/ledger/")

        page = panel(response, "page")
        assert (page.total.received, page.total.created, page.total.adds_up) == (1, 0, False)
        assert "The parts do not add up." in text(response)

    def test_a_day_begins_at_midnight_of_the_workspaces_zone(self, sign_in: SignIn) -> None:
        office = build.office()
        midnight = datetime.datetime(2026, 3, 1, 22, 0, tzinfo=datetime.UTC)  # in Helsinki
        arrived(office, "refused", at=midnight - MINUTE)
        arrived(office, "refused", at=midnight)

        page = panel(sign_in(office.mo).get("/ledger/"), "page")

        days = [(day.on, day.received) for day in page.days]
        assert days == [(datetime.date(2026, 3, 2), 1), (datetime.date(2026, 3, 1), 1)]

    def test_a_day_that_is_an_hour_short_is_one_day(self, sign_in: SignIn) -> None:
        office = build.office()
        first = datetime.datetime(2026, 3, 28, 22, 0, tzinfo=datetime.UTC)
        last = datetime.datetime(2026, 3, 29, 20, 59, 59, tzinfo=datetime.UTC)
        for at in (first, last, last + datetime.timedelta(seconds=1)):
            arrived(office, "refused", at=at)

        desk = sign_in(office.mo, at=last + DAY)

        page = panel(desk.get("/ledger/", on="2026-03-29"), "page")
        assert [(day.on.day, day.received) for day in page.days] == [(29, 2)]

    def test_period_door_and_state_narrow_the_list(self, sign_in: SignIn) -> None:
        office = build.office()
        old = arrived(office, "refused", at=NOON - 20 * DAY)
        form = arrived(office, "quarantined", door="forms")
        api = arrived(office, "refused")
        desk = sign_in(office.mo)

        def shown(**asked: str) -> list[str]:
            page = panel(desk.get("/ledger/", **asked), "page")
            return [row.arrival_id for row in page.arrivals]

        assert shown() == [str(api), str(form)]
        assert shown(period="30") == [str(api), str(form), str(old)]
        assert shown(door=str(office.doors["forms"].id)) == [str(form)]
        assert shown(state="refused") == [str(api)]
        assert shown(period="wrong", door="wrong", state="wrong", on="wrong", after="wrong") == [
            str(api),
            str(form),
        ]

    def test_pages_show_every_arrival_once(self, sign_in: SignIn) -> None:
        office = build.office()
        batch = []
        for _ in range(120):  # many at one instant: only the id tells them apart
            arrival = build.incoming(office)
            arrival.enquiry, arrival.state = None, "refused"
            batch.append(arrival)
        receive.receive_batch(office.id, batch, at=NOON)
        desk = sign_in(office.mo)

        seen: list[str] = []
        url = "/ledger/"
        while url:
            page = panel(desk.get(url), "page")
            seen += [row.arrival_id for row in page.arrivals]
            url = page.next_url

        assert len(seen) == 120
        assert set(seen) == {str(arrival.id) for arrival in batch}
        assert page.first_url == "/ledger/?period=7"

    def test_a_row_says_who_and_why(self, sign_in: SignIn) -> None:
        office = build.office()
        build.lead(office, full_name="Maija Meikäläinen", subject="Pumps", message="Two of them")
        arrived(office, "quarantined", at=NOON + MINUTE)
        arrived(office, "refused", body=b"\xff\xfe", at=NOON + 2 * MINUTE)

        rows = panel(sign_in(office.mo, at=NOON + 3 * MINUTE).get("/ledger/"), "page").arrivals

        told = [(row.who, row.excerpt, row.state, row.state_label, row.reason) for row in rows]
        assert told == [
            ("", "", "refused", "Refused", "A field that no person sees was filled in."),
            (
                "Aino Ek",
                "Näkyykö tämä?",
                "quarantined",
                "Held for review",
                "A field that no person sees was filled in.",
            ),
            ("Maija Meikäläinen", "Pumps Two of them", "created", "New lead", ""),
        ]

    def test_htmx_gets_the_list_alone(self, sign_in: SignIn) -> None:
        office = build.office()

        response = sign_in(office.mo).piece("/ledger/")

        assert b'id="ledger"' in response.content
        assert b"<html" not in response.content

    def test_another_workspaces_arrivals_are_not_there(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        arrived(other, "refused")

        page = panel(sign_in(office.mo).get("/ledger/"), "page")

        assert (page.days, page.arrivals, page.total) == ((), (), None)

    def test_statements_do_not_grow_with_the_arrivals(self, sign_in: SignIn) -> None:
        for count in (2, 30):
            office = build.office()
            for _ in range(count):
                build.lead(office)
                arrived(office, "quarantined")
            desk = sign_in(office.mo)
            desk.get("/ledger/")
            with counting.statements() as found:
                desk.get("/ledger/")
            counting.hold("desk.ledger", found)


@pytest.mark.django_db
class TestShow:
    def test_it_is_there_as_it_came(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival = build.incoming(office)
        arrival.enquiry, arrival.state = None, "quarantined"
        arrival.body, arrival.reasons = BODY, [{"code": "too_fast", "detail": "0.4 s"}]
        arrival.headers = {"user-agent": "Mozilla", "cookie": "secret", "x-api-key": "secret"}
        receive.receive_batch(office.id, [arrival], at=NOON)

        response = sign_in(office.mo).get(f"/ledger/{arrival.id}/")

        page = panel(response, "arrival")
        assert page.body == BODY.decode()
        assert (page.size, page.is_cut, page.row.who) == (len(BODY), False, "Aino Ek")
        assert [(one.name, one.value) for one in page.headers] == [("user-agent", "Mozilla")]
        assert page.reasons == ("It was sent too soon after the form was shown: 0.4 s.",)
        assert [event.text for event in page.history] == [
            "It came through the door Api.",
            "It was held for review.",
        ]
        assert (page.can_release, page.can_dismiss, page.can_replay) == (True, True, False)
        assert b"secret" not in response.content

    def test_bytes_that_are_no_text_are_shown_by_their_numbers(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "refused", body=b'{"a": "\xff\x00\x1b"}\n\xc3\xa4')

        page = panel(sign_in(office.mo).get(f"/ledger/{arrival_id}/"), "arrival")

        assert page.body == '{"a": "\\xff\\x00\\x1b"}\nä'
        assert (page.can_release, page.can_dismiss, page.can_replay) == (False, True, True)

    def test_a_long_body_is_cut_on_the_page_only(self, sign_in: SignIn) -> None:
        office = build.office()
        body = b"x" * 70_000
        arrival_id = arrived(office, "refused", body=body)
        desk = sign_in(office.mo)

        page = panel(desk.get(f"/ledger/{arrival_id}/"), "arrival")

        assert (len(page.body), page.size, page.is_cut) == (64_000, 70_000, True)
        assert desk.get(page.raw_url).content == body

    def test_a_lead_is_linked_and_nothing_is_left_to_decide(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office)

        response = sign_in(office.mo).get(f"/ledger/{lead.arrival_id}/")

        page = panel(response, "arrival")
        assert f'href="/leads/{lead.id}/"' in response.content.decode()
        assert (page.can_release, page.can_dismiss, page.can_replay) == (False, False, False)

    def test_its_history_tells_what_people_did(self, sign_in: SignIn) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")
        review.dismiss(office.id, arrival_id, by=office.mo, at=NOON + MINUTE)
        review.release(office.id, arrival_id, by=office.ada, at=NOON + 2 * MINUTE)

        page = panel(sign_in(office.mo).get(f"/ledger/{arrival_id}/"), "arrival")

        assert [(event.at, event.text) for event in page.history] == [
            (NOON, "It came through the door Api."),
            (NOON, "It was held for review."),
            (NOON + MINUTE, "Mo dismissed it."),
            (NOON + 2 * MINUTE, "Ada released it, and it became a lead."),
        ]
        assert page.reasons[0] == "A person released it."

    def test_another_workspaces_is_not_there(self, sign_in: SignIn) -> None:
        office, other = build.office(), build.office()
        arrival_id = arrived(other, "refused")

        assert sign_in(office.mo).get(f"/ledger/{arrival_id}/").status_code == 404


@pytest.mark.django_db
class TestRaw:
    def test_it_is_the_very_bytes_as_a_download(self, sign_in: SignIn) -> None:
        office = build.office()
        body = b"<script>alert(1)</script>\xff\x00"
        arrival_id = arrived(office, "refused", body=body, content_type="text/html")

        response = sign_in(office.mo).get(f"/ledger/{arrival_id}/raw/")

        assert response.content == body
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
class TestRoles:
    @pytest.mark.parametrize("role", [Role.REP, Role.VIEWER])
    def test_others_may_not_open_what_came(self, sign_in: SignIn, role: Role) -> None:
        office = build.office()
        arrival_id = arrived(office, "quarantined")
        user = build.user("other")
        workspaces.join(office.workspace, user, role, at=NOON)
        desk = sign_in(user)

        urls = ("/ledger/", f"/ledger/{arrival_id}/", f"/ledger/{arrival_id}/raw/", "/review/")
        assert [desk.get(url).status_code for url in urls] == [403] * 4

    def test_a_marketer_may(self, sign_in: SignIn) -> None:
        office = build.office()
        workspaces.join(office.workspace, office.eve, Role.MARKETER, at=NOON)
        arrival_id = arrived(office, "quarantined")

        desk = sign_in(office.eve)

        assert desk.get(f"/ledger/{arrival_id}/").status_code == 200
        released = desk.post(f"/ledger/{arrival_id}/release/", f"li#review-{arrival_id}")
        assert released.status_code == 201
        with inside(office.id):
            assert Lead.objects.within(office.id).count() == 1
