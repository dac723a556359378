"""The time trap: a signed note of when a form was shown, which also names this showing of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core import signing

SALT = "vaste.form.trap"
OLDEST_S = 7 * 24 * 3600  # seconds; an older showing counts as not signed


@dataclass(frozen=True, slots=True)
class Showing:
    """One showing of a form: its own name, and how many seconds it was looked at."""

    nonce: str
    seconds: float


def sign(*, at_s: float) -> str:
    """Return the hidden field's value for a form shown at `at_s` (seconds since 1970)."""
    return signing.dumps([int(at_s), secrets.token_urlsafe(9)], salt=SALT)


def read(value: str, *, at_s: float) -> Showing | None:
    """Return the showing that a post names, or None for none, a forged or a very old one."""
    try:
        shown_s, nonce = signing.loads(value, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    seconds = at_s - shown_s
    return Showing(nonce, seconds) if 0 <= seconds <= OLDEST_S else None
