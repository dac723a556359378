"""Posting to addresses that people gave: not to ours, not along a redirect."""

from __future__ import annotations

import socket

import pytest

from tests.receiving import Receiver
from vaste.infra import outgoing


class TestIsPublic:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
            "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
            "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1", "word",
            "fec0::1", "64:ff9b:1::7f00:1", "192.0.0.8", "192.88.99.1", "::127.0.0.1",
        ],
    )  # fmt: skip
    def test_ours_are_not(self, address: str) -> None:
        assert outgoing.is_public(address) is False

    @pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111"])
    def test_the_internets_are(self, address: str) -> None:
        assert outgoing.is_public(address) is True


class TestPost:
    @pytest.mark.parametrize(
        "url",
        [
            "http://example.com/", "ftp://example.com/", "https://", "https://u:p@example.com/",
            "https://example.com:0/", "https://example.com:99999/", "https://exa mple.com/", "",
            "https://example.com/\r\nX: y",
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_address(self, url: str) -> None:
        with pytest.raises(outgoing.Refused):
            outgoing.post(url, b"", {})

    def test_refuses_a_name_that_leads_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

        with pytest.raises(outgoing.Refused):
            outgoing.post("https://innocent.example/", b"", {})

    def test_follows_no_redirect(self) -> None:
        with Receiver(status=302, headers={"Location": "http://127.0.0.1:1/"}) as receiver:
            answer = outgoing.post(receiver.url, b"x", {}, local=True)

        assert (answer.status, len(receiver.got)) == (302, 1)

    def test_says_what_was_answered(self) -> None:
        with Receiver(status=429, body=b"slow", headers={"Retry-After": "7"}) as receiver:
            answer = outgoing.post(f"{receiver.url}a?b=1", b"body", {"X-A": "1"}, local=True)

        assert (answer.status, answer.text) == (429, "slow")
        got = receiver.got[0]
        assert (got.path, got.body, got.headers["X-A"]) == ("/a?b=1", b"body", "1")

    @pytest.mark.parametrize("told", ["²", "9" * 5000, "soon"])
    def test_no_wait_that_is_asked_for_makes_a_failure_of_what_was_taken(self, told: str) -> None:
        with Receiver(status=200, headers={"Retry-After": told}) as receiver:
            assert outgoing.post(receiver.url, b"x", {}, local=True).status == 200

    def test_a_byte_now_and_then_does_not_hold_on_for_ever(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outgoing, "WITHIN_S", 0.5)
        with (
            Receiver(body=b"x" * 100, drip_s=0.1) as receiver,
            pytest.raises(outgoing.Failed, match="too long"),
        ):
            outgoing.post(receiver.url, b"x", {}, local=True)

    def test_of_many_addresses_that_do_not_answer_only_a_few_are_tried(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = []

        class Deaf(socket.socket):
            def connect(self, address: object) -> None:
                tried.append(address)
                raise TimeoutError

        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"93.184.216.{last}", 443))
            for last in range(50)
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        monkeypatch.setattr(socket, "socket", Deaf)

        with pytest.raises(outgoing.Failed):
            outgoing.post("https://many.example/", b"", {})

        assert len(tried) == outgoing.MOST_ADDRESSES

    def test_nobody_there_is_a_failure(self) -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            port = held.getsockname()[1]
        with pytest.raises(outgoing.Failed):
            outgoing.post(f"http://127.0.0.1:{port}/", b"", {}, local=True)


class TestWait:
    @pytest.mark.parametrize(
        ("told", "seconds"),
        [
            ("7", 7), ("0", 0), ("", None), ("soon", None), ("-3", None), ("1.5", None),
            ("²", None), ("999999999999", None), ("Thu, 01 Jan 1970 00:02:00 GMT", 20),
            ("Thu, 01 Jan 1970 00:00:30 GMT", 0),
        ],
    )  # fmt: skip
    def test_is_in_seconds_or_a_date(self, told: str, seconds: int | None) -> None:
        headers = {"Retry-After": told, "Date": "Thu, 01 Jan 1970 00:01:40 GMT"}

        assert outgoing.wait_s(headers) == seconds

    def test_a_date_without_a_date_to_count_from_says_nothing(self) -> None:
        assert outgoing.wait_s({"Retry-After": "Thu, 01 Jan 1970 00:02:00 GMT"}) is None
