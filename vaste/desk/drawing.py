"""Small drawings: icons, people, pills, the fit by interest glyph and bars, as markup."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vaste.desk.panels import CategoryTag, Person, Quadrant

KEPT = 1024  # drawings of one kind that are kept, the rarely used ones let go


def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of the sprite, hidden from screen readers: words stand beside it."""
    return _icon(name, extra)


@lru_cache(maxsize=KEPT)
def _icon(name: str, extra: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        *(extra, static("vendor/icons/sprite.svg"), name),
    )


def avatar(person: Person, extra: str = "") -> SafeString:
    """Draw a person's initials; their name is the accessible text."""
    return format_html(
        '<span class="avatar-dot hue-{} {}" role="img" aria-label="{}" title="{}">{}</span>',
        *(person.hue % 8, extra, person.name, person.name, person.initials),
    )


def pill(category: CategoryTag, extra: str = "") -> SafeString:
    """Draw a category as a colored pill with its name."""
    return _pill(category, extra)


@lru_cache(maxsize=KEPT)
def _pill(category: CategoryTag, extra: str) -> SafeString:
    return format_html(
        '<span class="pill tone-{} {}">{}</span>', category.tone, extra, category.label
    )


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


def meter(value: float, most: float, label: str, tone: str = "") -> SafeString:
    """Draw a bar of `value` out of `most`, full where most is 0; `label` says it in words."""
    percent = min(100.0, 100 * value / most) if most else 100.0 if value else 0.0
    return format_html(
        '<svg class="meter tone-{}" role="img" aria-label="{}" preserveAspectRatio="none">'
        '<rect class="meter-track" width="100%" height="100%" rx="3"/>'
        '<rect class="meter-fill" width="{}%" height="100%" rx="3"/></svg>',
        *(tone or "plain", label, f"{percent:.1f}"),
    )


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
