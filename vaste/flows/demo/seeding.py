"""Seeding the demo: one transaction that founds the sample and plays its five weeks."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from vaste.flows.demo import removal, script, stage
from vaste.flows.demo.directing import Director
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Door
from vaste.workspaces.models import User, Workspace

PASSWORD = "nordic-demo-desk"  # of the sample's logins only
SINCE = datetime.timedelta(days=36)  # how long before the seeding the sample was founded
_SEEDING = 0x76617374655F64  # the advisory lock of whoever seeds: "vaste_d" in ASCII


@dataclass(frozen=True, slots=True)
class Login:
    """One way to sign in to the sample."""

    role: str
    email: str
    password: str


@transaction.atomic
def seed_demo(*, at: datetime.datetime, beside_others: bool = False) -> list[Login]:
    """
    Make the sample workspace as of `at`, all of it or nothing; return its logins.

    Where it is already, nothing is changed; one that was left half removed is made anew. Where
    there are other workspaces none is made and no login returned, unless `beside_others`: an
    installation at work gets no account with a known password by itself.
    """
    sql.run("SELECT pg_advisory_xact_lock(%(key)s)", {"key": _SEEDING})
    known = sample()
    if known is not None and removal.is_left_over(known):
        removal.remove_demo()
        known = None
    if known is None:
        if Workspace.objects.exists() and not beside_others:
            return []
        _play(at)
    return logins()


def sample() -> Workspace | None:
    """Return the sample workspace, None when there is none."""
    return Workspace.objects.filter(is_sample=True).order_by("id").first()


def logins() -> list[Login]:
    """Return the sample's logins that hold: one whose password was changed is not told."""
    return [
        Login(one["login"], one["email"], PASSWORD)
        for one in script.part("cast")["people"]
        if one.get("login") and _holds(one["email"])
    ]


def addresses() -> list[tuple[str, str]]:
    """Return the sample's public doors by name, each with its path on the site."""
    workspace = sample()
    if workspace is None:
        return []
    paths = {Door.Kind.FORM: "/f/{}", Door.Kind.API: "/in/api/{}"}
    with inside(workspace.id):
        doors = Door.objects.within(workspace.id).filter(closed_at=None, kind__in=paths)
        found = list(doors.order_by("name", "id"))
    return [(door.name, paths[Door.Kind(door.kind)].format(door.key)) for door in found]


def _holds(email: str) -> bool:
    user = User.objects.filter(email=email, is_active=True).first()
    return user is not None and user.check_password(PASSWORD)


def _play(at: datetime.datetime) -> None:
    built = stage.build(PASSWORD, now=at, since=at - SINCE)
    try:
        with inside(built.id):
            Director(built, now=at).play()
    except BaseException:
        shutil.rmtree(Path(settings.IMPORT_FOLDER) / str(built.id), ignore_errors=True)
        raise
