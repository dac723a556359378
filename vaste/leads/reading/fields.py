"""Names and texts from any door read into one enquiry."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Final
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from vaste.kernel.emails import normalize_email
from vaste.kernel.languages import guess_language
from vaste.kernel.phones import Phone, normalize_phone
from vaste.kernel.text import clean, has_unstorable, one_line
from vaste.leads.enquiry import FIELDS, Consent, Enquiry
from vaste.leads.fieldnames import is_reserved
from vaste.leads.reading import complaints, vocabulary
from vaste.leads.reading.draft import Reading
from vaste.leads.reading.field_map import CONSENT, CUSTOM, Column, FieldMap, guessed_column
from vaste.leads.reading.limits import MAX_NAME, MAX_VALUE
from vaste.leads.reading.values import read_value

Told = Mapping[str, str] | Iterable[tuple[str, str]]

# What a person or script types for "nothing"; exports have more, named in their field map.
_NOTHING: Final = frozenset({"", "-", "--", "\u2013", "\u2014", "null", "undefined"})
# Read last, for the sender's own country decides how they are written.
_BY_COUNTRY: Final = frozenset({"phone", "business_id", "value", "won_value", "revenue"})
_NAMES: Final = frozenset({"given_name", "family_name", "full_name"})
_CONSENT_PART = re.compile(r"consents?\.(\d+)\.(purpose|given|text|version)")
_UTM: Final = {
    "utm_source": "source",
    "utm_medium": "medium",
    "utm_campaign": "campaign",
    "utm_term": "term",
    "utm_content": "content",
}


def read_fields(
    fields: Told,
    *,
    field_map: FieldMap | None = None,
    defaults: Mapping[str, str] | None = None,
    country: str = "",
    at: datetime,
    zone: tzinfo = UTC,
) -> Enquiry:
    """
    Read what a door was told into an enquiry; nothing told is lost, nothing raises.

    Without `field_map` names are understood by themselves. `defaults` (field of Enquiry to text)
    fill what stays empty. `country` (alpha-2) is whose telephone plan to assume, `zone` whose
    clock times without a zone show, `at` (aware) when it arrived. Of several values for one field
    the first that is not empty counts; the others stay in `other`, under their own names.
    """
    reading = _reading(field_map, country, at, zone)
    consents: dict[str, dict[str, str]] = {}
    later: list[tuple[str, Column, str]] = []
    for name, raw in fields.items() if isinstance(fields, Mapping) else fields:
        if name.startswith("consent") and (part := _CONSENT_PART.fullmatch(name)):
            consents.setdefault(part[1], {})[part[2]] = clean(raw, MAX_VALUE)
            continue
        column = field_map.column(name) if field_map else guessed_column(name)
        if column is None and not field_map and is_reserved(name):
            continue
        if column is not None and column.field in _BY_COUNTRY:
            later.append((name, column, raw))
        else:
            _read_one(reading, name, column, raw, field_map)
    for name, late_column, raw in later:
        _read_one(reading, name, late_column, raw, field_map)
    _add_consents(reading.enquiry, consents)
    _fill(reading, field_map, defaults or {})
    _finish(reading)
    return reading.enquiry


def _reading(field_map: FieldMap | None, country: str, at: datetime, zone: tzinfo) -> Reading:
    if field_map is None:
        return Reading(Enquiry(), country, zone, at)
    zone = ZoneInfo(field_map.zone) if field_map.zone else zone
    home = field_map.country or country
    return Reading(Enquiry(), home, zone, at, field_map.date_order, field_map.decimal)


def _read_one(
    reading: Reading, name: str, column: Column | None, raw: str, field_map: FieldMap | None
) -> None:
    reading.name = name
    text = _cleaned(reading, column.replaced(raw) if column else raw)
    if _says_nothing(text, column, field_map):
        return
    if column is None:
        reading.keep(text)
    elif column.field not in FIELDS:
        _read_aside(reading, column.field, text)
    elif getattr(reading.enquiry, column.field) in ("", None):
        _read_into(reading, column, text)
    elif text != getattr(reading.enquiry, column.field):
        reading.keep(text)


def _read_aside(reading: Reading, target: str, text: str) -> None:
    """Read what is no field of the enquiry: a custom value, a consent, or nothing at all."""
    if target.startswith(CONSENT):
        _read_consent(reading, target.removeprefix(CONSENT), text)
    elif target.startswith(CUSTOM):
        reading.keep(text, target.removeprefix(CUSTOM).strip())


def _cleaned(reading: Reading, raw: str) -> str:
    if not raw.isascii() or not raw.isprintable():
        if has_unstorable(raw):
            reading.complain(reading.name, raw, complaints.UNSTORABLE)
        return clean(raw, MAX_VALUE)
    return raw.strip()[:MAX_VALUE]


def _says_nothing(text: str, column: Column | None, field_map: FieldMap | None) -> bool:
    word = text.casefold() if len(text) <= _LONGEST_MISSING else text
    if field_map is None:
        return word in _NOTHING
    # A family may be called Null; a column of exports says so for nothing.
    is_name = column is not None and column.field in _NAMES and word in {"null", "nan", "nil"}
    return word in field_map.missing and not is_name


_LONGEST_MISSING: Final = 40


def _read_into(reading: Reading, column: Column, text: str) -> None:
    if column.needs_proof and not _proves(reading, column.field, text):
        reading.keep(text)
        return
    reading.told, reading.scale = column.told, column.scale
    read_value(reading, column.field, text)


def _proves(reading: Reading, field: str, text: str) -> bool:
    if field == "email":
        return normalize_email(text) is not None
    return isinstance(normalize_phone(text, reading.country), Phone)


def _read_consent(reading: Reading, purpose: str, text: str) -> None:
    """Take a tick as an answer to what its name asks; a longer text is the question itself."""
    answer = vocabulary.yes_or_no(text)
    shown = one_line(reading.name, MAX_NAME) if answer is not None else text
    given = answer if answer is not None else True
    reading.enquiry.consents.append(Consent(purpose, given, shown))


def _add_consents(enquiry: Enquiry, told: dict[str, dict[str, str]]) -> None:
    for parts in told.values():
        purpose = one_line(parts.get("purpose", ""), MAX_NAME)
        given = vocabulary.yes_or_no(parts.get("given", ""))
        if purpose and given is not None:
            version = one_line(parts.get("version", ""), MAX_NAME)
            enquiry.consents.append(Consent(purpose, given, parts.get("text", ""), version))
        else:
            enquiry.other.update({f"consent {part}": text for part, text in parts.items()})


def _fill(reading: Reading, field_map: FieldMap | None, defaults: Mapping[str, str]) -> None:
    """Fill empty fields from the map's constants, its currency, and the door's defaults."""
    enquiry, reading.name, reading.told = reading.enquiry, "", False
    constants: Mapping[str, str] = field_map.constants if field_map else {}
    for name, text in (*constants.items(), *defaults.items()):
        if text and getattr(enquiry, name) in ("", None):
            read_value(reading, name, text)
    if field_map is None:
        return
    if not enquiry.currency and (enquiry.value is not None or enquiry.won_value is not None):
        enquiry.currency = field_map.currency
    if not enquiry.revenue_currency and enquiry.revenue is not None:
        enquiry.revenue_currency = field_map.currency
    if enquiry.outcome and not enquiry.close_reason:
        enquiry.close_reason = field_map.close_reasons.get(enquiry.outcome, "")


def _finish(reading: Reading) -> None:
    enquiry = reading.enquiry
    if enquiry.given_name or enquiry.family_name or "," in enquiry.full_name:
        _join_names(enquiry)
    if enquiry.other and not (enquiry.email and enquiry.phone):
        _sniff(reading)
    if enquiry.landing_page and not enquiry.source:
        _read_campaign(reading)
    if enquiry.needed_by and enquiry.needed_within_days is None:
        today = reading.at.astimezone(reading.zone).date()
        enquiry.needed_within_days = max((enquiry.needed_by - today).days, 0)
    if not enquiry.language and (enquiry.message or enquiry.subject):
        enquiry.language = guess_language(f"{enquiry.subject} {enquiry.message}")


def _join_names(enquiry: Enquiry) -> None:
    """Complete full and parted names from one another where that is certain."""
    given, family = enquiry.given_name, enquiry.family_name
    if not given and not family:
        family, _comma, given = (part.strip() for part in enquiry.full_name.partition(","))
        if given and "," not in given and not any(map(str.isdigit, enquiry.full_name)):
            enquiry.given_name, enquiry.family_name = given, family
            enquiry.full_name = f"{given} {family}"
        return
    if enquiry.full_name and given not in enquiry.full_name and family not in enquiry.full_name:
        # "name" was the form's, not the person's: {"name": "Contact us", "First Name": …}.
        enquiry.other["name"] = enquiry.full_name
        enquiry.full_name = ""
    enquiry.full_name = enquiry.full_name or f"{given} {family}".strip()


def _sniff(reading: Reading) -> None:
    """Find the address and number among fields whose names say nothing (numbered questions)."""
    enquiry = reading.enquiry
    for name, text in list(enquiry.other.items()):
        if not enquiry.email and "@" in text and (found := normalize_email(text)):
            enquiry.email = found.address
            del enquiry.other[name]
        elif not enquiry.phone and text.startswith("+"):
            phone = normalize_phone(text, "")
            if isinstance(phone, Phone):
                enquiry.phone = phone.e164
                del enquiry.other[name]


def _read_campaign(reading: Reading) -> None:
    """Take the campaign from the address of the page, where nothing else told it."""
    if "utm_" not in reading.enquiry.landing_page:
        return
    try:
        query = parse_qsl(urlsplit(reading.enquiry.landing_page).query)
    except ValueError:
        return
    for name, value in query:
        field = _UTM.get(name.lower(), "")
        if field and not getattr(reading.enquiry, field) and (text := clean(value, 300)):
            read_value(reading, field, text)


def says_nothing(enquiry: Enquiry) -> bool:
    """Say whether an enquiry has no person, no way to reach one and no words: only noise."""
    who = enquiry.email or enquiry.phone or enquiry.full_name or enquiry.company_name
    what = enquiry.message or enquiry.subject or enquiry.external_id
    return not (who or what or enquiry.other)
