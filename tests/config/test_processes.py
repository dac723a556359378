"""Children end with their parent, and a lock with its holder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.racing import PATIENCE_S, until
from vaste.config import processes
from vaste.config.processes import CannotStart, Lock, Progress

HOLDER = """
import sys, time
from pathlib import Path
from vaste.config.processes import Lock
print(Lock(Path(sys.argv[1])).take(), flush=True)
time.sleep(600)
"""
PARENT = """
import signal, subprocess, sys, time
from tests.racing import PATIENCE_S, until
from vaste.config import processes
words = processes.bound(["sleep", "600"], on_parent_death=signal.SIGTERM)
print(subprocess.Popen(words).pid, flush=True)
time.sleep(600)
"""


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or dead and waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


class TestBound:
    def test_child_dies_with_a_killed_parent(self) -> None:
        words = [sys.executable, "-c", PARENT]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout is not None
            child = int(parent.stdout.readline())
            assert not has_ended(child)

            parent.kill()

        until(lambda: has_ended(child))

    def test_child_of_a_dead_parent_does_not_begin(self) -> None:
        words = processes.unless_orphaned(["echo", "begun"])
        words[3] = "1"  # as if the parent had been another process

        done = subprocess.run(words, capture_output=True)

        assert (done.returncode, done.stdout) == (1, b"")


class TestStop:
    def test_gentle_signal_is_enough_for_a_listener(self) -> None:
        child = subprocess.Popen(["sleep", "600"])

        processes.stop(child, (signal.SIGTERM, PATIENCE_S))

        assert child.returncode == -signal.SIGTERM

    def test_deaf_child_is_killed(self) -> None:
        script = "trap '' TERM; echo deaf; while :; do sleep 0.1; done"
        child = subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()

        processes.stop(child, (signal.SIGTERM, 0.3))
        child.stdout.close()

        assert child.returncode == -signal.SIGKILL


class TestEnding:
    @pytest.mark.parametrize(
        ("code", "words"), [(0, "ended with code 0"), (-9, "was killed by SIGKILL")]
    )
    def test_is_said_in_words(self, code: int, words: str) -> None:
        assert processes.ending(code) == words


class TestLock:
    def test_second_holder_is_refused_and_reads_the_word(self, tmp_path: Path) -> None:
        first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")

        assert first.take()
        first.note("http://127.0.0.1:8000/")

        assert not second.take()
        assert second.noted() == "http://127.0.0.1:8000/"
        first.free()

    def test_given_back_it_can_be_taken(self, tmp_path: Path) -> None:
        first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
        first.take()

        first.free()

        assert second.take()
        second.free()

    def test_killed_holder_holds_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "lock"
        words = [sys.executable, "-c", HOLDER, str(path)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "True\n"
            lock = Lock(path)
            assert not lock.take()

            os.kill(holder.pid, signal.SIGKILL)

        assert lock.take()
        lock.free()


class TestProgress:
    def test_gives_up_in_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(processes, "PATIENCE_S", 0.0)

        with pytest.raises(CannotStart, match=r"Waiting for it: given up after 0 s\."):
            Progress(processes.silent).wait("Waiting for it")
