"""How rarely garbage is collected, in a process of its own."""

import subprocess
import sys

TOLD = """
import gc
from vaste.infra.garbage import collect_rarely
collect_rarely()
print(gc.get_threshold(), gc.get_freeze_count() > 1_000)
"""


class TestCollectRarely:
    def test_leaves_out_what_is_there_and_makes_the_rest_rarely(self) -> None:
        said = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, check=True)

        assert said.stdout.decode().strip() == "(10000, 10, 70) True"
