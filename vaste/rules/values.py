"""Reads the written value of a comparison as what its field holds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

from babel import numbers
from django.utils.translation import gettext as _

from vaste.rules.durations import LONGEST, Duration, read_duration
from vaste.rules.fold import folded
from vaste.rules.nodes import Scalar
from vaste.rules.operands import LARGEST_NUMBER
from vaste.rules.operators import Kind
from vaste.rules.problems import BadValue, shown, suggestion
from vaste.rules.vocabulary import Field

_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,9})?")
_AMOUNT = r"(-?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3}){1,4}|-?[0-9]{1,15})"
_MONEY = re.compile(_AMOUNT + r"(\.[0-9]{1,4})?[ \u00a0\u202f]+([A-Za-z]{3})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str


Value: TypeAlias = str | bool | Decimal | Money | date | datetime | Duration


def read_value(field: Field, written: Scalar) -> Value:
    """
    Return `written` as the kind of `field` has it.

    Text and codes stay as they are; a date or instant outside 1900-2200, an unknown choice or
    currency, a length over 100 years and the like are refused.

    Raises BadValue.
    """
    return _READERS[field.kind](field, written)


def read_span(field: Field, written: Scalar) -> Duration:
    """Return the length beside `within_last` or `within_next`; raises BadValue."""
    span = read_length(written)
    if field.kind == "date" and span.whole("day") is None:
        remedy = _("Write days, weeks, months or years.")
        raise BadValue(_("A date is counted in whole days."), remedy)
    return span


def read_length(written: object) -> Duration:
    """Return a length of time longer than nothing; raises BadValue."""
    length = _length(written)
    if not length.count:
        raise BadValue(_("A length of nothing reaches nowhere."), _("Write 1 or more."))
    return length


def _length(written: object) -> Duration:
    length = read_duration(written) if isinstance(written, str) else None
    if length is None:
        message = _("“%(found)s” is not a length of time.") % {"found": shown(written)}
        raise BadValue(message, _("Write a number and a unit, as in 14 days or 3 months."))
    if length.seconds > LONGEST:
        message = _("“%(found)s” is more than 100 years.") % {"found": shown(written)}
        raise BadValue(message, _("Write a shorter length of time."))
    return length


def _text(field: Field, written: Scalar) -> str:
    if not isinstance(written, str):
        message = _("“%(found)s” is not text.") % {"found": shown(written)}
        raise BadValue(message, _("Put it in quotes."))
    if not folded(written).strip():
        message = _("The text is empty.")
        raise BadValue(message, _("Write a text, or ask for “missing: true”."))
    return written


def _number(field: Field, written: Scalar) -> Decimal:
    text = _digits(written)
    if _NUMBER.fullmatch(text) is None or abs(Decimal(text)) > LARGEST_NUMBER:
        message = _("“%(found)s” is not a number.") % {"found": shown(written)}
        raise BadValue(message, _("Write digits with a point, as in 1200.50, at most 9 after it."))
    return Decimal(text)


def _digits(written: Scalar) -> str:
    if isinstance(written, str):
        return written.strip()
    return "" if isinstance(written, bool) else format(Decimal(str(written)), "f")


def _money(field: Field, written: Scalar) -> Money:
    found = _MONEY.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        message = _("“%(found)s” is not an amount of money.") % {"found": shown(written)}
        raise BadValue(message, _("Write the amount and its currency, as in 10000 EUR."))
    currency = found[3].upper()
    if not numbers.is_currency(currency):
        message = _("There is no currency “%(code)s”.") % {"code": currency}
        raise BadValue(message, _("Use its code of three letters, as in EUR."))
    return Money(Decimal(re.sub(r"\s", "", found[1]) + (found[2] or "")), currency)


def _money_of_field(field: Field, written: Scalar) -> Money:
    money = _money(field, written)
    if field.unit is not None and money.currency != field.unit:
        message = _("The field is in %(own)s and cannot be compared with %(other)s.") % {
            "own": field.unit,
            "other": money.currency,
        }
        raise BadValue(message, _("Write the amount in %(own)s.") % {"own": field.unit})
    return money


def _date(field: Field, written: Scalar) -> date:
    day = _iso_date(written)
    if day is None or day.year not in _YEARS:
        message = _("“%(found)s” is not a date.") % {"found": shown(written)}
        raise BadValue(message, _("Write year, month and day, as in 2026-03-05."))
    return day


def _iso_date(written: Scalar) -> date | None:
    if not isinstance(written, str) or _DATE.fullmatch(written.strip()) is None:
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _instant(field: Field, written: Scalar) -> date | datetime:
    day = _iso_date(written)
    if day is not None:
        return _date(field, written)
    instant = _iso_instant(written)
    if instant is None or instant.year not in _YEARS:
        message = _("“%(found)s” is not a date or a time with its offset.") % {
            "found": shown(written)
        }
        raise BadValue(message, _("Write 2026-03-05, or 2026-03-05T10:00:00+02:00."))
    return instant


def _iso_instant(written: Scalar) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        instant = datetime.fromisoformat(written.strip())
        return None if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _duration(field: Field, written: Scalar) -> Duration:
    length = _length(written)
    unit = field.unit or "day"
    if length.whole(unit) is None:
        message = _("The field counts in the unit “%(unit)s”; “%(found)s” is not a whole one.") % {
            "unit": unit,
            "found": shown(written),
        }
        raise BadValue(message, _("Write a whole number, as in 1 %(unit)s.") % {"unit": unit})
    return length


def _choice(field: Field, written: Scalar) -> str:
    if not isinstance(written, str):
        message = _("“%(found)s” is not text.") % {"found": shown(written)}
        raise BadValue(message, _("Put it in quotes."))
    if written not in field.choices:
        message = _("“%(found)s” is not one of the choices.") % {"found": shown(written)}
        raise BadValue(message, suggestion(written, tuple(field.choices)))
    return written


def _yes_no(field: Field, written: Scalar) -> bool:
    if isinstance(written, bool):
        return written
    message = _("“%(found)s” is neither true nor false.") % {"found": shown(written)}
    raise BadValue(message, _("Write true or false, without quotes."))


def _item(field: Field, written: Scalar) -> str:
    return _choice(field, written) if field.choices else _text(field, written)


_READERS: dict[Kind, Callable[[Field, Scalar], Value]] = {
    "text": _text,
    "number": _number,
    "money": _money_of_field,
    "date": _date,
    "instant": _instant,
    "duration": _duration,
    "choice": _choice,
    "yes_no": _yes_no,
    "list": _item,
}
