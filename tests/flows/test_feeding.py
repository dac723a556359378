"""A person's calendar, read from a real server on this machine, well and badly."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import override_settings

from tests import build
from tests.build import NOON, Office
from tests.publishing import Publisher
from tests.routing.test_ical import HOLIDAY, calendar
from vaste.flows import absenting, feeding, leaving
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Notice
from vaste.ledger.models import Event
from vaste.notifications.models import Delivery
from vaste.routing import absences, feeds
from vaste.routing.models import Absence, Feed

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
TODAY = "UID:t\r\nDTSTART;VALUE=DATE:20260302\r\nSUMMARY:Sick"
MEETING = "UID:m\r\nDTSTART:20260302T100000Z\r\nDTEND:20260302T110000Z\r\nSUMMARY:Standup"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with (
        Publisher(calendar(HOLIDAY, MEETING), etag='"1"') as found,
        override_settings(FEED_HOSTS=[found.host], FEED_SECONDS=60),
    ):
        yield found


def add(office: Office, publisher: Publisher, **told: str) -> Feed:
    return feeding.add(
        office.id, office.ada.pk, url=told.pop("url", publisher.url), by=office.mo.pk, at=NOON,
        **told,
    )  # fmt: skip


def fetch(office: Office, at: datetime.datetime = NOON) -> Feed:
    """Read what is due, and return the only feed."""
    feeding.fetch_due(office.id, at=at, clock=lambda: at)
    with inside(office.id):
        return Feed.objects.within(office.id).get()


def reasons(office: Office, at: datetime.datetime = NOON) -> list[str]:
    with inside(office.id):
        return [one.reason for one in absences.upcoming(office.id, [office.ada.pk], at=at)]


@pytest.mark.django_db
class TestFetch:
    def test_takes_absences_and_says_what_is_none(self, publisher: Publisher) -> None:
        office = build.office()
        add(office, publisher)

        feed = fetch(office)

        assert reasons(office) == ["Holiday"]
        assert (feed.skipped, feed.is_cut, feed.problem) == ({"meeting": 1}, False, "")
        assert (feed.fine_at, feed.read_at, feed.next_at) == (NOON, NOON, NOON + HOUR)
        with inside(office.id):
            assert feeds.known(office.id, [feed], at=NOON) == {feed.id: 1}
            assert feeds.next_due(office.id) == NOON + HOUR

    def test_one_that_runs_takes_the_persons_leads_like_one_by_hand(
        self, publisher: Publisher
    ) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)
        publisher.body = calendar(TODAY)
        add(office, publisher)

        fetch(office)

        assert absenting.begin_next(office.id, at=NOON) == 1
        assert {build.lead(office).owner_id for _ in range(2)} == {office.bob.pk}
        publisher.body, publisher.etag = calendar(), ""
        fetch(office, NOON + HOUR)
        assert reasons(office, NOON + HOUR) == []
        assert office.ada.pk in {build.lead(office).owner_id for _ in range(2)}

    def test_asks_only_whether_it_changed_and_once_a_day_for_the_whole(
        self, publisher: Publisher
    ) -> None:
        office = build.office()
        add(office, publisher)
        fetch(office)

        unchanged = fetch(office, NOON + HOUR)
        fetch(office, NOON + DAY)

        assert [one.get("If-None-Match") for one in publisher.asked] == [None, '"1"', None]
        assert (unchanged.read_at, unchanged.fine_at) == (NOON, NOON + HOUR)
        assert unchanged.skipped == {"meeting": 1}
        assert reasons(office) == ["Holiday"]

    @pytest.mark.parametrize(
        ("etag", "date", "kept"),
        [(300, 60, (300, 60)), (301, 9, (0, 0)), (9, 61, (0, 0)), (300, 61, (0, 0))],
    )
    def test_a_mark_that_is_too_long_is_not_kept_in_part(
        self, publisher: Publisher, etag: int, date: int, kept: tuple[int, int]
    ) -> None:
        office = build.office()
        feed = add(office, publisher)

        with inside(office.id):
            feeds.confirm(
                feed, etag="e" * etag, last_modified="d" * date, skipped={}, is_cut=False,
                every=HOUR, at=NOON,
            )  # fmt: skip
            feed.refresh_from_db()

        assert (len(feed.etag), len(feed.last_modified)) == kept

    def test_what_goes_from_the_calendar_goes_and_what_was_typed_stays(
        self, publisher: Publisher
    ) -> None:
        office = build.office()
        absenting.add(
            office.id, office.ada.pk, away_from=NOON + DAY, away_until=NOON + 2 * DAY,
            reason="Typed", at=NOON, by=office.ada.pk,
        )  # fmt: skip
        absenting.import_file(
            office.id, office.ada.pk, calendar(HOLIDAY.replace("Holiday", "Off, by file")),
            at=NOON, by=office.ada.pk,
        )  # fmt: skip
        add(office, publisher)
        fetch(office)
        assert reasons(office) == ["Typed", "Off, by file", "Holiday"]

        publisher.body, publisher.etag = calendar(HOLIDAY.replace("UID:h", "UID:renamed")), '"2"'
        fetch(office, NOON + HOUR)
        assert reasons(office) == ["Typed", "Off, by file", "Holiday"]
        publisher.body, publisher.etag = calendar(f"{HOLIDAY}\r\nSTATUS:CANCELLED"), '"3"'
        assert fetch(office, NOON + 2 * HOUR).skipped == {"cancelled": 1}

        assert reasons(office) == ["Typed", "Off, by file"]

    @pytest.mark.parametrize("way", ["taken back", "back"])
    def test_what_somebody_said_by_hand_is_not_undone(self, publisher: Publisher, way: str) -> None:
        office = build.office()
        publisher.body = calendar(TODAY)
        add(office, publisher)
        fetch(office)
        if way == "back":
            absenting.come_back(office.id, office.ada.pk, at=NOON, by=office.ada.pk)
        else:
            with inside(office.id):
                [one] = absences.upcoming(office.id, [office.ada.pk], at=NOON)
            absenting.remove(office.id, one.id, at=NOON, by=office.ada.pk)

        publisher.etag = '"2"'
        feed = fetch(office, NOON + HOUR)

        assert reasons(office, NOON + HOUR) == []
        assert feed.skipped == {"taken_back": 1}
        [entry] = feed.left_out
        again = [Absence(feed_id=feed.id, uid=f"{feed.id}/{one}") for one in (entry, "other")]
        with inside(office.id):
            feeds.leave_out(office.id, again)
            feed.refresh_from_db()
        assert feed.left_out == [entry, "other"]

    def test_webcal_is_https(self) -> None:
        office = build.office()

        feed = feeding.add(
            office.id, office.ada.pk, url=" webcal://calendar.example/a.ics ", by=None, at=NOON
        )

        assert feeds.address(feed) == "https://calendar.example/a.ics"

    def test_the_feed_of_who_left_is_forgotten(self, publisher: Publisher) -> None:
        office = build.office()
        add(office, publisher)
        fetch(office)

        leaving.leave(office.id, office.ada.pk, by=office.mo.pk, at=NOON)

        with inside(office.id):
            assert not Feed.objects.within(office.id).exists()
            assert feeds.next_due(office.id) is None


@pytest.mark.django_db
class TestFailures:
    @pytest.mark.parametrize(
        ("told", "problem", "status"),
        [
            ({"status": 404}, "not_found", 404),
            ({"status": 403}, "forbidden", 403),
            ({"status": 500}, "answered", 500),
            ({"body": b"<html>Sign in</html>"}, "no_calendar", None),
            ({"body": calendar(HOLIDAY)[:-20]}, "no_calendar", None),
            ({"body": b"x" * 50_000_000}, "too_long", None),
            ({"body": b"BEGIN", "promised": 900}, "unreachable", None),
            ({"drip_s": 0.2}, "too_slow", None),
            ({"status": 302, "headers": {"Location": "http://10.0.0.1/a.ics"}}, "refused", None),
            ({"status": 302, "headers": {"Location": "https://127.0.0.1/"}}, "refused", None),
        ],
    )
    def test_leaves_what_is_known_and_says_why(
        self, publisher: Publisher, told: dict[str, object], problem: str, status: int | None
    ) -> None:
        office = build.office()
        add(office, publisher)
        fetch(office)
        publisher.etag = ""
        for name, value in told.items():
            setattr(publisher, name, value)

        with override_settings(FEED_SECONDS=1 if "drip_s" in told else 60):
            feed = fetch(office, NOON + HOUR)

        assert (feed.problem, feed.status, feed.failures) == (problem, status, 1)
        assert (feed.fine_at, feed.failing_since) == (NOON, NOON + HOUR)
        assert reasons(office) == ["Holiday"]

    def test_tries_later_each_time_up_to_a_day_and_recovers(self, publisher: Publisher) -> None:
        office = build.office()
        add(office, publisher)
        publisher.status, at, waits = 503, NOON, []
        for _ in range(10):
            feed = fetch(office, at)
            waits.append((feed.next_at - at).total_seconds() / 60)
            at = feed.next_at

        assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440]
        publisher.status = 200
        feed = fetch(office, at)
        assert (feed.problem, feed.failures, feed.failing_since) == ("", 0, None)
        assert feed.next_at == at + HOUR

    def test_waits_as_long_as_it_is_told_to(self, publisher: Publisher) -> None:
        office = build.office()
        add(office, publisher)
        publisher.status, publisher.headers = 429, {"Retry-After": "7200"}

        assert fetch(office).next_at == NOON + 2 * HOUR

    def test_people_are_told_once_when_it_fails_for_a_day(self, publisher: Publisher) -> None:
        office = build.office()
        add(office, publisher)
        publisher.status, at = 404, NOON
        for _ in range(13):
            at = fetch(office, at).next_at

        with inside(office.id):
            told = list(Notice.objects.within(office.id).filter(kind="feed_failing"))
        assert {one.user_id for one in told} == {office.ada.pk, office.mo.pk}
        assert len(told) == 2
        assert min(one.made_at for one in told) >= NOON + DAY
        with inside(office.id):
            sent = list(Delivery.objects.within(office.id).filter(kind="feed_failing"))
        assert {(one.user_id, one.channel) for one in sent} == {
            (office.ada.pk, "email"), (office.mo.pk, "email"),
        }  # fmt: skip

    def test_a_key_that_changed_is_said(self, publisher: Publisher) -> None:
        office = build.office()
        add(office, publisher)

        with override_settings(SECRET_KEY="another"):
            assert fetch(office).problem == "key"


@pytest.mark.django_db
class TestSecrecy:
    def test_the_address_is_nowhere_to_be_read(
        self, publisher: Publisher, caplog: pytest.LogCaptureFixture
    ) -> None:
        office = build.office()
        caplog.set_level(logging.DEBUG)
        add(office, publisher)
        fetch(office)
        publisher.status, publisher.etag = 500, ""
        fetch(office, NOON + HOUR)

        with inside(office.id):
            kept = [str(vars(one)) for one in Feed.objects.within(office.id)]
            kept += [str(vars(one)) for one in Event.objects.within(office.id)]
            kept += [str(vars(one)) for one in Absence.objects.within(office.id)]
        assert "5ecre7" not in " ".join([*kept, caplog.text])


@pytest.mark.django_db
class TestAdd:
    @pytest.mark.parametrize(
        "url",
        [
            "", "calendar.ics", "http://calendar.example/a.ics", "ftp://calendar.example/",
            "https://me:pass@calendar.example/", f"https://calendar.example/{'x' * 2000}",
        ],
    )  # fmt: skip
    def test_refuses_what_is_never_read(self, url: str) -> None:
        office = build.office()

        with pytest.raises(feeds.BadFeed) as wrong:
            feeding.add(office.id, office.ada.pk, url=url, by=None, at=NOON)

        assert wrong.value.field == "url"
        assert url[:20] not in str(wrong.value) or not url
        with inside(office.id):
            assert not Feed.objects.within(office.id).exists()

    def test_refuses_the_same_again_and_a_sixth(self) -> None:
        office = build.office()
        for number in range(feeds.MOST_FEEDS):
            url = f"https://calendar.example/{number}.ics"
            feeding.add(office.id, office.ada.pk, url=url, by=None, at=NOON)

        for url, words in (
            ("webcal://calendar.example/1.ics", "already"),
            ("https://a.ex/", "five"),
        ):
            with pytest.raises(feeds.BadFeed, match=words):
                feeding.add(office.id, office.ada.pk, url=url, by=None, at=NOON)

    def test_what_counts_is_one_of_two(self, publisher: Publisher) -> None:
        office = build.office()

        with pytest.raises(feeds.BadFeed) as wrong:
            add(office, publisher, counts="some")

        assert wrong.value.field == "counts"


@pytest.mark.django_db
class TestChangeAndRemove:
    def test_saying_anew_what_counts_reads_the_whole(self, publisher: Publisher) -> None:
        office = build.office()
        feed = add(office, publisher)
        fetch(office)

        feeding.change(office.id, feed.id, counts="all", by=office.ada.pk, at=NOON + HOUR / 2)
        fetch(office, NOON + HOUR / 2)

        assert reasons(office) == ["Standup", "Holiday"]
        assert "If-None-Match" not in publisher.asked[-1]

    def test_asking_at_once_waits_ten_seconds_after_the_last_time(
        self, publisher: Publisher
    ) -> None:
        office = build.office()
        feed = add(office, publisher)
        fetch(office)

        assert feeding.ask(office.id, feed.id, at=NOON).next_at == NOON + feeds.GAP
        later = NOON + HOUR / 2
        assert feeding.ask(office.id, feed.id, at=later).next_at == later

    def test_removing_takes_its_absences_along(self, publisher: Publisher) -> None:
        office = build.office()
        feed = add(office, publisher)
        fetch(office)

        assert feeding.remove(office.id, feed.id, by=office.ada.pk, at=NOON) == 1

        assert reasons(office) == []
        with pytest.raises(feeds.NoSuchFeed):
            feeding.remove(office.id, feed.id, by=office.ada.pk, at=NOON)


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    def test_two_at_once_read_it_once(self, publisher: Publisher) -> None:
        office = build.office()
        add(office, publisher)
        done: list[int] = []
        together = threading.Barrier(2)

        def work() -> None:
            try:
                together.wait()
                done.append(feeding.fetch_due(office.id, at=NOON, clock=lambda: NOON))
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()

        assert sorted(done) == [0, 1]
        assert (len(publisher.asked), reasons(office)) == (1, ["Holiday"])

    def test_calendars_named_at_once_are_each_there_once_and_five_at_most(self) -> None:
        office = build.office()
        together = threading.Barrier(8)
        refused: list[str] = []

        def name(number: int) -> None:
            together.wait()
            try:
                url = f"https://calendar.example/{number % 7}.ics"
                feeding.add(office.id, office.ada.pk, url=url, by=None, at=NOON)
            except feeds.BadFeed as wrong:
                refused.append(str(wrong))
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(name, [0, 7, 1, 8, 2, 3, 4, 5]))

        with inside(office.id):
            known = list(Feed.objects.within(office.id))
        addresses = {feeds.address(one) for one in known}
        assert (len(known), len(addresses), len(refused)) == (5, 5, 3)

    def test_one_killed_in_between_leaves_it_due_and_nothing_twice(
        self, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = build.office()
        add(office, publisher)

        def killed(*_: object) -> None:
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(feeding, "_settle", killed)
            with pytest.raises(SystemExit):
                feeding.fetch_due(office.id, at=NOON, clock=lambda: NOON)

        assert reasons(office) == []
        assert feeding.fetch_due(office.id, at=NOON + HOUR / 60, clock=lambda: NOON) == 0
        feed = fetch(office, NOON + feeds.LEASE)
        assert (reasons(office), feed.failures) == (["Holiday"], 0)

    def test_one_removed_while_it_is_read_stays_removed(self, publisher: Publisher) -> None:
        office = build.office()
        feed = add(office, publisher)
        publisher.meanwhile = lambda: _remove(office, feed)

        assert feeding.fetch_due(office.id, at=NOON, clock=lambda: NOON) == 1

        assert reasons(office) == []

    def test_one_asked_for_while_it_is_read_is_read_once_more(self, publisher: Publisher) -> None:
        office = build.office()
        feed = add(office, publisher)
        publisher.meanwhile = lambda: _ask(office, feed)

        feeding.fetch_due(office.id, at=NOON, clock=lambda: NOON)
        assert reasons(office) == []
        publisher.meanwhile = lambda: None
        fetch(office, NOON + feeds.GAP)

        assert (len(publisher.asked), reasons(office)) == (2, ["Holiday"])


def _remove(office: Office, feed: Feed) -> None:
    feeding.remove(office.id, feed.id, by=office.ada.pk, at=NOON)
    connection.close()


def _ask(office: Office, feed: Feed) -> None:
    feeding.ask(office.id, feed.id, at=NOON)
    connection.close()
