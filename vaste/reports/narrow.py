"""
The same plots for a narrow place, such as a phone: names above their bars, texts in full size.

No view box: lengths are shares of whatever width there is, so that nothing shrinks with it. The
style sheet shows these where the wide ones would be too small to read.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ROW = 42  # pixels of a name with its bar below
BAR = 12  # pixels of a bar
LEAST = 0.5  # per cent of the width: a bar of nothing is still seen
LONGEST = 34  # letters of a name that fit beside its figure on a phone


def drawing(name: str, rows: Iterable[SafeString]) -> SafeString:
    """Return rows one below the other."""
    drawn = list(rows)
    return format_html(
        '<svg class="plot-narrow {}" height="{}" aria-hidden="true" focusable="false">{}</svg>',
        *(name, ROW * len(drawn), format_html_join("", "{}", ((row,) for row in drawn))),
    )


def head(index: int, label: str, figure: str) -> SafeString:
    """Return a row's name and its figure at the other end."""
    return format_html(
        '<text class="plot-label" y="{}">{}</text>'
        '<text class="plot-value" x="100%" y="{}">{}</text>',
        *(ROW * index + 15, short(label, LONGEST), ROW * index + 15, figure),
    )


def rect(index: int, name: str, *, left: float, length: float) -> SafeString:
    """Return a bar from `left`, both shares of the width (0 to 1)."""
    return format_html(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>',
        *(name, f"{100 * left:.2f}", ROW * index + 22, f"{max(100 * length, LEAST):.2f}", BAR),
    )


def mark(index: int, place: float) -> SafeString:
    """Return an upright line at a share of the width."""
    return format_html(
        '<line class="plot-mark-line" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>',
        *(f"{min(99.5, 100 * place):.2f}", ROW * index + 19, ROW * index + 25 + BAR),
    )


def short(label: str, longest: int) -> str:
    """Return a name, cut with an ellipsis where it is too long for its place."""
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"
