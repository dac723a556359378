"""Form bodies read into a flat list of names and texts: urlencoded and multipart."""

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from vaste.kernel.errors import Refused
from vaste.kernel.words import gettext_noop as _
from vaste.leads.reading.limits import MAX_FIELDS, Fields, too_many_fields

_Pairs = list[tuple[bytes, bytes]]

# RFC 9110, section 5.6.6: parameters of a header field.
_PARAMETER = re.compile(
    rb";\s*([\w!#$&^.+*-]+)\s*=\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\s]*))", re.DOTALL
)
_PLAIN_TRANSFER: Final = frozenset({b"", b"7bit", b"8bit", b"binary"})


def parameters(header: bytes) -> dict[str, bytes]:
    """Return the parameters of a header field such as `form-data; name="email"`, names lower."""
    return {
        found[1].decode("ascii").lower(): found[3] if found[2] is None else found[2]
        for found in _PARAMETER.finditer(header)
    }


def read_urlencoded(body: bytes, charset: str) -> Fields:
    """
    Read an urlencoded form; names may repeat.

    Text is UTF-8 where it can be, else `charset` or the form's own `_charset_`, else Windows-1252.

    Raises Refused: too_many_fields.
    """
    if body.count(b"&") > 4 * MAX_FIELDS:
        raise too_many_fields()
    pairs: _Pairs = []
    for piece in body.strip().replace(b"+", b" ").split(b"&"):
        name, _equals, value = piece.partition(b"=")
        if name:
            pairs.append((unquote_to_bytes(name), unquote_to_bytes(value)))
    return _decoded(pairs, charset)


def _decoded(pairs: _Pairs, charset: str) -> Fields:
    told = next((value for name, value in pairs if name == b"_charset_"), b"")
    names = ["utf-8", charset, told.decode("ascii", "replace"), "cp1252", "latin-1"]
    for codec in filter(None, names):
        try:
            fields = [(name.decode(codec), value.decode(codec)) for name, value in pairs]
        except (LookupError, ValueError):  # UnicodeError is a ValueError
            continue
        return [(name, value) for name, value in fields if name != "_charset_"]
    raise AssertionError("latin-1 decodes every byte")


def read_multipart(body: bytes, boundary: bytes, charset: str) -> Fields:
    """
    Read a multipart form of text parts; an empty file input is passed over.

    Raises Refused: bad_form where the parts do not hold together, file_not_taken, too_many_fields.
    """
    if not 0 < len(boundary) <= 70:
        raise _bad_form("boundary")
    pieces = re.split(rb"\r?\n--" + re.escape(boundary), b"\r\n" + body)
    if len(pieces) > MAX_FIELDS + 2:
        raise too_many_fields()
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise _bad_form("end")
    parts = [_part(piece, number) for number, piece in enumerate(pieces[1:-1], start=1)]
    return _decoded([part for part in parts if part is not None], charset)


def _part(piece: bytes, number: int) -> tuple[bytes, bytes] | None:
    head, blank, content = _split_head(piece)
    headers = {
        name.strip().lower(): value.strip()
        for name, _colon, value in (line.partition(b":") for line in head.splitlines())
    }
    told = parameters(headers.get(b"content-disposition", b""))
    if not blank or "name" not in told:
        raise _bad_form(f"part {number}")
    if headers.get(b"content-transfer-encoding", b"").lower() not in _PLAIN_TRANSFER:
        raise _bad_form(f"part {number}")
    name = told["name"].replace(b"%22", b'"')
    if "filename" in told or "filename*" in told:
        if content:
            raise _file_not_taken(name)
        return None
    return name, content


def _split_head(piece: bytes) -> tuple[bytes, bytes, bytes]:
    # The empty line after the headers, by either kind of line end.
    found = re.search(rb"\r\n\r\n|\n\n", piece)
    if found is None:
        return b"", b"", b""
    return piece[: found.start()], found[0], piece[found.end() :]


def _file_not_taken(name: bytes) -> Refused:
    return Refused(
        "file_not_taken",
        _("This door takes text, not files."),
        _("Send the enquiry without the file, with a link to it or by e-mail."),
        name.decode("utf-8", "replace")[:60],
        415,
    )


def _bad_form(place: str) -> Refused:
    return Refused(
        "bad_form",
        _("The parts of this form do not hold together: it is cut off or its boundary is wrong."),
        _("Let the browser or the HTTP library build the multipart body and its header."),
        place,
    )
