"""What two changes left undecided between them is in no file."""

import re

import pytest

from tests.architecture import source

MARKS = re.compile(r"^(<{7}|>{7})( |$)", re.MULTILINE)
FOLDERS = ("vaste", "tests", "bench", "docs", "examples", "bin")
KINDS = {".py", ".html", ".sql", ".yaml", ".po", ".css", ".js", ".md", ".json", ".toml"}


def test_no_file_holds_the_marks_of_an_unsettled_merge() -> None:
    files = [
        path
        for folder in FOLDERS
        for path in (source.ROOT / folder).rglob("*")
        if path.suffix in KINDS and path.is_file()
    ]

    wrong = [
        path.relative_to(source.ROOT).as_posix()
        for path in files
        if MARKS.search(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert len(files) > 500
    source.none(wrong)


@pytest.mark.parametrize("text", ["<" * 7 + " HEAD", "a\n" + ">" * 7 + " b1c2 (Change)", "<" * 7])
def test_the_marks_are_known(text: str) -> None:
    assert MARKS.search(text)
