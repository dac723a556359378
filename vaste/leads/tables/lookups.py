"""Companion files of an import: accounts beside deals, teams beside agents, joined row by row."""

from collections.abc import Mapping
from pathlib import Path

from vaste.kernel.errors import Refused
from vaste.kernel.text import fold
from vaste.kernel.words import gettext_noop as _
from vaste.leads.enquiry import Problem
from vaste.leads.reading.field_map import FieldMap
from vaste.leads.tables.parse import open_table


class Lookups:
    """
    The companion files that a field map names, read into memory, and what could not be had.

    `problems` names each file that is absent or lacks its key; the import can go on without it.
    """

    def __init__(self, field_map: FieldMap, folder: Path) -> None:
        self.problems: list[Problem] = []
        self.columns: list[str] = []
        self._field_map = field_map
        self._rows: dict[str, dict[str, dict[str, str]]] = {}
        for name, lookup in field_map.lookups.items():
            path = folder / Path(lookup.file).name
            try:
                self._rows[name] = self._read(name, path, lookup.key)
            except (Refused, OSError) as error:
                self._rows[name] = {}
                self.problems.append(_absent(lookup.file, error))

    def _read(self, name: str, path: Path, key: str) -> dict[str, dict[str, str]]:
        table = open_table(path, path.name)
        if key not in table.columns:
            raise Refused("no_key", _("The companion file has no such column."), place=key)
        others = [column for column in table.columns if column != key]
        self.columns += [f"{name}.{column}" for column in others]
        return {
            fold(row.cells[key]): {f"{name}.{column}": row.cells[column] for column in others}
            for row in table.rows()
            if row.problem is None
        }

    def extend(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return `cells` with the columns of the companion rows they point to."""
        extended = dict(cells)
        for name, lookup in self._field_map.lookups.items():
            pointer = cells.get(lookup.by, "")
            if column := self._field_map.column(lookup.by):
                pointer = column.replaced(pointer)
            extended |= self._rows[name].get(fold(pointer), {})
        return extended


def _absent(file: str, error: Exception) -> Problem:
    if isinstance(error, Refused):
        return Problem(file, error.place, error.message, error.remedy)
    return Problem(
        file,
        "",
        _("This companion file of the field map is not beside the imported file."),
        _("Put it into the same folder to have its columns too."),
    )
