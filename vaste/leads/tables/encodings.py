"""Which encoding a text file is in, found from the whole file's bytes."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import charset_normalizer

_BLOCK: Final = 1 << 20  # bytes read at a time
_SAMPLE: Final = 64 * 1024  # bytes of lines with other letters than ASCII that are weighed
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES: Final = ("cp1252", "cp1250", "mac_roman", "cp850", "latin-1")
# Letters of the languages of the house and their neighbours, and marks that programs set.
_LIKELY_LETTERS: Final = frozenset("äöåÄÖÅéÉáÁíÍóÓúÚüÜőŐűŰßæøÆØàèêçñôîâëïõÕšžŠŽčČřěýůłżąęćśńğı")
_LIKELY_MARKS: Final = frozenset(
    "\u2013\u2014\u2019\u2018\u201c\u201d\u201e\u2026\u20ac\u00a7\u00b0\u00b7\u00a0"
)
_OPENING: Final = frozenset("\u2018\u201c\u201d\u201e\u2019\u00a0")
_HUNGARIAN: Final = frozenset("őűŐŰ")
_BAD_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(slots=True)
class _Survey:
    """What one pass over a file saw: bytes that are no UTF-8, letters that are, and examples."""

    bad: int = 0
    good: int = 0
    sample: bytes = b""
    zeros_even: int = 0
    zeros_odd: int = 0


def detect_encoding(path: Path) -> str:
    """
    Return the codec of a text file: by its mark, else UTF-8 where the whole file may be it.

    A file that is UTF-8 but for a few broken bytes is UTF-8: those rows are then bad rows. One
    of a single-byte encoding is told by the letters that it makes of the bytes.
    """
    with path.open("rb") as file:
        head = file.read(4)
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return codec
    survey = _survey(path)
    if codec := _without_mark(survey):
        return codec
    if survey.bad == 0 or survey.good > 4 * survey.bad:
        return "utf-8"
    return _single_byte(survey.sample)


def _survey(path: Path) -> _Survey:
    survey = _Survey()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        first = file.read(_BLOCK)
        survey.zeros_even = first[0:4096:2].count(0)
        survey.zeros_odd = first[1:4096:2].count(0)
        block = first
        while block:
            _weigh(survey, decoder, block)
            block = file.read(_BLOCK)
    return survey


def _weigh(survey: _Survey, decoder: codecs.IncrementalDecoder, block: bytes) -> None:
    text = decoder.decode(block)
    if text.isascii():
        return
    bad = len(_BAD_BYTE.findall(text)) if not _encodes(text) else 0
    survey.bad += bad
    survey.good += sum(map(len, re.findall("[^\x00-\x7f\ud800-\udfff]+", text)))
    if len(survey.sample) < _SAMPLE:
        lines = b"\n".join(line for line in block.splitlines() if not line.isascii())
        survey.sample += lines[: _SAMPLE - len(survey.sample)]


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _without_mark(survey: _Survey) -> str:
    """Recognise UTF-16 without its mark: every second byte of Latin text is nought."""
    few, many = sorted((survey.zeros_even, survey.zeros_odd))
    if many < 8 or few * 8 > many:
        return ""
    return "utf-16-le" if survey.zeros_odd > survey.zeros_even else "utf-16-be"


def _single_byte(sample: bytes) -> str:
    scores = {codec: _likelihood(sample, codec) for codec in _CANDIDATES}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] > _SURE:
        return best
    guess = charset_normalizer.from_bytes(sample).best()
    # A wide one has its mark at the very beginning, which was looked for, or noughts throughout.
    return best if guess is None or guess.encoding.startswith("utf_") else guess.encoding


_SURE: Final = 0.6  # share of the other letters that must be likely ones


def _likelihood(sample: bytes, codec: str) -> float:
    """Return how much of the sample's other letters a codec makes into likely ones, -1 to 1."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return -1.0
    worth = [
        _worth(before, character, after)
        for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False)
        if character > "\x7f"
    ]
    return (sum(worth) + _hungarian(text)) / len(worth) if worth else 0.0


def _worth(before: str, character: str, after: str) -> int:
    """Judge one letter by its neighbours: odd are a capital in a word, a euro before a letter."""
    if character in _LIKELY_LETTERS:
        return -1 if character.isupper() and before.islower() else 1
    is_odd = after.isalpha() and character not in _OPENING
    return 1 if character in _LIKELY_MARKS and not is_odd else -1


def _hungarian(text: str) -> float:
    """Lean to ő and ű where other Hungarian letters stand, for else they read as õ and û."""
    hints = sum(map(text.count, "áéíóúÁÉÓ"))
    double = sum(map(text.count, _HUNGARIAN))
    return 0.5 * double if hints > double / 2 else 0.0
