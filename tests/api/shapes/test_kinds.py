"""Values of clients, read strictly."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from vaste.api.shapes import kinds

ID = "01950a5d-ac96-774b-8cce-b302099a8057"


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


class TestReadInstant:
    @pytest.mark.parametrize(
        ("told", "hour"),
        [
            ("2026-03-05T10:00:00Z", 10),
            ("2026-03-05t10:00:00z", 10),
            ("2026-03-05T12:00:00+02:00", 10),
            ("2026-03-04T23:00:00-11:00", 10),
            ("2026-03-05T10:00:00.000000001Z", 10),
        ],
    )
    def test_takes_what_rfc_3339_says(self, told: str, hour: int) -> None:
        assert kinds.read_instant(told) == datetime.datetime(2026, 3, 5, hour, tzinfo=datetime.UTC)

    @pytest.mark.parametrize(
        "told",
        [
            "",
            "2026-03-05",
            "2026-03-05T10:00:00",
            "2026-03-05 10:00:00Z",
            "2026-03-05T10:00Z",
            "2026-02-30T10:00:00Z",
            "2026-03-05T25:00:00Z",
            "2026-03-05T10:00:00+2",
            "٢٠٢٦-03-05T10:00:00Z",
            1234567890,
            None,
            True,
        ],
    )
    def test_takes_nothing_else(self, told: object) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - datetime's own words for some
            kinds.read_instant(told)

    @pytest.mark.parametrize(
        ("told", "meant"),
        [
            ("0001-01-01T00:00:00+14:00", kinds.EARLIEST),
            ("1969-12-31T23:59:59Z", kinds.EARLIEST),
            ("9999-12-31T23:59:59-12:00", kinds.LATEST),
        ],
    )
    def test_stays_within_what_the_database_can_hold(
        self, told: str, meant: datetime.datetime
    ) -> None:
        assert kinds.read_instant(told) == meant

    @given(st.integers(10**8, 32 * 10**9), st.integers(-14 * 60, 14 * 60))
    def test_reads_back_what_was_written(self, second: int, offset: int) -> None:
        zone = datetime.timezone(datetime.timedelta(minutes=offset))
        at = datetime.datetime.fromtimestamp(second, zone)

        assert kinds.read_instant(at.isoformat()) == at


class TestMoney:
    @pytest.mark.parametrize("told", ["0", "12", "12.5", "12.50", "99999999999999.99"])
    def test_takes_amounts_as_text(self, told: str) -> None:
        assert read(kinds.Money, told) == Decimal(told)

    @pytest.mark.parametrize("told", ["", "-1", "1.234", "1e5", "NaN", "1,5", "1" * 15, 12, 1.5])
    def test_takes_nothing_else(self, told: object) -> None:
        with pytest.raises(ValidationError):
            read(kinds.Money, told)


class TestId:
    @pytest.mark.parametrize("told", [ID, ID.upper()])
    def test_takes_an_id_with_its_hyphens(self, told: str) -> None:
        assert read(kinds.Id, told) == uuid.UUID(ID)

    @pytest.mark.parametrize("told", ["", "x", ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}"])
    def test_takes_nothing_else(self, told: str) -> None:
        with pytest.raises(ValidationError):
            read(kinds.Id, told)


class TestYesNo:
    def test_takes_true_and_false(self) -> None:
        assert read(kinds.YesNo, "true") is True
        assert read(kinds.YesNo, "false") is False

    @pytest.mark.parametrize("told", ["", "yes", "1", "True", 1, None])
    def test_takes_nothing_else(self, told: object) -> None:
        with pytest.raises(ValidationError):
            read(kinds.YesNo, told)


class TestWhole:
    kind = Annotated[int, Field(ge=1, le=200), kinds.WHOLE]

    @pytest.mark.parametrize(("told", "meant"), [("1", 1), ("200", 200), ("007", 7)])
    def test_takes_digits(self, told: str, meant: int) -> None:
        assert read(self.kind, told) == meant

    @pytest.mark.parametrize("told", ["0", "201", "+5", " 5", "5.0", "1_0", "٥", "", 5])
    def test_takes_nothing_else(self, told: object) -> None:
        with pytest.raises(ValidationError):
            read(self.kind, told)


class TestText:
    @pytest.mark.parametrize("told", ["", "ä\n\r\t", "🙂", "\x01"])
    def test_takes_what_the_database_can_hold(self, told: str) -> None:
        assert read(kinds.Text, told) == told

    @pytest.mark.parametrize("told", ["a\x00b", "\ud800", 5, None])
    def test_takes_nothing_else(self, told: object) -> None:
        with pytest.raises(ValidationError):
            read(kinds.Text, told)
