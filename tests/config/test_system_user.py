"""Who the server runs as, and what it needs to reach a private checkout."""

import os
import pwd
import subprocess
from pathlib import Path

import pytest

from vaste.config import cluster, system_user
from vaste.config.processes import CannotStart
from vaste.config.system_user import SystemUser

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another")


class TestChoose:
    def test_ordinary_user_runs_it_himself(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)

        found = system_user.choose(tmp_path / "postgres", binaries=cluster.find_binaries())

        assert found == SystemUser(1000, os.getegid())

    @only_root
    def test_root_has_a_user_for_it(self, tmp_path: Path) -> None:
        found = system_user.choose(tmp_path / "postgres", binaries=cluster.find_binaries())

        assert found.uid == pwd.getpwnam("vaste-db").pw_uid != 0

    @only_root
    def test_root_runs_it_as_the_owner_of_the_data(self, tmp_path: Path) -> None:
        data = tmp_path / "postgres"
        data.mkdir()
        os.chown(data, 65534, 65534)

        found = system_user.choose(data, binaries=cluster.find_binaries())

        assert (found.uid, found.gid) == (65534, 65534)

    @only_root
    def test_only_a_private_place_asks_for_a_capability(self, tmp_path: Path) -> None:
        private = tmp_path / "private"
        private.mkdir(mode=0o700)

        found = system_user.choose(private / "postgres", binaries=cluster.find_binaries())

        assert found.capability in {"dac_read_search", "dac_override"}

    @only_root
    def test_unreachable_programs_are_said_with_the_remedies(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(system_user, "CAPABILITIES", ("",))
        tmp_path.chmod(0o700)

        with pytest.raises(CannotStart, match=r"can't reach .* an ordinary user, .* DATABASE_URL"):
            system_user.choose(tmp_path / "postgres", binaries=cluster.find_binaries())


class TestMakeFolder:
    def test_is_private_and_owned(self, tmp_path: Path) -> None:
        user = SystemUser(os.geteuid(), os.getegid())

        for _ in range(2):
            user.make_folder(tmp_path / "socket")

        found = (tmp_path / "socket").stat()
        assert (found.st_mode & 0o777, found.st_uid) == (0o700, os.geteuid())

    def test_link_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "socket").symlink_to(tmp_path / "real")

        with pytest.raises(CannotStart, match="belongs to"):
            SystemUser(os.geteuid(), os.getegid()).make_folder(tmp_path / "socket")

    @only_root
    def test_stranger_s_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "socket").mkdir()
        os.chown(tmp_path / "socket", 65534, 65534)

        with pytest.raises(CannotStart, match="belongs to nobody: start Vaste as the user"):
            SystemUser(os.geteuid(), os.getegid()).make_folder(tmp_path / "socket")


class TestCommand:
    @only_root
    def test_runs_as_the_user_with_the_capability_alone(self) -> None:
        words = SystemUser(65534, 65534, "dac_read_search").command("cat", "/proc/self/status")

        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout

        status = dict(line.split(":\t", 1) for line in said.splitlines() if ":\t" in line)
        assert status["Uid"] == "65534\t65534\t65534\t65534"
        assert status["Groups"].strip() == ""
        assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == 1 << 2
