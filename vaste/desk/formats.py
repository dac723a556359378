"""
Dates, durations, numbers, money and phone numbers in the reader's language and zone.

Every function reads the active language and time zone of the request; none reads the clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache

import phonenumbers
from babel import Locale, dates, numbers
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

LOCALES = {"en": "en_GB", "fi": "fi_FI", "sv": "sv_SE", "hu": "hu_HU"}
NOTHING = "\u2013"  # an en dash where there is no value
KEPT = 4096  # instants in words that are kept: lists are drawn again and again
SOON = timedelta(hours=12)  # past this a countdown says the day and time instead


def locale() -> Locale:
    """Return the locale for the active language; English dates are British: day before month."""
    return _locale((get_language() or "en").split("-")[0])


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, "en_GB"))


def time_of_day(at: datetime) -> str:
    """Return hours and minutes ("14:07", in Finnish "14.07")."""
    return _time_of_day(_wall(at), locale())


@lru_cache(maxsize=KEPT)
def _time_of_day(at: datetime, locale: Locale) -> str:
    return dates.format_time(at, "short", locale=locale)


def day(on: date | datetime) -> str:
    """Return weekday, day and month ("Thu 5 Mar")."""
    local = timezone.localtime(on) if isinstance(on, datetime) else on
    return dates.format_skeleton("MMMEd", local, locale=locale())


def full_date(on: date | datetime) -> str:
    """Return the short numeric date with its year ("05/03/2026")."""
    local = timezone.localtime(on) if isinstance(on, datetime) else on
    return dates.format_date(local, "short", locale=locale())


def full_moment(at: datetime) -> str:
    """Return date with year and time, for titles and records."""
    return _full_moment(_wall(at), locale())


@lru_cache(maxsize=KEPT)
def _full_moment(at: datetime, locale: Locale) -> str:
    return dates.format_datetime(at, "short", locale=locale)


def _wall(at: datetime) -> datetime:
    """Return what the reader's clock shows at an instant: the zone no longer matters then."""
    return timezone.localtime(at).replace(tzinfo=None)


def instant_of(on: date, clock: time) -> datetime:
    """Return the instant at which the reader's wall clock shows a time of a day."""
    return datetime.combine(on, clock, timezone.get_current_timezone()).astimezone(UTC)


def midnight(on: date) -> datetime:
    """Return the instant with which a day begins in the reader's zone, in UTC."""
    return instant_of(on, time())


def moment(at: datetime, *, now: datetime | None = None) -> str:
    """
    Return an instant as short as it stays clear, seen from `now`.

    The same day gives the time alone, within six days the weekday and time, else day, month and
    time, and after half a year the whole date. Without `now` it is always day, month and time.
    """
    local = _wall(at)
    away = None if now is None else (local.date() - _wall(now).date()).days
    if away == 0:
        return time_of_day(at)
    if away is not None and abs(away) < 6:
        return _skeleton("EHm", local, locale())
    if away is not None and abs(away) > 180:
        return full_date(at)
    return f"{_skeleton('MMMd', local, locale())} {time_of_day(at)}"


@lru_cache(maxsize=KEPT)
def _skeleton(fields: str, at: datetime, locale: Locale) -> str:
    return dates.format_skeleton(fields, at, locale=locale)


def duration(length: timedelta | None) -> str:
    """
    Return a length in its two largest units ("1 h 12 min"); negative ones as if positive.

    Seconds show only under a minute; None is a dash.
    """
    if length is None:
        return NOTHING
    seconds = round(abs(length.total_seconds()))
    if seconds < 60:
        return _("%(n)s s") % {"n": seconds}
    minutes = seconds // 60
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return _pair(minutes // 60, _("%(n)s h"), minutes % 60, _("%(n)s min"))
    hours = minutes // 60
    return _pair(hours // 24, _("%(n)s d"), hours % 24, _("%(n)s h"))


def countdown(due_at: datetime, *, now: datetime) -> str:
    """Return "12 min left", "3 min over", or the day and time when it is far off."""
    left = due_at - now
    if left >= SOON:
        return moment(due_at, now=now)
    pattern = _("%(time)s left") if left >= timedelta(0) else _("%(time)s over")
    return pattern % {"time": duration(left)}


def number(value: int | float | Decimal) -> str:
    """Return a number with the reader's separators."""
    return str(numbers.format_decimal(value, locale=locale()))


def capped(value: int, is_capped: bool) -> str:
    """Return "214", or "1,000+" where counting stopped at the cap."""
    return f"{number(value)}+" if is_capped else number(value)


def percent(value: float) -> str:
    """Return 0-100 as a percentage without decimals."""
    return str(numbers.format_percent(value / 100, locale=locale()))


def share(part: int, whole: int, *, is_small: bool) -> str:
    """Return a percentage, or "3 of 7" where the whole is too small for one."""
    if whole == 0:
        return NOTHING
    if is_small:
        return _("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)}
    return percent(100 * part / whole)


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency, without decimals when it is whole."""
    digits = "" if amount != amount.to_integral_value() else "¤#,##0"
    if not digits:
        return str(numbers.format_currency(amount, currency, locale=locale()))
    pattern = locale().currency_formats["standard"].pattern.replace(".00", "")
    return str(
        numbers.format_currency(amount, currency, pattern, locale=locale(), currency_digits=False)
    )


def phone(e164: str) -> str:
    """Return an E.164 number with spaces ("+358 40 1234567"); anything else unchanged."""
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def size(count: int) -> str:
    """Return bytes as B, kB or MB of 1,000."""
    if count < 1000:
        return ngettext("%(n)s byte", "%(n)s bytes", count) % {"n": count}
    if count < 1_000_000:
        return _("%(n)s kB") % {"n": number(round(count / 1000))}
    return _("%(n)s MB") % {"n": number(round(count / 1_000_000, 1))}


def _pair(large: int, large_pattern: str, small: int, small_pattern: str) -> str:
    first = large_pattern % {"n": large}
    return f"{first} {small_pattern % {'n': small}}" if small else first
