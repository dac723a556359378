"""Reading documents from addresses that people gave: bounded, and never ours by a detour."""

from __future__ import annotations

import time

import pytest

from tests.publishing import Publisher
from vaste.infra import outgoing, reading


def get(publisher: Publisher, url: str = "", *, within_s: float = 60.0) -> reading.Document:
    return reading.get(
        url or publisher.url, {}, most=1000, within_s=within_s, hosts=[publisher.host]
    )


class TestGet:
    def test_gives_the_body_and_how_to_ask_again(self) -> None:
        headers = {"Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
        with Publisher(b"word", etag='"1"', headers=headers) as publisher:
            found = get(publisher)

        assert found == reading.Document(200, b"word", '"1"', headers["Last-Modified"])

    def test_other_statuses_have_no_body(self) -> None:
        with Publisher(b"no", status=429, headers={"Retry-After": "90"}) as publisher:
            assert get(publisher) == reading.Document(429, retry_after_s=90)

    @pytest.mark.parametrize("told", ["²", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 20])
    def test_a_wait_that_is_no_number_of_seconds_is_none(self, told: str) -> None:
        with Publisher(b"no", status=429, headers={"Retry-After": told}) as publisher:
            assert get(publisher) == reading.Document(429)

    def test_our_own_network_is_refused_but_for_hosts_that_are_named(self) -> None:
        with Publisher(b"word") as publisher:
            url = publisher.url
            for hosts in ([], ["127.0.0.1:1"]):
                with pytest.raises(outgoing.Refused):
                    reading.get(url, {}, most=10, within_s=60, hosts=hosts)
            with pytest.raises(outgoing.Refused, match="public internet"):
                reading.get("https://127.0.0.1/", {}, most=10, within_s=60)
            assert publisher.asked == []
            assert reading.get(url, {}, most=10, within_s=60, hosts=["127.0.0.1"]).body == b"word"

    def test_a_redirect_is_followed_only_where_one_may_go(self) -> None:
        with Publisher(b"inner") as inner:
            with Publisher(status=302, headers={"Location": inner.url}) as outer:
                with pytest.raises(outgoing.Refused):
                    get(outer)
                hosts = [outer.host, inner.host]
                assert (
                    reading.get(outer.url, {}, most=10, within_s=60, hosts=hosts).body == b"inner"
                )
            assert len(inner.asked) == 1

    def test_a_relative_redirect_stays_and_a_circle_ends(self) -> None:
        with Publisher(status=302, headers={"Location": "/again"}) as publisher:
            with pytest.raises(outgoing.Failed, match="without an end"):
                get(publisher)
            assert len(publisher.asked) == reading.MOST_STEPS + 1

    @pytest.mark.parametrize("promised", [None, 50_000_000])
    def test_what_is_too_long_is_not_read_to_its_end(self, promised: int | None) -> None:
        size = 50_000_000 if promised is None else 10
        with Publisher(b"x" * size, promised=promised) as publisher, pytest.raises(reading.TooLong):
            get(publisher)

    def test_what_breaks_off_is_a_failure(self) -> None:
        with Publisher(b"BEGIN", promised=900) as publisher, pytest.raises(outgoing.Failed):
            get(publisher, within_s=60)

    def test_a_byte_now_and_then_does_not_hold_on_for_ever(self) -> None:
        with Publisher(b"x" * 900, drip_s=0.2) as publisher:  # three minutes
            began = time.monotonic()
            with pytest.raises(reading.TooSlow):
                get(publisher, within_s=0.5)
        assert time.monotonic() - began < 60

    def test_no_failure_names_the_address(self) -> None:
        with Publisher(b"x" * 2000) as publisher:
            url = publisher.url
        with pytest.raises(outgoing.Failed) as failed:
            reading.get(url, {}, most=10, within_s=60, hosts=["127.0.0.1"])
        assert "5ecre7" not in str(failed.value)
