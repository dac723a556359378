"""The program `vaste`: collects the commands, and turns refusals into one plain sentence."""

import sys

import click

from vaste import __version__
from vaste.config.commands import (
    absence,
    check,
    demo,
    import_file,
    manage,
    serve,
    token,
    up,
    workspace,
)
from vaste.config.environment import BadEnvironment
from vaste.config.processes import CannotStart


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Vaste")
def program() -> None:
    """Vaste, an inbound lead desk. Begin with `vaste up`."""


for command in (
    up.up,
    serve.web,
    serve.worker,
    serve.db,
    manage.migrate,
    manage.manage,
    check.check,
    import_file.import_file,
    demo.demo,
    token.token,
    workspace.workspace,
    workspace.user,
    absence.absence,
):
    program.add_command(command)


def main() -> None:
    """Run the program; a refusal is one sentence on the error output, and exit code 1."""
    try:
        program(prog_name="vaste")
    except (CannotStart, BadEnvironment) as refused:
        click.echo(f"vaste: {refused}", err=True)
        sys.exit(1)
