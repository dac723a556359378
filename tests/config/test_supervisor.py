"""What dies is started again, more and more slowly; a signal ends it all once."""

import os
import signal
import sys
from collections.abc import Callable

import pytest

from tests.racing import until
from vaste.config import supervisor
from vaste.config.processes import CannotStart
from vaste.config.supervisor import Child


def tend_until(child: Child, condition: Callable[[], bool]) -> None:
    """Tend the child until the condition holds."""

    def tended() -> bool:
        child.tend()
        return condition()

    until(tended)


class TestStopping:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_signal_ends_the_block_without_an_error(self, number: signal.Signals) -> None:
        before = signal.getsignal(number)
        reached = []

        with supervisor.stopping():
            os.kill(os.getpid(), number)
            reached.append("after the signal")

        assert reached == []
        assert signal.getsignal(number) is before

    def test_second_signal_does_not_disturb_the_cleaning_up(self) -> None:
        cleaned = []

        with supervisor.stopping():
            try:
                os.kill(os.getpid(), signal.SIGINT)
            finally:
                os.kill(os.getpid(), signal.SIGINT)
                cleaned.append(True)

        assert cleaned == [True]

    def test_ignored_interrupt_is_heeded_and_ignored_hang_up_is_not(self) -> None:
        reached = []
        before = (
            signal.signal(signal.SIGINT, signal.SIG_IGN),
            signal.signal(signal.SIGHUP, signal.SIG_IGN),
        )
        try:
            with supervisor.stopping():
                os.kill(os.getpid(), signal.SIGHUP)
                reached.append("after the hang-up")
                os.kill(os.getpid(), signal.SIGINT)
                reached.append("after the interrupt")
        finally:
            signal.signal(signal.SIGINT, before[0])
            signal.signal(signal.SIGHUP, before[1])

        assert reached == ["after the hang-up"]


class TestChild:
    def test_comes_back_ever_more_slowly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(supervisor, "HEALTHY_S", 3_600.0)  # however long it takes to fail
        said: list[str] = []
        child = Child("worker", ["false"], say=said.append)

        child.start()
        tend_until(child, lambda: len(said) == 3)
        child.stop()

        assert said == [
            f"The worker ended with code 1; starting it again in {seconds} s."
            for seconds in ("0.2", "0.4", "0.8")
        ]

    def test_running_one_is_left_alone(self) -> None:
        said: list[str] = []
        child = Child("web", ["sleep", "600"], say=said.append)
        child.start()

        child.tend()

        assert child.ended == ""
        assert said == []
        child.stop()
        assert child.ended == "was killed by SIGTERM"


class TestKept:
    def test_stops_all_when_the_block_fails(self) -> None:
        children = [Child(name, ["sleep", "600"], say=print) for name in ("web", "worker")]

        with pytest.raises(ZeroDivisionError), supervisor.kept(children):
            raise ZeroDivisionError

        assert [child.ended for child in children] == ["was killed by SIGTERM"] * 2


class TestRun:
    def test_returns_the_output(self) -> None:
        assert supervisor.run([sys.executable, "-c", "print('ä')"]) == "ä\n"

    def test_failure_is_named(self) -> None:
        with pytest.raises(CannotStart, match="`false` ended with code 1"):
            supervisor.run(["false"])
