"""Remembered answers."""

from vaste.kernel.memory import remember_short


class TestRememberShort:
    def test_remembers_short_texts_and_works_out_long_ones_anew(self) -> None:
        asked: list[str] = []

        @remember_short(longest=3, most=10)
        def length(text: str, more: int = 0) -> int:
            asked.append(text)
            return len(text) + more

        assert [length("abc"), length("abc"), length("abc", more=1)] == [3, 3, 4]
        assert [length("abcd"), length("abcd")] == [4, 4]
        assert asked == ["abc", "abc", "abcd", "abcd"]

    def test_keeps_name_and_docstring(self) -> None:
        @remember_short(longest=3, most=10)
        def shout(text: str) -> str:
            """Return it loud."""
            return text.upper()

        assert (shout.__name__, shout.__doc__) == ("shout", "Return it loud.")
