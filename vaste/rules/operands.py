"""Reads what stands beside a comparison, before any field is known: form and limits only."""

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from vaste.rules.durations import read_duration
from vaste.rules.nodes import Operand, Scalar, joined
from vaste.rules.operators import SHAPES
from vaste.rules.problems import refusal, shown

MOST_VALUES = 1_000  # values in one list
LONGEST_TEXT = 1_000  # characters of one value
LARGEST_NUMBER = 10**15  # beyond it a float no longer holds every whole number
MOST_TIMES = 10_000


def read_operand(operator: str, source: object, path: str) -> Operand:
    """Return the value of one comparison as it is kept; raises RuleRefused."""
    match SHAPES[operator]:
        case "one":
            return read_scalar(source, path)
        case "many":
            return _many(source, path)
        case "pair":
            return _pair(source, path)
        case "duration":
            return read_length(source, path)
    return _flag(operator, source, path)


def read_scalar(source: object, path: str) -> Scalar:
    """Return a single value; dates become ISO 8601 text and decimals their digits."""
    if isinstance(source, bool):
        return source
    if isinstance(source, int | float | Decimal):
        return _number(source, path)
    if isinstance(source, date):  # a datetime is one too
        return source.isoformat()
    if isinstance(source, str):
        return _text(source, path)
    if source is None:
        remedy = _("Write a value, or ask for “missing: true”.")
        raise refusal(path, _("The value is not given."), remedy)
    remedy = _("Write one value, or use a comparison that takes several.")
    raise refusal(path, _("A single value should stand here, not a list or a group."), remedy)


def read_name(source: object, path: str) -> str:
    """Return the name of a field or a happening as written; raises RuleRefused."""
    name = read_scalar(source, path)
    if isinstance(name, str) and name:
        return name
    message = _("A name should stand here, not “%(found)s”.") % {"found": shown(source)}
    raise refusal(path, message, _("Write the name of a field, as in lead.message."))


def read_length(source: object, path: str) -> str:
    """Return a length of time as written, once it is known to be one; raises RuleRefused."""
    if isinstance(source, str) and read_duration(source) is not None:
        return source
    message = _("“%(found)s” is not a length of time.") % {"found": shown(source)}
    raise refusal(path, message, _("Write a number and a unit, as in 14 days or 3 months."))


def read_times(source: Mapping[str, object], word: str, *, fewest: int, path: str) -> int:
    """Return how many times `word` asks for, from `fewest` to MOST_TIMES; raises RuleRefused."""
    times = source[word]
    if isinstance(times, int) and not isinstance(times, bool) and fewest <= times <= MOST_TIMES:
        return times
    message = _("“%(found)s” is not a number of times from %(fewest)d to %(most)d.") % {
        "found": shown(times),
        "fewest": fewest,
        "most": MOST_TIMES,
    }
    raise refusal(joined(path, word), message, _("Write a whole number, as in 2."))


def _flag(operator: str, source: object, path: str) -> bool:
    if isinstance(source, bool):
        return source
    message = _("“%(word)s” is either true or false.") % {"word": operator}
    raise refusal(path, message, _("Write true or false, without quotes."))


def _many(source: object, path: str) -> tuple[Scalar, ...]:
    if not isinstance(source, list | tuple) or not source:
        remedy = _("Write them in brackets: [first, second].")
        raise refusal(path, _("A list of values should stand here."), remedy)
    if len(source) > MOST_VALUES:
        message = _("The list has more than %(most)d values.") % {"most": MOST_VALUES}
        raise refusal(path, message, _("Use fewer values, or a field that groups them."))
    return tuple(read_scalar(value, f"{path}[{index}]") for index, value in enumerate(source))


def _pair(source: object, path: str) -> tuple[Scalar, Scalar]:
    if not isinstance(source, list | tuple) or len(source) != 2:
        message = _("“between” needs a lowest and a highest value.")
        raise refusal(path, message, _("Write both in brackets: [10, 50]."))
    return read_scalar(source[0], f"{path}[0]"), read_scalar(source[1], f"{path}[1]")


def _number(source: int | float | Decimal, path: str) -> Scalar:
    if not _is_usable(source):
        message = _("“%(found)s” is not a usable number.") % {"found": shown(source)}
        raise refusal(path, message, _("Write a number of at most 15 digits."))
    return format(source, "f") if isinstance(source, Decimal) else source


def _is_usable(number: int | float | Decimal) -> bool:
    finite = isinstance(number, int) or (
        math.isfinite(number) if isinstance(number, float) else number.is_finite()
    )
    return finite and -LARGEST_NUMBER <= number <= LARGEST_NUMBER


def _text(source: str, path: str) -> str:
    if len(source) > LONGEST_TEXT:
        message = _("The text has more than %(most)d characters.") % {"most": LONGEST_TEXT}
        raise refusal(path, message, _("Shorten it to the words that matter."))
    if "\0" in source or any("\ud800" <= letter <= "\udfff" for letter in source):
        message = _("The text holds a character that cannot be stored.")
        raise refusal(path, message, _("Type the text again instead of pasting it."))
    return source
