"""What templates of the desk load: drawings, clocks, the state of forms, and values in words."""

import json
from datetime import datetime
from typing import Any, Protocol

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vaste.desk import drawing, formats
from vaste.desk.panels import ClockCard, ClockCell, FormState, Money

register = template.Library()
for _drawn in (
    drawing.icon,
    drawing.avatar,
    drawing.pill,
    drawing.quadrant,
    drawing.meter,
    drawing.stack,
):
    register.simple_tag(_drawn)
for _said in (
    formats.day,
    formats.full_date,
    formats.full_moment,
    formats.duration,
    formats.number,
    formats.phone,
    formats.size,
):
    register.filter(_said)

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
def money(value: Money) -> str:
    """Return an amount with its currency."""
    return formats.money(value.amount, value.currency)


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
