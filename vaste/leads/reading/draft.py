"""An enquiry in the making, with what is known about where it comes from."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Final

from vaste.kernel.dates import DateOrder
from vaste.kernel.errors import Unread
from vaste.kernel.text import one_line
from vaste.leads.enquiry import Enquiry, Problem

_SHOWN: Final = 200  # characters of a bad value that a problem repeats
_LONGEST_NAME: Final = 200


@dataclass(slots=True)
class Reading:
    """
    One enquiry in the making, and what is known about its source.

    `country` (alpha-2) is whose telephone plan and crowns to assume, `zone` whose clock, `at` the
    instant of arrival. `told` says that a field map, not a guess, named the present field.
    """

    enquiry: Enquiry
    country: str
    zone: tzinfo
    at: datetime
    order: DateOrder = ""
    decimal: str = ""
    scale: Decimal = Decimal(1)
    told: bool = False
    name: str = ""

    def complain(self, field: str, value: str, unread: Unread) -> None:
        """Write down that `value` could not be used as given."""
        field = one_line(field, _LONGEST_NAME)
        problem = Problem(field, one_line(value, _SHOWN), unread.message, unread.remedy)
        self.enquiry.problems.append(problem)

    def keep(self, value: str, name: str = "") -> None:
        """Keep `value` under its own name, beside what is already there under it."""
        other, name = self.enquiry.other, one_line(name or self.name, _LONGEST_NAME)
        if not name:
            return
        before = other.get(name)
        other[name] = value if before is None or before == value else f"{before}, {value}"
