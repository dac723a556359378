"""`vaste check`: what can be said about models, migrations and templates without a database."""

from collections.abc import Iterator
from pathlib import Path

import click

from vaste.config import django_setup
from vaste.config.processes import CannotStart


@click.command()
def check() -> None:
    """Check apps, models, migrations and templates; says each thing that is wrong."""
    django_setup.set_up()
    from django.core.management import CommandError, call_command

    try:
        call_command("check", fail_level="WARNING")
    except CommandError as found:
        raise CannotStart(str(found)) from None
    wrong = [*missing_migrations(), *unsafe_migrations(), *broken_templates()]
    if wrong:
        raise CannotStart("\n".join(["These are wrong:", *wrong]))
    click.echo("Models, migrations and templates are right.")


def missing_migrations() -> Iterator[str]:
    """Give each change of a model that no migration makes, and each fork of the migrations."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    for app, names in loader.detect_conflicts().items():
        yield f"{app}: {', '.join(sorted(names))} both come last: merge them"
    wanted = ProjectState.from_apps(apps)
    for app, found in (
        MigrationAutodetector(loader.project_state(), wanted).changes(loader.graph).items()
    ):
        for step in (step for migration in found for step in migration.operations):
            yield f"{app}: no migration for: {step.describe()} (vaste manage makemigrations {app})"


def unsafe_migrations() -> Iterator[str]:
    """Give each rule that a migration of ours breaks."""
    from django.db.migrations.loader import MigrationLoader

    from vaste.config import migration_rules

    for migration in MigrationLoader(None).disk_migrations.values():
        if type(migration).__module__.startswith("vaste."):
            yield from migration_rules.complaints(migration)


def broken_templates() -> Iterator[str]:
    """Give each template of ours that does not compile."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError, loader

    for name in template_names():
        try:
            loader.get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist, UnicodeDecodeError) as refused:
            yield f"{name}: {refused}"


def template_names() -> Iterator[str]:
    """Give the name of every template of our apps, as a view would name it."""
    from django.apps import apps

    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if app.name.startswith("vaste.") and folder.is_dir():
            files = (path for path in sorted(folder.rglob("*")) if path.is_file())
            yield from (path.relative_to(folder).as_posix() for path in files)
