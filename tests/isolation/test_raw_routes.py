"""What config/asgi.py answers before Django: the same walls."""

from __future__ import annotations

import ast
import asyncio
import json
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

import vaste.config
from tests import build
from tests.build import Office
from tests.isolation import victim
from tests.isolation.probes import RAW
from tests.isolation.victim import LEAD_WORD, WORD, Victim
from tests.racing import PATIENCE_S
from vaste.config import asgi
from vaste.desk.stream import Hub
from vaste.desk.viewers import WORKSPACE_KEY
from vaste.doors import cards
from vaste.kernel.ids import uuid7
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User

pytestmark = pytest.mark.django_db(transaction=True)
Message = MutableMapping[str, Any]


class TestRegistry:
    def test_every_address_before_django_is_known(self) -> None:
        tree = ast.parse(Path(vaste.config.__file__).with_name("asgi.py").read_text())
        named = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("/")
        }

        assert named == RAW


@pytest.fixture
def house() -> Iterator[Victim]:
    cards.forget()
    yield victim.furnish()
    cards.forget()
    connections.close_all()


async def answered(method: str, path: str, cookie: str = "", body: bytes = b"") -> tuple[int, str]:
    """Ask the whole process; return status and text of the answer."""
    sent: list[Message] = []
    told = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    if cookie:
        told.append((b"cookie", cookie.encode()))
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": told, "http_version": "1.1", "scheme": "http",
        "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await asyncio.wait_for(asgi.application(scope, receive, send), PATIENCE_S)
    text = b"".join(one.get("body", b"") for one in sent).decode(errors="replace")
    return int(sent[0]["status"]), text


def ask(*words: Any) -> tuple[int, str]:
    return asyncio.run(answered(*words))


class TestStranger:
    def test_hears_nothing_from_the_live_stream(self, house: Victim) -> None:
        assert ask("GET", "/live/") == (204, "")

    @pytest.mark.parametrize("cookie", ["sessionid=", "sessionid=forged", 'a="', "sessionid=ä"])
    def test_with_a_forged_session_neither(self, house: Victim, cookie: str) -> None:
        assert ask("GET", "/live/", cookie) == (204, "")

    def test_learns_from_health_that_the_database_is_there(self, house: Victim) -> None:
        assert ask("GET", "/health/") == (200, '{"database":"there"}')

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_reads_nothing_at_the_json_door(self, house: Victim, method: str) -> None:
        key = house.office.doors["api"].key
        status, text = ask(method, f"/in/api/{key}")

        assert status == 405
        assert WORD not in text
        assert LEAD_WORD not in text

    @pytest.mark.parametrize("kind", ["forms", "files"])
    def test_a_door_of_another_kind_takes_no_json(self, house: Victim, kind: str) -> None:
        before = victim.fingerprint(house.id)

        status, _ = ask("POST", f"/in/api/{house.office.doors[kind].key}", "", b'{"name": "x"}')

        assert status == 404
        assert victim.fingerprint(house.id) == before

    def test_learns_from_an_answer_nothing_but_its_own_arrival(self, house: Victim) -> None:
        body = json.dumps({"email": f"a@{LEAD_WORD}.example", "name": "New"}).encode()

        status, text = ask("POST", f"/in/api/{house.office.doors['api'].key}", "", body)

        assert status == 202
        assert set(json.loads(text)) == {"arrival", "answer_by", "answer"}


def cookie_of(user: User, office: Office) -> str:
    """Return the cookie of a browser in which the user is signed in, in that workspace."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[WORKSPACE_KEY] = str(office.id)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


async def hear(hub: Hub, cookies: list[str], tell: Callable[[], None]) -> list[str]:
    """Open a stream for each cookie, tell something, and return what each has heard."""
    heard = ["" for _ in cookies]
    ends = asyncio.Event()

    async def listen(place: int, cookie: str) -> None:
        async def receive() -> Message:
            await ends.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            heard[place] += message.get("body", b"").decode()

        scope = {"type": "http", "headers": [(b"cookie", cookie.encode())]}
        await hub.serve(scope, receive, send)

    tasks = [asyncio.create_task(listen(*one)) for one in enumerate(cookies)]
    while not all("hello" in one for one in heard):
        await asyncio.sleep(0.01)
    tell()
    while any(one.topics for one in hub._all()):
        await asyncio.sleep(0.01)
    hub._tell_everybody()  # whoever hears this has heard what came before
    while not all('{"leads": []}' in one for one in heard):
        await asyncio.sleep(0.01)
    ends.set()
    await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE_S)
    return heard


class TestLiveStream:
    def test_tells_only_those_who_may_see(self, house: Victim) -> None:
        office, neighbors = house.office, build.office()
        rita = build.user("rita")
        workspaces.join(office.workspace, rita, Role.REP, at=build.NOON)
        cookies = [
            cookie_of(office.mo, office),
            cookie_of(office.ada, office),
            cookie_of(rita, office),
            cookie_of(neighbors.mo, neighbors),
        ]
        hub, lead = Hub(), str(uuid7())
        notice = {
            "workspace": str(office.id),
            "topic": "leads",
            "leads": [lead],
            "teams": [str(office.team.id)],
            "users": [],
        }
        connection.close()

        heard = asyncio.run(hear(hub, cookies, lambda: hub.pass_on(json.dumps(notice))))

        assert [lead in one for one in heard] == [True, True, False, False]
