"""Where on a site something happened, in the one spelling that is kept and compared."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from vaste.kernel.text import one_line

LONGEST = 300  # characters kept of a path


def path_of(address: str) -> str:
    """
    Return the path of a page's address, or the name of an event, as it is kept.

    Small letters, no host, query, fragment or slash at the end, per cent signs undone, at most 300
    characters: `https://example.com/Pricing/?utm=1#top` is `/pricing`.
    """
    text = one_line(address, 2_000)
    try:
        parts = urlsplit(text)
    except ValueError:
        return spelled(text)
    path = parts.path or ("/" if parts.netloc else "")
    kept = spelled(unquote(path))
    return kept.rstrip("/") or kept[:1]


def spelled(path: str) -> str:
    """Return a path, or a part of one, in small letters on one line, at most 300 characters."""
    return one_line(path.lower(), LONGEST)
