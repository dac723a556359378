"""Small pieces of the screens: icons, people, pills, clocks, and values in words."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vaste.desk import formats
from vaste.desk.panels import CategoryTag, ClockCard, ClockCell, FormState, Money, Person, Quadrant

register = template.Library()

KEPT = 1024  # drawings of one kind that are kept, the rarely used ones let go

ICONS = {
    "arrival": "inbox",
    "phone": "phone-call",
    "email": "mail",
    "linkedin": "brand-linkedin",
    "chat": "messages",
    "meeting": "users",
    "note": "note",
    "page": "eye",
    "claim": "hand-grab",
    "release": "arrow-back-up",
    "route": "route",
    "category": "tag",
    "clock": "clock",
    "breach": "alert-triangle",
    "snooze": "zzz",
    "close": "circle-check",
    "reopen": "rotate-clockwise",
    "import": "file-spreadsheet",
    "system": "robot",
    "form": "forms",
    "api": "code",
    "file": "file-spreadsheet",
    "mailbox": "mail",
    "ad": "presentation",
}


class ShareLike(Protocol):
    """Some of a whole, from any report."""

    part: int
    whole: int

    @property
    def is_small(self) -> bool:
        """Tell whether a percentage would mislead."""


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of the sprite, hidden from screen readers: words stand beside it."""
    return _icon(name, extra)


@lru_cache(maxsize=KEPT)
def _icon(name: str, extra: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        *(extra, static("vendor/icons/sprite.svg"), name),
    )


@register.simple_tag
def avatar(person: Person, extra: str = "") -> SafeString:
    """Draw a person's initials; their name is the accessible text."""
    return format_html(
        '<span class="avatar-dot hue-{} {}" role="img" aria-label="{}" title="{}">{}</span>',
        *(person.hue % 8, extra, person.name, person.name, person.initials),
    )


@register.simple_tag
def pill(category: CategoryTag, extra: str = "") -> SafeString:
    """Draw a category as a colored pill with its name."""
    return _pill(category, extra)


@lru_cache(maxsize=KEPT)
def _pill(category: CategoryTag, extra: str) -> SafeString:
    return format_html(
        '<span class="pill tone-{} {}">{}</span>', category.tone, extra, category.label
    )


@register.simple_tag
def quadrant(value: Quadrant) -> SafeString:
    """Draw the fit by interest glyph: a dot in a square of four."""
    words = _("%(label)s: fit %(fit)s, interest %(interest)s. %(track)s.") % {
        "label": value.label,
        "track": value.track,
        "fit": value.fit,
        "interest": value.interest,
    }
    return _quadrant(value, words)


@lru_cache(maxsize=KEPT)
def _quadrant(value: Quadrant, words: str) -> SafeString:
    return format_html(
        '<svg class="quadrant quadrant-{}" viewBox="0 0 20 20" role="img" aria-label="{}">'
        "<title>{}</title>"
        '<rect class="quadrant-cell" x="1" y="1" width="18" height="18" rx="4"/>'
        '<path class="quadrant-axes" d="M10 2v16M2 10h16"/>'
        '<circle class="quadrant-dot" cx="{}" cy="{}" r="3.2"/></svg>',
        *(value.key, words, words),
        *(f"{4 + 0.12 * value.interest:.1f}", f"{16 - 0.12 * value.fit:.1f}"),
    )


@register.simple_tag(takes_context=True)
def clock(context: Context, cell: ClockCell | ClockCard, extra: str = "") -> SafeString:
    """Draw one promise; a running one carries its instants for the browser to count on."""
    now = _now(context)
    if cell.state in ("met", "missed"):
        text = _("Done") if cell.state == "met" else _("Done late")
    elif cell.state == "paused":
        text = _("Paused")
    else:
        text = formats.countdown(cell.due_at, now=now) if now else formats.moment(cell.due_at)
    is_running = cell.state in ("ok", "warn", "over")
    due = cell.due_at.isoformat()
    return format_html(
        '<time class="clock clock-{} {}" datetime="{}" title="{}"{}>{}</time>',
        *(cell.state, extra, due, formats.full_moment(cell.due_at)),
        *(_instants(due, cell.warn_at) if is_running else "", text),
    )


@register.simple_tag
def clock_words() -> str:
    """Return the countdown's patterns as JSON, the same words that the server uses."""
    return json.dumps(
        {
            "s": _("%(n)s s"),
            "m": _("%(n)s min"),
            "h": _("%(n)s h"),
            "left": _("%(time)s left"),
            "over": _("%(time)s over"),
        }
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime) -> SafeString:
    """Draw an instant as short as it stays clear, the whole of it in its title."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        *(at.isoformat(), formats.full_moment(at), formats.moment(at, now=_now(context))),
    )


@register.simple_tag(takes_context=True)
def ago(context: Context, at: datetime) -> SafeString:
    """Draw an instant as "7 minutes ago"; without script it stays a time."""
    return format_html(
        '<relative-time datetime="{}" format="relative" tense="past" title="{}">{}</relative-time>',
        *(at.isoformat(), formats.full_moment(at), formats.moment(at, now=_now(context))),
    )


@register.simple_tag
def meter(value: float, most: float, label: str, tone: str = "") -> SafeString:
    """Draw a bar of `value` out of `most`, full where most is 0; `label` says it in words."""
    percent = min(100.0, 100 * value / most) if most else 100.0 if value else 0.0
    return format_html(
        '<svg class="meter tone-{}" role="img" aria-label="{}" preserveAspectRatio="none">'
        '<rect class="meter-track" width="100%" height="100%" rx="3"/>'
        '<rect class="meter-fill" width="{}%" height="100%" rx="3"/></svg>',
        *(tone or "plain", label, f"{percent:.1f}"),
    )


@register.simple_tag
def stack(counts: tuple[int, ...], categories: tuple[CategoryTag, ...], most: int) -> SafeString:
    """Draw counts by category as one bar of segments; `most` is the full width."""
    parts, start = [], 0.0
    for count, category in zip(counts, categories, strict=True):
        width = 100 * count / most if most else 0.0
        parts.append((category.tone, f"{start:.2f}", f"{width:.2f}"))
        start += width
    words = ", ".join(f"{c.label} {n}" for n, c in zip(counts, categories, strict=True))
    return format_html(
        '<svg class="meter" role="img" aria-label="{}">'
        '<rect class="meter-track" width="100%" height="100%" rx="3"/>{}</svg>',
        words,
        format_html_join(
            "", '<rect class="meter-part tone-{}" x="{}%" width="{}%" height="100%"/>', parts
        ),
    )


@register.simple_tag
def invalid(form: FormState, name: str, prefix: str = "", hint: str = "") -> SafeString:
    """
    Return the attributes that tie a field to its error and its hint.

    `prefix` is the form's own, so that two forms on a page may both have a "note"; `hint` is the
    id of a hint that stands there anyway. A refused field also takes the focus.
    """
    if form.errors.get(name):
        described = f"{hint} {prefix}{name}-error".strip()
        return format_html(' aria-invalid="true" autofocus aria-describedby="{}"', described)
    return format_html(' aria-describedby="{}"', hint) if hint else SafeString("")


@register.simple_tag
def field_error(form: FormState, name: str, prefix: str = "") -> SafeString:
    """Draw a field's error, with the id that `invalid` points at."""
    error = form.errors.get(name)
    if not error:
        return SafeString("")
    return format_html('<p class="field-error" id="{}{}-error">{}</p>', prefix, name, error)


@register.simple_tag(takes_context=True)
def current(context: Context, *names: str) -> SafeString:
    """
    Return aria-current="page" when the request's URL has one of these names.

    A name that ends in a colon stands for all addresses of an app.
    """
    request: Any = context.get("request")
    match = getattr(request, "resolver_match", None)
    known = {match.url_name, f"{match.namespace}:"} if match else set()
    return SafeString(' aria-current="page"' if known & set(names) else "")


@register.simple_tag
def count(value: int, is_capped: bool = False) -> str:
    """Return "214" or "1,000+"."""
    return formats.capped(value, is_capped)


@register.filter
def kind_icon(kind: str) -> str:
    """Return the icon's name for a kind of happening or of door."""
    return ICONS.get(kind, "circle-dot")


@register.filter
def nav_count(value: int) -> str:
    """Return a navigation count, capped at 1,000."""
    return formats.capped(min(value, 1000), value >= 1000)


@register.filter
def day(value: date | datetime) -> str:
    """Return "Thu 5 Mar"."""
    return formats.day(value)


@register.filter
def full_date(value: date | datetime) -> str:
    """Return "05/03/2026"."""
    return formats.full_date(value)


@register.filter
def full_moment(value: datetime) -> str:
    """Return date with year and time."""
    return formats.full_moment(value)


@register.filter
def duration(value: timedelta | None) -> str:
    """Return "1 h 12 min", a dash for None."""
    return formats.duration(value)


@register.filter
def number(value: int | float | Decimal) -> str:
    """Return a number with the reader's separators."""
    return formats.number(value)


@register.filter
def money(value: Money) -> str:
    """Return an amount with its currency."""
    return formats.money(value.amount, value.currency)


@register.filter
def phone(value: str) -> str:
    """Return a phone number with spaces."""
    return formats.phone(value)


@register.filter
def size(value: int) -> str:
    """Return bytes as B, kB or MB."""
    return formats.size(value)


@register.filter
def share(value: ShareLike) -> str:
    """Return a percentage, or "3 of 7" for small numbers."""
    return formats.share(value.part, value.whole, is_small=value.is_small)


def _now(context: Context) -> datetime | None:
    shell: Any = context.get("shell")
    return shell.now if shell else None


def _instants(due: str, warn_at: datetime | None) -> SafeString:
    if warn_at is None:
        return format_html(' data-due="{}"', due)
    return format_html(' data-due="{}" data-warn="{}"', due, warn_at.isoformat())
