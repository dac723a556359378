"""`vaste demo seed` and `vaste demo remove`: the sample workspace, made and taken away."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from vaste.config import django_setup, postgres
from vaste.config.processes import CannotStart


@click.group()
def demo() -> None:
    """The sample workspace: five weeks of an invented sales desk, to try everything on."""


@demo.command()
def seed() -> None:
    """Make the sample workspace, if it is not there; beside other workspaces too."""
    began = time.monotonic()
    with _database():
        from django.utils import timezone

        from vaste.flows import demo as sample

        known = sample.sample() is not None
        for login in sample.seed_demo(at=timezone.now(), beside_others=True):
            click.echo(f"  {login.role}: {login.email} / {login.password}")
        for door, path in sample.addresses():
            click.echo(f"  {door}: {path}")
    took = time.monotonic() - began
    say("The sample was there already." if known else f"The sample is made ({took:.1f} s).")


@demo.command()
def remove() -> None:
    """Remove the sample workspace with every row of it, and the people who were only there."""
    began = time.monotonic()
    with _database():
        from vaste.flows import demo as sample

        gone = sample.remove_demo()
    if not gone.workspaces:
        say("There is no sample workspace.")
        return
    took = time.monotonic() - began
    say(f"The sample is gone: {gone.rows} rows and {gone.users} people ({took:.1f} s).")


@contextmanager
def _database() -> Iterator[None]:
    """Have the database up; one without tables, or away, is said in a sentence."""
    with postgres.running(say=say):
        django_setup.set_up()
        from django.db import OperationalError, ProgrammingError

        try:
            yield
        except ProgrammingError:
            raise CannotStart("The database has no tables yet: run `vaste migrate`.") from None
        except OperationalError as away:
            raise CannotStart(f"The database can't be used: {str(away).strip()}") from None


def say(line: str) -> None:
    """Print a line of progress."""
    click.echo(line, err=True)
