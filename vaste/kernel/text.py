"""Text from outside made safe to keep, and names made ready to compare."""

import re
import unicodedata

from vaste.kernel.memory import remember_short

# NUL and lone surrogates: PostgreSQL and UTF-8 cannot hold them, so they may never pass.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Other control characters, soft hyphen, zero-width space, direction overrides (they let one
# text look like another) and non-characters. Tab and line feed stay; so do the joiners
# U+200C and U+200D, which scripts and emoji need.
_REMOVED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_SPACES = re.compile(r"\s+")
# The points of "S.A." and "z o.o.", but not the one of "amazon.com".
_INITIAL_POINTS = re.compile(r"(?<=\b\w)\.")
# Letters that have no decomposition, as people type them without their marks.
_PLAIN_LETTERS = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i"}
_PLAIN_LETTERS |= {"æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n", "ĸ": "k"}


def has_unstorable(text: str) -> bool:
    """Say whether `text` holds NUL or lone surrogates, which no database text can keep."""
    return _UNSTORABLE.search(text) is not None


def clean(text: str, limit: int) -> str:
    """
    Return `text` fit to store and show: at most `limit` characters, trimmed, in NFC.

    NUL, lone surrogates, control characters and direction overrides go; line ends become
    line feeds; tabs and line feeds inside stay.
    """
    if not (text.isascii() and text.isprintable()):
        text = _clean_unusual(text)
    return text.strip()[:limit].rstrip()


def _clean_unusual(text: str) -> str:
    text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def one_line(text: str, limit: int) -> str:
    """Return `text` as `clean` does, with every run of white space made one space."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()[:limit].rstrip()
    return _SPACES.sub(" ", clean(text, limit * 2))[:limit].rstrip()


class _FoldTable(dict[int, str]):
    """Maps a code point to what `fold` makes of it, computed at the first meeting."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if "\u0300" <= character <= "\u036f":
        return ""
    if unicodedata.category(character)[0] in "PSZC":
        return " "
    return _PLAIN_LETTERS.get(character, character)


_FOLD_TABLE = _FoldTable()


@remember_short(longest=120, most=16_384)
def fold(text: str) -> str:
    """
    Return `text` ready for comparing: no case, no accents, punctuation and spaces as one space.

    "Äkkiä, Oy" and "akkia oy" fold to the same. Letters of other scripts are kept.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(decomposed.translate(_FOLD_TABLE).split())


def exact_company_name(name: str) -> str:
    """Return `name` folded with its legal form kept: "Acme Oy" and "Acme AB" stay two companies."""
    return fold(_INITIAL_POINTS.sub("", name))
