"""The signing key of an installation: made once, kept in a file that only its owner can read."""

import os
import secrets
from pathlib import Path


def load_or_make(path: Path) -> str:
    """
    Return the key kept at `path`, making it first if there is none.

    Two processes that start at once agree: the file is created exclusively and the loser reads it.
    """
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
