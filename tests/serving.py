"""The web process in a thread of the tests' own, and a way to take its database away."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from psycopg import sql

from tests.build import Office
from tests.racing import PATIENCE_S
from vaste.config import postgres
from vaste.desk.viewers import WORKSPACE_KEY
from vaste.workspaces.models import User


@contextmanager
def running(app: Any = None) -> Iterator[tuple[str, uvicorn.Server]]:
    """Serve the application on a free port; give its address, and the server to stop it early."""
    from vaste.config.asgi import application

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        app or application, http="httptools", log_level="critical", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", server
    finally:
        server.should_exit = True
        thread.join(timeout=PATIENCE_S)


def empty_tables() -> None:
    """Empty every table, as Django does after a transactional test."""
    call_command(
        "flush",
        verbosity=0,
        interactive=False,
        reset_sequences=False,
        allow_cascade=False,
        inhibit_post_migrate=True,
    )
    connections.close_all()


def browser(site: str, **options: Any) -> httpx.Client:
    """Return a client of the site that follows no redirect by itself."""
    return httpx.Client(base_url=site, timeout=PATIENCE_S, **options)


def cookies_of(user: User, office: Office) -> dict[str, str]:
    """Return the cookies of a browser in which the user is signed in, in that workspace."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[WORKSPACE_KEY] = str(office.id)
    session.save()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}


@contextmanager
def database_away() -> Iterator[None]:
    """Cut every connection to the test database and let nobody in until the block ends."""
    name = str(connection.settings_dict["NAME"])
    for alias in connections:
        connections[alias].close()
    with administrator() as server:
        allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
        server.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        try:
            cut_off(server, name)
            yield
        finally:
            server.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


def cut_off(server: psycopg.Connection, name: str) -> None:
    """End every session of the database."""
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
    )


def administrator() -> psycopg.Connection:
    """Return a connection of one who may end sessions, outside Django."""
    if settings.DATABASE_URL:
        return psycopg.connect(settings.DATABASE_URL, autocommit=True)
    return postgres.Server(settings.VAR).connect()
