"""The JSON door in the OpenAPI document: it is answered before Django, so it is told of by hand."""

from __future__ import annotations

from typing import Any, Final

from vaste.api.repeats import KEY_PATTERN

PATH: Final = "/in/api/{key}"
TAG: Final = {"name": "door", "description": "Where your forms and systems send enquiries to."}
REFUSES: Final = (400, 404, 413, 415, 422, 429, 503)
_ARRIVAL: Final = "01950a5d-ac96-774b-8cce-b302099a8006"
_TEXT: Final = {"type": "string", "maxLength": 2000}
_BODY: Final[dict[str, Any]] = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 100,
    "propertyNames": {"pattern": "^[A-Za-z0-9_. -]{1,100}$"},
    "properties": {
        "name": _TEXT,
        "email": _TEXT,
        "phone": _TEXT,
        "company": _TEXT,
        "job_title": _TEXT,
        "message": {"type": "string", "maxLength": 20000},
        "request_type": {"description": "offer, information, visit or another", **_TEXT},
        "utm_source": _TEXT,
        "custom": {
            "type": "object",
            "description": (
                "Values of the workspace's own fields by key, or by their names in rules. What a"
                " field can't keep is kept raw with the lead, with a problem that says why"
            ),
            "maxProperties": 100,
            "propertyNames": {"pattern": "^[A-Za-z0-9_. -]{1,80}$"},
            "additionalProperties": {"type": ["string", "number", "boolean"], "maxLength": 500},
        },
    },
    "additionalProperties": {"type": ["string", "number", "boolean"], "maxLength": 2000},
}
_EXAMPLE: Final = {
    "name": "Maija Meikäläinen",
    "email": "maija@pumppu.example",
    "company": "Pumppu Oy",
    "message": "Pyydämme tarjouksen kymmenestä pumpusta.",
    "request_type": "offer",
    "custom": {"pumps": 10},
}
_ANSWER: Final = {
    "type": "object",
    "required": ["arrival", "answer_by", "answer"],
    "properties": {
        "arrival": {"type": "string", "format": "uuid"},
        "answer_by": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "When a person will have answered; null when nothing is promised",
        },
        "answer": {
            "type": ["string", "null"],
            "description": "The same as a sentence, in the buyer's zone and language",
        },
    },
}


def post_arrival() -> dict[str, Any]:
    """Return the one operation of the JSON door, without its refusals."""
    return {
        "operationId": "post_arrival",
        "tags": [TAG["name"]],
        "summary": "Send an enquiry",
        "description": (
            "Send an enquiry.\n\nIt is stored for good when 202 is answered. Any field names are"
            " taken; what is not understood is kept under its own name. HTML forms are taken too.\n"
            "A name, an address, a number or a message is needed: else 422 with `says_nothing`.\n"
            "The same `Idempotency-Key` with the same body is taken once and answered alike."
        ),
        "security": [],
        "parameters": [
            {
                "in": "path",
                "name": "key",
                "required": True,
                "description": "The door's public key",
                "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{16}$"},
                "example": "fYQm3Zk0pW1xfYQm",
            },
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": False,
                "description": "Any text of your own: the same body with it is taken once",
                "schema": {"type": "string", "pattern": KEY_PATTERN},
                "example": "form-1842",
            },
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _BODY, "examples": {"usual": {"value": _EXAMPLE}}}
            },
        },
        "responses": {
            "202": {
                "description": "Stored",
                "content": {
                    "application/json": {
                        "schema": _ANSWER,
                        "examples": {
                            "usual": {
                                "value": {
                                    "arrival": _ARRIVAL,
                                    "answer_by": "2026-03-02T11:00:00+00:00",
                                    "answer": "Vastaamme tänään klo 13.00.",
                                }
                            }
                        },
                    }
                },
            }
        },
    }
