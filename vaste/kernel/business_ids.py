"""Business ids of registers: FI Y-tunnus, SE organisationsnummer, HU adószám, EU VAT and kin."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from stdnum.dk import cvr
from stdnum.ee import registrikood
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus
from stdnum.hu import anum
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr as se_orgnr

from vaste.kernel.errors import Unread
from vaste.kernel.memory import remember_short
from vaste.kernel.words import gettext_noop as _

_NOT_AN_ID = Unread(
    "not_a_business_id",
    _("This is not a business id: its form or its check digit is wrong."),
    _("Copy it from the register, such as 0112038-9 or FI01120389."),
)
_NOISE = str.maketrans("", "", " \u00a0.-/\u2013")
_VAT = re.compile(
    r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|GR|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK)\w+"
)
_SHAPES: Final = (
    ("FI", re.compile(r"\d{6,7}-\d")),
    ("SE", re.compile(r"(?:16)?\d{6}-\d{4}")),
    ("HU", re.compile(r"\d{8}-\d-\d{2}")),
)


@dataclass(frozen=True, slots=True)
class BusinessId:
    """
    One id: `country` (ISO 3166-1 alpha-2) whose register gave it and its `key`.

    FI, SE, HU, DK, EE and NO keys are the register's bare digits, also when written as a VAT
    number; other countries' are the VAT number with its prefix.
    """

    country: str
    key: str

    @property
    def full(self) -> str:
        """The id as one text that no other country's id equals: "FI01120389"."""
        return self.key if self.key[:2].isalpha() else self.country + self.key


@remember_short(longest=60, most=8_192)
def normalize_business_id(raw: str, country: str) -> BusinessId | Unread:
    """
    Read one business id; its own prefix decides, then its shape, then `country` (may be "").

    Check digits must be right. Source: python-stdnum.
    """
    text = raw.strip().upper()
    compact = text.translate(_NOISE)
    for place, number in _readings(text, compact, country):
        if key := _checked(place, number):
            return BusinessId(place, key)
    return _NOT_AN_ID


def _readings(text: str, compact: str, country: str) -> list[tuple[str, str]]:
    if found := _VAT.fullmatch(compact):
        place = "GR" if found[1] == "EL" else found[1]
        return [(place, compact)]
    shaped = [(place, compact) for place, shape in _SHAPES if shape.fullmatch(text)]
    return [*shaped, (country, compact)]


def _checked(country: str, number: str) -> str:
    """Return the key, or "" when `number` is no id of `country`."""
    bare = number.removeprefix(country)
    try:
        if reader := _REGISTERS.get(country):
            return reader(bare)
        prefix = "EL" if country == "GR" else country
        return str(vat.validate(prefix + bare.removeprefix(prefix))) if country else ""
    except ValidationError:
        return ""


def _finnish(number: str) -> str:
    # Old ids have six digits before the check digit; the register writes a nought before them.
    return str(ytunnus.validate(number.zfill(8) if len(number) == 7 else number))


def _swedish(number: str) -> str:
    # VAT numbers add 01; a leading 16 is how Swedish authorities write companies.
    if len(number) == 12:
        number = number[2:] if number.startswith("16") else number.removesuffix("01")
    return str(se_orgnr.validate(number))


def _hungarian(number: str) -> str:
    # The VAT number is the first eight digits of the adószám's eleven.
    return str(anum.validate(number[:8] if len(number) == 11 else number))


def _norwegian(number: str) -> str:
    return str(no_orgnr.validate(number.removesuffix("MVA")))


def _estonian(number: str) -> str:
    # A VAT number (KMKR, nine digits) is another number than the register's (eight).
    return (
        str(vat.validate("EE" + number)) if len(number) == 9 else str(registrikood.validate(number))
    )


def _danish(number: str) -> str:
    return str(cvr.validate(number))


_REGISTERS: Final[dict[str, Callable[[str], str]]] = {
    "FI": _finnish,
    "SE": _swedish,
    "HU": _hungarian,
    "NO": _norwegian,
    "EE": _estonian,
    "DK": _danish,
}
