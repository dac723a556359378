"""Refusals say what, where and how to mend it."""

from vaste.kernel.errors import Refused, VasteError


class TestRefused:
    def test_reads_as_one_sentence_with_its_place(self) -> None:
        refused = Refused("bad_json", "Not JSON.", "Mend it.", "line 1", 400)

        assert str(refused) == "Not JSON. (line 1) Mend it."
        assert isinstance(refused, VasteError)

    def test_leaves_out_what_is_not_said(self) -> None:
        assert str(Refused("empty", "Nothing.")) == "Nothing."
