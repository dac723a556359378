"""What a file is, by its first bytes and not by its name; what is no table is refused in words."""

import zipfile
from pathlib import Path
from typing import Final, Literal

from vaste.kernel.errors import Refused
from vaste.kernel.words import gettext_noop as _

Kind = Literal["text", "sheet"]

_HEAD: Final = 4_096  # bytes
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every encrypted .xlsx
_PACKED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"(\xb5/\xfd")
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"SQLite format", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_TEXT_CONTROLS: Final = frozenset(b"\t\r\n\f\x1b\x1a\x00")
_A_FEW: Final = 8  # stray control characters that any text may hold
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def kind_of(path: Path) -> Kind:
    """
    Return whether a file is text to divide or a spreadsheet.

    Raises Refused: empty_file, packed, not_a_table.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Refused(
            "empty_file", _("The file is empty."), _("Choose a file with a header and rows.")
        )
    if head.startswith(_PACKED):
        raise _packed()
    if head.startswith(_OLE):
        return "sheet"
    if head.startswith(b"PK"):
        return _zip_kind(path)
    _refuse_others(head)
    return "text"


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        names = []
    if any(name.startswith(("xl/", "content.xml")) for name in names):
        return "sheet"
    if not names:
        raise _not_a_table(
            _("The file looks like a spreadsheet but cannot be read: it may be damaged."), "zip"
        )
    raise _packed()


def _refuse_others(head: bytes) -> None:
    for mark, name in _OTHERS:
        if head.startswith(mark):
            raise _not_a_table(_("The file is no table but a file of another kind."), name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        raise _not_a_table(
            _("The file holds HTML or XML, though its name may say otherwise."), "HTML"
        )
    if start[:1] == b"{" or start[:2] in {b"[{", b"[["} or start[:2] == b"[\n":
        raise _not_a_table(_("The file holds JSON, which the file door does not read."), "JSON")
    if not head.startswith(_WIDE_MARKS) and _is_binary(head):
        raise _not_a_table(_("The file holds no text that can be read."), "binary")


def _is_binary(head: bytes) -> bool:
    """Say whether too many bytes are no text; every second one nought may be UTF-16."""
    controls = sum(1 for byte in head if byte < 32 and byte not in _TEXT_CONTROLS)
    zeros = head.count(0)
    is_wide = zeros > len(head) / 4 and min(head[0::2].count(0), head[1::2].count(0)) * 8 < zeros
    return controls > max(len(head) / 20, _A_FEW) or (zeros > len(head) / 20 and not is_wide)


def _not_a_table(message: str, place: str) -> Refused:
    return Refused(
        "not_a_table",
        message,
        _("Export the list as CSV or XLSX and upload that."),
        place,
        415,
    )


def _packed() -> Refused:
    return Refused(
        "packed",
        _("The file is packed."),
        _("Unpack it first and upload the table inside."),
        status=415,
    )
