"""Values bound into a statement that is put together from parts."""

from __future__ import annotations


class Bound:
    """Hands out named placeholders; equal values of one type share theirs."""

    def __init__(self, prefix: str) -> None:
        self.params: dict[str, object] = {}
        self._prefix = prefix
        self._names: dict[tuple[str, str], str] = {}

    def add(self, value: object, cast: str) -> str:
        """Return SQL for `value` as the type `cast`, which is written in the program."""
        key = (repr(value), cast)
        name = self._names.setdefault(key, f"{self._prefix}{len(self._names)}")
        self.params[name] = value
        return f"%({name})s::{cast}"
