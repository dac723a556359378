"""`vaste up` as a person runs it: one command, one address, one signal to stop everything."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ports
from tests.racing import until
from vaste.config import addresses, postgres

ROOT = Path(__file__).resolve().parents[2]
WEB, WORKER = "vaste web", "vaste worker"


class Product:
    """A running `vaste up`, with its own folder and port, started by a shell with `&`."""

    def __init__(self, var: Path, *words: str) -> None:
        self.var, self.log = var, var.with_suffix(".log")
        self.port = ports.free_port()
        said = self.vaste("sh", "-c", '"$@" >"$0" 2>&1 & echo $!', str(self.log), *words)
        self.pid = int(said.stdout)

    def vaste(self, *before: str) -> subprocess.CompletedProcess[str]:
        """Run `vaste up` to its end, or by the words before it."""
        up = [sys.executable, "-m", "vaste", "up", "--no-demo", "--port", str(self.port)]
        environment = {**os.environ, "VASTE_VAR": str(self.var)}
        return subprocess.run(
            [*before, *up], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )

    def wait_until_ready(self) -> None:
        """Return once it says that it is ready."""
        until(lambda: "Vaste is ready" in self.log.read_text() or not self.processes())
        assert "Vaste is ready" in self.log.read_text(), self.log.read_text()

    def processes(self) -> dict[int, str]:
        """Return every living process of it, with its command line: it, its children, theirs."""
        return {pid: line for pid, (_, line) in self._family().items()}

    def _family(self) -> dict[int, tuple[int, str]]:
        """Return the parent and the command line of every living process of it."""
        listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,stat=,args="], capture_output=True)
        rows = [line.split(None, 3) for line in listed.stdout.decode().splitlines()]
        living = {int(row[0]): row for row in rows if not row[2].startswith("Z")}
        family = {self.pid} & living.keys()
        while more := {pid for pid in living if int(living[pid][1]) in family} - family:
            family |= more
        return {pid: (int(living[pid][1]), living[pid][3]) for pid in family}

    def process(self, words: str) -> int:
        """
        Return the process whose command line has the words.

        A child of it that was just forked has them too, until it has given itself a name.
        """
        named = {pid: above for pid, (above, line) in self._family().items() if words in line}
        (found,) = [pid for pid, above in named.items() if above not in named]
        return found

    def is_healthy(self) -> bool:
        """Whether requests are worked on."""
        try:
            url = f"http://127.0.0.1:{self.port}/health/"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up") / "var"


@pytest.fixture
def product(var: Path) -> Iterator[Product]:
    product = Product(var)
    try:
        product.wait_until_ready()
        yield product
    finally:
        for pid in product.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not product.processes())


@pytest.mark.kill
class TestUp:
    def test_says_where_it_answers_and_second_one_is_refused(self, product: Product) -> None:
        address = f"http://127.0.0.1:{product.port}/"
        assert re.search(rf"ready at {address} \(\d+\.\d s\)", product.log.read_text())
        assert product.is_healthy()

        second = product.vaste("sh", "-c", '"$@" 2>&1', "sh")

        assert second.returncode == 1
        assert second.stdout.startswith(f"vaste: Vaste already runs from this folder, at {address}")
        assert product.is_healthy()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_one_signal_stops_every_process(self, product: Product, number: signal.Signals) -> None:
        family = product.processes()
        assert len(family) > 6

        os.kill(product.pid, number)
        until(lambda: not family.keys() & all_processes())

        assert product.log.read_text().endswith("Stopped.\n")
        assert not postgres.Server(product.var).answers()

    def test_killed_child_comes_back(self, product: Product) -> None:
        for words in (WEB, WORKER, "bin/postgres"):
            killed = product.process(words)
            os.kill(killed, signal.SIGKILL)
            until(lambda: killed not in product.processes())  # noqa: B023 - called at once
            until(lambda: words in " ".join(product.processes().values()))  # noqa: B023
            until(product.is_healthy)

        assert "The web was killed by SIGKILL" in product.log.read_text()

    def test_killed_alone_it_takes_everything_with_it(self, product: Product) -> None:
        family = product.processes()

        os.kill(product.pid, signal.SIGKILL)

        until(lambda: not family.keys() & all_processes())


class TestRefusals:
    def test_taken_port_is_one_sentence(self, tmp_path: Path) -> None:
        with addresses.listen("127.0.0.1", 0) as taken:
            port = taken.getsockname()[1]
            words = [sys.executable, "-m", "vaste", "up", "--port", str(port)]
            environment = {**os.environ, "VASTE_VAR": str(tmp_path)}
            said = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)

        assert said.returncode == 1
        assert said.stderr.startswith(f"vaste: Port {port} is taken by another program")
        assert said.stderr.count("\n") == 1

    def test_database_that_is_away_is_said(self, tmp_path: Path) -> None:
        address = "postgresql://carol@127.0.0.1:1/desk"
        environment = {**os.environ, "VASTE_VAR": str(tmp_path), "DATABASE_URL": address}
        words = [sys.executable, "-m", "vaste", "migrate"]
        said = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)

        assert said.returncode == 1
        assert "desk at 127.0.0.1 can't be reached" in said.stderr
        assert "Traceback" not in said.stderr


def all_processes() -> set[int]:
    """Return every living process of the machine."""
    listed = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return {int(pid) for pid, state in rows if not state.startswith("Z")}
