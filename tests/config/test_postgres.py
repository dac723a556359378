"""The embedded server is started, joined, killed and brought back for real."""

import logging
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.racing import until
from vaste.config import cluster, postgres
from vaste.config.processes import CannotStart, Lock

log = logging.getLogger(__name__)
ROUNDS = int(os.environ.get("VASTE_KILL_ROUNDS", "3"))
OWNER = """
import sys, time
from pathlib import Path
from vaste.config import postgres
with postgres.running(Path(sys.argv[1])):
    print("up", flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def server(var: Path) -> Iterator[postgres.Server]:
    server = postgres.Server(var)
    server.start()
    yield server
    server.stop()


class Installation:
    """A server owned by a process of its own, as under `vaste up`."""

    def __init__(self, var: Path) -> None:
        self.server = postgres.Server(var)
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWNER, str(var)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "up\n"

    def family(self) -> list[int]:
        """Return every process of it: the owner, the postmaster and its children."""
        postmaster = int((self.server.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True
        )
        return [self.process.pid, postmaster, *map(int, found.stdout.split())]

    def kill_everything(self) -> None:
        """Kill all of it, in any order, with no chance to clean up."""
        family = self.family()
        random.shuffle(family)
        for pid in family:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()


class Writer(threading.Thread):
    """Writes numbers until the server is gone, and remembers those that were acknowledged."""

    def __init__(self, server: postgres.Server, first: int) -> None:
        super().__init__()
        self._connection = server.connect("vaste")
        self._connection.execute("CREATE TABLE IF NOT EXISTS written (number bigint)")
        self._next = first
        self.acknowledged: list[int] = []

    def run(self) -> None:
        """Write; the end of the connection ends it."""
        try:
            while True:
                self._connection.execute("INSERT INTO written VALUES (%s)", [self._next])
                self.acknowledged.append(self._next)
                self._next += 1
        except psycopg.OperationalError:
            self._connection.close()


class TestServer:
    def test_answers_with_durable_settings_and_text_in_one_order(
        self, server: postgres.Server
    ) -> None:
        wanted = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
        with server.connect(postgres.NAME) as connection:
            found = [connection.execute(f"SHOW {name}").fetchone() for name in wanted]
            order = connection.execute("SELECT 'Z' < 'a', upper('ääkkönen')").fetchone()

        assert found == [("on",)] * 4
        assert order == (True, "ÄÄKKÖNEN")

    def test_roles_can_neither_pass_row_security_nor_make_roles(
        self, server: postgres.Server
    ) -> None:
        with server.connect() as connection:
            found = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
                " WHERE rolname LIKE 'vaste%' ORDER BY rolname"
            ).fetchall()

        assert found == [
            ("vaste_app", False, False, False, False),
            ("vaste_owner", False, False, False, True),
        ]

    def test_nobody_else_may_enter_data_or_socket(self, server: postgres.Server) -> None:
        assert server.data.stat().st_mode & 0o777 == 0o700
        assert server.socket.stat().st_mode & 0o777 == 0o700

    def test_folders_above_keep_their_permissions(self, tmp_path: Path) -> None:
        above = tmp_path / "private"
        above.mkdir(mode=0o700)

        with postgres.running(above / "var"):
            pass

        assert above.stat().st_mode & 0o777 == 0o700

    def test_second_user_joins_and_leaves_it_running(self, server: postgres.Server) -> None:
        with postgres.running(server.var):
            pass

        assert server.owned
        assert server.answers()

    def test_stops_for_good_and_frees_its_lock(self, var: Path) -> None:
        server = postgres.Server(var)
        server.start()

        server.stop()

        assert not server.answers()
        lock = Lock(var / "postgres.lock")
        assert lock.take()
        lock.free()
        assert not (server.data / "postmaster.pid").exists()

    def test_tend_brings_a_killed_server_back(self, server: postgres.Server) -> None:
        os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        until(lambda: not server.answers())

        def comes_back() -> bool:
            server.tend()
            return server.answers()

        until(comes_back)

    def test_tend_takes_over_when_the_owner_leaves(self, var: Path) -> None:
        owner, user = postgres.Server(var), postgres.Server(var)
        owner.start()
        user.start()
        owned = [user.owned]

        owner.stop()
        user.tend()

        assert [*owned, user.owned] == [False, True]
        assert user.answers()
        user.stop()

    def test_reused_process_number_is_no_server(self, var: Path) -> None:
        data = postgres.Server(var).data
        (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")

        with postgres.running(var):
            pass

    def test_half_made_data_is_made_anew(self, tmp_path: Path) -> None:
        draft = tmp_path / "postgres.new"
        draft.mkdir()
        (draft / "PG_VERSION").write_text("18\n")

        with postgres.running(tmp_path):
            assert not draft.exists()

    def test_data_of_another_version_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        data = tmp_path / "postgres"
        data.mkdir()
        (data / "PG_VERSION").write_text("15\n")

        with pytest.raises(CannotStart, match="made by PostgreSQL 15"), postgres.running(tmp_path):
            pass

        assert [path.name for path in data.iterdir()] == ["PG_VERSION"]

    def test_long_path_gets_a_short_socket_folder(self, tmp_path: Path) -> None:
        var = tmp_path / ("long" * 25)

        with postgres.running(var):
            server = postgres.Server(var)
            assert server.answers()

        assert server.socket.parent == Path("/tmp")
        assert server.socket.stat().st_mode & 0o777 == 0o700
        server.socket.rmdir()


@pytest.mark.kill
class TestKill:
    def test_owner_alone_takes_the_server_with_it(self, tmp_path: Path) -> None:
        installation = Installation(tmp_path)

        installation.process.kill()
        installation.process.wait()

        until(lambda: not installation.server.answers())

    def test_everything_comes_back_with_all_that_was_acknowledged(self, tmp_path: Path) -> None:
        acknowledged: list[int] = []
        waits = []
        for number in range(ROUNDS):
            began = time.monotonic()
            installation = Installation(tmp_path)
            waits.append(round(time.monotonic() - began, 2))
            writer = Writer(installation.server, first=number * 1_000_000)
            writer.start()
            time.sleep(random.uniform(0.05, 1.0))
            installation.kill_everything()
            writer.join()
            acknowledged += writer.acknowledged

        with postgres.running(tmp_path):
            connection = installation.server.connect("vaste")
            stored = [row[0] for row in connection.execute("SELECT number FROM written")]
            connection.close()

        log.info("Starts after a kill took %s s; %d rows acknowledged", waits, len(acknowledged))
        assert set(acknowledged) <= set(stored)
        assert len(stored) == len(set(stored))
        assert len(stored) - len(acknowledged) <= ROUNDS  # those in flight at each kill


class TestSocketFolder:
    def test_short_path_stays_beside_the_data(self) -> None:
        assert cluster.socket_folder(Path("/srv/vaste/var")) == Path("/srv/vaste/var/socket")

    def test_limit_is_the_kernels(self) -> None:
        room = 107 - len("/socket/.s.PGSQL.5432")

        assert cluster.socket_folder(Path("/" + "x" * (room - 1))).name == "socket"
        assert cluster.socket_folder(Path("/" + "x" * room)).parent == Path("/tmp")
