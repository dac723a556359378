"""Makes odd files for the tests: spreadsheets of several formats, texts of many kinds."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

HEADER = ("Nimi", "Puhelin", "Päivä", "Arvo", "Aika", "Tosi")


def write_xlsx(path: Path) -> Path:
    """Write a workbook: an empty sheet, a hidden one, and leads from the third row, column B."""
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Tyhjä")
    hidden = book.add_worksheet("Piilossa")
    hidden.write_row(0, 0, ["Secret"])
    hidden.hide()
    sheet = book.add_worksheet("Liidit")
    day = book.add_format({"num_format": "d.m.yyyy"})
    clock = book.add_format({"num_format": "d.m.yyyy hh:mm"})
    sheet.write_row(2, 1, HEADER)
    sheet.write_string(3, 1, "Äijä Öhman")
    sheet.write_number(3, 2, 358401234567)
    sheet.write_datetime(3, 3, date(2026, 3, 5), day)
    sheet.write_number(3, 4, 1234.5)
    sheet.write_datetime(3, 5, datetime.combine(date(2026, 3, 5), time(14, 7)), clock)
    sheet.write_boolean(3, 6, True)
    sheet.write_row(5, 1, ["Bo", "0401234567"])
    book.close()
    return path


def write_ods(path: Path, rows: list[list[str]]) -> Path:
    """Write the least OpenDocument spreadsheet that holds `rows` as texts."""
    cells = [
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        for row in rows
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Leads">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path
