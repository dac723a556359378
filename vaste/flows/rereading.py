"""Reading a stored arrival as its door read it when it came."""

from __future__ import annotations

import datetime

from vaste.flows.define import Definition
from vaste.flows.receive import Incoming
from vaste.leads import forms
from vaste.leads.enquiry import Enquiry
from vaste.leads.models import Arrival, Door, Import
from vaste.leads.raw import raw_body
from vaste.leads.reading import parse_field_map, read_body, read_fields
from vaste.leads.reading.field_map import FieldMap


def read_again(
    arrival: Arrival, door: Door, origin: Import | None, definition: Definition
) -> Enquiry:
    """
    Return what a stored arrival says, by its door's present settings and its import's field map.

    When it happened is told as the time it was received, unless the body tells another.

    Raises Refused when the body still can't be read.
    """
    fields = read_body(arrival.content_type, raw_body(arrival))
    typed = {name: value for name, value in fields if isinstance(value, str)}
    own = forms.own_names(door.settings) if door.kind == Door.Kind.FORM else set()
    enquiry = read_fields(
        [(name, value) for name, value in fields if name not in own],
        field_map=_field_map(origin),
        defaults=door.settings.get("defaults", {}),
        country=_country(door, definition),
        at=arrival.received_at,
    )
    if door.kind == Door.Kind.FORM:
        enquiry.consents = forms.consents(
            door.settings, typed, language=enquiry.language, version=door.version
        )
    enquiry.occurred_at = enquiry.occurred_at or arrival.received_at
    return enquiry


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
        run_clocks=origin is None or bool(origin.options.get("run_clocks", True)),
    )


def _field_map(origin: Import | None) -> FieldMap | None:
    return parse_field_map(origin.field_map) if origin and origin.field_map else None


def _country(door: Door, definition: Definition) -> str:
    holidays = definition.content.get("calendar", {}).get("holidays") or {}
    return str(door.settings.get("country", holidays.get("country", "FI")))
