"""Bound parameters of compiled rules: each value once, under a name of its own."""

from typing import LiteralString

from psycopg import sql

from vaste.rules import fold

# PostgreSQL keeps 32 compiled regular expressions for a session and forgets the oldest; one that
# is compiled anew for each row costs 18 microseconds a row. The rest of 32 is for the shapes.
MOST_PATTERNS = 24

# The caller binds these two when the statement runs.
NOW = sql.SQL("{}::timestamptz").format(sql.Placeholder("now"))
WORKSPACE = sql.SQL("{}::uuid").format(sql.Placeholder("workspace"))


class Binder:
    """
    Hands out placeholders for values while the rules of one statement are compiled.

    Their names are `prefix` and a number; what many conditions share has a fixed name.
    """

    def __init__(self, *, prefix: str, zone: str) -> None:
        self.params: dict[str, object] = {}
        self._prefix = prefix
        self._zone = zone
        self._names: dict[tuple[type, str], str] = {}
        self._patterns: set[str] = set()

    def bind(self, value: object, cast: LiteralString) -> sql.Composable:
        """Return SQL for `value` as the type `cast`; equal values share a placeholder."""
        key = (type(value), repr(value))
        name = self._names.setdefault(key, f"{self._prefix}{len(self._names)}")
        self.params[name] = value
        return sql.SQL("{}::" + cast).format(sql.Placeholder(name))

    def constant(self, name: str, value: str) -> sql.Composable:
        """Return SQL for a text that is the same in every rule, bound under `name`."""
        self.params[name] = value
        return sql.SQL("{}::text").format(sql.Placeholder(name))

    def zone(self) -> sql.Composable:
        """Return SQL for the name of the time zone whose days are meant."""
        return self.constant("zone", self._zone)

    def today(self) -> sql.Composable:
        """Return SQL for the date it is at `now` in the zone."""
        return sql.SQL("({} AT TIME ZONE {})::date").format(NOW, self.zone())

    def folded(self, text: sql.Composable) -> sql.Composable:
        """Return SQL for `text` as comparisons read it."""
        return fold.folded_sql(
            text,
            folds_from=self.constant("fold_from", fold.FROM),
            folds_to=self.constant("fold_to", fold.TO),
        )

    def takes_pattern(self, pattern: str) -> bool:
        """Return whether the statement can afford `pattern`, which is then counted."""
        if pattern not in self._patterns and len(self._patterns) >= MOST_PATTERNS:
            return False
        self._patterns.add(pattern)
        return True
