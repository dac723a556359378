"""One told value read into one field of an enquiry, or into a problem that says why not."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from vaste.kernel.business_ids import normalize_business_id
from vaste.kernel.countries import country_code
from vaste.kernel.currency import currency_code
from vaste.kernel.dates import ReadDate, read_date
from vaste.kernel.domains import host_of
from vaste.kernel.durations import read_timeframe
from vaste.kernel.emails import normalize_email
from vaste.kernel.errors import Unread
from vaste.kernel.languages import language_code
from vaste.kernel.nace import nace_code
from vaste.kernel.numbers import Number, read_number
from vaste.kernel.phones import Phone, normalize_phone
from vaste.kernel.text import one_line
from vaste.leads.reading import complaints, vocabulary
from vaste.leads.reading.draft import Reading

_AHEAD: Final = timedelta(days=1)  # how far clocks and zones may disagree
_SEVERAL = re.compile(r"[;,|/\n]|\s(?:or|and|tai|ja|eller|och|vagy|és)\s")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)

#: Most characters of each plain text field; 300 where none is named.
LIMITS: Final = {
    "message": 100_000,
    "referrer": 2_000,
    "landing_page": 2_000,
    "external_id": 200,
    "given_name": 150,
    "family_name": 150,
}
USUAL_LIMIT: Final = 300


Reader = Callable[[Reading, str, str], None]


def _email(reading: Reading, field: str, text: str) -> None:
    found = normalize_email(text)
    if found is None and (parts := _parts(text)):
        found = next(filter(None, map(normalize_email, parts)), None)
        reading.keep(text) if found else None
    if found is None:
        reading.complain(field, text, complaints.NOT_AN_EMAIL)
    else:
        reading.enquiry.email = found.address


def _phone(reading: Reading, field: str, text: str) -> None:
    found = _phone_of(reading, text)
    if isinstance(found, Unread):
        other = (_phone_of(reading, part) for part in _parts(text))
        if first := next((phone for phone in other if isinstance(phone, Phone)), None):
            reading.keep(text)
            found = first
    if isinstance(found, Unread):
        reading.complain(field, text, found)
        return
    reading.enquiry.phone = found.e164
    if found.extension:
        reading.keep(found.extension, "phone extension")


def _phone_of(reading: Reading, text: str) -> Phone | Unread:
    """Read a number by the plan of the sender's country, then by the workspace's."""
    home = reading.enquiry.country
    found = normalize_phone(text, home or reading.country)
    if isinstance(found, Unread) and home not in {"", reading.country}:
        found = normalize_phone(text, reading.country)
    return found


def _parts(text: str) -> list[str]:
    """Split a cell that holds several answers; none when it holds one."""
    parts = [part.strip() for part in _SEVERAL.split(text[:1_000])]
    return [part for part in parts if part] if len(parts) > 1 else []


def _address(reading: Reading, field: str, text: str) -> None:
    """Take a web address; other schemes than http are kept aside, for they may be scripts."""
    scheme = _SCHEME.match(text)
    if scheme and scheme[0].lower() not in {"http:", "https:"}:
        reading.keep(text)
    elif field == "website" and not host_of(text):
        reading.complain(field, text, complaints.NOT_A_WEBSITE)
    else:
        setattr(reading.enquiry, field, text[: LIMITS.get(field, USUAL_LIMIT)])


def _business_id(reading: Reading, field: str, text: str) -> None:
    found = normalize_business_id(text, reading.enquiry.country or reading.country)
    if isinstance(found, Unread):
        reading.complain(field, text, found)
    else:
        reading.enquiry.business_id = found.full


def _nace(reading: Reading, field: str, text: str) -> None:
    """Take a code; what begins with none is the industry in words."""
    if code := nace_code(text):
        reading.enquiry.nace = code
    elif not reading.enquiry.industry:
        reading.enquiry.industry = one_line(text, USUAL_LIMIT)
    else:
        reading.keep(text)


def _number(reading: Reading, field: str, text: str) -> Number | None:
    """Read a number of nought or more; the raw stays beside where it was a range."""
    country = reading.enquiry.country or reading.country
    found = read_number(text, decimal=reading.decimal, country=country)
    if isinstance(found, Unread):
        reading.complain(field, text, found)
        return None
    if found.value < 0:
        reading.complain(field, text, complaints.NEGATIVE)
        return None
    if found.high is not None or found.open_ended:
        reading.keep(text)
    if found.ambiguous and reading.told:
        reading.complain(field, text, complaints.AMBIGUOUS_NUMBER)
    return found


def _employees(reading: Reading, field: str, text: str) -> None:
    found = _number(reading, field, text)
    if found is not None and found.value <= _MOST_PEOPLE:
        reading.enquiry.employees = int(found.value * reading.scale)
    elif found is not None:
        reading.complain(field, text, complaints.TOO_MANY)


_MOST_PEOPLE: Final = 10_000_000


def _money(reading: Reading, field: str, text: str) -> None:
    if field == "value" and (band := vocabulary.value_band(text)):
        reading.enquiry.value_band = reading.enquiry.value_band or band
        return
    found = _number(reading, field, text)
    if found is None:
        return
    setattr(reading.enquiry, field, found.value * reading.scale)
    currency = "revenue_currency" if field == "revenue" else "currency"
    if found.currency and not getattr(reading.enquiry, currency):
        setattr(reading.enquiry, currency, found.currency)


def _currency(reading: Reading, field: str, text: str) -> None:
    country = reading.enquiry.country or reading.country
    if code := currency_code(text, country):
        setattr(reading.enquiry, field, code)
    else:
        reading.complain(field, text, complaints.NOT_A_CURRENCY)


def _date(reading: Reading, field: str, text: str) -> ReadDate | None:
    found = read_date(text, reading.order)
    if isinstance(found, Unread):
        reading.complain(field, text, found)
        return None
    if found.doubt:
        reading.complain(field, text, complaints.DOUBTS[found.doubt])
    return found


def _instant(reading: Reading, field: str, text: str) -> None:
    found = _date(reading, field, text)
    if found is None:
        return
    instant = found.instant(reading.zone)
    if instant > reading.at + _AHEAD:
        reading.complain(field, text, complaints.IN_THE_FUTURE)
    else:
        setattr(reading.enquiry, field, instant)


def _needed(reading: Reading, field: str, text: str) -> None:
    """Take a date or a time frame, whichever of the two fields it was told in."""
    if field == "needed_within_days" and text.isdecimal() and len(text) <= _DAY_DIGITS:
        reading.enquiry.needed_within_days = int(text)
    elif (days := read_timeframe(text)) is not None:
        reading.enquiry.needed_within_days = days
    elif not isinstance(found := read_date(text, reading.order), Unread):
        if found.doubt:
            reading.complain(field, text, complaints.DOUBTS[found.doubt])
        reading.enquiry.needed_by = found.day
    elif any(map(str.isdigit, text)):
        reading.complain(field, text, found)
    else:
        reading.keep(text)


_DAY_DIGITS: Final = 4


def _country(reading: Reading, field: str, text: str) -> None:
    if code := country_code(text):
        reading.enquiry.country = code
    else:
        reading.complain(field, text, complaints.NOT_A_COUNTRY)


def _language(reading: Reading, field: str, text: str) -> None:
    reading.enquiry.language = language_code(text)
    if not reading.enquiry.language:
        reading.keep(text)


def _choice(choose: Callable[[str], str]) -> Reader:
    """Make the reader of a choice; words that mean none of them are kept aside."""

    def read(reading: Reading, field: str, text: str) -> None:
        if chosen := choose(text):
            setattr(reading.enquiry, field, chosen)
            return
        reading.keep(text)
        if reading.told:
            reading.complain(field, text, complaints.NOT_A_CHOICE)

    return read


def _flag(reading: Reading, field: str, text: str) -> None:
    answer = vocabulary.yes_or_no(text)
    if answer is None:
        reading.keep(text)
        reading.complain(field, text, complaints.NEITHER_YES_NOR_NO)
    else:
        setattr(reading.enquiry, field, answer)


def _source(reading: Reading, field: str, text: str) -> None:
    """Take a source in its usual spelling, or as it stands where a field map has its own say."""
    source = one_line(text, USUAL_LIMIT)
    reading.enquiry.source = source if reading.told else vocabulary.source(source)


def _text(reading: Reading, field: str, text: str) -> None:
    limit = LIMITS.get(field, USUAL_LIMIT)
    if len(text) > limit:
        reading.complain(field, text, complaints.CUT)
        text = text[:limit].rstrip()
    setattr(reading.enquiry, field, text if field == "message" else one_line(text, limit))


_READERS: Final[dict[str, Reader]] = {
    "email": _email,
    "phone": _phone,
    "website": _address,
    "referrer": _address,
    "landing_page": _address,
    "business_id": _business_id,
    "nace": _nace,
    "employees": _employees,
    "revenue": _money,
    "value": _money,
    "won_value": _money,
    "currency": _currency,
    "revenue_currency": _currency,
    "needed_by": _needed,
    "needed_within_days": _needed,
    "occurred_at": _instant,
    "closed_at": _instant,
    "first_contact_at": _instant,
    "country": _country,
    "language": _language,
    "request_type": _choice(vocabulary.request_type),
    "value_band": _choice(vocabulary.value_band),
    "outcome": _choice(vocabulary.outcome),
    "do_not_email": _flag,
    "do_not_call": _flag,
    "source": _source,
}


def read_value(reading: Reading, field: str, text: str) -> None:
    """
    Read clean, non-empty `text` into `field` of the enquiry.

    What cannot be used becomes a problem or stays under its own name; never both lost.
    """
    _READERS.get(field, _text)(reading, field, text)
