"""Numbers and amounts of money as people and spreadsheets write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from vaste.kernel.currency import currency_code
from vaste.kernel.errors import Unread
from vaste.kernel.memory import remember_short
from vaste.kernel.words import gettext_noop as _

_LONGEST_INPUT: Final = 60
LARGEST: Final = Decimal("1e15")  # what numeric(17, 2) columns hold

_NUMBER = r"\d(?:[\d.,' \u00a0\u2009\u202f\u2019]*\d)?"
_AMOUNT = re.compile(
    rf"(?P<before>[^\d]*?)(?P<minus>[-\u2212]?)\s*(?P<low>{_NUMBER})(?P<exp>E\+?\d+)?"
    rf"(?:\s*(?:[-\u2013\u2014]|\.\.\.?|to|till|bis)\s*(?P<before2>\D{{0,4}}?)(?P<high>{_NUMBER}))?"
    r"\s*(?P<plus>\+|,-|:-)?(?P<after>[^\d]*)",
    re.IGNORECASE,
)
_GROUPING = re.compile(r"[ \u00a0\u2009\u202f'\u2019]")
_WORDS = re.compile(r"[^\W\d_]+|[%€£$¥₹₩₺₴₽]")
_SCALES: Final = {
    "k": 3,
    "t": 3,
    "e": 3,
    "tuhat": 3,
    "tuhatta": 3,
    "tusen": 3,
    "ezer": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "mio": 6,
    "milj": 6,
    "miljoona": 6,
    "miljoonaa": 6,
    "miljoner": 6,
    "miljon": 6,
    "millió": 6,
    "million": 6,
    "millions": 6,
    "mrd": 9,
    "mdr": 9,
    "bn": 9,
    "miljardi": 9,
    "miljardia": 9,
    "miljard": 9,
    "miljarder": 9,
    "milliárd": 9,
    "billion": 9,
}
# One word for a scale and a currency together.
_JOINED: Final = {
    "tkr": (3, "kr"),
    "kkr": (3, "kr"),
    "mkr": (6, "kr"),
    "mdkr": (9, "kr"),
    "teur": (3, "EUR"),
    "keur": (3, "EUR"),
    "meur": (6, "EUR"),
    "msek": (6, "SEK"),
    "tsek": (3, "SEK"),
    "mft": (6, "HUF"),
    "eft": (3, "HUF"),
    "mhuf": (6, "HUF"),
    "ksek": (3, "SEK"),
    "musd": (6, "USD"),
    "kusd": (3, "USD"),
}
_NOT_A_NUMBER = Unread(
    "not_a_number",
    _("This is not a number."),
    _("Write digits, such as 1234.50 or 1 234,50."),
)
_EXCEL_SHORTENED = Unread(
    "excel_shortened",
    _("A spreadsheet shortened this number, so its last digits are lost."),
    _("Format the column as a number without exponent in the spreadsheet and export again."),
)
_TOO_LARGE = Unread(
    "number_too_large",
    _("This number is too large to be true."),
    _("Check its digits and its separators."),
)


@dataclass(frozen=True, slots=True)
class Number:
    """
    One number read: `value`, its `currency` (ISO 4217, "" if none was written).

    `high` is the upper end when a range was written ("11-50"), `open_ended` says "50+".
    `ambiguous` marks a lone separator before three digits ("1,234"), read as thousands.
    """

    value: Decimal
    currency: str = ""
    high: Decimal | None = None
    open_ended: bool = False
    ambiguous: bool = False


@remember_short(longest=60, most=8_192)
def read_number(raw: str, *, decimal: str = "", country: str = "") -> Number | Unread:
    """
    Read one number or amount: `1 234,50`, `1.234,50`, `1,234.50`, `€ 1 200`, `12k`, `3 Mkr`.

    `decimal` is the decimal mark of the source ("," or "."), "" where it is not known; `country`
    decides which crowns "kr" means. Infinity and exponents are refused.
    """
    text = raw.strip()
    if text.isdecimal() and len(text) < LARGEST.adjusted():
        return Number(Decimal(text))
    found = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST_INPUT else None
    if found is None:
        return _NOT_A_NUMBER
    if found["exp"]:
        return _EXCEL_SHORTENED
    return _amount(found, decimal, country)


def _amount(found: re.Match[str], decimal: str, country: str) -> Number | Unread:
    unit = _unit(f"{found['before']} {found['before2'] or ''} {found['after']}", country)
    low = _plain(found["low"], decimal)
    high = _plain(found["high"], decimal) if found["high"] else None
    if unit is None or low is None or (found["high"] and high is None):
        return _NOT_A_NUMBER
    scale, currency = unit
    value = low * (-(10**scale) if found["minus"] else 10**scale)
    top = high * 10**scale if high is not None else None
    if top is not None and top < value:
        return _NOT_A_NUMBER
    if abs(value) >= LARGEST or (top is not None and top >= LARGEST):
        return _TOO_LARGE
    doubtful = not decimal and _is_ambiguous(found["low"])
    return Number(value, currency, top, found["plus"] == "+", doubtful)


def _unit(words: str, country: str) -> tuple[int, str] | None:
    """Return the power of ten and the currency that `words` name; None if they say other things."""
    scale, currency = 0, ""
    for word in _WORDS.findall(words):
        name = word.casefold()
        if name in _JOINED:
            scale, currency = _JOINED[name][0], currency_code(_JOINED[name][1], country)
        elif (
            name in _SCALES and not scale and not (name == "e" and not _thousands_of_forint(words))
        ):
            scale = _SCALES[name]
        elif code := currency_code(word, country):
            currency = code
        elif name not in _FILLERS:
            return None
    return scale, currency


# Words around an amount that do not change it.
_FILLER_WORDS: Final = (
    "noin ca c n kb circa about approx approximately around over yli körülbelül ungefär per "
    "alv sis vat excl incl ex moms áfa nettó bruttó net gross henkilöä hlö st db fő pcs employees "
    "people persons henkeä anställda"
)
_FILLERS: Final = frozenset(_FILLER_WORDS.split())


def _thousands_of_forint(words: str) -> bool:
    """Tell the Hungarian "250 E Ft" (thousands) from the Finnish "250 e" (euros)."""
    return "ft" in words.casefold()


def _plain(text: str, decimal: str) -> Decimal | None:
    """Return the value of digits with separators; None where the grouping makes no sense."""
    digits = _GROUPING.sub("", text)
    mark = decimal or _decimal_mark(digits)
    other = "." if mark == "," else ","
    whole, _, fraction = digits.partition(mark) if mark else (digits, "", "")
    groups = re.split("[.,]" if not mark else re.escape(other), whole)
    if not fraction.isdigit() and fraction:
        return None
    if len(groups) > 1 and not _grouped_in_threes(groups):
        return None
    return Decimal("".join(groups) + ("." + fraction if fraction else ""))


def _grouped_in_threes(groups: list[str]) -> bool:
    # India groups by two before the last three: 12,34,567.
    return (
        1 <= len(groups[0]) <= 3
        and len(groups[-1]) == 3
        and all(len(group) in {2, 3} for group in groups[1:-1])
    )


def _decimal_mark(digits: str) -> str:
    """Guess the decimal mark: the last of two kinds, or a lone one that cannot be for thousands."""
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    mark = "," if comma >= 0 else "."
    if digits.count(mark) != 1:
        return ""
    whole, _, fraction = digits.partition(mark)
    is_thousands = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "" if is_thousands else mark


def _is_ambiguous(text: str) -> bool:
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text) is not None


def guess_decimal_mark(samples: Iterable[str]) -> str:
    """Return the decimal mark that the samples of one column show, "" if none of them does."""
    votes = {",": 0, ".": 0}
    for sample in samples:
        if len(sample) <= _LONGEST_INPUT and (found := _AMOUNT.fullmatch(sample.strip())):
            mark = _decimal_mark(_GROUPING.sub("", found["low"]))
            if mark and mark in found["low"]:
                votes[mark] += 1
    best = max(votes, key=lambda mark: votes[mark])
    return best if votes[best] > sum(votes.values()) / 2 else ""
