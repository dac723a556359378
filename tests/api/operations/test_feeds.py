"""Calendar feeds over the API."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.utils import timezone

from tests import build
from tests.api.machine import machine
from tests.build import Office
from tests.publishing import Publisher
from tests.routing.test_ical import calendar
from vaste.flows import feeding

pytestmark = pytest.mark.django_db
URL = "https://calendar.example/5ecre7.ics"


@pytest.fixture
def office() -> Office:
    return build.office()


class TestFeeds:
    def test_are_named_read_changed_and_removed(self, office: Office) -> None:
        client = machine(office, office.ada)
        today = timezone.now().strftime("%Y%m%d")
        whole = f"UID:a\r\nDTSTART;VALUE=DATE:{today}\r\nDURATION:P3D"
        meeting = f"UID:b\r\nDTSTART:{today}T235900Z\r\nDURATION:PT1H"
        with (
            Publisher(calendar(whole, meeting)) as publisher,
            override_settings(FEED_HOSTS=[publisher.host]),
        ):
            made = client.post("/feeds", {"user": str(office.ada.pk), "url": publisher.url})
            feeding.fetch_due(office.id, at=timezone.now(), clock=timezone.now)
        place = f"/feeds/{made.body['id']}"

        assert (made.status, made.body["problem"], made.body["fine_at"]) == (201, "", None)
        [shown] = client.get("/feeds").body["items"]
        assert (shown["address"], shown["absences"]) == ("127.0.0.1", 1)
        assert shown["skipped"] == {"meeting": 1}
        assert "5ecre7" not in str(shown) + str(made.body)
        assert client.put(place, {"counts": "all"}).body["counts"] == "all"
        assert client.post(f"{place}/fetch").status == 202
        assert client.delete(place).body == {"gone": 1}
        assert client.delete(place).body["code"] == "no_such_feed"

    def test_reps_have_their_own_only(self, office: Office) -> None:
        ada, bob, mo = (machine(office, one) for one in (office.ada, office.bob, office.mo))
        refused = ada.post("/feeds", {"user": str(office.bob.pk), "url": URL})
        made = mo.post("/feeds", {"user": str(office.bob.pk), "url": URL})
        place = f"/feeds/{made.body['id']}"

        assert (refused.status, refused.body["code"]) == (403, "not_yours")
        assert ada.get("/feeds").body["items"] == []
        assert [len(one.get("/feeds").body["items"]) for one in (bob, mo)] == [1, 1]
        assert ada.post(f"{place}/fetch").body["code"] == "not_yours"
        assert ada.put(place, {"counts": "all"}).body["code"] == "not_yours"
        assert ada.delete(place).body["code"] == "not_yours"
        assert mo.delete(place).body == {"gone": 0}

    @pytest.mark.parametrize(
        "url", ["http://calendar.example/5ecre7", "https://a:5ecre7@b.example/"]
    )
    def test_a_bad_address_is_refused_and_not_repeated(self, office: Office, url: str) -> None:
        answer = machine(office, office.ada).post(
            "/feeds", {"user": str(office.ada.pk), "url": url}
        )

        assert (answer.status, answer.body["code"]) == (422, "bad_roster")
        assert answer.body["place"] == "body.url"
        assert "5ecre7" not in str(answer.body)
