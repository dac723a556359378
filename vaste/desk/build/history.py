"""How a lead's scores have changed: a small plot, and the same as a list."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vaste.desk import formats
from vaste.desk.build import labels, sentences
from vaste.desk.panels import ScoreChange, ScoreHistory
from vaste.flows.define import Definition
from vaste.flows.explaining import RECEIVED, Change, History
from vaste.scoring.queries import Score

WIDTH, HEIGHT = 360, 132  # user units of the plot's view box
LEFT, RIGHT, TOP, BOTTOM = 32, 8, 14, 22  # around the plot
TOLD = 6  # values of interest that the list says
SHORTEST = datetime.timedelta(hours=1)  # under which there is nothing to plot yet


def card(
    history: History, definition: Definition, *, closed_at: datetime.datetime | None
) -> ScoreHistory:
    """Return how a lead's scores have changed; no plot for one that has just come."""
    curve = history.curve
    is_young = not curve or curve[-1].at - curve[0].at < SHORTEST
    return ScoreHistory(
        svg=SafeString("") if is_young else plot(history, definition),
        changes=tuple(_change(one, definition) for one in reversed(history.changes)),
        values=() if is_young else tuple(_told(curve)),
        end="" if is_young or closed_at is None else _end(closed_at),
    )


def _end(closed_at: datetime.datetime) -> str:
    return _("The plot ends where the lead was closed: %(when)s.") % {
        "when": formats.full_moment(closed_at)
    }


def _change(change: Change, definition: Definition) -> ScoreChange:
    if change.because == RECEIVED:
        text = _("Judged on arrival: %(category)s, fit %(fit)s, interest %(interest)s.") % {
            "category": _category(change.after.category, definition),
            "fit": change.after.fit,
            "interest": change.after.interest,
        }
        return ScoreChange(at=change.at, text=text, version=change.definition)
    return ScoreChange(
        at=change.at,
        text=" ".join(_differences(change, definition)),
        because=sentences.because(change.because),
        version=change.definition,
    )


def _differences(change: Change, definition: Definition) -> list[str]:
    before, after = change.before or change.after, change.after
    told = []
    if before.category != after.category:
        pair = (_category(before.category, definition), _category(after.category, definition))
        told.append(_("Category: %(after)s, before: %(before)s.") % _sides(*pair))
    if before.fit != after.fit:
        told.append(_("Fit: %(to)s, before: %(from)s.") % {"from": before.fit, "to": after.fit})
    if before.interest != after.interest:
        told.append(
            _("Interest: %(after)s, before: %(before)s.") % _sides(before.interest, after.interest)
        )
    return told or [_("The lead now counts as marketing-qualified.")]


def _sides(before: object, after: object) -> dict[str, object]:
    return {"before": before, "after": after}


def _category(key: str, definition: Definition) -> str:
    return labels.tag(definition, key, 0).label


def _told(curve: Sequence[Score]) -> list[str]:
    """Return a few values of interest in words, from the first to the last."""
    places = sorted({round(place * (len(curve) - 1) / (TOLD - 1)) for place in range(TOLD)})
    return [
        _("%(when)s: interest %(interest)s")
        % {"when": formats.full_moment(curve[place].at), "interest": curve[place].interest}
        for place in places
    ]


def plot(history: History, definition: Definition) -> SafeString:
    """Draw interest as an area, fit as steps, and a mark for each judgment; hidden from readers."""
    curve = history.curve
    since, until = curve[0].at, curve[-1].at
    rules = definition.scoring
    drawn = format_html_join(
        "",
        "{}",
        (
            (part,)
            for part in (
                _grid(),
                _interest(curve, since, until),
                _threshold(rules.interested),
                _fit(history.changes, since, until),
                _marks(history.changes, definition, since, until),
                _ends(since, until),
            )
        ),
    )
    return format_html(
        '<svg class="plot plot-history" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        "{}</svg>",
        *(WIDTH, HEIGHT, drawn),
    )


def _x(at: datetime.datetime, since: datetime.datetime, until: datetime.datetime) -> float:
    share = (at - since) / (until - since)
    return LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT)


def _y(score: float) -> float:
    return HEIGHT - BOTTOM - score / 100 * (HEIGHT - BOTTOM - TOP)


def _grid() -> SafeString:
    return format_html_join(
        "",
        '<path class="plot-grid" d="M{} {}H{}"/><text class="plot-tick" x="{}" y="{}">{}</text>',
        (
            (LEFT, f"{_y(score):.1f}", WIDTH - RIGHT, LEFT - 5, f"{_y(score) + 4.5:.1f}", score)
            for score in (0, 50, 100)
        ),
    )


def _threshold(interested: int) -> SafeString:
    return format_html(
        '<path class="plot-threshold" d="M{} {}H{}"/>',
        *(LEFT, f"{_y(interested):.1f}", WIDTH - RIGHT),
    )


def _interest(
    curve: Sequence[Score], since: datetime.datetime, until: datetime.datetime
) -> SafeString:
    points = " ".join(f"{_x(one.at, since, until):.1f},{_y(_exact(one)):.1f}" for one in curve)
    return format_html(
        '<polygon class="plot-area" points="{},{} {} {},{}"/>'
        '<polyline class="plot-line" points="{}"/>',
        *(LEFT, f"{_y(0):.1f}", points, WIDTH - RIGHT, f"{_y(0):.1f}", points),
    )


def _exact(score: Score) -> float:
    """Return interest before rounding, so that the curve has no steps of its own."""
    return min(100.0, sum(points for _, points in score.lines))


def _fit(
    changes: Sequence[Change], since: datetime.datetime, until: datetime.datetime
) -> SafeString:
    """Draw fit as it was judged: level until the next judgment."""
    if not changes:
        return SafeString("")
    path = ""
    for one in changes:
        x, y = f"{_x(one.at, since, until):.1f}", f"{_y(one.after.fit):.1f}"
        path += f"H{x}V{y}" if path else f"M{x} {y}"
    return format_html('<path class="plot-fit" d="{}H{}"/>', path, WIDTH - RIGHT)


def _marks(
    changes: Sequence[Change],
    definition: Definition,
    since: datetime.datetime,
    until: datetime.datetime,
) -> SafeString:
    """Draw a line and a dot, in the color of what it became, where the category was given."""
    return format_html_join(
        "",
        '<path class="plot-mark" d="M{} {}V{}"/>'
        '<circle class="plot-dot tone-{}" cx="{}" cy="{}" r="4"/>',
        (
            (x, TOP - 4, HEIGHT - BOTTOM, _tone(one, definition), x, TOP - 6)
            for one in changes
            if one.before is None or one.before.category != one.after.category
            for x in [f"{_x(one.at, since, until):.1f}"]
        ),
    )


def _tone(change: Change, definition: Definition) -> str:
    known = labels.category_of(definition, change.after.category)
    return labels.tag(definition, change.after.category, known.rank if known else 99).tone


def _ends(since: datetime.datetime, until: datetime.datetime) -> SafeString:
    return format_html(
        '<text class="plot-tick is-start" x="{}" y="{}">{}</text>'
        '<text class="plot-tick" x="{}" y="{}">{}</text>',
        *(LEFT, HEIGHT - 6, formats.full_date(since)),
        *(WIDTH - RIGHT, HEIGHT - 6, formats.full_date(until)),
    )
