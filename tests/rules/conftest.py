"""The connection that compiled rules are run on, with tables shaped like the rooms' own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.rules.sample import TABLES
from vaste.config import postgres


@pytest.fixture(scope="session")
def pg(postgres_server: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own with temporary tables, which every test leaves empty."""
    with _connection() as connection:
        connection.execute("SET TIME ZONE 'America/New_York'")  # rules may not depend on it
        connection.execute(TABLES)
        yield connection


def _connection() -> psycopg.Connection[Any]:
    if settings.DATABASE_URL:
        return psycopg.connect(settings.DATABASE_URL, autocommit=True)
    return postgres.Server(settings.VAR).connect()
