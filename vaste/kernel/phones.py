"""Telephone numbers: read as people write them, brought to E.164."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata
from phonenumbers.phonemetadata import PhoneNumberDesc

from vaste.kernel.errors import Unread
from vaste.kernel.memory import remember_short
from vaste.kernel.words import gettext_noop as _

_LONGEST_INPUT: Final = 100
_SEPARATORS = str.maketrans("", "", " \u00a0\u202f-.()")
_EXCEL = re.compile(r"\+?\d(?:[.,]\d*)?E\+?\d{1,3}", re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0+$")
_EXTENSION = re.compile(
    r"(?:;ext=|[\s,(]*(?:ext|extension|x|alanro|alanumero|alanum|ankn|anknytning|mell|mellék)"
    r"[\s.:]*|\s*#\s*)(\d{1,8})\)?\s*$",
    re.IGNORECASE,
)
# Regions that have their country code to themselves, so that the code decides the rules.
# Finland shares 358 with Åland, whose numbers begin with 18; those go the long way.
_BY_CODE: Final = {
    "358": "FI",
    "372": "EE",
    "371": "LV",
    "370": "LT",
    "36": "HU",
    "46": "SE",
    "45": "DK",
    "48": "PL",
    "49": "DE",
    "31": "NL",
}
_TRUNK: Final = {"FI": ("0", "358"), "SE": ("0", "46"), "DE": ("0", "49"), "HU": ("06", "36")}

_EXCEL_SHORTENED = Unread(
    "excel_shortened",
    _("A spreadsheet shortened this number, so its last digits are lost."),
    _("Format the column as text in the spreadsheet, put the full numbers back and export again."),
)
_NOT_A_PHONE = Unread(
    "not_a_phone",
    _("This is not a telephone number that exists in any country's plan."),
    _("Write it with its country code, such as +358 40 123 4567."),
)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: `e164` as +358401234567 and the `extension` behind it, "" for none."""

    e164: str
    extension: str = ""


@remember_short(longest=100, most=16_384)
def normalize_phone(raw: str, country: str) -> Phone | Unread:
    """
    Read one telephone number; `country` (ISO 3166-1 alpha-2, may be "") is whose plan to assume.

    Takes +358 …, 00358 …, (0)40 …, tel: addresses and extensions; refuses what a spreadsheet
    shortened (3,58E+11) and what no numbering plan has. Source: Google's libphonenumber data.
    """
    text = raw.strip()
    return _quick(text, country) or _thorough(text, country)


def _quick(text: str, country: str) -> Phone | None:
    """Read the usual spellings by the same rules as libphonenumber, at a tenth of the time."""
    digits = text.translate(_SEPARATORS)
    if digits[:1] == "+" or digits[:2] == "00":
        code, national = _country_code(digits[1:] if digits[0] == "+" else digits[2:])
    elif country in _TRUNK and digits.startswith(_TRUNK[country][0]):
        trunk, code = _TRUNK[country]
        national = digits.removeprefix(trunk)
    else:
        return None
    # A nought kept behind the country code, as in "+358 (0)40", is for the thorough way.
    if not code or not national.isascii() or national[:1] == "0":
        return None
    return Phone(f"+{code}{national}") if _plan(_BY_CODE[code]).fullmatch(national) else None


def _country_code(digits: str) -> tuple[str, str]:
    for width in (3, 2):
        if digits[:width] in _BY_CODE:
            return digits[:width], digits[width:]
    return "", ""


@cache
def _plan(region: str) -> re.Pattern[str]:
    """Return the pattern of every valid national number of `region`."""
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.general_desc is None:
        raise LookupError(f"libphonenumber has no plan for {region}")
    kinds: tuple[PhoneNumberDesc | None, ...] = (
        metadata.fixed_line,
        metadata.mobile,
        metadata.toll_free,
        metadata.premium_rate,
        metadata.shared_cost,
        metadata.personal_number,
        metadata.voip,
        metadata.pager,
        metadata.uan,
        metadata.voicemail,
    )
    patterns = [_kind_pattern(kind) for kind in kinds if kind and kind.national_number_pattern]
    general = _kind_pattern(metadata.general_desc)
    aland = "(?!18)" if region == "FI" else ""
    return re.compile(f"{aland}(?={general}$)(?:{'|'.join(patterns)})")


def _kind_pattern(kind: PhoneNumberDesc) -> str:
    lengths = [str(length) for length in kind.possible_length if length > 0]
    fits = "|".join(f"[0-9]{{{length}}}" for length in lengths) or "[0-9]+"
    return f"(?:(?=(?:{fits})$)(?:{kind.national_number_pattern}))"


def _thorough(text: str, country: str) -> Phone | Unread:
    if len(text) > _LONGEST_INPUT:
        return _NOT_A_PHONE
    if _EXCEL.fullmatch(text.translate(_SEPARATORS) if "," in text else text):
        return _EXCEL_SHORTENED
    number, extension = _without_extension(_FLOAT_TAIL.sub("", text))
    if "+" in number or number.startswith("00"):
        number = number.replace("(0)", " ")
    for candidate, region in _candidates(number, country):
        if found := _parsed(candidate, region):
            e164 = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
            return Phone(e164, extension or found.extension or "")
    return _NOT_A_PHONE


def _without_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    # The digits before must be a number by themselves: "x12" alone is no extension.
    if found and sum(map(str.isdigit, text[: found.start()])) >= 5:
        return text[: found.start()], found[1]
    return text, ""


def _candidates(number: str, country: str) -> list[tuple[str, str | None]]:
    """List the readings to try: as written, then with a plus that was lost on the way."""
    tries: list[tuple[str, str | None]] = [(number, country or None)]
    digits = "".join(filter(str.isdigit, number))
    if digits.startswith("00"):
        tries.append(("+" + digits[2:], None))
    elif "+" not in number and not digits.startswith("0") and len(digits) >= 10:
        tries.append(("+" + digits, None))
    return tries


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        found = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return found if phonenumbers.is_valid_number(found) else None
