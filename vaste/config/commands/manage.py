"""`vaste migrate` and `vaste manage`: the database's tables, and Django's own commands."""

import sys
import time

import click

from vaste.config import database, django_setup, postgres


@click.command()
@click.option("--demo", is_flag=True, help="Also make the demo workspace, if it is not there.")
def migrate(demo: bool) -> None:
    """Bring the database up to date; again without harm."""
    from vaste.config import settings

    with postgres.running(say=say):
        for note in database.prepare_database(settings.DATABASES):
            say(note)
        django_setup.set_up()
        apply_migrations()
        if demo:
            seed_demo()


def apply_migrations() -> None:
    """Apply what is missing, one process at a time, as the owner."""
    from django.core.management import call_command
    from django.db import connections

    began = time.monotonic()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [database.PREPARING])
    if not (missing := missing_migrations()):
        return
    say(f"Applying {missing} migrations.")
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    say(f"The database is up to date ({time.monotonic() - began:.1f} s).")


def missing_migrations() -> int:
    """Return how many migrations the database still lacks."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def seed_demo() -> None:
    """Make the demo workspace and print its logins to the output, which `vaste up` shows last."""
    from django.utils import timezone

    from vaste.flows import demo

    for login in demo.seed_demo(at=timezone.now()):
        click.echo(f"  {login.role}: {login.email} / {login.password}")


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands, with the database up: `vaste manage help`."""
    from django.core.management import execute_from_command_line

    with postgres.running(say=say):
        django_setup.set_up()
        execute_from_command_line(["vaste manage", *words])


def say(line: str) -> None:
    """Print a line of progress."""
    click.echo(line, err=True)
    sys.stderr.flush()
