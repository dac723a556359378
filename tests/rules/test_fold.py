from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import oracle, strategies
from vaste.rules import fold

LETTERS = [
    chr(code)
    for block in (range(0x20, 0x250), range(0x388, 0x530), range(0x1E00, 0x1F00))
    for code in block
]


class TestFolded:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Äiti ÅÄÖ", "aiti aao"),
            ("árvíztűrő tükörfúrógép", "arvizturo tukorfurogep"),
            ("ÁRVÍZTŰRŐ", "arvizturo"),
            ("Ægir Øst Straße Łódź", "agir ost strase lodz"),
            ("a\u0308iti", "aiti"),
            ("ΑΘΉΝΑ σας", "αθηνα σασ"),
            ("Йод ЁЛКА", "иод елка"),
            ("O’Brien – 10\u00a0000\u202f€", "o'brien - 10 000 €"),
            ("soft\u00adhyphen", "softhyphen"),
            ("漢字 😀", "漢字 😀"),
            ("", ""),
            ("\u0301\u0301", ""),
        ],
    )
    def test_reads_without_case_and_accents(self, text: str, folded: str) -> None:
        assert fold.folded(text) == folded

    def test_agrees_with_the_oracle_on_every_letter(self) -> None:
        assert {letter: fold.folded(letter) for letter in LETTERS} == {
            letter: oracle.plain(letter) for letter in LETTERS
        }

    def test_folds_to_what_stays(self) -> None:
        assert [fold.folded(letter) for letter in fold.TO] == list(fold.TO)

    def test_table_names_each_character_once(self) -> None:
        assert len(set(fold.FROM)) == len(fold.FROM)
        assert len(fold.TO) < len(fold.FROM)


class TestPattern:
    @settings(deadline=None)
    @given(
        text=strategies.TEXTS | strategies.LETTERS,
        word=strategies.WORDS | strategies.LETTERS.filter(lambda word: fold.folded(word) != ""),
        cut=st.booleans(),
    )
    def test_finds_what_folding_finds(
        self, pg: psycopg.Connection[Any], text: str, word: str, cut: bool
    ) -> None:
        word = text[1:4] if cut and fold.folded(text[1:4]) else word
        found = pg.execute(
            """SELECT %(text)s::text COLLATE "C" ~ %(pattern)s::text,
                      translate(lower(%(text)s::text COLLATE "C"), %(from)s, %(to)s)""",
            {"text": text, "pattern": fold.pattern(word), "from": fold.FROM, "to": fold.TO},
        ).fetchone()

        assert found == (fold.folded(word) in fold.folded(text), fold.folded(text))
