"""Every failure is a problem document."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from psycopg_pool import PoolTimeout

from tests import build
from tests.api.machine import Answer, Machine, machine
from tests.build import Office
from vaste.api import access
from vaste.api.parser import MOST_BODY

pytestmark = pytest.mark.django_db
CONTACTS = "/leads/01950a5d-ac96-774b-8cce-b302099a8007/contacts"


@pytest.fixture
def office() -> Office:
    return build.office()


@pytest.fixture
def client(office: Office) -> Machine:
    return machine(office, office.mo)


def whole(answer: Answer) -> dict[str, Any]:
    """Return the members that every problem has, as they should be."""
    body = answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert body["type"] == f"urn:vaste:problem:{body['code']}"
    assert body["status"] == answer.status
    assert body["title"]
    assert body["detail"]
    return dict(body)


class TestUnknownAddress:
    @pytest.mark.parametrize(
        "path",
        [
            "/api/",
            "/api/v1/",
            "/api/v2/leads",
            "/api/v1/leads/",
            "/api/v1/x%0Ay",
            "/api/v1/é",
        ],
    )
    @pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
    def test_is_404(self, path: str, method: str) -> None:
        answer = Client().generic(method, path)

        assert answer.status_code == 404
        assert whole(Answer(answer))["code"] == "no_such_address"


class TestMethod:
    def test_that_is_none_is_405_and_says_which_are(self, client: Machine) -> None:
        answer = client.send("PATCH", "/leads/01950a5d-ac96-774b-8cce-b302099a8007/claim")

        assert whole(answer)["code"] == "method_not_allowed"
        assert set(answer.headers["Allow"].replace(" ", "").split(",")) == {"POST", "DELETE"}


class TestHead:
    def test_is_answered_like_get(self, client: Machine) -> None:
        answer = client.send("HEAD", "/leads")

        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("application/json")


class TestCaching:
    def test_keeps_answers_out_of_every_cache(self, client: Machine) -> None:
        assert client.get("/leads").headers["Cache-Control"] == "no-store"


class TestBody:
    @pytest.mark.parametrize(
        "body",
        [
            b"{",
            b"",
            b"[]",
            b"null",
            b'"text"',
            b"\xff\xfe",
            b"\x00",
            b"{'a': 1}",
            b'{"a": NaN}',
            b'{"a": Infinity}',
            b"[" * 100_000,
            b'{"a":' * 50_000,
        ],
    )
    def test_that_is_no_json_is_refused(self, client: Machine, body: bytes) -> None:
        answer = client.send("POST", CONTACTS, body)

        assert answer.status in (400, 422)
        assert whole(answer)["code"] in ("unreadable_body", "invalid")

    def test_with_a_name_twice_is_refused(self, client: Machine) -> None:
        answer = client.send("POST", CONTACTS, b'{"channel": "phone", "channel": "email"}')

        assert (answer.status, whole(answer)["code"]) == (400, "name_twice")

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "a/b"])
    def test_of_another_type_is_415(self, client: Machine, kind: str) -> None:
        answer = client.send("POST", CONTACTS, b"{}", Content_Type=kind)

        assert (answer.status, whole(answer)["code"]) == (415, "not_json")

    def test_with_a_charset_is_read(self, client: Machine) -> None:
        answer = client.send(
            "POST", CONTACTS, b"{}", Content_Type="application/json; charset=utf-8"
        )

        assert whole(answer)["code"] == "invalid"

    @pytest.mark.parametrize("size", [MOST_BODY + 1, 11 * 1024 * 1024])
    def test_over_the_limit_is_413(self, client: Machine, size: int) -> None:
        answer = client.send("POST", CONTACTS, b" " * size)

        assert (answer.status, whole(answer)["code"]) == (413, "body_too_large")

    def test_just_within_the_limit_is_read(self, client: Machine) -> None:
        body = json.dumps({"a": "x" * (MOST_BODY - 20)}).encode()

        assert client.send("POST", CONTACTS, body).status == 422

    @pytest.mark.parametrize("length", ["many", "-1", "1" * 30])
    def test_of_a_length_that_is_none_is_413(self, client: Machine, length: str) -> None:
        answer = Client().generic("POST", "/api/v1/me", b"", CONTENT_LENGTH=length)

        assert answer.status_code == 413


class TestDatabaseAway:
    @pytest.mark.parametrize("failure", [OperationalError, InterfaceError, PoolTimeout])
    def test_is_503_with_a_time_to_come_again(
        self, client: Machine, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
    ) -> None:
        def gone(*_: object) -> None:
            raise failure("the server closed the connection")

        monkeypatch.setattr(access, "visible_leads", gone)

        answer = client.get("/leads")

        assert (answer.status, whole(answer)["code"]) == (503, "try_again")
        assert answer.headers["Retry-After"] == "5"
        assert "closed the connection" not in answer.text

    def test_while_the_token_is_looked_up_too(
        self, client: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(*_: object) -> None:
            raise OperationalError("gone")

        monkeypatch.setattr("vaste.api.callers.find", gone)

        assert client.get("/leads").status == 503


class TestOurFault:
    def test_is_500_logged_and_tells_nothing_of_the_inside(
        self,
        client: Machine,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("a secret of the inside")

        monkeypatch.setattr(access, "visible_leads", broken)

        with caplog.at_level(logging.ERROR, logger="vaste.api.errors"):
            answer = client.get("/leads")

        assert (answer.status, whole(answer)["code"]) == (500, "our_fault")
        assert "secret" not in answer.text
        assert "a secret of the inside" in caplog.text
