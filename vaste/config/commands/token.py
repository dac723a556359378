"""`vaste token`: make, list and revoke the tokens of the REST API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from vaste.config import django_setup, postgres
from vaste.config.processes import CannotStart

if TYPE_CHECKING:
    from vaste.workspaces.models import Handle, User, Workspace

SHOWN = 12  # characters of a token's name (the SHA-256 of its secret) by which it is called


@click.group()
def token() -> None:
    """Make, list and revoke tokens for programs that work through the REST API."""


@token.command()
@click.option("--workspace", "-w", required=True, help="Slug of the workspace.")
@click.option("--user", "-u", required=True, help="E-mail of the member that the token acts as.")
@click.option("--scope", "-s", "scopes", multiple=True, help="A scope; may be given many times.")
@click.option("--all-scopes", is_flag=True, help="All that the user may do.")
@click.option("--label", "-l", required=True, help="What the token is for.")
def make(workspace: str, user: str, scopes: tuple[str, ...], all_scopes: bool, label: str) -> None:
    """
    Make a token and print its secret, once: only its SHA-256 is kept.

    The token does what its user may do, within its scopes, as long as they are a member.
    """
    with _database():
        from django.utils import timezone

        from vaste.workspaces import services as workspaces

        place = _workspace(workspace)
        member = _member(place, user)
        wanted = _scopes(scopes, all_scopes=all_scopes)
        at = timezone.now()
        secret = workspaces.make_token(place.id, member, label=label, scopes=wanted, at=at)
        click.echo(secret)
        click.echo(f"A token for {member.email} in {place.slug}: {', '.join(wanted)}.", err=True)
        click.echo("Keep it now: it cannot be shown again.", err=True)


@token.command(name="list")
@click.option("--workspace", "-w", required=True, help="Slug of the workspace.")
def list_tokens(workspace: str) -> None:
    """List the tokens of a workspace, without their secrets."""
    with _database():
        for one in _tokens(_workspace(workspace)):
            ended = f"revoked {one.revoked_at:%Y-%m-%d}" if one.revoked_at else "in force"
            user = one.user.email if one.user else ""
            scopes = " ".join(one.scopes)
            made = f"{one.created_at:%Y-%m-%d}"
            click.echo(f"{one.name[:SHOWN]}  {ended:18}  {made}  {user}  {one.label!r}  {scopes}")


@token.command()
@click.option("--workspace", "-w", required=True, help="Slug of the workspace.")
@click.argument("name")
def revoke(workspace: str, name: str) -> None:
    """Revoke the token called NAME in `vaste token list`: from now on it is refused."""
    with _database():
        from django.utils import timezone

        from vaste.workspaces import services as workspaces

        place = _workspace(workspace)
        found = [one for one in _tokens(place) if one.name.startswith(name)] if name else []
        if len(found) != 1:
            raise CannotStart(
                f"{len(found)} tokens of {place.slug} are called {name!r}: "
                f"see `vaste token list -w {place.slug}`."
            )
        was_in_force = workspaces.revoke(found[0].name, at=timezone.now())
        click.echo(
            f"The token {found[0].label!r} is revoked."
            if was_in_force
            else f"The token {found[0].label!r} was revoked before."
        )


@contextmanager
def _database() -> Iterator[None]:
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        yield


def _workspace(slug: str) -> Workspace:
    from vaste.workspaces import queries as workspaces

    found = workspaces.by_slug(slug)
    if found is None:
        raise CannotStart(f"There is no workspace {slug!r}.")
    return found


def _member(workspace: Workspace, email: str) -> User:
    from vaste.workspaces import queries as workspaces

    for user in workspaces.members(workspace.id):
        if user.email.lower() == email.lower():
            return user
    raise CannotStart(f"{email} is no member of {workspace.slug}.")


def _scopes(scopes: tuple[str, ...], *, all_scopes: bool) -> list[str]:
    from vaste.api.scopes import SCOPES, unknown

    wanted = list(SCOPES) if all_scopes else list(scopes)
    strange = unknown(wanted)
    if strange or not wanted:
        told = f"There is no scope {strange[0]!r}." if strange else "A token needs a scope."
        raise CannotStart(f"{told} Give one or more of: {', '.join(SCOPES)}.")
    return wanted


def _tokens(workspace: Workspace) -> list[Handle]:
    from vaste.workspaces.models import Handle

    rows = Handle.objects.filter(workspace_id=workspace.id, kind=Handle.Kind.TOKEN)
    return list(rows.select_related("user").order_by("-created_at", "pk"))
