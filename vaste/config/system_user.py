"""
Who the embedded server runs as.

PostgreSQL refuses to run as root. Started by an ordinary user it runs as that user; started by root
it runs as the system user `vaste-db`, or as whoever owns the data already. Permissions of folders
above the data are never changed: where that user can't reach the checkout (say, in /root), the
server alone is given the right to pass.
"""

import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from vaste.config import processes
from vaste.config.processes import CannotStart

NAME = "vaste-db"
# In the order tried: nothing, passing and reading folders, and (containers drop the second) more.
CAPABILITIES = ("", "dac_read_search", "dac_override")
REMEDY = (
    "Start Vaste as an ordinary user, move the checkout to a folder that everybody may enter "
    "(such as /srv), or set DATABASE_URL to a PostgreSQL server of your own."
)


@dataclass(frozen=True, slots=True)
class SystemUser:
    """The user that owns the data and runs the server; `capability` is what it needs besides."""

    uid: int
    gid: int
    capability: str = ""

    def command(self, *argv: str | Path) -> list[str]:
        """Return `argv` to run as this user, stopped by SIGINT when its parent is gone."""
        words = [str(word) for word in argv]
        if self.uid == os.geteuid():
            return processes.bound(words, on_parent_death=signal.SIGINT)
        return [*self._setpriv(), "--pdeathsig", "INT", "--", *processes.unless_orphaned(words)]

    def make_folder(self, path: Path) -> None:
        """
        Make `path` a folder that only this user may enter, or leave it if it is one already.

        Raises CannotStart when it belongs to somebody else.
        """
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
        if found.st_uid not in (self.uid, os.geteuid()) or path.is_symlink():
            owner = name_of(found.st_uid)
            raise CannotStart(
                f"{path} belongs to {owner}: start Vaste as the user that made it"
                f"{' (root)' if owner == NAME else ''}, or give it to this one with chown -R."
            )
        if found.st_uid != self.uid:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)

    def _setpriv(self) -> list[str]:
        words = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        if self.capability:
            granted = f"+{self.capability}"
            # access(2), which the programs ask, leaves capabilities out without this bit.
            words += ["--securebits", "+no_setuid_fixup"]
            words += ["--inh-caps", granted, "--ambient-caps", granted]
        return words


def choose(data: Path, *, binaries: Path) -> SystemUser:
    """
    Return who shall run the server over `data`; as root, the user is made if it is missing.

    Raises CannotStart when no such user can be made, or it can't reach the data or the binaries.
    """
    if os.geteuid() != 0:
        return SystemUser(os.geteuid(), os.getegid())
    if processes.SETPRIV is None:
        raise CannotStart(
            f"setpriv (of util-linux) is missing, and PostgreSQL refuses root. {REMEDY}"
        )
    uid, gid = owner_of(data) or named()
    users = [SystemUser(uid, gid, capability) for capability in CAPABILITIES]
    refusals = []
    for user in users:
        refusal = try_out(user, binaries=binaries, var=data.parent)
        if not refusal:
            return user
        refusals.append(refusal)
    raise CannotStart(
        f"PostgreSQL refuses root, and the user {name_of(uid)} can't reach {data.parent} or "
        f"{binaries} ({refusals[0]}). {REMEDY}"
    )


def owner_of(data: Path) -> tuple[int, int] | None:
    """Return the user and group that own `data`, or None when it is not there or is root's."""
    if not data.exists():
        return None
    found = data.stat()
    return (found.st_uid, found.st_gid) if found.st_uid else None


def named() -> tuple[int, int]:
    """Return the ids of `vaste-db`, made first when missing. Raises CannotStart if that fails."""
    try:
        found = pwd.getpwnam(NAME)
    except KeyError:
        make()
        found = pwd.getpwnam(NAME)
    return found.pw_uid, found.pw_gid


def make() -> None:
    """Make the system user. Raises CannotStart when useradd is missing or refuses."""
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        raise CannotStart(f"useradd is missing, and PostgreSQL refuses root. {REMEDY}")
    words = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    done = subprocess.run(
        [tool, *words, "--home-dir", "/nonexistent", NAME], capture_output=True, text=True
    )
    already_there = 9  # useradd(8): another process made it in the meantime
    if done.returncode not in (0, already_there):
        raise CannotStart(f"The user {NAME} can't be made ({done.stderr.strip()}). {REMEDY}")


def try_out(user: SystemUser, *, binaries: Path, var: Path) -> str:
    """Return why `user` could not run the binaries over `var`, or nothing when it can."""
    # initdb looks for its own files before it shows its settings, as it does before real work.
    script = 'test -x "$1" && exec "$2/initdb" --show -U postgres -D "$1/postgres"'
    words = user.command("/bin/sh", "-c", script, "sh", var, binaries)
    done = subprocess.run(words, capture_output=True, text=True, cwd="/")
    if done.returncode == 0:
        return ""
    said = done.stderr.strip().splitlines() or ["permission denied"]
    return said[0]


def name_of(uid: int) -> str:
    """Return the user's name, or its number when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
