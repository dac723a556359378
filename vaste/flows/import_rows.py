"""
The rows of an import as arrivals: raw as they stand in the file, and read by the import's map.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from vaste.flows import define
from vaste.flows.receive import Incoming
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.kernel.words import gettext_noop as _
from vaste.leads.models import Arrival, Door, Import
from vaste.leads.reading import FieldMap, parse_field_map, read_fields, says_nothing
from vaste.leads.tables.lookups import Lookups
from vaste.leads.tables.parse import Row, Table

Chunk = tuple[int, list[Incoming], datetime.datetime]  # its last row's number, its rows, when read
LONGEST_KEY = 200  # characters of a row's own id that tell it apart
State = Arrival.State
SAYS_NOTHING = {
    "code": "says_nothing",
    "detail": _("The row names nobody and says nothing."),
    "remedy": _("Fill in at least a name, an address, a number or a message."),
}
ID_USED = {
    "code": "row_id_used",
    "detail": _("Another row with this id was taken before."),
    "remedy": _("Give each row an id of its own, or leave the id out."),
}


class RowReader:
    """Reads the rows of one import; made once for a run."""

    def __init__(self, workspace_id: uuid.UUID, made: Import, table: Table) -> None:
        self._import = made
        self._map: FieldMap = parse_field_map(made.field_map)
        self._lookups = Lookups(self._map, Path(made.path).parent)
        with inside(workspace_id):
            definition = define.in_force(workspace_id)
            door = Door.objects.within(workspace_id).get(id=made.door_id)
        calendar = definition.content["calendar"]
        self._defaults: dict[str, Any] = door.settings.get("defaults", {})
        self._country = self._map.country or calendar.get("holidays", {}).get("country", "")
        self._zone = ZoneInfo(self._map.zone or definition.zone)
        self._run_clocks = bool(made.options.get("run_clocks"))

    @staticmethod
    def check(field_map: Mapping[str, Any]) -> None:
        """Raise Refused for a map that can't be used."""
        parse_field_map(field_map)

    def chunks(
        self, rows: Iterator[Row], *, size: int, clock: Callable[[], datetime.datetime]
    ) -> Iterator[Chunk]:
        """
        Yield the rows as arrivals, `size` at a time, and read the next chunk meanwhile.

        What the file's reader raises is raised when its chunk is asked for.
        """
        read = self._read_all(rows, size, clock)
        with ThreadPoolExecutor(1, thread_name_prefix="import") as thread:
            ahead = thread.submit(next, read, None)
            while (chunk := ahead.result()) is not None:
                ahead = thread.submit(next, read, None)
                yield chunk

    def _read_all(
        self, rows: Iterator[Row], size: int, clock: Callable[[], datetime.datetime]
    ) -> Iterator[Chunk]:
        while chunk := list(islice(rows, size)):
            at = clock()
            yield chunk[-1].number, [self.read(row, at=at) for row in chunk], at

    def read(self, row: Row, *, at: datetime.datetime) -> Incoming:
        """Return one row as an arrival; one that can't be used is refused, with its reason."""
        arrival = Incoming(
            door_id=self._import.door_id,
            received_at=at,
            idempotency_key=self._key(row),
            has_own_key=True,
            content_type="application/json",
            headers={},
            body=msgspec.json.encode(row.cells),
            enquiry=None,
            channel="file",
            state=State.REFUSED,
            defaults=self._defaults,
            import_id=self._import.id,
            row_number=row.number,
            run_clocks=self._run_clocks,
        )
        if row.problem is not None:
            arrival.idempotency_key = f"row:{self._import.id}:{row.number}"
            arrival.reasons = [
                {
                    "code": "bad_row",
                    "detail": row.problem.message,
                    "remedy": row.problem.remedy,
                }
            ]
            return arrival
        return self._understood(arrival, row, at)

    def _understood(self, arrival: Incoming, row: Row, at: datetime.datetime) -> Incoming:
        enquiry = read_fields(
            self._lookups.extend(row.cells),
            field_map=self._map,
            defaults=self._defaults,
            country=self._country,
            at=at,
            zone=self._zone,
        )
        if says_nothing(enquiry):
            arrival.reasons = [SAYS_NOTHING]
            return arrival
        arrival.enquiry, arrival.state = enquiry, State.LEAD_CREATED
        return arrival

    def _key(self, row: Row) -> str:
        own = row.cells.get(self._map.row_id, "").strip() if self._map.row_id else ""
        if own:
            return f"id:{own[:LONGEST_KEY]}"
        made = self._import
        return f"row:{made.sha256[:24]}:{made.repeats}:{row.number}"

    @staticmethod
    def conflicting(arrival: Incoming) -> Incoming:
        """Return a row whose id another row has, as a refused arrival of its own."""
        arrival.id = uuid7()
        arrival.idempotency_key = f"again:{arrival.id}"
        arrival.enquiry, arrival.state, arrival.reasons = None, State.REFUSED, [ID_USED]
        return arrival
