"""`vaste workspace` and `vaste user`: founding workspaces and letting people in."""

from __future__ import annotations

import secrets
from typing import Any

import click

from vaste.config import django_setup, postgres
from vaste.config.processes import CannotStart

ROLES = ["admin", "manager", "rep", "marketer", "viewer"]


@click.group()
def workspace() -> None:
    """Make and list workspaces."""


@workspace.command("make")
@click.argument("name")
@click.option("--slug", required=True, help="Short name for addresses and commands.")
@click.option("--admin", required=True, help="E-mail of its first admin, made if not known.")
@click.option("--language", type=click.Choice(["en", "fi", "sv", "hu"]), default="en")
@click.option(
    "--definition",
    type=click.File(encoding="utf-8"),
    help="YAML of its definition; the default one without it.",
)
def make_workspace(name: str, slug: str, admin: str, language: str, definition: Any) -> None:
    """Found the workspace NAME: a definition, a team, a form, a JSON door and a door for files."""
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        _found(name, slug, admin, language, definition.read() if definition else None)


def _found(name: str, slug: str, admin: str, language: str, source: str | None) -> None:
    from django.db import IntegrityError
    from django.utils import timezone

    from vaste.flows import found
    from vaste.flows.define import NotPublishable
    from vaste.infra.tenancy.context import inside

    user, password = _user(admin, admin.partition("@")[0], language)
    try:
        made = found.found_workspace(
            name, slug, admin=user, at=timezone.now(), language=language, source=source
        )
    except IntegrityError:
        raise CannotStart(f"There is a workspace {slug!r} already: choose another slug.") from None
    except NotPublishable as wrong:
        said = "\n".join(f"  {one.path}: {one.message} {one.remedy}" for one in wrong.problems)
        raise CannotStart(f"The definition can't be published:\n{said}") from None
    with inside(made.workspace.id):
        found.join_team(made.workspace.id, made.team, user)
    click.echo(f"{name} is founded. Its doors:")
    click.echo(f"  form      /f/{made.doors['forms'].key}")
    click.echo(f"  JSON      /in/api/{made.doors['api'].key}")
    click.echo(f"  files     vaste import FILE --workspace {slug}")
    _say_password(admin, password)


@workspace.command("list")
def list_workspaces() -> None:
    """List the workspaces: slug, name, members."""
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        from vaste.workspaces import queries as workspaces
        from vaste.workspaces.models import Workspace

        for found in Workspace.objects.order_by("slug", "id"):
            count = len(workspaces.members(found.id))
            mark = " (sample)" if found.is_sample else ""
            click.echo(f"{found.slug:30} {found.name}{mark}: {count} members")


@workspace.command("reread")
@click.argument("slug")
def reread_workspace(slug: str) -> None:
    """
    Read seniority out of the positions of contacts from before it was read; judge their leads.

    May be stopped and started again.
    """
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        from django.utils import timezone

        from vaste.flows import deriving
        from vaste.workspaces import queries as workspaces

        found = workspaces.by_slug(slug)
        if found is None:
            raise CannotStart(f"There is no workspace {slug!r}: see `vaste workspace list`.")
        filled, after = 0, None
        while True:
            read = deriving.fill_seniority(found.id, at=timezone.now(), after=after)
            filled, after = filled + len(read.filled), read.last
            if after is None:
                break
            click.echo(f"{filled} contacts have got their seniority so far", err=True)
        click.echo(f"{filled} contacts of {found.name} have got their seniority.")


@click.group()
def user() -> None:
    """Let people into a workspace, or out of it."""


@user.command("add")
@click.argument("email")
@click.option("--workspace", "-w", "slug", required=True, help="Slug of the workspace.")
@click.option("--role", type=click.Choice(ROLES), default="rep", show_default=True)
@click.option("--name", default="", help="Full name, as colleagues see it.")
@click.option("--team", default="sales", show_default=True, help="Slug of the team to work in.")
@click.option("--weight", default=1, show_default=True, help="Share of the team's leads.")
@click.option("--capacity", default=50, show_default=True, help="Open leads they can hold.")
def add_user(
    email: str, slug: str, role: str, name: str, team: str, weight: int, capacity: int
) -> None:
    """
    Give the person with EMAIL a role in a workspace; a new person gets a password, shown once.
    """
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        from django.utils import timezone

        from vaste.workspaces import queries as workspaces
        from vaste.workspaces import services

        found = workspaces.by_slug(slug)
        if found is None:
            raise CannotStart(f"There is no workspace {slug!r}: see `vaste workspace list`.")
        person, password = _user(email, name or email.partition("@")[0], found.language)
        try:
            services.join(found, person, role, at=timezone.now())
        except services.LastAdmin as last:
            raise CannotStart(str(last)) from None
        if role in ("admin", "manager", "rep"):
            _join_team(found.id, team, person, weight, capacity, at=timezone.now())
        click.echo(f"{email} is a {role} of {found.name}.")
        _say_password(email, password)


def _join_team(
    workspace_id: Any, slug: str, person: Any, weight: int, capacity: int, *, at: Any
) -> None:
    from vaste.flows import found
    from vaste.infra.tenancy.context import inside
    from vaste.routing import queries as routing

    with inside(workspace_id):
        teams = {one.slug: one for one in routing.teams(workspace_id)}
        if slug not in teams:
            raise CannotStart(f"There is no team {slug!r} (there are: {', '.join(sorted(teams))}).")
        found.join_team(workspace_id, teams[slug], person, weight=weight, capacity=capacity, at=at)


@user.command("remove")
@click.argument("email")
@click.option("--workspace", "-w", "slug", required=True, help="Slug of the workspace.")
def remove_user(email: str, slug: str) -> None:
    """End a person's membership; leads they have not begun on are given to others."""
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        from django.utils import timezone

        from vaste.flows import leaving
        from vaste.workspaces import queries as workspaces
        from vaste.workspaces.models import User
        from vaste.workspaces.services import LastAdmin

        found = workspaces.by_slug(slug)
        person = User.objects.filter(email__iexact=email).first()
        if found is None or person is None:
            raise CannotStart(f"There is no {email} in {slug!r}: see `vaste workspace list`.")
        try:
            moved = leaving.leave(found.id, person.pk, at=timezone.now())
        except LastAdmin as last:
            raise CannotStart(str(last)) from None
        click.echo(
            f"{email} has left {found.name}; of their leads {moved.given} went to others, "
            f"{moved.pooled + moved.held} to their teams' pools."
        )


def _user(email: str, name: str, language: str) -> tuple[Any, str]:
    """Return the user with this e-mail, and the password they were given if they are new."""
    from vaste.workspaces import services
    from vaste.workspaces.models import User

    if User.objects.filter(email__iexact=email).exists():
        return services.ensure_user(email, name, password=None), ""
    password = secrets.token_urlsafe(12)
    return services.ensure_user(email, name, password=password, language=language), password


def _say_password(email: str, password: str) -> None:
    if password:
        click.echo(f"{email} signs in with the password {password} (shown only now).")
