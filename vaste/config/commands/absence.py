"""`vaste absence`: who is away, entered or out of a calendar file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vaste.config import django_setup, postgres
from vaste.config.processes import CannotStart


@click.group()
def absence() -> None:
    """Say who is away; leads that they have not begun on go to others."""


@absence.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--user", "-u", "email", required=True, help="E-mail of the person.")
@click.option("--workspace", "-w", "slug", required=True, help="Slug of the workspace.")
@click.option(
    "--counts",
    type=click.Choice(["marked", "all"]),
    default="marked",
    show_default=True,
    help="What is an absence: whole days and what is marked as out of office, or all but the free.",
)
def import_file(file: Path, email: str, slug: str, counts: str) -> None:
    """
    Make a person's absences out of files those of FILE, an iCalendar file.

    The same file again changes nothing; what is no longer in it is taken out.
    """
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        from django.utils import timezone

        from vaste.flows import absenting
        from vaste.flows.rosters import NoSuchMember
        from vaste.routing.away_signs import Counts
        from vaste.routing.ical import Unreadable

        workspace_id, person = _person(slug, email)
        try:
            taken = absenting.import_file(
                workspace_id, person.pk, file.read_bytes(), at=timezone.now(), by=None,
                counts=Counts(counts),
            )  # fmt: skip
        except NoSuchMember:
            raise CannotStart(f"{email} is not in {slug!r}: see `vaste user add`.") from None
        except Unreadable as wrong:
            raise CannotStart(f"{file.name}: {wrong}") from None
        click.echo(f"{email}: {taken.changed} absences are new or moved, {taken.gone} are gone.")
        if taken.skipped:
            told = ", ".join(f"{why} {count}" for why, count in taken.skipped.items())
            click.echo(f"Not absences: {told}.")


@absence.command("list")
@click.option("--workspace", "-w", "slug", required=True, help="Slug of the workspace.")
def list_absences(slug: str) -> None:
    """List the absences that run or are to come: from, until, who, why."""
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        from django.utils import timezone

        from vaste.infra.tenancy.context import inside
        from vaste.routing import absences
        from vaste.workspaces import queries as workspaces

        found = workspaces.by_slug(slug)
        if found is None:
            raise CannotStart(f"There is no workspace {slug!r}: see `vaste workspace list`.")
        people = {user.pk: user.email for user in workspaces.members(found.id)}
        with inside(found.id):
            rows = absences.upcoming(found.id, people, at=timezone.now())
        for one in rows:
            until = f"{one.away_until:%Y-%m-%d %H:%M}" if one.away_until else "no end"
            begins = f"{one.away_from:%Y-%m-%d %H:%M}"
            click.echo(f"{begins}  {until:16}  {people[one.user_id]}  {one.reason}")
        if not rows:
            click.echo("Nobody is away, now or later.")


def _person(slug: str, email: str) -> tuple[Any, Any]:
    from vaste.workspaces import queries as workspaces
    from vaste.workspaces.models import User

    found = workspaces.by_slug(slug)
    person = User.objects.filter(email__iexact=email).first()
    if found is None or person is None:
        raise CannotStart(f"There is no {email} in {slug!r}: see `vaste workspace list`.")
    return found.id, person
