"""Addresses are read, and any database is made ready, as each kind of owner."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from vaste.config import database, postgres
from vaste.config.environment import BadEnvironment
from vaste.config.processes import CannotStart

VAR = Path("/srv/vaste/var")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Server]:
    server = postgres.Server(tmp_path_factory.mktemp("var"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def outside(server: postgres.Server) -> Iterator[str]:
    """Give the tail of an address of a database that the role `carol` owns, on a bare server."""
    with server.connect() as connection:
        for statement in (
            "DROP DATABASE IF EXISTS vaste",
            "DROP ROLE IF EXISTS vaste_app",
            "CREATE ROLE carol LOGIN CREATEROLE",
            "CREATE ROLE dave LOGIN",
            "CREATE DATABASE desk OWNER carol",
        ):
            connection.execute(statement)
    yield f"desk?host={server.socket}"
    with server.connect() as connection:
        connection.execute("DROP DATABASE desk WITH (FORCE)")
        connection.execute("DROP ROLE IF EXISTS vaste_app")
        connection.execute("DROP ROLE carol, dave")


def rights(addresses: dict[str, database.DatabaseSettings]) -> tuple[object, ...] | None:
    """Make a table as the owner; return who the app is and what it may do with it."""
    with psycopg.connect(database.connection_string(addresses["owner"])) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (id uuid PRIMARY KEY)")
    with psycopg.connect(database.connection_string(addresses["default"])) as connection:
        connection.execute("INSERT INTO note VALUES (gen_random_uuid())")
        return connection.execute(
            "SELECT current_user, has_table_privilege('note', 'TRUNCATE'),"
            " has_schema_privilege('public', 'CREATE')"
        ).fetchone()


class TestSettings:
    def test_without_an_address_both_roles_use_the_embedded_socket(self) -> None:
        found = database.settings("", "", var=VAR)

        assert {alias: entry["USER"] for alias, entry in found.items()} == {
            "default": "vaste_app",
            "owner": "vaste_owner",
        }
        assert {entry["HOST"] for entry in found.values()} == {"/srv/vaste/var/socket"}
        assert {entry["NAME"] for entry in found.values()} == {"vaste"}

    def test_owner_alone_becomes_the_app_role(self) -> None:
        found = database.settings("postgres://carol:pa%40ss@db:5433/desk", "", var=VAR)

        assert "-c role=vaste_app" in found["default"]["OPTIONS"]["options"]
        assert "role=" not in found["owner"]["OPTIONS"]["options"]
        assert found["default"]["PASSWORD"] == "pa@ss"
        assert (found["owner"]["HOST"], found["owner"]["PORT"]) == ("db", "5433")

    def test_app_of_its_own_connects_as_itself(self) -> None:
        found = database.settings(
            "postgresql://carol@db/desk", "postgresql://dave@db/desk", var=VAR
        )

        assert found["default"]["USER"] == "dave"
        assert "role=" not in found["default"]["OPTIONS"]["options"]

    def test_parameters_of_the_address_are_kept(self) -> None:
        url = "postgresql://carol@db/desk?sslmode=verify-full&options=-c%20geqo%3Doff"
        found = database.settings(url, "", var=VAR)["default"]["OPTIONS"]

        assert found["sslmode"] == "verify-full"
        assert found["options"].startswith("-c geqo=off ")

    def test_app_is_pooled_and_checked_and_the_owner_is_not(self) -> None:
        found = database.settings("", "", var=VAR)

        assert found["default"]["OPTIONS"]["pool"]["max_size"] == 20
        assert found["default"]["CONN_HEALTH_CHECKS"] is True
        assert "pool" not in found["owner"]["OPTIONS"]
        assert "lock_timeout" in found["owner"]["OPTIONS"]["options"]

    @pytest.mark.parametrize("url", ["sqlite:///x.db", "nonsense", "postgresql://carol:s3cret@db"])
    def test_unusable_address_is_refused_without_its_password(self, url: str) -> None:
        with pytest.raises(BadEnvironment, match="DATABASE_URL") as refused:
            database.settings(url, "", var=VAR)

        assert "s3cret" not in str(refused.value)


class TestPrepareDatabase:
    def test_embedded_one_again_and_again(self, tmp_path: Path) -> None:
        found = database.settings("", "", var=tmp_path)
        with postgres.running(tmp_path):
            notes = [database.prepare_database(found) for _ in range(2)]
            app = rights(found)

        assert notes == [[], []]
        assert app == ("vaste_app", False, False)

    def test_owner_who_may_makes_the_app_role(self, outside: str) -> None:
        found = database.settings(f"postgresql://carol@/{outside}", "", var=VAR)

        database.prepare_database(found)

        assert rights(found) == ("vaste_app", False, False)

    def test_owner_who_may_not_is_told_the_statements(
        self, outside: str, server: postgres.Server
    ) -> None:
        with server.connect() as connection:
            connection.execute("ALTER ROLE carol NOCREATEROLE")
        found = database.settings(f"postgresql://carol@/{outside}", "", var=VAR)

        with pytest.raises(CannotStart) as refused:
            database.prepare_database(found)
        with server.connect() as connection:
            for statement in str(refused.value).split("run once: ")[1].split("\n")[0].split(";"):
                if statement.strip():
                    connection.execute(statement.encode())
        database.prepare_database(found)

        assert rights(found) == ("vaste_app", False, False)

    def test_app_role_of_its_own_gets_the_rights(self, outside: str) -> None:
        found = database.settings(
            f"postgresql://carol@/{outside}", f"postgresql://dave@/{outside}", var=VAR
        )

        database.prepare_database(found)

        assert rights(found) == ("dave", False, False)

    @pytest.mark.parametrize("role", ["postgres", "carol"])
    def test_app_role_that_row_security_would_not_bind_is_refused(
        self, outside: str, role: str
    ) -> None:
        found = database.settings(
            f"postgresql://carol@/{outside}", f"postgresql://{role}@/{outside}", var=VAR
        )

        with pytest.raises(CannotStart, match=f"The role {role} of DATABASE_APP_URL"):
            database.prepare_database(found)

    def test_right_taken_away_is_not_given_back(self, outside: str) -> None:
        found = database.settings(f"postgresql://carol@/{outside}", "", var=VAR)
        database.prepare_database(found)
        rights(found)
        with psycopg.connect(database.connection_string(found["owner"])) as connection:
            connection.execute("REVOKE DELETE ON note FROM vaste_app")

        database.prepare_database(found)

        with (
            psycopg.connect(database.connection_string(found["default"])) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("DELETE FROM note")

    def test_restored_table_without_rights_gets_them(self, outside: str) -> None:
        found = database.settings(f"postgresql://carol@/{outside}", "", var=VAR)
        with psycopg.connect(database.connection_string(found["owner"])) as connection:
            connection.execute("CREATE TABLE note (id uuid PRIMARY KEY)")

        database.prepare_database(found)

        assert rights(found) == ("vaste_app", False, False)

    def test_missing_database_is_named(self, server: postgres.Server) -> None:
        url = f"postgresql://postgres@/nowhere?host={server.socket}"

        with pytest.raises(CannotStart, match="nowhere"):
            database.prepare_database(database.settings(url, "", var=VAR))

    def test_server_that_is_away_is_named_without_the_password(self) -> None:
        found = database.settings("postgresql://carol:s3cret@127.0.0.1:1/desk", "", var=VAR)

        with pytest.raises(CannotStart, match=r"desk at 127\.0\.0\.1") as refused:
            database.prepare_database(found)

        assert "s3cret" not in str(refused.value)

    def test_old_server_is_refused(self, server: postgres.Server) -> None:
        with server.connect() as connection, pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "OLDEST", 190000)

            with pytest.raises(CannotStart, match="PostgreSQL 18: Vaste needs 16"):
                database.check_version(connection)
