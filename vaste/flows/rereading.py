"""Reading a stored arrival as its door read it when it came."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from vaste.flows.define import Definition
from vaste.flows.import_rows import SAYS_NOTHING
from vaste.flows.receive import Incoming
from vaste.kernel.errors import Refused
from vaste.leads import forms
from vaste.leads.enquiry import Enquiry
from vaste.leads.models import Arrival, Door, Import
from vaste.leads.raw import raw_body
from vaste.leads.reading import parse_field_map, read_body, read_fields, says_nothing
from vaste.leads.tables.lookups import Lookups

#: Rows that no second reading mends: their file does.
_OF_THE_FILE: Final = frozenset({"bad_row", "row_id_used"})


def read_again(
    arrival: Arrival, door: Door, origin: Import | None, definition: Definition
) -> Enquiry:
    """
    Return what a stored arrival says, by its door's present settings and its import's field map.

    When it happened is told as the time it was received, unless the body tells another.

    Raises Refused when the body still can't be read.
    """
    if origin is None:
        enquiry = _post_again(arrival, door, definition)
    else:
        enquiry = _row_again(arrival, door, origin, definition)
    enquiry.occurred_at = enquiry.occurred_at or arrival.received_at
    return enquiry


def _post_again(arrival: Arrival, door: Door, definition: Definition) -> Enquiry:
    fields = read_body(arrival.content_type, raw_body(arrival))
    is_form = door.kind == Door.Kind.FORM
    own = forms.own_names(door.settings) if is_form else set()
    enquiry = read_fields(
        [(name, value) for name, value in fields if name not in own],
        defaults=door.settings.get("defaults", {}),
        country=str(door.settings.get("country", _country(definition))),
        at=arrival.received_at,
    )
    if is_form:
        enquiry.consents = forms.consents(
            door.settings, dict(fields), language=enquiry.language, version=door.version
        )
    return enquiry


def _row_again(arrival: Arrival, door: Door, origin: Import, definition: Definition) -> Enquiry:
    _check_row(arrival)
    field_map = parse_field_map(origin.field_map)
    cells = msgspec.json.decode(raw_body(arrival), type=dict[str, str])
    enquiry = read_fields(
        Lookups(field_map, Path(origin.path).parent).extend(cells),
        field_map=field_map,
        defaults=door.settings.get("defaults", {}),
        country=field_map.country or _country(definition),
        at=arrival.received_at,
        zone=ZoneInfo(field_map.zone or definition.zone),
    )
    if says_nothing(enquiry):
        raise Refused("says_nothing", SAYS_NOTHING["detail"], SAYS_NOTHING["remedy"])
    return enquiry


def _check_row(arrival: Arrival) -> None:
    for reason in arrival.reasons:
        if reason["code"] in _OF_THE_FILE:
            raise Refused(reason["code"], reason["detail"], reason.get("remedy", ""))


def incoming_again(
    arrival: Arrival, door: Door, origin: Import | None, enquiry: Enquiry, *, at: datetime.datetime
) -> Incoming:
    """
    Return a stored arrival for the pipeline, as if it came at `at`: the people's clocks start then.

    How long it was held before is the program's own part of the waiting: the lead's `received_at`
    stays that of the arrival, by the enquiry's `occurred_at`.
    """
    return Incoming(
        id=arrival.id,
        door_id=door.id,
        received_at=at,
        idempotency_key=arrival.idempotency_key,
        has_own_key=True,
        content_type=arrival.content_type,
        headers=arrival.headers,
        body=raw_body(arrival),
        enquiry=enquiry,
        channel=door.kind,
        defaults=door.settings.get("defaults", {}),
        import_id=arrival.import_id,
        row_number=arrival.row_number,
        run_clocks=origin is None or bool(origin.options.get("run_clocks")),
    )


def _country(definition: Definition) -> str:
    holidays = definition.content["calendar"].get("holidays") or {}
    return str(holidays.get("country", ""))
