"""One person's page of absences and calendars."""

from __future__ import annotations

import datetime
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import Desk, panel, text
from tests.desk.conftest import SignIn
from tests.publishing import Publisher
from tests.routing.test_ical import HOLIDAY, calendar
from vaste.flows import absenting, feeding
from vaste.infra.tenancy.context import inside
from vaste.routing.models import Absence, Feed

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
URL = "https://calendar.example/5ecre7.ics"
MEETING = "UID:m\r\nDTSTART:20260303T100000Z\r\nDTEND:20260303T110000Z\r\nSUMMARY:Standup"


def page_of(user_id: uuid.UUID) -> str:
    return f"/people/{user_id}/absences/"


def feeds_of(office: Office) -> list[Feed]:
    with inside(office.id):
        return list(Feed.objects.within(office.id).order_by("made_at", "id"))


def absent(office: Office) -> list[str]:
    with inside(office.id):
        rows = Absence.objects.within(office.id).order_by("away_from")
        return list(rows.values_list("reason", flat=True))


def named(office: Office, url: str = URL) -> Feed:
    return feeding.add(office.id, office.ada.pk, url=url, by=office.ada.pk, at=NOON)


class TestPerson:
    def test_a_rep_has_their_own_and_a_manager_everybodys(self, sign_in: SignIn) -> None:
        office = build.office()
        ada = sign_in(office.ada)

        assert ada.get("/absences/")["Location"] == page_of(office.ada.pk)
        assert "My absences" in text(ada.get(page_of(office.ada.pk)))
        assert ada.get(page_of(office.bob.pk)).status_code == 403
        mo = sign_in(office.mo)
        assert "Absences of Ada" in text(mo.get(page_of(office.ada.pk)))
        assert mo.get(page_of(office.eve.pk)).status_code == 404

    def test_an_absence_is_entered_and_taken_back_by_oneself(self, sign_in: SignIn) -> None:
        office = build.office()
        ada = sign_in(office.ada)
        place = page_of(office.ada.pk)

        entered = ada.post_plainly(place, first_day="2026-03-03", last_day="", reason="Leave")
        assert (entered.status_code, entered["Location"]) == (303, place)
        [row] = panel(ada.get(place), "page").absences
        assert (row.reason, row.when) == ("Leave", "from Tue 3 Mar, no end told")
        refused = ada.post_plainly(place, first_day="2026-03-04", last_day="2026-03-02")
        assert (refused.status_code, absent(office)) == (422, ["Leave"])
        assert list(panel(refused, "page").absence.errors) == ["last_day"]
        assert ada.post_plainly(f"{place}{row.absence_id}/").status_code == 303
        assert ada.post_plainly(f"{place}{row.absence_id}/").status_code == 409
        assert absent(office) == []

    def test_hours_of_a_day_and_from_an_hour_on(self, sign_in: SignIn) -> None:
        office = build.office()
        ada, place = sign_in(office.ada), page_of(office.ada.pk)
        for told in (
            {"first_day": "2030-03-04", "first_time": "13:00", "last_time": "15:30"},
            {"first_day": "2030-03-05", "first_time": "12:00", "last_day": "2030-03-08"},
            {"first_day": "2030-03-11", "last_day": "2030-03-12", "last_time": "10:00"},
        ):
            assert ada.post_plainly(place, **told).status_code == 303
        wrong = ada.post_plainly(
            place, first_day="2030-03-04", first_time="15:00", last_time="14:00"
        )

        assert wrong.status_code == 422
        odd = ada.post_plainly(place, first_day="2030-03-04", first_time="noon")
        assert list(panel(odd, "page").absence.errors) == ["first_time"]
        helsinki = ZoneInfo("Europe/Helsinki")
        with inside(office.id):
            kept = Absence.objects.within(office.id).order_by("away_from")
            spans = [
                tuple(f"{one.astimezone(helsinki):%d %H:%M}" for one in pair if one)
                for pair in kept.values_list("away_from", "away_until")
            ]
        assert spans == [
            ("04 13:00", "04 15:30"), ("05 12:00", "09 00:00"), ("11 00:00", "12 10:00"),
        ]  # fmt: skip

    def test_the_absence_of_another_is_not_theirs_to_take_back(self, sign_in: SignIn) -> None:
        office = build.office()
        made, _ = absenting.add(
            office.id, office.bob.pk, away_from=NOON, away_until=None, at=NOON, by=None
        )
        ada = sign_in(office.ada)

        assert ada.post_plainly(f"{page_of(office.ada.pk)}{made.id}/").status_code == 404
        assert ada.post_plainly(f"{page_of(office.bob.pk)}{made.id}/").status_code == 403

    @pytest.mark.parametrize("size", [1, 4])
    def test_asks_a_fixed_number_of_questions(self, sign_in: SignIn, size: int) -> None:
        office = build.office()
        for number in range(size):
            named(office, f"https://calendar.example/{number}.ics")
            absenting.add(
                office.id, office.ada.pk, away_from=NOON + number * DAY, away_until=None, at=NOON,
                by=None,
            )  # fmt: skip
        desk = sign_in(office.ada)
        desk.get(page_of(office.ada.pk))

        with counting.statements() as found:
            assert desk.get(page_of(office.ada.pk)).status_code == 200

        counting.hold("desk.person_absences", found)


class TestFeeds:
    def test_one_is_named_read_and_says_how_it_went(self, sign_in: SignIn) -> None:
        office = build.office()
        ada, place = sign_in(office.ada), page_of(office.ada.pk)
        with (
            Publisher(calendar(HOLIDAY, MEETING)) as publisher,
            override_settings(FEED_HOSTS=[publisher.host]),
        ):
            sent = {"url": publisher.url, "counts": "marked"}
            added = ada.client.post(f"/people/{office.ada.pk}/feeds/", sent)
            assert (added.status_code, added["Location"]) == (303, place)
            [fresh] = panel(ada.get(place), "page").feeds
            assert (fresh.state, fresh.plan) == ("Not read yet.", "It is being read now.")
            feeding.fetch_due(office.id, at=NOON, clock=lambda: NOON)
            [fine] = panel(ada.get(place), "page").feeds
            assert (fine.state, fine.tone, fine.known) == ("Last read: 12:00.", "good", "1 absence")
            assert fine.plan == "Read next: 13:00"
            assert fine.skipped == ("meetings within a day (1)",)
            publisher.status = 404
            feeding.fetch_due(office.id, at=NOON + DAY, clock=lambda: NOON)
        [bad] = panel(ada.get(place), "page").feeds
        assert bad.tone == "bad"
        assert bad.state == (
            "Not readable since 12:00. There is no calendar at this address any more (404). Remove"
            " it and paste the new one. Last read: 12:00."
        )
        assert "5ecre7" not in ada.get(place).content.decode()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"url": "http://calendar.example/", "counts": "marked"}, "url"),
            ({"url": "", "counts": "marked"}, "url"),
            ({"url": URL, "counts": "some"}, "counts"),
        ],
    )
    def test_what_cannot_be_comes_back_with_a_sentence(
        self, sign_in: SignIn, sent: dict[str, str], field: str
    ) -> None:
        office = build.office()

        answer: Any = sign_in(office.ada).client.post(f"/people/{office.ada.pk}/feeds/", sent)

        assert (answer.status_code, feeds_of(office)) == (422, [])
        assert list(panel(answer, "page").feed.errors) == [field]

    def test_one_is_read_now_counted_anew_and_removed(self, sign_in: SignIn) -> None:
        office = build.office()
        feed = named(office)
        ada, place = sign_in(office.ada), f"/people/feeds/{feed.id}/"

        assert ada.post_plainly(place, do="counts", counts="all").status_code == 303
        assert feeds_of(office)[0].counts == "all"
        assert ada.post_plainly(place, do="counts", counts="some").status_code == 422
        assert ada.post_plainly(place, do="fetch").status_code == 303
        assert ada.post_plainly(place, do="remove").status_code == 303
        assert feeds_of(office) == []
        assert ada.post_plainly(place, do="remove").status_code == 404

    def test_anothers_is_not_theirs(self, sign_in: SignIn) -> None:
        office = build.office()
        feed = named(office)
        bob = sign_in(office.bob)

        assert bob.post_plainly(f"/people/feeds/{feed.id}/", do="remove").status_code == 403
        place = f"/people/{office.ada.pk}/feeds/"
        refused = bob.client.post(place, {"url": URL, "counts": "marked"})
        assert refused.status_code == 403
        assert len(feeds_of(office)) == 1


class TestFile:
    def upload(self, desk: Desk, office: Office, body: bytes, counts: str = "marked") -> Any:
        sent = {"file": SimpleUploadedFile("mine.ics", body), "counts": counts}
        return desk.client.post(f"/people/{office.ada.pk}/calendar/", sent)

    def test_is_taken_over_and_told_in_words(self, sign_in: SignIn) -> None:
        office = build.office()
        for user in (office.ada, office.mo):
            desk = sign_in(user)
            answer = self.upload(desk, office, calendar(HOLIDAY, MEETING))
            assert answer.status_code == 303
            shown = text(desk.get(page_of(office.ada.pk)))
            changed = 1 if user == office.ada else 0
            assert (
                f"The file has 1 absence. New or moved: {changed}. Gone: 0."
                " Not counted as absences: meetings within a day (1)."
            ) in shown
        assert absent(office) == ["Holiday"]
        self.upload(desk, office, calendar(HOLIDAY, MEETING), "all")
        assert absent(office) == ["Standup", "Holiday"]

    @pytest.mark.parametrize("body", [b"name,from", b"x" * 10_000_001, b""])
    def test_what_is_no_calendar_is_refused(self, sign_in: SignIn, body: bytes) -> None:
        office = build.office()
        desk = sign_in(office.ada)
        self.upload(desk, office, calendar(HOLIDAY))

        answer = self.upload(desk, office, body)

        assert answer.status_code == 422
        assert list(panel(answer, "page").file.errors) == ["file"]
        assert absent(office) == ["Holiday"]

    def test_nothing_chosen_is_told(self, sign_in: SignIn) -> None:
        office = build.office()

        answer = sign_in(office.ada).post_plainly(
            f"/people/{office.ada.pk}/calendar/", counts="marked"
        )

        assert answer.status_code == 422
