"""The live stream: who hears what, when it ends, and that nobody holds up anybody."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import httpx
import pytest
from django.contrib.sessions.models import Session
from django.db import connections

from tests import build, serving
from tests.build import Office
from tests.racing import PATIENCE_S, until
from vaste.desk import stream
from vaste.desk.stream import MOST_IDS, Hub, Stream
from vaste.desk.viewers import Viewer
from vaste.doors import cards
from vaste.infra import sql
from vaste.kernel.ids import uuid7
from vaste.workspaces.models import Membership, Role, User

HELLO, BEAT = "retry: 1000\nevent: hello\ndata: {}\n\n", ": beat\n\n"
Message = MutableMapping[str, Any]


def viewer(*teams: str, sees_all: bool = False) -> Viewer:
    return Viewer(uuid7(), uuid7(), "rep", sees_all, frozenset(teams))


def notice(**told: Any) -> dict[str, Any]:
    return {"topic": "leads", "leads": [], "teams": [], "users": [], **told}


class TestStream:
    def test_hears_of_its_teams_and_of_itself(self) -> None:
        rep = Stream(viewer("north"))

        assert rep.hears(notice(teams=["north"]))
        assert rep.hears(notice(users=[str(rep.viewer.user_id)]))
        assert not rep.hears(notice(teams=["south"], users=[str(uuid7())]))
        assert not rep.hears(notice())
        assert Stream(viewer(sees_all=True)).hears(notice())

    def test_ones_own_news_and_what_nobody_has_comes_first(self) -> None:
        rep = Stream(viewer("north"))

        assert rep.is_urgent(notice(users=[str(rep.viewer.user_id), str(uuid7())]))
        assert rep.is_urgent(notice(teams=["north"]))
        assert not rep.is_urgent(notice(teams=["north"], users=[str(uuid7())]))

    def test_a_colleagues_news_waits_for_the_next_glance(self) -> None:
        async def story() -> None:
            one = Stream(viewer("north"))
            one.ring("leads", ["a"], at_once=False)
            assert not one.rings.is_set()
            one.ring("leads", ["b"])

            assert one.rings.is_set()
            assert one.take().decode() == 'event: leads\ndata: {"leads": ["a", "b"]}\n\n'

        asyncio.run(story())

    def test_says_what_happened_once_and_a_comment_when_nothing_did(self) -> None:
        async def story() -> None:
            one = Stream(viewer())
            one.ring("arrivals", ["b", "a"])
            one.ring("arrivals", ["a"])

            assert one.take().decode() == (
                'event: leads\ndata: {"leads": ["a", "b"]}\n\n'
                'event: ledger\ndata: {"leads": ["a", "b"]}\n\n'
            )
            assert one.take() == b": beat\n\n"

        asyncio.run(story())

    def test_too_many_to_name_stand_for_all(self) -> None:
        async def story() -> None:
            one = Stream(viewer())
            one.ring("leads", ["a"])
            one.ring("leads", None)

            assert b'event: leads\ndata: {"leads": []}\n\n' in one.take()

        asyncio.run(story())

    def test_names_never_more_than_the_browser_counts(self) -> None:
        async def story() -> None:
            one = Stream(viewer())
            for number in range(5 * MOST_IDS):
                one.ring("leads", [str(number)])

            assert len(one.leads) <= MOST_IDS + 1
            assert b'data: {"leads": []}' in one.take()

        asyncio.run(story())


class Tab:
    """A browser tab without a browser: a stream straight on the hub, written to as it reads."""

    def __init__(self, hub: Hub, cookie: str) -> None:
        self.heard = ""
        self.status = 0
        self.is_ended = False
        self.reads = asyncio.Event()
        self.reads.set()
        self._gone = asyncio.Event()
        scope = {"type": "http", "headers": [(b"cookie", cookie.encode())]}
        self.task = asyncio.create_task(hub.serve(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if self.heard:
            await self.reads.wait()
        self.status = message.get("status", self.status)
        self.heard += message.get("body", b"").decode()
        is_body = message["type"] == "http.response.body"
        self.is_ended = is_body and not message.get("more_body")

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, PATIENCE_S)


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    cards.forget()
    yield build.office()
    connections.close_all()


def cookie(user: User, office: Office) -> str:
    [(name, value)] = serving.cookies_of(user, office).items()
    return f"{name}={value}"


class TestHub:
    def test_leaves_nothing_behind_when_a_tab_is_closed(self, office: Office) -> None:
        told = cookie(office.ada, office)

        async def story() -> None:
            hub = Hub()
            tab = Tab(hub, told)
            await tab.until(lambda: "hello" in tab.heard)
            await tab.close()

            assert hub._streams == {}

        asyncio.run(story())

    def test_beats_so_that_a_quiet_connection_stays_open(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "BEAT_S", 0.1)
        told = cookie(office.ada, office)

        async def story() -> None:
            hub = Hub()
            hub.open()
            tab = Tab(hub, told)
            await tab.until(lambda: ": beat" in tab.heard)
            await hub.close()
            await tab.until(lambda: tab.is_ended)

        asyncio.run(story())

    @pytest.mark.parametrize("how", ["leaves", "is signed out", "is switched off"])
    def test_ends_for_one_who_may_no_longer_see(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, how: str
    ) -> None:
        monkeypatch.setattr(stream, "CHECK_S", 0.0)
        told = cookie(office.ada, office)

        def happen() -> None:
            if how == "leaves":
                Membership.objects.filter(user=office.ada).delete()
            elif how == "is signed out":
                Session.objects.all().delete()
            else:
                User.objects.filter(pk=office.ada.pk).update(is_active=False)

        async def story() -> None:
            hub = Hub()
            tab = Tab(hub, told)
            await tab.until(lambda: "hello" in tab.heard)
            await asyncio.to_thread(happen)
            secret = str(uuid7())
            hub.pass_on(told_of(office, secret))
            await tab.until(lambda: tab.is_ended)

            assert secret not in tab.heard

        asyncio.run(story())

    def test_a_role_that_changed_counts_from_the_next_look(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "CHECK_S", 0.0)
        told = cookie(office.mo, office)

        async def story() -> None:
            hub = Hub()
            tab = Tab(hub, told)
            await tab.until(lambda: "hello" in tab.heard)
            of_mo = Membership.objects.filter(user=office.mo)
            await asyncio.to_thread(lambda: of_mo.update(role=Role.REP))
            hub._all()[0].rings.set()
            await tab.until(lambda: ": beat" in tab.heard)
            secret = str(uuid7())
            hub.pass_on(told_of(office, secret, teams=[]))
            hub.pass_on(told_of(office, "own", teams=[], users=[str(office.mo.pk)]))
            await tab.until(lambda: "own" in tab.heard)
            await tab.close()

            assert secret not in tab.heard

        asyncio.run(story())

    def test_a_slow_tab_holds_up_nobody(self, office: Office) -> None:
        cookies = [cookie(office.ada, office), cookie(office.bob, office)]

        async def story() -> None:
            hub = Hub()
            slow, quick = (Tab(hub, one) for one in cookies)
            for tab in (slow, quick):
                await tab.until(lambda tab=tab: "hello" in tab.heard)  # type: ignore[misc]
            slow.reads.clear()
            of_quick = next(one for one in hub._all() if one.viewer.user_id == office.bob.pk)
            for number in range(3 * MOST_IDS):
                hub.pass_on(told_of(office, str(number)))
                if number % MOST_IDS == 0:
                    await quick.until(lambda: not of_quick.topics)
            last = str(uuid7())
            await quick.until(lambda: not of_quick.topics)
            hub.pass_on(told_of(office, last))
            await quick.until(lambda: last in quick.heard)

            assert last not in slow.heard
            assert all(len(one.leads) <= MOST_IDS + 1 for one in hub._all())
            slow.reads.set()
            await slow.until(lambda: "event: leads" in slow.heard)
            await asyncio.gather(slow.close(), quick.close())

        asyncio.run(story())

    @pytest.mark.parametrize("payload", ["", "no json", "[]", "{}", '{"workspace": "x"}', "null"])
    def test_what_is_no_notice_is_passed_over(self, payload: str) -> None:
        Hub().pass_on(payload)

    def test_a_notice_without_its_parts_is_passed_over(self, office: Office) -> None:
        told = cookie(office.ada, office)

        async def story() -> None:
            hub = Hub()
            tab = Tab(hub, told)
            await tab.until(lambda: "hello" in tab.heard)
            hub.pass_on(json.dumps({"workspace": str(office.id)}))
            await tab.close()

        asyncio.run(story())


def told_of(office: Office, lead: str, **told: list[str]) -> str:
    """Return the notice of a lead, of the office's team where nothing else is told."""
    told.setdefault("teams", [str(office.team.id)])
    return json.dumps(notice(workspace=str(office.id), leads=[lead], **told))


class Ear(threading.Thread):
    """A browser that listens over HTTP, in a thread."""

    def __init__(self, site: str, cookies: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.heard = ""
        self.status = 0
        self._ask = (site, cookies)
        self.start()

    def run(self) -> None:
        site, cookies = self._ask
        try:
            with (
                serving.browser(site, cookies=cookies) as client,
                client.stream("GET", "/live/") as answer,
            ):
                self.status = answer.status_code
                for part in answer.iter_text():
                    self.heard += part
        except httpx.TransportError:
            return

    def until(self, word: str) -> None:
        until(lambda: word in self.heard)


def listeners() -> int:
    """Return how many connections of the test database listen."""
    [(found,)] = sql.run(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND query LIKE 'LISTEN%%' AND state = 'idle'",
        {},
    )
    return int(found)


class TestOverHttp:
    def test_strangers_are_told_not_to_come_back(self, office: Office) -> None:
        with serving.running() as (site, _server), serving.browser(site) as client:
            answer = client.get("/live/")

        assert (answer.status_code, answer.content) == (204, b"")

    def test_a_new_lead_is_told_to_those_it_concerns_until_the_server_stops(
        self, office: Office
    ) -> None:
        neighbors = build.office()
        others = listeners()
        with serving.running() as (site, server):
            until(lambda: listeners() > others)  # or the first LISTEN would tell everybody to look
            mo = Ear(site, serving.cookies_of(office.mo, office))
            other = Ear(site, serving.cookies_of(neighbors.mo, neighbors))
            for ear in (mo, other):
                ear.until("hello")
            with serving.browser(site) as client:
                key = office.doors["api"].key
                answer = client.post(f"/in/api/{key}", json={"name": "Maija", "phone": "040 1"})
            assert answer.status_code == 202
            mo.until("event: leads")
            server.should_exit = True
            mo.join(PATIENCE_S)
            other.join(PATIENCE_S)

            assert not mo.is_alive()
            assert not other.is_alive()
            assert other.heard.replace(BEAT, "") == HELLO
