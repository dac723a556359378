"""The signing key of an installation: made once, kept in a file that only its owner can read."""

import os
import secrets
from pathlib import Path

from vaste.config.environment import BadEnvironment


def load_or_make(path: Path) -> str:
    """
    Return the key kept at `path`, making it first if there is none.

    Two processes that start at once agree: the file is created exclusively and the loser reads it.

    Raises BadEnvironment when it belongs to another user.
    """
    try:
        return read_or_make(path)
    except PermissionError:
        raise BadEnvironment(
            f"{path} is another user's: start Vaste as the user that made it, or give the folder "
            f"to this one with chown -R, or set VASTE_VAR to another folder."
        ) from None


def read_or_make(path: Path) -> str:
    """Return what the file holds, making it first if there is none."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
