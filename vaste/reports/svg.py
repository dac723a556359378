"""
Plots drawn on the server as SVG, colored by classes alone.

No inline style, so a strict Content-Security-Policy holds and the same markup can go into a
page, a mail or print. Widths are user units of a fixed view box; the style sheet scales it. The
figures stand in a table beside each plot, so a plot is `aria-hidden` and never the only place.
Plots with texts are drawn twice, also for narrow places (see `narrow`): the style sheet shows one.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vaste.reports import narrow

WIDTH = 720  # user units; every plot has the same, so that their texts have the same size
ROW = 34
LABEL = 190  # room left of the bars, enough for about 26 letters
VALUE = 64  # room right of the longest bar for its figure
LONGEST = 26  # letters of a name; a longer one is cut


class Bar(NamedTuple):
    """One bar: its name, its size (not negative), and an extra class ("late", "hot")."""

    label: str
    value: float
    tone: str = ""


class Marked(NamedTuple):
    """One bar with a mark on the same scale where it should end; neither is negative."""

    label: str
    value: float
    mark: float


class Parts(NamedTuple):
    """One bar made of parts, each a count: won, lost, open."""

    label: str
    counts: tuple[int, int, int]


def marked(rows: Sequence[Marked]) -> SafeString:
    """Return horizontal bars on one scale, each with its mark; "" for no rows."""
    if not rows:
        return SafeString("")
    most = max(max(row.value, row.mark) for row in rows) or 1
    drawn = format_html_join("", "{}", ((_marked(i, row, most),) for i, row in enumerate(rows)))
    slim = (
        narrow.head(i, row.label, _figure(row.value))
        + narrow.rect(i, "plot-bar", left=0, length=row.value / most)
        + narrow.mark(i, row.mark / most)
        for i, row in enumerate(rows)
    )
    return _both("plot-marked", ROW * len(rows), drawn, slim)


def parts(rows: Sequence[Parts]) -> SafeString:
    """Return horizontal bars on one scale, each of its parts one after the other; "" for none."""
    if not rows:
        return SafeString("")
    most = max(sum(row.counts) for row in rows) or 1
    drawn = format_html_join("", "{}", ((_parts(i, row, most),) for i, row in enumerate(rows)))
    slim = (_slim_parts(i, row, most) for i, row in enumerate(rows))
    return _both("plot-parts", ROW * len(rows), drawn, slim)


def bars(rows: Sequence[Bar]) -> SafeString:
    """Return horizontal bars on one scale, longest full; "" for no rows."""
    if not rows:
        return SafeString("")
    most = max(row.value for row in rows) or 1
    drawn = format_html_join("", "{}", ((_bar(i, row, most),) for i, row in enumerate(rows)))
    slim = (
        narrow.head(i, row.label, _figure(row.value))
        + narrow.rect(i, f"plot-bar {row.tone}", left=0, length=row.value / most)
        for i, row in enumerate(rows)
    )
    return _both("plot-bars", ROW * len(rows), drawn, slim)


def funnel(steps: Sequence[tuple[str, int]]) -> SafeString:
    """Return centered bars from the first step down, each with its share of the first."""
    if not steps:
        return SafeString("")
    first = steps[0][1] or 1
    drawn = format_html_join(
        "", "{}", ((_step(i, label, count, first),) for i, (label, count) in enumerate(steps))
    )
    slim = (
        narrow.head(i, label, _figure(count))
        + narrow.rect(i, "plot-track", left=0, length=1)
        + narrow.rect(i, "plot-bar", left=(1 - count / first) / 2, length=count / first)
        for i, (label, count) in enumerate(steps)
    )
    return _both("plot-funnel", ROW * len(steps), drawn, slim)


def sparkline(values: Sequence[float], *, height: int = 56) -> SafeString:
    """Return a line through `values` at even steps, from zero up; "" for fewer than two."""
    if len(values) < 2:
        return SafeString("")
    most, step = max(values) or 1, WIDTH / (len(values) - 1)
    points = [
        f"{i * step:.1f},{height - 3 - (height - 6) * value / most:.1f}"
        for i, value in enumerate(values)
    ]
    area = f"0,{height} " + " ".join(points) + f" {WIDTH},{height}"
    drawn = format_html(
        '<polygon class="plot-area" points="{}"/><polyline class="plot-line" points="{}"/>',
        area,
        " ".join(points),
    )
    return _frame("plot-spark", height, drawn)


def _bar(index: int, row: Bar, most: float) -> SafeString:
    length = (WIDTH - LABEL - VALUE) * row.value / most
    return format_html(
        '<text class="plot-label" x="{}" y="{}">{}</text>'
        '<rect class="plot-bar {}" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text class="plot-value" x="{}" y="{}">{}</text>',
        *(LABEL - 12, ROW * index + 22, narrow.short(row.label, LONGEST)),
        *(row.tone, LABEL, ROW * index + 7, f"{max(length, 2):.1f}", ROW - 14),
        *(f"{LABEL + length + 8:.1f}", ROW * index + 22, _figure(row.value)),
    )


def _marked(index: int, row: Marked, most: float) -> SafeString:
    scale = (WIDTH - LABEL - VALUE) / most
    left, end = LABEL + scale * row.mark, LABEL + scale * max(row.value, row.mark)
    return format_html(
        '<text class="plot-label" x="{}" y="{}">{}</text>'
        '<rect class="plot-bar" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<line class="plot-mark-line" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="plot-value" x="{}" y="{}">{}</text>',
        *(LABEL - 12, ROW * index + 22, narrow.short(row.label, LONGEST)),
        *(LABEL, ROW * index + 7, f"{max(scale * row.value, 2):.1f}", ROW - 14),
        *(f"{left:.1f}", f"{left:.1f}", ROW * index + 3, ROW * index + ROW - 3),
        *(f"{end + 8:.1f}", ROW * index + 22, _figure(row.value)),
    )


def _parts(index: int, row: Parts, most: float) -> SafeString:
    left, drawn = float(LABEL), []
    for tone, count in zip(("won", "lost", "open"), row.counts, strict=True):
        length = (WIDTH - LABEL - VALUE) * count / most
        drawn.append((tone, f"{left:.1f}", ROW * index + 7, f"{length:.1f}", ROW - 14))
        left += length
    return format_html(
        '<text class="plot-label" x="{}" y="{}">{}</text>{}'
        '<text class="plot-value" x="{}" y="{}">{}</text>',
        *(LABEL - 12, ROW * index + 22, narrow.short(row.label, LONGEST)),
        format_html_join(
            "", '<rect class="plot-part is-{}" x="{}" y="{}" width="{}" height="{}"/>', drawn
        ),
        *(f"{left + 8:.1f}", ROW * index + 22, _figure(sum(row.counts))),
    )


def _slim_parts(index: int, row: Parts, most: float) -> SafeString:
    drawn, left = narrow.head(index, row.label, _figure(sum(row.counts))), 0.0
    for tone, count in zip(("won", "lost", "open"), row.counts, strict=True):
        if count:
            drawn += narrow.rect(index, f"plot-part is-{tone}", left=left, length=count / most)
            left += count / most
    return drawn


def _step(index: int, label: str, count: int, first: int) -> SafeString:
    room = WIDTH - LABEL - VALUE
    length = room * count / first
    return format_html(
        '<text class="plot-label" x="{}" y="{}">{}</text>'
        '<rect class="plot-track" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<rect class="plot-bar" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text class="plot-value" x="{}" y="{}">{}</text>',
        *(LABEL - 12, ROW * index + 22, narrow.short(label, LONGEST)),
        *(LABEL, ROW * index + 5, room, ROW - 10),
        *(f"{LABEL + (room - length) / 2:.1f}", ROW * index + 5, f"{max(length, 2):.1f}", ROW - 10),
        *(LABEL + room + 8, ROW * index + 22, _figure(count)),
    )


def _figure(value: float) -> str:
    return number_format(round(value), force_grouping=True)


def _both(name: str, height: float, drawn: SafeString, slim: Iterable[SafeString]) -> SafeString:
    """Return a plot for wide and one for narrow places, of which the style sheet shows one."""
    return format_html(
        '<div class="plot-box">{}{}</div>',
        *(_frame(f"{name} is-wide", height, drawn), narrow.drawing(name, slim)),
    )


def _frame(name: str, height: float, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="plot {}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        *(name, WIDTH, f"{height:g}", drawn),
    )
