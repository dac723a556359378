"""Typed readers of environment variables; the only place that reads them is settings.py."""

import os
from collections.abc import Mapping


class BadEnvironment(Exception):
    """A variable holds something that can't be used; the message says which and how to mend it."""


def text(name: str, default: str, *, env: Mapping[str, str] = os.environ) -> str:
    """Return the variable as text, or `default` when it is unset or empty."""
    return env.get(name) or default


def whole(name: str, default: int, *, env: Mapping[str, str] = os.environ) -> int:
    """
    Return the variable as a whole number, or `default` when it is unset or empty.

    Raises BadEnvironment when it holds anything else.
    """
    raw = env.get(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError:
        raise BadEnvironment(f"{name} must be a whole number, not {raw!r}") from None


def yes(name: str, default: bool, *, env: Mapping[str, str] = os.environ) -> bool:
    """
    Return the variable as a truth value: 1/true/yes/on or 0/false/no/off.

    Raises BadEnvironment when it holds anything else.
    """
    raw = env.get(name)
    if not raw:
        return default
    word = raw.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironment(f"{name} must be yes or no, not {raw!r}")
