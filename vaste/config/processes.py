"""Child processes that never outlive the program that started them, and the locks of a folder."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SETPRIV = shutil.which("setpriv")
PATIENCE_S = 300.0  # replaying the log after a crash may take minutes

Say = Callable[[str], None]


def silent(_line: str) -> None:
    """Say nothing."""


class CannotStart(Exception):
    """Something needed is missing or refused; the message says what, and how to mend it."""


def bound(argv: Sequence[str], *, on_parent_death: signal.Signals) -> list[str]:
    """
    Return `argv` so wrapped that the kernel sends it the signal when its parent is gone.

    The parent is the *thread* that starts it: start such a child from the main thread only.
    Without util-linux's setpriv (not a Debian system) it is returned as it is.
    """
    if SETPRIV is None:
        return list(argv)
    word = on_parent_death.name.removeprefix("SIG")
    return [SETPRIV, "--pdeathsig", word, "--", *unless_orphaned(argv)]


def unless_orphaned(argv: Sequence[str]) -> list[str]:
    """
    Return `argv` so wrapped that it does not begin when its parent is gone already.

    That closes the moment before the kernel has been asked to tell of the parent's death.
    """
    return ["/bin/sh", "-c", 'test "$PPID" = "$0" && exec "$@"', str(os.getpid()), *argv]


def stop(child: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn, giving the child that many seconds, until it has ended."""
    for number, seconds in (*steps, (signal.SIGKILL, 30.0)):
        if child.poll() is not None:
            return
        child.send_signal(number)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def ending(code: int) -> str:
    """Say in words how a process ended, from its return code as subprocess gives it."""
    if code >= 0:
        return f"ended with code {code}"
    return f"was killed by {signal.Signals(-code).name}"


class Lock:
    """
    A folder's lock: held by one process at a time, and freed by the kernel whatever ends it.

    The file may carry a word about the holder, for the sentence shown to whoever comes second.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this process holds the lock."""
        return self._handle is not None

    def take(self) -> bool:
        """Take the lock if nobody holds it; return whether it is held now."""
        if self._handle is not None:
            return True
        handle = os.open(self.path, os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def note(self, word: str) -> None:
        """Write the word about the holder; only the holder may."""
        self.path.write_text(word)

    def noted(self) -> str:
        """Return the word about the holder, or nothing."""
        return self.path.read_text() if self.path.exists() else ""

    def free(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class Progress:
    """Waits in small steps, saying every ten seconds what for; gives up after PATIENCE_S."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._began = time.monotonic()
        self._said = self._began

    @property
    def seconds(self) -> float:
        """Seconds since the waiting began."""
        return time.monotonic() - self._began

    def wait(self, what: str) -> None:
        """Wait a twentieth of a second. Raises CannotStart when patience is at its end."""
        if self.seconds > PATIENCE_S:
            raise CannotStart(f"{what}: given up after {PATIENCE_S:.0f} s.")
        if time.monotonic() - self._said > 10:
            self._said = time.monotonic()
            self._say(f"{what} ({self.seconds:.0f} s).")
        time.sleep(0.05)
