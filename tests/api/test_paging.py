"""Cursors: what they say, and what no cursor is."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass

import pytest

from tests.build import NOON
from vaste.api import paging
from vaste.api.paging import NEWEST, WORKING, Order
from vaste.api.problems import Problem

ID = uuid.UUID("01950a5d-ac96-774b-8cce-b302099a8007")


def cursor(told: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


@dataclass
class Row:
    category_rank: int
    due_at: object
    id: uuid.UUID


class TestFollowing:
    def test_is_read_back_as_it_was(self) -> None:
        rows = [Row(1, NOON, ID), Row(2, NOON, ID)]

        found = paging.following(rows, WORKING, 1)

        assert found is not None
        assert WORKING.read(found) == [1, NOON, ID]

    def test_is_none_on_the_last_page(self) -> None:
        assert paging.following([Row(1, NOON, ID)], WORKING, 1) is None


class TestRead:
    @pytest.mark.parametrize(
        "told",
        [
            "x",
            "!!!",
            "AAAA",
            cursor({}),
            cursor([]),
            cursor(["2026-03-02T10:00:00+00:00"]),
            cursor(["2026-03-02T10:00:00", str(ID)]),
            cursor(["2026-03-02T10:00:00+00:00", "no id"]),
            cursor(["never", str(ID)]),
            cursor([5, str(ID)]),
            cursor([None, None]),
            cursor(["2026-03-02T10:00:00+00:00", str(ID), 1]),
            cursor([[[[]]], str(ID)]),
        ],
    )
    def test_refuses_what_is_no_cursor_of_the_list(self, told: str) -> None:
        with pytest.raises(Problem) as refused:
            NEWEST.read(told)

        assert (refused.value.status, refused.value.code) == (422, "bad_cursor")

    @pytest.mark.parametrize("rank", ["1", 1.0, True, None, 2**40])
    def test_a_whole_number_is_one(self, rank: object) -> None:
        order = Order(("number",), paging.LAST_NUMBER.readers[:1])

        with pytest.raises(Problem):
            order.read(cursor([rank]))
