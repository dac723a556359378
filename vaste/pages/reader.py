"""Who reads: their language."""

from __future__ import annotations

from django.utils.translation import get_language


def language() -> str:
    """Return the reader's language: en, fi, sv or hu."""
    return (get_language() or "en").split("-")[0]
