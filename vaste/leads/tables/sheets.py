"""Spreadsheets: the cells of a sheet as the texts a person sees in them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import python_calamine as calamine

from vaste.kernel.errors import Refused
from vaste.kernel.words import gettext_noop as _

_LARGEST_UNPACKED: Final = 1 << 30  # bytes
_EXACT: Final = 1e15  # whole numbers up to here are exact in a spreadsheet's cells

Cell = int | float | str | bool | time | date | datetime | timedelta


def open_sheet(path: Path, name: str = "") -> calamine.CalamineSheet:
    """
    Open the sheet called `name`, or the first visible one that holds a table: several columns and
    rows. Where none does, that is the first that holds anything.

    Raises Refused: password_protected, too_large_unpacked, no_such_sheet, empty_file, not_a_table.
    """
    _check_size(path)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        names = _choices(book, name)
        sheets = [book.get_sheet_by_name(choice) for choice in names]
        filled = [sheet for sheet in sheets if sheet.height]
        tables = (sheet for sheet in filled if sheet.height > 1 and sheet.width > 1)
        found = next(tables, filled[0] if filled else None)
    except calamine.PasswordError:
        raise _protected() from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _refused(error) from None
    if found is None:
        raise Refused("empty_file", _("The spreadsheet is empty."), _("Choose another file."))
    return found


def _check_size(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    if size > _LARGEST_UNPACKED:
        raise Refused(
            "too_large_unpacked",
            _("The spreadsheet is larger than 1 GB when unpacked."),
            _("Save it as CSV, which is read row by row whatever its size."),
            status=413,
        )


def _choices(book: calamine.CalamineWorkbook, name: str) -> list[str]:
    if name:
        if name not in book.sheet_names:
            raise Refused(
                "no_such_sheet",
                _("The spreadsheet has no sheet of this name."),
                _("Choose one of its sheets."),
                name,
            )
        return [name]
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible
    ]
    return visible or book.sheet_names


def _protected() -> Refused:
    return Refused(
        "password_protected",
        _("The spreadsheet is protected by a password, so it cannot be read."),
        _("Open it, take the password off (Save as, without encryption) and upload it again."),
    )


def _refused(error: Exception) -> Refused:
    if "password" in str(error).lower():
        return _protected()
    return Refused(
        "not_a_table",
        _("The file looks like a spreadsheet but cannot be read: it may be damaged."),
        _("Open it in a spreadsheet program, save it anew or as CSV, and upload that."),
        str(error)[:200],
    )


def sheet_rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield every row with its number as the spreadsheet shows it, cells as texts."""
    # The rows come from the sheet's first on, empty ones included.
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [cell_text(cell) for cell in row]


def cell_text(cell: Cell) -> str:
    """
    Return a cell as text: dates in ISO form, whole numbers without ".0", truth as true or false.

    A date with the time 00:00 is a date.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
