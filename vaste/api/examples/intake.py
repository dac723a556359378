"""Examples of doors, arrivals, sums and imports."""

from typing import Any, Final

from vaste.api.examples.ids import ARRIVAL as ARRIVAL_ID
from vaste.api.examples.ids import DOOR, LEAD, NEXT
from vaste.api.examples.ids import IMPORT as IMPORT_ID

DOORS: Final[dict[str, Any]] = {
    "items": [
        {
            "id": DOOR,
            "kind": "form",
            "slug": "forms",
            "name": "Website form",
            "key": "fYQm3Zk0pW1x",
            "opened_at": "2026-03-01T08:00:00Z",
            "closed_at": None,
        }
    ],
    "next": None,
}
ARRIVAL: Final[dict[str, Any]] = {
    "id": ARRIVAL_ID,
    "door": DOOR,
    "received_at": "2026-03-02T10:00:00Z",
    "state": "quarantined",
    "reasons": [{"code": "honeypot", "detail": ""}],
    "lead": None,
    "imported_by": None,
    "row_number": None,
    "repeats": 0,
}
ARRIVALS: Final[dict[str, Any]] = {"items": [ARRIVAL], "next": NEXT}
ARRIVAL_WITH_BODY: Final[dict[str, Any]] = {
    **ARRIVAL,
    "content_type": "application/x-www-form-urlencoded",
    "headers": {"user-agent": "Mozilla/5.0"},
    "body": "name=Maija&email=maija%40pumppu.example",
    "body_encoding": "utf-8",
    "body_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
RECEIPT: Final[dict[str, Any]] = {
    "arrival": ARRIVAL_ID,
    "state": "lead_created",
    "lead": LEAD,
    "answer_by": "2026-03-02T11:00:00Z",
}
SUMS: Final[dict[str, Any]] = {
    "zone": "Europe/Helsinki",
    "items": [
        {
            "on": "2026-03-02",
            "door": DOOR,
            "received": 214,
            "lead_created": 180,
            "appended": 20,
            "quarantined": 12,
            "refused": 2,
            "needs_a_look": 0,
            "dismissed": 0,
        }
    ],
}
IMPORT: Final[dict[str, Any]] = {
    "id": IMPORT_ID,
    "door": DOOR,
    "filename": "leads.csv",
    "size": 1_048_576,
    "state": "running",
    "position": 4000,
    "rows_total": 9240,
    "counts": {"lead_created": 3990, "refused": 10},
    "unread_outcomes": {"Parked": 12},
    "problem": "",
    "created_at": "2026-03-02T10:00:00Z",
    "started_at": "2026-03-02T10:01:00Z",
    "ended_at": None,
}
IMPORT_TAKEN: Final[dict[str, Any]] = {
    **IMPORT,
    "state": "uploaded",
    "position": 0,
    "counts": {},
    "started_at": None,
}
IMPORT_TO_TAKE: Final[dict[str, Any]] = {
    "door": DOOR,
    "file": "Name,E-mail\nMaija,maija@pumppu.example\n",
}
FIELD_MAP: Final[dict[str, Any]] = {
    "field_map": {
        "columns": {"Name": "full_name", "E-mail": "email", "Note": "ignore"},
        "others": "keep",
        "dates": {"order": "dmy"},
    }
}
START: Final[dict[str, Any]] = {**FIELD_MAP, "run_clocks": False}
COLUMNS: Final[dict[str, Any]] = {
    "columns": [
        {
            "name": "E-mail",
            "field": "email",
            "why": "synonym",
            "confidence": 0.95,
            "samples": ["maija@pumppu.example"],
            "filled": 198,
            "words": [],
        }
    ],
    "field_map": {"columns": {"E-mail": {"field": "email", "values": {}}}, "others": "keep"},
    "sampled": 200,
}
PREVIEW: Final[dict[str, Any]] = {
    "rows": [
        {
            "number": 2,
            "fields": {"full_name": "Maija", "email": "maija@pumppu.example"},
            "says_nothing": False,
            "problems": [
                {
                    "field": "phone",
                    "value": "3,58E+11",
                    "message": "A spreadsheet has turned this number into a power of ten.",
                    "remedy": "Format the column as text, and export it again.",
                }
            ],
        }
    ]
}
BAD_ROWS: Final[dict[str, Any]] = {
    "items": [
        {
            "arrival": ARRIVAL_ID,
            "number": 17,
            "state": "refused",
            "code": "says_nothing",
            "detail": "The row names nobody and says nothing.",
            "remedy": "Fill in at least a name, an address, a number or a message.",
            "cells": {"Name": "", "E-mail": ""},
        }
    ],
    "next": None,
}
IMPORTS: Final[dict[str, Any]] = {"items": [IMPORT], "next": None}
