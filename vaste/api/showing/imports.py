"""Imports of files, their columns and their rows as bodies."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from vaste.api.shapes.intake import (
    BadRowOut,
    CellProblemOut,
    ColumnOut,
    ColumnsOut,
    ImportOut,
    PreviewOut,
    RowOut,
    WordOut,
)
from vaste.flows.matching import Column, Columns, RowAsRead
from vaste.leads.enquiry import FIELDS, Enquiry
from vaste.leads.models import Arrival, Import

_FIELDS = tuple(one.name for one in fields(Enquiry) if one.name in FIELDS)


def show_import(one: Import) -> ImportOut:
    """Return an import as a body."""
    return ImportOut.model_validate(
        {
            "door": one.door_id,
            **{
                name: getattr(one, name) for name in ImportOut.model_fields if name not in ("door",)
            },
        }
    )


def show_columns(looked: Columns) -> ColumnsOut:
    """Return what a file's columns seem to hold as a body."""
    return ColumnsOut(
        columns=[_column(one) for one in looked.columns],
        field_map=looked.field_map,
        sampled=looked.sampled,
    )


def _column(column: Column) -> ColumnOut:
    guess = column.guess
    return ColumnOut(
        name=guess.column,
        field=guess.field,
        why=guess.why,
        confidence=guess.confidence,
        samples=list(guess.samples),
        filled=column.filled,
        words=[
            WordOut(value=one.value, count=one.count, outcome=one.outcome) for one in column.words
        ],
    )


def show_preview(rows: Sequence[RowAsRead]) -> PreviewOut:
    """Return rows as a map reads them; what a row does not tell is left out."""
    return PreviewOut(rows=[_row(one) for one in rows])


def _row(read: RowAsRead) -> RowOut:
    enquiry = read.enquiry
    told = {name: _plain(getattr(enquiry, name)) for name in _FIELDS}
    return RowOut(
        number=read.row.number,
        fields={
            **{name: value for name, value in told.items() if value not in ("", None)},
            **({"other": dict(enquiry.other)} if enquiry.other else {}),
            **({"custom": dict(read.own)} if read.own else {}),
            **({"consents": {one.purpose: one.given for one in enquiry.consents}}
               if enquiry.consents else {}),
        },
        says_nothing=read.says_nothing,
        problems=[
            CellProblemOut(
                field=one.field, value=one.value, message=one.message, remedy=one.remedy
            )
            for one in read.problems
        ],
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def show_bad_row(arrival: Arrival) -> BadRowOut:
    """Return a row that became no lead as a body, with its first reason."""
    reason: dict[str, Any] = next(iter(arrival.reasons), {})
    return BadRowOut.model_validate(
        {
            "arrival": arrival.id,
            "number": arrival.row_number,
            "state": arrival.state,
            **{name: str(reason.get(name, "")) for name in ("code", "detail", "remedy")},
            "cells": json.loads(arrival.body),
        }
    )
