"""`vaste import`: leads out of a file, with a progress bar, resumable after a kill."""

from __future__ import annotations

import json
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import click

from vaste.config import django_setup, postgres
from vaste.config.processes import CannotStart


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--workspace", "-w", required=True, help="Slug of the workspace.")
@click.option(
    "--door", "-d", default="files", show_default=True, help="Slug of its door for files."
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML that says what each column is; without it the columns are guessed.",
)
@click.option("--clocks", is_flag=True, help="Start response clocks for the leads that are open.")
@click.option("--again", is_flag=True, help="Take a file that was imported before once more.")
@click.option("--dry-run", is_flag=True, help="Only say how the file would be read.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_file(
    file: Path,
    workspace: str,
    door: str,
    map_file: Path | None,
    clocks: bool,
    again: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """
    Import the leads of FILE: CSV of any kind, XLSX, XLS or ODS.

    Every row ends as a lead, a repeat, or a refused row with its reason. Killed half-way, the same
    command goes on where it stood.
    """
    with postgres.running(say=lambda line: click.echo(line, err=True)):
        django_setup.set_up()
        run = _Run(file, workspace, door, map_file, as_json=as_json)
        if dry_run:
            run.show()
        else:
            run.run(clocks=clocks, again=again)


class _Run:
    """One call of the command."""

    def __init__(
        self, file: Path, workspace: str, door: str, map_file: Path | None, *, as_json: bool
    ) -> None:
        from vaste.flows import importing
        from vaste.infra.tenancy.context import inside
        from vaste.kernel.errors import Refused
        from vaste.leads.tables.parse import open_table
        from vaste.workspaces import queries as workspaces

        found = workspaces.by_slug(workspace)
        if found is None:
            raise CannotStart(f"There is no workspace {workspace!r}: see `vaste workspace list`.")
        self.workspace_id: uuid.UUID = found.id
        with inside(found.id):
            doors = {one.slug: one for one in importing.doors(found.id)}
        if door not in doors:
            names = ", ".join(sorted(doors)) or "none"
            raise CannotStart(f"There is no open door {door!r} for files (there are: {names}).")
        self.door_id, self.file, self.as_json = doors[door].id, file, as_json
        try:
            self.table = open_table(file, file.name)
            self.field_map = self._map(map_file)
        except Refused as problem:
            raise CannotStart(f"{file.name}: {problem}") from None

    def _map(self, map_file: Path | None) -> dict[str, Any]:
        from vaste.flows import matching
        from vaste.infra.tenancy.context import inside
        from vaste.leads.reading.map_file import load_map

        if map_file is not None:
            return load_map(_text_of(map_file))
        with inside(self.workspace_id):
            return matching.look_at_table(self.workspace_id, self.table).field_map

    def show(self) -> None:
        """Print what each column would be read into."""
        from vaste.leads.reading import parse_field_map

        field_map = parse_field_map(self.field_map)
        click.echo(f"Header in row {self.table.header_row} of {self._where()}.")
        for name in self.table.columns:
            column = field_map.column(name)
            click.echo(f"{name!r:45} -> {column.field if column else 'kept under its own name'}")

    def _where(self) -> str:
        table = self.table
        if table.kind == "sheet":
            return f"the sheet {table.sheet!r}"
        return f"the text, {table.encoding}, divided by {table.delimiter or 'nothing'!r}"

    def run(self, *, clocks: bool, again: bool) -> None:
        """Take the file, read it in, and say how it ended."""
        from django.utils import timezone

        from vaste.flows import importing

        began = time.monotonic()
        made = self._take(again=again)
        if made.state not in ("running", "done"):
            made = importing.start(
                self.workspace_id,
                made.id,
                field_map=self.field_map,
                run_clocks=clocks,
                at=timezone.now(),
            )
        shown: Any = click.progressbar(
            length=max(made.rows_total or 1, 1),
            label=self.file.name,
            file=sys.stderr,
        )
        with shown as bar:

            def watch(progress: importing.Progress) -> None:
                bar.update(progress.rows - bar.pos)

            made = self._read_in(made.id, watch)
        self._close(made, time.monotonic() - began)

    def _take(self, *, again: bool) -> Any:
        from django.utils import timezone

        from vaste.flows import importing
        from vaste.kernel.errors import Refused
        from vaste.leads.reading import parse_field_map

        lookups = parse_field_map(self.field_map).lookups.values()
        companions = [self.file.parent / Path(one.file).name for one in lookups]
        try:
            return importing.take_file(
                self.workspace_id,
                self.door_id,
                self.file,
                filename=self.file.name,
                by=None,
                at=timezone.now(),
                again=again,
                companions=[path for path in companions if path.is_file()],
            )
        except importing.AlreadyImported as same:
            if same.earlier.state == "done":
                raise CannotStart(
                    f"{self.file.name} was imported on {same.earlier.created_at:%Y-%m-%d %H:%M}: "
                    "say --again to take it once more."
                ) from None
            return same.earlier
        except Refused as problem:
            raise CannotStart(f"{self.file.name}: {problem}") from None

    def _read_in(self, import_id: uuid.UUID, watch: Any) -> Any:
        from django.utils import timezone

        from vaste.flows import importing
        from vaste.infra import garbage
        from vaste.infra.tenancy.context import inside

        garbage.collect_rarely()
        while True:
            try:
                return importing.run(self.workspace_id, import_id, clock=timezone.now, watch=watch)
            except importing.Overtaken:  # the worker has it: wait for its end
                time.sleep(0.5)
                with inside(self.workspace_id):
                    made = importing.find(self.workspace_id, import_id)
                if made.state != "running":
                    return made

    def _close(self, made: Any, seconds: float) -> None:
        counts = {name: int(made.counts.get(name, 0)) for name in sorted(made.counts)}
        result = {"import": str(made.id), "state": made.state, "rows": made.rows_total, **counts}
        if self.as_json:
            click.echo(json.dumps({**result, "seconds": round(seconds, 2)}))
        else:
            said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
            click.echo(f"{self.file.name}: {said or 'no rows'} ({seconds:.1f} s).")
        if made.state == "failed":
            raise CannotStart(made.problem)


def _text_of(map_file: Path) -> str:
    """Return the text of a map; raises CannotStart where it is no UTF-8."""
    try:
        return map_file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CannotStart(
            f"{map_file.name} is not in UTF-8: save it anew in that encoding."
        ) from None
