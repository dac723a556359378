"""Two texts beside each other: what went, what came, and a little of what stayed."""

from __future__ import annotations

import difflib

from django.utils.translation import ngettext

from vaste.studio.panels import DiffLine

AROUND = 2  # unchanged lines shown on both sides of a change
MOST_LINES = 4_000
MOST_SHOWN = 600  # lines; the rest is counted


def text_lines(before: str, after: str) -> list[DiffLine]:
    """Return the lines of a unified difference; unchanged stretches are one "skip"."""
    found = difflib.unified_diff(
        before.splitlines()[:MOST_LINES], after.splitlines()[:MOST_LINES], n=AROUND, lineterm=""
    )
    told, lines = list(found)[2:], []
    for line in told[:MOST_SHOWN]:
        mark, text = line[:1], line[1:]
        kind = {"-": "gone", "+": "new", "@": "skip"}.get(mark, "same")
        lines.append(DiffLine(kind, "⋯" if kind == "skip" else text))
    if more := len(told) - len(lines):
        words = ngettext("%(n)d more line", "%(n)d more lines", more) % {"n": more}
        lines.append(DiffLine("skip", f"⋯ {words}"))
    return lines[1:] if lines and lines[0].kind == "skip" else lines
