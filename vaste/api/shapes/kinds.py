"""Kinds of values that clients send, read strictly: what the contract does not allow is refused."""

from __future__ import annotations

import datetime
import re
import uuid
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

EARLIEST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(2999, 12, 31, tzinfo=datetime.UTC)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_MONEY = re.compile(r"[0-9]{1,14}(\.[0-9]{1,2})?")
_NUMBER = re.compile(r"[0-9]{1,9}")


def read_instant(value: object) -> datetime.datetime:
    """
    Return an instant written as RFC 3339 says, in UTC, moved to 1970 or 2999 when it is beyond
    them.

    Raises ValueError for anything else, a number too.
    """
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("write it as 2026-03-05T10:00:00Z, with an offset")
    read = datetime.datetime.fromisoformat(value.upper())
    if not EARLIEST.year < read.year < LATEST.year:
        return EARLIEST if read.year <= EARLIEST.year else LATEST
    return read.astimezone(datetime.UTC)


def _read_money(value: object) -> Decimal:
    if not isinstance(value, str) or not _MONEY.fullmatch(value):
        raise ValueError("write it as text, such as 1200.50")
    return Decimal(value)


def _read_yes_no(value: object) -> bool:
    if value not in ("true", "false"):
        raise ValueError("write true or false")
    return value == "true"


def _read_whole(value: object) -> int:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError("write a whole number")
    return int(value)


def _read_percent(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise ValueError("write a whole number")
    return int(value)


def _read_id(value: object) -> uuid.UUID:
    try:
        read = uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None or str(read) != str(value).lower():
        raise ValueError("write an id as 01890a5d-ac96-774b-bcce-b302099a8057")
    return read


def _schema(**members: Any) -> WithJsonSchema:
    return WithJsonSchema(members)


#: Free text: anything that the database can hold.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
#: An instant in a body or a query.
Instant = Annotated[
    datetime.datetime,
    BeforeValidator(read_instant),
    _schema(type="string", format="date-time", examples=["2026-03-05T10:00:00Z"]),
]
#: An amount, as text, so that no cent is lost on the way.
Money = Annotated[
    Decimal,
    BeforeValidator(_read_money),
    _schema(type="string", pattern=r"^[0-9]{1,14}(\.[0-9]{1,2})?$", examples=["12500.00"]),
]
#: A certainty in a body; 50.0 is as whole as 50, for JSON has one kind of number.
Percent = Annotated[
    int,
    BeforeValidator(_read_percent),
    Field(ge=0, le=100),
    _schema(type="integer", minimum=0, maximum=100),
]
#: An id in a query.
Id = Annotated[uuid.UUID, BeforeValidator(_read_id), _schema(type="string", format="uuid")]
#: A flag in a query.
YesNo = Annotated[bool, BeforeValidator(_read_yes_no), _schema(type="boolean")]
#: Reads a whole number of a query; the kind beside it says from where to where.
WHOLE = BeforeValidator(_read_whole)


def _read_count(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("write a whole number")
    return value


#: Reads a whole number of a body: 7, and 7.0, which JSON Schema holds to be one.
COUNT = BeforeValidator(_read_count)
