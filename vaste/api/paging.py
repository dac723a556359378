"""Lists by key, page after page: nothing is skipped or told twice because rows come and go."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import (  # type: ignore[import-untyped]  # no stubs
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)
from pydantic import BaseModel, Field

from vaste.api.problems import Problem
from vaste.api.shapes.kinds import WHOLE

MOST = 200  # rows of one page
USUAL = 50
Row = TypeVar("Row", bound=Model)
Shape = TypeVar("Shape", bound=BaseModel)


class PageQuery(BaseModel):
    """Where a page begins and how long it is."""

    cursor: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_-]{1,400}$",
        description="`next` of the page before; leave it out for the first page",
    )
    limit: Annotated[int, Field(ge=1, le=MOST), WHOLE] = Field(
        USUAL, description="How many at most"
    )


class Page(BaseModel, Generic[Shape]):
    """One page of a list."""

    items: list[Shape]
    next: str | None = Field(description="The cursor of the next page; null on the last one")


@dataclass(frozen=True, slots=True)
class Order:
    """
    An order of rows by `columns`, all of them rising or all falling, the last one unique.

    `readers` read the columns' values out of a cursor; each raises ValueError for what is none.
    """

    columns: tuple[str, ...]
    readers: tuple[Callable[[Any], Any], ...]
    is_falling: bool = False

    def read(self, cursor: str) -> list[Any]:
        """
        Return the values that a cursor stands for.

        Raises Problem for a cursor that is not of this order.
        """
        try:
            told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            return [read(one) for read, one in zip(self.readers, _listed(told), strict=True)]
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise Problem(
                422,
                "bad_cursor",
                "The cursor is not one of this list.",
                "Send `next` of the page before as it was, or leave the cursor out.",
                place="query.cursor",
            ) from None


def _listed(told: object) -> list[Any]:
    if not isinstance(told, list):
        raise ValueError("a cursor is a list")
    return told


def _instant(told: Any) -> datetime.datetime:
    read = datetime.datetime.fromisoformat(told)
    if read.tzinfo is None:
        raise ValueError("an instant has an offset")
    return read


def _whole(told: Any) -> int:
    if type(told) is not int or abs(told) > 2**31:
        raise ValueError("no whole number")
    return told


NEWEST = Order(("received_at", "id"), (_instant, uuid.UUID), is_falling=True)
LATEST_MADE = Order(("made_at", "id"), (_instant, uuid.UUID), is_falling=True)
LATEST_HAPPENED = Order(("occurred_at", "id"), (_instant, uuid.UUID), is_falling=True)
LATEST_DONE = Order(("at", "id"), (_instant, uuid.UUID), is_falling=True)
WORKING = Order(("category_rank", "due_at", "id"), (_whole, _instant, uuid.UUID))
STANDING = Order(
    ("at", "interest", "fit", "id"), (_instant, _whole, _whole, uuid.UUID), is_falling=True
)
LAST_NUMBER = Order(("number", "id"), (_whole, uuid.UUID), is_falling=True)
BY_ROW = Order(("row_number", "id"), (_whole, uuid.UUID))
FIRST_MADE = Order(("id",), (uuid.UUID,))
LAST_MADE = Order(("id",), (uuid.UUID,), is_falling=True)


def cut(rows: QuerySet[Row], order: Order, query: PageQuery) -> tuple[list[Row], str | None]:
    """
    Return one page of `rows` in `order`, and the cursor of the next (None: this is the last).

    Raises Problem for a cursor of another list.
    """
    if query.cursor is not None:
        compare = TupleLessThan if order.is_falling else TupleGreaterThan
        rows = rows.filter(
            compare(Tuple(*(F(name) for name in order.columns)), order.read(query.cursor))
        )
    sign = "-" if order.is_falling else ""
    found = list(rows.order_by(*(f"{sign}{name}" for name in order.columns))[: query.limit + 1])
    return found[: query.limit], following(found, order, query.limit)


def following(found: Sequence[Any], order: Order, limit: int) -> str | None:
    """
    Return the cursor after the first `limit` of `found`, None when there is nothing after them.
    """
    if len(found) <= limit:
        return None
    last = [getattr(found[limit - 1], name) for name in order.columns]
    text = json.dumps([one if isinstance(one, int) else _said(one) for one in last])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)
