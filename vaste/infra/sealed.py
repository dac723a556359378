"""Secrets that must be used again, kept so that a copy of the database does not give them away."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unsealable(Exception):
    """A secret was sealed by another key, or for another purpose."""


def seal(secret: str, purpose: str) -> str:
    """Return a secret encrypted by the installation's key, to be opened for `purpose` only."""
    return _box(purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Return what was sealed for `purpose`; raises Unsealable."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unsealable(f"sealed by another key, or not for {purpose}") from None


def _box(purpose: str) -> Fernet:
    """Return the box of a purpose: its key is derived from the signing key (HKDF, RFC 5869)."""
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
