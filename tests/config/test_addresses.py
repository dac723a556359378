"""Ports are taken, or refused in words."""

import pytest

from vaste.config import addresses
from vaste.config.processes import CannotStart


class TestListen:
    def test_taken_port_is_refused_with_another(self) -> None:
        with addresses.listen("127.0.0.1", 0) as first:
            port = first.getsockname()[1]

            with pytest.raises(CannotStart, match=f"Port {port} is taken.*PORT={port + 1}"):
                addresses.listen("127.0.0.1", port)

    def test_foreign_address_is_refused(self) -> None:
        with pytest.raises(CannotStart, match=r"192\.0\.2\.1 is not an address of this machine"):
            addresses.listen("192.0.2.1", 0)

    def test_unknown_name_is_refused(self) -> None:
        with pytest.raises(CannotStart, match=r"nowhere\.invalid is not an address"):
            addresses.listen("nowhere.invalid", 0)

    def test_children_may_inherit_it(self) -> None:
        with addresses.listen("127.0.0.1", 0) as listening:
            assert listening.get_inheritable()


class TestUrl:
    def test_is_what_a_browser_writes(self) -> None:
        with addresses.listen("127.0.0.1", 0) as listening:
            port = listening.getsockname()[1]

            assert addresses.url(listening) == f"http://127.0.0.1:{port}/"

    def test_any_address_is_said_as_this_machine(self) -> None:
        with addresses.listen("0.0.0.0", 0) as listening:
            assert addresses.url(listening).startswith("http://localhost:")


class TestAnswers:
    def test_silence_is_zero(self) -> None:
        with addresses.listen("127.0.0.1", 0) as listening:
            place = listening.getsockname()

        gone = addresses.listen(*place)
        gone.close()
        with addresses.listen(*place) as listening:
            listening.shutdown(2)
            assert addresses.answers(listening) == 0
