"""Keeps the web and the worker processes up, and stops everything on the first signal."""

import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from vaste.config import processes
from vaste.config.processes import CannotStart, Say

FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 5.0
HEALTHY_S = 10.0  # a child that lived this long starts again at once when it dies
GRACE_S = 10.0  # to finish what is under way; streams are cut by then


class Stopped(BaseException):
    """A signal asked the program to stop; raised once, in the main thread."""


@contextmanager
def stopping() -> Iterator[None]:
    """
    Let SIGINT, SIGTERM or a hang-up end the block, without an error; later ones are ignored.

    Also when the caller's shell had SIGINT ignored, as it does for `command &` in a script;
    a hang-up stays ignored when it was, as under nohup.
    """

    def raise_once(_number: int, _frame: FrameType | None) -> None:
        for number in watched:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    watched = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        watched.append(signal.SIGHUP)
    before = {number: signal.signal(number, raise_once) for number in watched}
    try:
        yield
    except Stopped:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Child:
    """One process of the program, started again, more and more slowly, when it dies."""

    def __init__(
        self, name: str, argv: Sequence[str], *, say: Say, fds: Sequence[int] = ()
    ) -> None:
        self.name = name
        self._argv = processes.bound(argv, on_parent_death=signal.SIGTERM)
        self._say = say
        self._fds = tuple(fds)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = self._due = 0.0
        self._wait = FIRST_WAIT_S

    def start(self) -> None:
        """Start the process."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._argv, pass_fds=self._fds, start_new_session=True, stdin=subprocess.DEVNULL
        )

    @property
    def ended(self) -> str:
        """How the process ended, in words; nothing while it runs."""
        if self._process is None or self._process.poll() is None:
            return ""
        return processes.ending(self._process.returncode)

    def tend(self) -> None:
        """Start the process again when it died and its waiting time is over."""
        if self._due:
            if time.monotonic() >= self._due:
                self._due = 0.0
                self.start()
        elif self.ended:
            lived = time.monotonic() - self._started
            self._wait = FIRST_WAIT_S if lived > HEALTHY_S else self._wait
            self._say(f"The {self.name} {self.ended}; starting it again in {self._wait:g} s.")
            self._due = time.monotonic() + self._wait
            self._wait = min(self._wait * 2, LONGEST_WAIT_S)

    def ask_to_stop(self) -> None:
        """Ask the process to stop, without waiting."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Stop the process and wait for its end."""
        if self._process is not None:
            processes.stop(self._process, (signal.SIGTERM, GRACE_S))

    def restart(self) -> None:
        """Stop the process and start it afresh."""
        self.stop()
        self.start()


@contextmanager
def kept(children: Sequence[Child]) -> Iterator[None]:
    """Start the children for the length of the block, and stop them all, side by side, after it."""
    try:
        for child in children:
            child.start()
        yield
    finally:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop()


def run(argv: Sequence[str]) -> str:
    """
    Run a program to its end and return what it wrote to its output; its errors are passed through.

    Raises CannotStart when it fails.
    """
    child = subprocess.Popen(
        processes.bound(argv, on_parent_death=signal.SIGTERM),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        said, _ = child.communicate()
    finally:
        processes.stop(child, (signal.SIGTERM, GRACE_S))
    if child.returncode != 0:
        raise CannotStart(f"`{' '.join(argv)}` {processes.ending(child.returncode)}.")
    return said.decode()
