"""The test database: a real PostgreSQL, migrated by the owner, used by the app's role."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import msgspec
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from vaste.config import database, postgres
from vaste.config.tables import tenant_tables
from vaste.definitions import source
from vaste.infra import sql as own_sql
from vaste.infra.tenancy import guard

#: Each process of a run that is shared out has a server of its own.
TEST_VAR = Path(settings.ROOT) / "var" / "test" / os.environ.get("PYTEST_XDIST_WORKER", "")
TEST_NAME = f"vaste_test_{os.getpid()}"

#: The same examples in every run, each with as much time as the machine needs. New ones are looked
#: for with --hypothesis-profile=search.
PATIENT = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("search", PATIENT)
hypothesis.settings.register_profile("steady", PATIENT, derandomize=True, database=None)
hypothesis.settings.load_profile("steady")

# Whoever runs the tests may have told them to outlive a terminal; what they start may not.
signal.signal(signal.SIGHUP, signal.SIG_DFL)

settings.VAR = TEST_VAR
settings.IMPORT_FOLDER = TEST_VAR / "imports"
settings.DATABASES = database.settings(
    settings.DATABASE_URL, settings.DATABASE_APP_URL, var=TEST_VAR
)
for _database in settings.DATABASES.values():  # connections may be slow in coming
    _database["OPTIONS"]["connect_timeout"] = "60"
    if "pool" in _database["OPTIONS"]:
        _database["OPTIONS"]["pool"] = {**database.POOL, "timeout": 60.0}
connections.__dict__["settings"] = connections.configure_settings(settings.DATABASES)
for _alias in ("default", "owner"):
    if hasattr(connections._connections, _alias):  # type: ignore[attr-defined]
        del connections[_alias]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def _administer(statement: str) -> None:
    """Run a statement outside the test database, as whoever may make databases."""
    if settings.DATABASE_URL:
        where = psycopg.connect(settings.DATABASE_URL, autocommit=True)
    else:
        where = postgres.Server(TEST_VAR).connect()
    with where as server:
        server.execute(
            sql.SQL(statement).format(
                name=sql.Identifier(TEST_NAME),
                owner=sql.Identifier(settings.DATABASES["owner"]["USER"] or postgres.OWNER),
            )
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: their driver keeps an event loop in this thread to the end of the run."""
    items.sort(key=lambda item: "browser" in item.keywords)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[None]:
    """The server of the tests: the embedded one in var/test, or that of DATABASE_URL."""
    with postgres.running(None if settings.DATABASE_URL else TEST_VAR):
        yield


@pytest.fixture(scope="session")
def django_db_setup(postgres_server: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make a database of this run's own, migrate it as the owner, drop it at the end."""
    _administer("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _administer("CREATE DATABASE {name} OWNER {owner}")
    _point_at(TEST_NAME)
    with django_db_blocker.unblock():
        database.prepare_database(settings.DATABASES)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        _let_the_app_empty_tables()
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        for alias in connections:
            connections[alias].close()
        django: Any = connection
        if getattr(django, "pool", None) is not None:
            django.close_pool()
    _administer("DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _point_at(name: str) -> None:
    for alias in ("default", "owner"):
        settings.DATABASES[alias]["NAME"] = name
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = name
        connections[alias].settings_dict.setdefault("TEST", {})


def _let_the_app_empty_tables() -> None:
    # Only in tests: what transactional tests wrote is removed by TRUNCATE.
    role = database.app_role(settings.DATABASES["default"])
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{role}"')


@pytest.fixture(scope="session", autouse=True)
def _read_each_definition_once() -> Iterator[None]:
    """Read each text of a definition once: most offices are founded with the same one."""
    read, known = source.load, dict[str, bytes]()

    def load(text: str) -> Any:
        if text not in known:
            known[text] = msgspec.json.encode(read(text))
        return msgspec.json.decode(known[text])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "load", load)
        yield


@pytest.fixture(autouse=True)
def _guard_statements(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose statements touch a tenant table without naming its workspace."""
    names = tenant_tables()
    bad: list[str] = []

    def watch(statement: str) -> None:
        missing = guard.missing(statement, names)
        if missing:
            bad.append(f"{missing}: {statement[:600]}")

    def wrap(execute: Any, statement: Any, params: Any, many: Any, context: Any) -> Any:
        if isinstance(statement, str) and not statement.startswith("TRUNCATE"):
            watch(statement)
        return execute(statement, params, many, context)

    own_sql.watchers.append(watch)
    with connection.execute_wrapper(wrap):
        yield
    own_sql.watchers.remove(watch)
    if "unpinned_on_purpose" not in request.keywords:
        assert not bad, "statements without a workspace:\n" + "\n".join(bad)
