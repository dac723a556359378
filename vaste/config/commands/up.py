"""`vaste up`: everything in one terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import click

from vaste.config import addresses, postgres, supervisor
from vaste.config.processes import CannotStart, Lock
from vaste.config.supervisor import Child

STARTING_S = 120.0  # a slow disk's first import of everything
PACKAGE = Path(__file__).parent.parent.parent
#: Kinds of files that a process reads once; scripts and styles are read anew at each request.
KEPT_IN_MEMORY = {".py", ".html", ".sql", ".yaml", ".po"}
TICK_S = 0.25


@click.command()
@click.option("--host", help="Address to listen on (VASTE_HOST, else 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (VASTE_PORT, else 8000).")
@click.option("--no-demo", is_flag=True, help="Make no demo workspace.")
@click.option("--reload", is_flag=True, help="Start web and worker again when the code changes.")
def up(host: str | None, port: int | None, no_demo: bool, reload: bool) -> None:
    """
    Run the whole product: database, migrations, demo workspace, web and worker.

    Ctrl-C stops every process it started. With DATABASE_URL set, that database is used instead of
    the embedded one.
    """
    from vaste.config import settings

    began = time.monotonic()
    with supervisor.stopping(), only_one(settings.VAR / "up.lock") as lock:
        listening = addresses.listen(host or settings.BIND_HOST, port or settings.BIND_PORT)
        address = settings.PUBLIC_URL or addresses.url(listening)
        lock.note(address)
        with database(settings.VAR, outside=bool(settings.DATABASE_URL)) as server:
            logins = supervisor.run(vaste("migrate", *([] if no_demo else ["--demo"])))
            children = [
                Child(
                    "web",
                    vaste("web", "--fd", str(listening.fileno())),
                    say=say,
                    fds=[listening.fileno()],
                ),
                Child("worker", vaste("worker"), say=say),
            ]
            with supervisor.kept(children):
                wait_until_ready(listening, children)
                say(f"\nVaste is ready at {address} ({time.monotonic() - began:.1f} s)")
                say(f"{logins}Ctrl-C stops everything.\n")
                tend(server, children, reload=reload)
    say("Stopped.")


def say(line: str) -> None:
    """Print a line at once, also into a file or a pipe."""
    click.echo(line)
    sys.stdout.flush()


def vaste(*words: str) -> list[str]:
    """Return the command line of this program with other words."""
    return [sys.executable, "-m", "vaste", *words]


@contextmanager
def only_one(path: Path) -> Iterator[Lock]:
    """Hold the installation's lock. Raises CannotStart when another `vaste up` does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = Lock(path)
    if not lock.take():
        raise CannotStart(
            f"Vaste already runs from this folder, at {lock.noted() or 'an address of its own'}: "
            "use that one, or stop it with Ctrl-C in its terminal."
        )
    try:
        yield lock
    finally:
        lock.note("")
        lock.free()


@contextmanager
def database(var: Path, *, outside: bool) -> Iterator[postgres.Server | None]:
    """Keep the embedded server up, unless the database is an outside one."""
    if outside:
        yield None
        return
    server = postgres.Server(var, say=say)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def wait_until_ready(listening: socket, children: list[Child]) -> None:
    """Return when requests can be worked on. Raises CannotStart if a child ends before that."""
    until = time.monotonic() + STARTING_S
    status = 0
    while time.monotonic() < until:
        status = addresses.answers(listening)
        for child in children:
            if child.ended:
                raise CannotStart(f"The {child.name} {child.ended}; what it said stands above.")
        if 0 < status < 500:
            return
        time.sleep(0.05)
    answer = f"answers {status}" if status else "does not answer"
    raise CannotStart(f"The web {answer} after {STARTING_S:.0f} s; what it said stands above.")


def tend(server: postgres.Server | None, children: list[Child], *, reload: bool) -> None:
    """Bring back whatever dies, and with `reload` whatever changed, until a signal comes."""
    seen = newest() if reload else 0.0
    while True:
        time.sleep(TICK_S)
        if server is not None:
            server.tend()
        for child in children:
            child.tend()
        if reload and (now := newest()) > seen:
            seen = now
            say("The code changed; starting web and worker again.")
            for child in children:
                child.restart()


def newest(package: Path = PACKAGE) -> float:
    """Return when the newest file that the processes keep in memory was changed."""
    return max(_changed(path) for path in package.rglob("*") if path.suffix in KEPT_IN_MEMORY)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # an editor writes a file anew by putting another in its place
        return 0.0
