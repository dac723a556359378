from collections.abc import Callable
from typing import Any

import pytest

from vaste.rules.vocabulary import (
    Column,
    Field,
    Happening,
    JsonKey,
    MoneyColumns,
    Source,
    Vocabulary,
    label,
)

EN = {"en": "label"}
MESSAGE = Field("lead.message", "text", Column("lead", "message"), EN)


def happening(name: str = "download", table: str = "event", **changes: Any) -> Happening:
    values: dict[str, Any] = {"kind_column": "kind", "kind_values": ("download",)} | changes
    return Happening(
        name, table, "contact_id", at_column="at", human_column=None, labels=EN, **values
    )


def field(kind: Any, source: Source, **parts: Any) -> Field:
    return Field("lead.x", kind, source, **({"labels": EN} | parts))


COLUMN = Column("lead", "x")
MONEY = MoneyColumns("lead", "x", "currency")
KEY = JsonKey("lead", "custom", "any 'key' 100%")


class TestField:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: Field("Lead.X", "text", COLUMN, EN),
            lambda: Field("lead.x; drop", "text", COLUMN, EN),
            lambda: Field("x" * 121, "text", COLUMN, EN),
            lambda: field("strange", COLUMN),
            lambda: field("text", COLUMN, labels={}),
            lambda: field("choice", COLUMN),
            lambda: field("text", Column("lead", 'x"; DROP TABLE y')),
            lambda: field("text", Column("lead", "100%")),
            lambda: field("text", Column("Lead", "x")),
            lambda: field("text", JsonKey("lead", "custom column", "x")),
            lambda: field("money", MoneyColumns("lead", "x", "c%")),
            lambda: field("money", COLUMN),
            lambda: field("money", KEY),
            lambda: field("money", COLUMN, unit="XXXX"),
            lambda: field("number", MONEY),
            lambda: field("number", COLUMN, unit="EUR"),
            lambda: field("duration", COLUMN, unit="fortnight"),
            lambda: happening(table="x y"),
            lambda: happening(name="Down load"),
            lambda: happening(kind_column="kind%"),
            lambda: happening(kind_column=None),
            lambda: happening(kind_values=()),
            lambda: happening(path_column="path"),
            lambda: happening(path_column="path%", path_labels=EN),
        ],
    )
    def test_refuses_parts_that_do_not_fit(self, make: Callable[[], object]) -> None:
        with pytest.raises(ValueError, match=" "):
            make()

    def test_takes_what_fits(self) -> None:
        assert field("money", MONEY).unit is None
        assert field("money", KEY, unit="EUR").unit == "EUR"
        assert field("duration", COLUMN, unit="hour").unit == "hour"


class TestVocabulary:
    def test_brings_the_rooms_together(self) -> None:
        own = field("text", KEY)
        vocabulary = Vocabulary.of([MESSAGE], [happening()])
        more = vocabulary.plus([own])

        assert vocabulary.fields == {"lead.message": MESSAGE}
        assert vocabulary.happenings == {"download": happening()}
        assert more.fields == {"lead.message": MESSAGE, "lead.x": own}

    def test_refuses_two_of_one_name(self) -> None:
        with pytest.raises(ValueError, match=r"'lead\.message' is registered twice"):
            Vocabulary.of([MESSAGE], [MESSAGE])
        with pytest.raises(ValueError, match="'download' is registered twice"):
            Vocabulary.of([happening()]).plus([happening()])


class TestLabel:
    def test_falls_back_to_english_then_any_then_the_name(self) -> None:
        assert label({"en": "city", "fi": "kaupunki"}, "fi", otherwise="x") == "kaupunki"
        assert label({"en": "city", "fi": "kaupunki"}, "sv", otherwise="x") == "city"
        assert label({"fi": "kaupunki"}, "sv", otherwise="x") == "kaupunki"
        assert label({}, "sv", otherwise="x") == "x"
