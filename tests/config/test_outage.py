"""The database is gone for a while: everybody is told so, nobody meets an error, all recovers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import RequestFactory
from psycopg_pool import PoolTimeout

from tests import build, serving
from tests.build import Office
from tests.racing import PATIENCE_S, until
from vaste.config import database, outage
from vaste.doors import cards, intake
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival

pytestmark = pytest.mark.django_db(transaction=True)
MAIJA = {"name": "Maija Meikäläinen", "email": "maija@customer.example"}


def answered(failure: Exception, path: str) -> tuple[int, str, str]:
    """Let a view fail; return status, Retry-After and type of the answer."""
    try:
        raise failure
    except Exception:
        answer = outage.server_error(RequestFactory().get(path))
    return answer.status_code, answer.headers.get("Retry-After", ""), answer["Content-Type"]


class TestServerError:
    @pytest.mark.parametrize("failure", [OperationalError(), InterfaceError(), PoolTimeout()])
    def test_an_outage_asks_to_come_again(self, failure: Exception) -> None:
        assert answered(failure, "/queue/") == (503, "5", "text/html; charset=utf-8")
        assert answered(failure, "/api/v1/leads") == (503, "5", "application/problem+json")

    def test_a_fault_of_ours_is_called_one(self) -> None:
        assert answered(ValueError(), "/queue/")[:2] == (500, "")
        assert answered(IntegrityError(), "/api/v1/leads") == (500, "", "application/problem+json")


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    pool: Any = connection.pool  # type: ignore[attr-defined]
    monkeypatch.setattr(pool, "timeout", database.POOL["timeout"])  # as in the product
    cards.forget()
    logging.disable(logging.CRITICAL)
    yield build.office()
    logging.disable(logging.NOTSET)
    cards.forget()


Ask = Callable[[], httpx.Response]


class TestOutage:
    def test_everybody_is_told_to_come_again_and_all_recovers(self, office: Office) -> None:
        cookies = serving.cookies_of(office.mo, office)
        api, form = (
            f"/{way}/{office.doors[slug].key}" for way, slug in (("in/api", "api"), ("f", "forms"))
        )
        machine = {"authorization": "Bearer vaste_0123456789abcdef"}
        with serving.running() as (site, _), serving.browser(site) as client:
            asks: dict[str, Ask] = {
                "api": lambda: client.post(api, json=MAIJA, headers={"idempotency-key": "once"}),
                "other api": lambda: client.post("/in/api/never-seen", json=MAIJA),
                "form": lambda: client.post(form, data=MAIJA),
                "shown": lambda: client.get("/f/never-seen"),
                "queue": lambda: httpx.get(f"{site}/queue/", cookies=cookies, timeout=PATIENCE_S),
                "sign in": lambda: httpx.post(
                    f"{site}/accounts/login/",
                    data=sign_in(site),
                    cookies=csrf,
                    timeout=PATIENCE_S,
                ),
                "rest": lambda: client.get("/api/v1/leads", headers=machine),
                "live": lambda: httpx.get(f"{site}/live/", cookies=cookies, timeout=PATIENCE_S),
                "health": lambda: client.get("/health/"),
            }
            csrf = {"csrftoken": "x" * 32}
            usual = {name: asks[name]().status_code for name in asks if name != "live"}
            cards.forget()
            with serving.database_away(), ThreadPoolExecutor(len(asks)) as people:
                jobs = {name: people.submit(ask) for name, ask in asks.items()}
                answers = {name: job.result() for name, job in jobs.items()}

            assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(
                asks, 503
            )
            assert {one.headers.get("retry-after") for one in answers.values()} == {"5"}
            for name in ("api", "other api", "rest", "live"):
                assert answers[name].headers["content-type"] == "application/problem+json"
                assert answers[name].json()["code"] == "try_again"
            for name in ("form", "shown", "queue"):
                assert "<h1" in answers[name].text

            until(lambda: {name: asks[name]().status_code for name in usual} == usual)
            for _ in range(6):  # every thread of the process has a sound connection again
                assert {name: asks[name]().status_code for name in usual} == usual
        with inside(office.id):
            assert Arrival.objects.within(office.id).filter(idempotency_key="once").count() == 1


def sign_in(site: str) -> dict[str, str]:
    return {"login": "nobody@vaste.example", "password": "wrong", "csrfmiddlewaretoken": "x" * 32}


class TestCutConnections:
    def test_posts_go_on_while_sessions_are_ended_again_and_again(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(intake, "IDLE_S", 3_600.0)  # on a slow machine every one has rested
        name = str(connection.settings_dict["NAME"])
        address = f"/in/api/{office.doors['api'].key}"
        connection.close()
        ends, met = threading.Event(), threading.Event()

        def cut() -> None:
            """Cut six times at least, and until somebody met it."""
            cuts = 0
            patient_until = time.monotonic() + PATIENCE_S
            try:
                with serving.administrator() as server:
                    while cuts < 6 or not met.wait(0.1):
                        assert time.monotonic() < patient_until
                        time.sleep(0.4)
                        serving.cut_off(server, name)
                        cuts += 1
            finally:
                ends.set()

        def send(sender: int) -> list[tuple[str, list[int]]]:
            told: list[tuple[str, list[int]]] = []
            while not ends.is_set():
                key = f"{sender}-{len(told)}"
                told.append((key, persist(client, address, key)))
                if 503 in told[-1][1]:
                    met.set()
            return told

        with serving.running() as (site, _), serving.browser(site) as client:
            threading.Thread(target=cut, daemon=True).start()
            with ThreadPoolExecutor(6) as senders:
                told = dict(one for sent in senders.map(send, range(6)) for one in sent)

        statuses = {status for tried in told.values() for status in tried}
        assert statuses == {202, 503}
        with inside(office.id):
            stored = Arrival.objects.within(office.id).values_list("idempotency_key", "state")
            assert sorted(stored) == sorted((key, "lead_created") for key in told)


def persist(client: httpx.Client, address: str, key: str) -> list[int]:
    """Post until it is taken, with the same key; return what was answered."""
    tried: list[int] = []
    while 202 not in tried and len(tried) < 100:
        headers = {"idempotency-key": key}
        tried.append(
            client.post(address, json={**MAIJA, "message": key}, headers=headers).status_code
        )
    return tried
