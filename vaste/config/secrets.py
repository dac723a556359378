"""The signing key of an installation: made once, kept in a file that only its owner can read."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from vaste.config.environment import BadEnvironment


def make_signing_key() -> str:
    """Return a new signing key."""
    return secrets.token_urlsafe(50)


def make_push_key() -> str:
    """Return a new private key for push (P-256) as base64url of its 32 bytes."""
    # Imported here, for it is needed once in the life of an installation.
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def load_or_make(path: Path, *, make: Callable[[], str] = make_signing_key) -> str:
    """
    Return the key kept at `path`, making it first if there is none.

    Two processes that start at once agree: the file is created exclusively and the loser reads it.

    Raises BadEnvironment when it belongs to another user.
    """
    try:
        return read_or_make(path, make=make)
    except PermissionError:
        raise BadEnvironment(
            f"{path} is another user's: start Vaste as the user that made it, or give the folder "
            f"to this one with chown -R, or set VASTE_VAR to another folder."
        ) from None


def read_or_make(path: Path, *, make: Callable[[], str] = make_signing_key) -> str:
    """Return what the file holds, making it first if there is none."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(make())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
