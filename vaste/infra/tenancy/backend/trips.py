"""
Statements in few trips to the server.

The trip is the dear part of a small statement: sending it, waking the server, being woken by it. So
a statement whose answer nobody needs yet waits, and all that wait go together, in their order,
through libpq's pipeline (docs/decisions/0014). What one of them raises is raised where the trip is
made: where an answer is read, or where the savepoint or the transaction ends.
"""

from __future__ import annotations

import re
import select
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import abc, errors, pq
from psycopg.adapt import PyFormat, Transformer  # its type is in psycopg.abc

MOST_PREPARED = 200  # statements that a connection keeps prepared; the one unused longest goes
_PLACE = re.compile(r"%%|%\((\w+)\)s")
_STALE = frozenset({"0A000", "26000"})  # a prepared statement that the tables have moved away from
_DONE = frozenset({pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK})
_Key = tuple[bytes, tuple[int, ...]]  # a statement, and the types of its parameters
_Rows = list[tuple[Any, ...]]


class Answer:
    """The answer to one statement; reading its rows makes the trip, if it has not been made."""

    __slots__ = (
        "_rows",
        "_trips",
        "command",
        "formats",
        "is_harmless",
        "is_prepared",
        "params",
        "types",
    )

    def __init__(self, trips: Trips, command: bytes, *, is_harmless: bool = False) -> None:
        self._trips = trips
        self._rows: _Rows | None = None
        self.command = command
        self.params: Any = None
        self.types: tuple[int, ...] = ()
        self.formats: Any = None
        self.is_harmless = is_harmless
        self.is_prepared = False

    @property
    def rows(self) -> _Rows:
        """
        The rows; none for a statement that has none to give.

        Raises Django's database errors: its own, or that of a statement which went before it.
        """
        if self._rows is None:
            self._trips.send()
        if self._rows is None:
            raise errors.PipelineAborted("a statement that went before this one had failed")
        return self._rows

    def take(self, values: abc.Transformer, result: pq.abc.PGresult) -> None:
        """Read what the server gave."""
        if result.status == pq.ExecStatus.TUPLES_OK:
            values.set_pgresult(result)
            self._rows = values.load_rows(0, result.ntuples, tuple)
        else:
            self._rows = []


class _Line:
    """What goes with a connection, through the pool too: its prepared statements, its adapters."""

    def __init__(self, raw: psycopg.Connection) -> None:
        self.values = Transformer(raw)
        self._prepared: dict[_Key, bytes] = {}  # the one used last at the end
        self._made = 0
        self._fresh: list[_Key] = []
        self._surplus: list[bytes] = []  # the server may have them prepared; nothing asks for them

    @staticmethod
    def of(raw: psycopg.Connection) -> _Line:
        """Return what goes with a connection."""
        found: _Line | None = vars(raw).get("vaste_line")
        if found is None:
            found = vars(raw)["vaste_line"] = _Line(raw)
        return found

    def name_of(self, key: _Key) -> tuple[bytes, bool]:
        """Return the name of a prepared statement, and whether it has to be prepared first."""
        name = self._prepared.pop(key, None)
        is_new = name is None
        if name is None:
            self._made += 1
            self._fresh.append(key)
            name = b"vaste_%d" % self._made
        self._prepared[key] = name
        return name, is_new

    def surplus(self) -> list[bytes]:
        """Return the names of the statements that are to be prepared no longer, once."""
        names, self._surplus = self._surplus, []
        return names

    def arrive(self, failure: psycopg.Error | None) -> None:
        """End a trip; after a failure nobody knows what was prepared on it."""
        fresh, self._fresh = self._fresh, []
        if failure is not None:
            lost = list(self._prepared) if failure.sqlstate in _STALE else fresh
            self._surplus += [self._prepared.pop(key) for key in lost if key in self._prepared]
        while len(self._prepared) > MOST_PREPARED:
            self._surplus.append(self._prepared.pop(next(iter(self._prepared))))


class Trips:
    """The statements of one of Django's connections that wait for the next trip."""

    def __init__(self, django: Any) -> None:
        self._django = django
        self._waiting: list[Answer] = []

    def ask(self, text: str, params: Mapping[str, Any], *, prepare: bool) -> Answer:
        """
        Put a statement with %(names)s in the queue; outside a transaction it goes at once.

        Raises, with nothing put in the queue, what a value that can't be sent raises.
        """
        self._django.ensure_connection()
        raw = self._django.connection
        command, names = _numbered(text)
        answer = Answer(self, command)
        values = _Line.of(raw).values
        with self._django.wrap_database_errors:
            told = [params[name] for name in names]
            answer.params = values.dump_sequence(told, [PyFormat.AUTO] * len(told))
        answer.types, answer.formats = tuple(values.types or ()), values.formats
        answer.is_prepared = prepare
        self._waiting.append(answer)
        if raw.autocommit:
            self.send()
        return answer

    def add(self, command: str) -> None:
        """Put a command that can't fail in the queue: it goes with the next that is needed."""
        self._waiting.append(Answer(self, command.encode(), is_harmless=True))

    @property
    def waits(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    @property
    def may_fail(self) -> bool:
        """Whether something waits, or has been done, that has an error to tell yet."""
        raw = self._django.connection
        if raw is not None and raw.pgconn.transaction_status == pq.TransactionStatus.INERROR:
            return True
        return not all(one.is_harmless for one in self._waiting)

    def forget(self, *, since: str = "") -> None:
        """Drop what waits: all of it, or what was put in the queue after the command `since`."""
        commands = [one.command for one in self._waiting]
        wanted = since.encode()
        kept = commands.index(wanted) + 1 if wanted in commands else 0
        del self._waiting[kept:]

    def send(self) -> None:
        """
        Send all that waits and take the answers, in one trip.

        Raises Django's database errors: that of the first statement which failed; those after it
        were not run.
        """
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        self._django.ensure_connection()
        with self._django.wrap_database_errors:
            _carry(self._django.connection, waiting)


@lru_cache(maxsize=1024)
def _numbered(text: str) -> tuple[bytes, tuple[str, ...]]:
    """Return a statement with $1, $2 … for its names, and the names in that order."""
    numbers: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%"
        return f"${numbers.setdefault(found[1], len(numbers) + 1)}"

    return _PLACE.sub(place, text).encode(), tuple(numbers)


def _carry(raw: psycopg.Connection, waiting: list[Answer]) -> None:
    """Make one trip; raise the driver's errors, closing a connection that broke on the way."""
    line = _Line.of(raw)
    try:
        raw.pgconn.enter_pipeline_mode()
        owners = list(_hand_over(raw, line, waiting))
        raw.pgconn.pipeline_sync()
        results = list(_collect(raw.pgconn))
        raw.pgconn.exit_pipeline_mode()
    except BaseException:
        raw.close()  # nobody knows how much of it was done
        raise
    failure = None
    for owner, result in zip(owners, results, strict=True):
        if result.status == pq.ExecStatus.FATAL_ERROR:
            failure = failure or errors.error_from_result(result)
        elif owner is not None and result.status in _DONE:
            owner.take(line.values, result)
    line.arrive(failure)
    if failure is not None:
        raise failure


def _hand_over(
    raw: psycopg.Connection, line: _Line, waiting: list[Answer]
) -> Iterator[Answer | None]:
    """Write all commands into the connection's buffer; yield whose each result will be."""
    pgconn = raw.pgconn
    is_first = not raw.autocommit and pgconn.transaction_status == pq.TransactionStatus.IDLE
    # Before all else, where no failure precedes; one that was never prepared may be closed too.
    for name in line.surplus():
        pgconn.send_close_prepared(name)
        yield None
    if is_first:
        pgconn.send_query_params(b"BEGIN", None)
        yield None
    for one in waiting:
        if not one.is_prepared:
            pgconn.send_query_params(one.command, one.params, one.types, one.formats)
        else:
            name, is_new = line.name_of((one.command, one.types))
            if is_new:
                pgconn.send_prepare(name, one.command, one.types)
                yield None
            pgconn.send_query_prepared(name, one.params, one.formats)
        yield one


def _collect(pgconn: pq.abc.PGconn) -> Iterator[pq.abc.PGresult]:
    """Yield the results, one for each command, until the server has come to the end of the trip."""
    is_sent = not pgconn.flush()
    bell = select.poll()
    while True:
        while not pgconn.is_busy():
            result = pgconn.get_result()
            if result is None:
                continue  # between two commands
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                return
            yield result
        bell.register(pgconn.socket, select.POLLIN if is_sent else select.POLLIN | select.POLLOUT)
        bell.poll()
        pgconn.consume_input()
        is_sent = is_sent or not pgconn.flush()
