"""The product as people meet it: its own web process in a thread, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from django.core.cache import cache
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests import build
from tests.racing import PATIENCE_S, until
from vaste.doors import cards
from vaste.infra import sql
from vaste.workspaces.models import User

# Playwright's synchronous API keeps an event loop in the test's thread; the database is used there
# too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# What must come may take its time on a slow machine.
expect.set_options(timeout=PATIENCE_S * 1_000)

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SignIn = Callable[..., Page]


def _chromium() -> str:
    given = os.environ.get("CHROMIUM", "")
    found = given or next(filter(None, map(shutil.which, NAMES)), "")
    if found:
        return found
    made = subprocess.run([str(ROOT / "bin" / "chromium")], capture_output=True, text=True)
    if made.returncode:
        pytest.fail(made.stderr.strip() or "There is no Chromium: apt-get install chromium")
    return made.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once for the run."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium: one that is there, or Debian's."""
    chromium = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def web(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, uvicorn.Server]]:
    """The address of the web process, which runs in a thread of this one, and its server."""
    with django_db_blocker.unblock():
        from vaste.config.asgi import application

        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(application, log_level="error", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://localhost:{listening.getsockname()[1]}", server
        server.should_exit = True
        thread.join(timeout=PATIENCE_S)


@pytest.fixture(scope="session")
def site(web: tuple[str, uvicorn.Server]) -> str:
    """The address of the web process."""
    return web[0]


@pytest.fixture(autouse=True)
def _begin_anew() -> None:
    """Forget the doors of other tests, and how often somebody signed in within the last minute."""
    cards.forget()
    cache.clear()


@pytest.fixture
def new_page(browser: Browser, web: tuple[str, uvicorn.Server]) -> Iterator[Callable[..., Page]]:
    """
    Open pages of people who share nothing; what a page complains of fails the test.

    Nothing on them moves, so that each look sees where things come to rest.
    """
    site, server = web
    contexts = []
    complaints: list[str] = []

    def open_page(**options: Any) -> Page:
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(base_url=site, **options)
        context.set_default_timeout(PATIENCE_S * 1_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: _hear(str(error), complaints))
        page.on(
            "console", lambda line: _hear(line.text if line.type == "error" else "", complaints)
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    until(lambda: not server.server_state.tasks and _is_quiet())  # before tables are emptied
    assert complaints == []


def _is_quiet() -> bool:
    """Whether no request is at work in the database any more."""
    [(working,)] = sql.run(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'",
        {},
    )
    return int(working) == 0


# An answer that is no page, and a page left while it still fades in: no fault of what is shown.
EXPECTED = ("Failed to load resource", "Transition was aborted", "Transition was skipped")


def _hear(told: str, complaints: list[str]) -> None:
    if told and not any(one in told for one in EXPECTED):
        complaints.append(told)


@pytest.fixture
def sign_in(new_page: Callable[..., Page]) -> SignIn:
    """Sign a member in as they do it; give their page, on the queue."""

    def enter(user: User, **options: Any) -> Page:
        page = new_page(**options)
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password").fill(build.PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/queue/**")
        return page

    return enter
