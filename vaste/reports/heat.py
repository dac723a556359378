"""
A heat map drawn as SVG: days down, hours across, colored by classes alone.

For narrow places, such as a phone, it is drawn a second time with hours down and days across; the
style sheet shows one of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vaste.reports.panels import Share

WIDTH = 960  # user units of all hours together, so that texts have one size
ROW = 28
LABEL = 96  # room for the weekday
HEAD = 20  # room for the hours
SLIM_LABEL = 9  # per cent of the width of a narrow map: room for the hour
#: Ends of the tones of a wait, in seconds: 15 min, 1 h, 4 h, a day.
WAITS_S = (900, 3600, 14_400, 86_400)
#: Ends of the tones of a share within the promise, in percent, the best first.
SHARES = (95, 85, 70, 50)


class Cell(NamedTuple):
    """One cell: what stands in it, what a pointer that rests on it is told, and its tone 0-4."""

    text: str
    title: str
    tone: int | None


def draw(
    days: Sequence[tuple[str, str]], hours: Sequence[int], rows: Sequence[Sequence[Cell | None]]
) -> SafeString:
    """
    Return the map, a row for each day and a column for each hour; None is an empty cell.

    Days come with their short names.
    """
    wide = _wide([name for name, _short in days], hours, rows)
    slim = _narrow([short for _name, short in days], hours, rows)
    return format_html('<div class="plot-box">{}{}</div>', wide, slim)


def _wide(
    days: Sequence[str], hours: Sequence[int], rows: Sequence[Sequence[Cell | None]]
) -> SafeString:
    side = WIDTH // len(hours)
    heads = format_html_join(
        "",
        '<text class="heat-head" x="{}" y="13">{}</text>',
        ((LABEL + side * n + side // 2, hour) for n, hour in enumerate(hours)),
    )
    body = format_html_join(
        "",
        "{}",
        (
            (_row(n, day, cells, side),)
            for n, (day, cells) in enumerate(zip(days, rows, strict=True))
        ),
    )
    return format_html(
        '<svg class="heat" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        *(LABEL + WIDTH, HEAD + ROW * len(days), heads, body),
    )


def _narrow(
    days: Sequence[str], hours: Sequence[int], rows: Sequence[Sequence[Cell | None]]
) -> SafeString:
    """Return hours down and days across, in shares of the width, so that no text shrinks."""
    side = (100 - SLIM_LABEL) / len(days)
    heads = format_html_join(
        "",
        '<text class="heat-head" x="{}%" y="13">{}</text>',
        ((f"{SLIM_LABEL + side * (n + 0.5):.2f}", day) for n, day in enumerate(days)),
    )
    body = format_html_join(
        "",
        '<text class="heat-head is-hour" x="{}%" y="{}">{}</text>{}',
        (
            (
                SLIM_LABEL - 2,
                HEAD + ROW * n + 18,
                hour,
                _slim_row(n, [row[n] for row in rows], side),
            )
            for n, hour in enumerate(hours)
        ),
    )
    return format_html(
        '<svg class="heat-narrow" height="{}" aria-hidden="true" focusable="false">{}{}</svg>',
        *(HEAD + ROW * len(hours), heads, body),
    )


def _slim_row(number: int, cells: Sequence[Cell | None], side: float) -> SafeString:
    top = HEAD + ROW * number
    places = [SLIM_LABEL + side * n for n in range(len(cells))]
    return format_html_join(
        "",
        "{}",
        (
            (
                _told(
                    one,
                    _box(f"{left + 0.2:.2f}%", top, f"{side - 0.4:.2f}%"),
                    f"{left + side / 2:.2f}%",
                    top,
                ),
            )
            for left, one in zip(places, cells, strict=True)
        ),
    )


def _row(number: int, day: str, cells: Sequence[Cell | None], side: int) -> SafeString:
    top = HEAD + ROW * number
    drawn = format_html_join(
        "", "{}", ((_cell(LABEL + side * n, top, side, one),) for n, one in enumerate(cells))
    )
    return format_html(
        '<text class="heat-day" x="{}" y="{}">{}</text>{}', *(LABEL - 10, top + 18, day, drawn)
    )


def _cell(left: int, top: int, side: int, cell: Cell | None) -> SafeString:
    return _told(cell, _box(left + 1, top, side - 2), left + side // 2, top)


def _box(left: int | str, top: int, width: int | str) -> SafeString:
    return format_html(
        'x="{}" y="{}" width="{}" height="{}" rx="3"', *(left, top + 1, width, ROW - 2)
    )


def _told(cell: Cell | None, box: SafeString, middle: int | str, top: int) -> SafeString:
    if cell is None:
        return format_html('<rect class="heat-cell" {}/>', box)
    tone = "is-waiting" if cell.tone is None else f"is-{cell.tone}"
    return format_html(
        '<g class="heat-told {}"><title>{}</title><rect class="heat-cell" {}/>'
        '<text class="heat-text" x="{}" y="{}">{}</text></g>',
        *(tone, cell.title, box, middle, top + 18, cell.text),
    )


def short(wait: datetime.timedelta | None) -> str:
    """Return a wait in one unit, as a cell has room for: "12 min", "3 h"; a dash of None."""
    if wait is None:
        return "–"
    minutes = round(wait.total_seconds() / 60)
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    hours = round(minutes / 60)
    return _("%(n)s h") % {"n": hours} if hours < 48 else _("%(n)s d") % {"n": round(hours / 24)}


def share(within: Share) -> str:
    """Return a share as a percentage, of few as counts ("3/7"), of nothing as a dash."""
    if not within.whole:
        return "–"
    return f"{within.part}/{within.whole}" if within.is_small else f"{within.percent:.0f} %"


def tone_of_wait(seconds: float | None) -> int | None:
    """Return 0 for the shortest waits to 4 for more than a day, None of None."""
    return None if seconds is None else sum(seconds >= edge for edge in WAITS_S)


def tone_of_share(within: Share) -> int | None:
    """Return 0 for the best shares to 4 for the worst, None of nothing."""
    return sum(within.percent < edge for edge in SHARES) if within.whole else None
