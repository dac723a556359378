"""The catalogs of the languages other than English, compiled where they are read from."""

import os
import tempfile
from pathlib import Path


def compile_catalogs(sources: Path, *, spare: Path) -> Path:
    """
    Return the folder to read translations from, once each catalog of `sources` is compiled in it.

    That is `sources`, or `spare` where `sources` cannot be written to. A compiled catalog bears
    the date of its source, and is made again only when the two differ. Processes may do this at
    the same time: each file is replaced at once and whole.

    Never fails: where nothing can be written, what was compiled before serves, or else English.
    """
    for folder in (sources, spare):
        try:
            for source in sorted(sources.glob("*/LC_MESSAGES/*.po")):
                _compile(source, folder / source.relative_to(sources).with_suffix(".mo"))
        except OSError:
            continue
        return folder
    return sources


def _compile(source: Path, target: Path) -> None:
    date = source.stat().st_mtime_ns
    if target.is_file() and target.stat().st_mtime_ns == date:
        return
    # Imported here, for a start that has nothing to compile should not wait for it.
    from babel.messages import mofile, pofile

    with source.open("rb") as written:
        catalog = pofile.read_po(written, charset="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder) / target.name
        with made.open("wb") as file:
            mofile.write_mo(file, catalog)
        os.utime(made, ns=(date, date))
        made.replace(target)
