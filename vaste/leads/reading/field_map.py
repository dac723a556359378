"""A field map: how one source's columns are read into an enquiry's fields; written in YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from typing import Final, Literal

from vaste.kernel.dates import DateOrder
from vaste.kernel.memory import remember_short
from vaste.kernel.text import fold
from vaste.leads.enquiry import FIELDS
from vaste.leads.fieldnames import BELIEVED, guess_field

Others = Literal["guess", "keep", "ignore"]

#: Cells that mean "nothing was told" in exports, unless a map says otherwise. Case does not count.
MISSING: Final = frozenset(
    {"", "-", "--", "\u2013", "\u2014", "n/a", "#n/a", "n.a.", "null", "nan", "nil", "undefined"}
    | {"select", "(blank)", "(empty)", "#ref!", "#value!", "#div/0!", "not set", "(not set)"}
)
IGNORE: Final = "ignore"
CUSTOM: Final = "custom:"
CONSENT: Final = "consent:"


def is_target(name: str) -> bool:
    """Say whether a column can be read into `name`: a field, custom:…, consent:… or ignore."""
    if name.startswith((CUSTOM, CONSENT)):
        return bool(name.partition(":")[2].strip())
    return name in FIELDS or name == IGNORE


@dataclass(frozen=True, slots=True)
class Column:
    """
    What one column is read into.

    `field` is a field of Enquiry, "custom:<name>", "consent:<purpose>" or "ignore". `values`
    replaces cells before they are read ("" means nothing told); `scale` multiplies numbers.
    `told` is False for a guess; `needs_proof` marks one believed only if the value reads well.
    """

    field: str
    values: Mapping[str, str] = made(default_factory=dict)
    scale: Decimal = Decimal(1)
    told: bool = True
    needs_proof: bool = False

    def replaced(self, cell: str) -> str:
        """Return what to read in place of `cell`: exactly as listed first, then without case."""
        if not self.values:
            return cell
        if cell in self.values:
            return self.values[cell]
        return self.values.get(cell.strip().casefold(), cell)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A companion file: the row whose `key` equals this row's `by` lends its columns."""

    file: str
    by: str
    key: str


@dataclass(frozen=True, slots=True)
class FieldMap:
    """
    How one source is read.

    `columns` go by the header's exact name, then by its folded one; `others` says what happens to
    the rest. `row_id` names the column that tells rows apart between uploads. `zone` is an IANA
    name, "" for the workspace's. `close_reasons` are said for outcomes without a reason of their
    own; `lookups` join companion files, whose columns are named "<lookup>.<column>".
    """

    name: str = ""
    columns: Mapping[str, Column] = made(default_factory=dict)
    constants: Mapping[str, str] = made(default_factory=dict)
    missing: frozenset[str] = MISSING
    others: Others = "guess"
    row_id: str = ""
    date_order: DateOrder = ""
    zone: str = ""
    decimal: str = ""
    currency: str = ""
    country: str = ""
    close_reasons: Mapping[str, str] = made(default_factory=dict)
    lookups: Mapping[str, Lookup] = made(default_factory=dict)

    def column(self, name: str) -> Column | None:
        """Return what column `name` is read into; None to keep it under its own name."""
        found = self.columns.get(name) or self.columns.get(fold(name))
        if found is None and self.others == "guess":
            return guessed_column(name)
        if found is None and self.others == "ignore":
            return _IGNORED
        return found


_IGNORED: Final = Column(IGNORE, told=False)


@remember_short(longest=200, most=16_384)
def guessed_column(name: str) -> Column | None:
    """Return the column that a bare name suggests; None if it suggests nothing."""
    guess = guess_field(name)
    if guess is None:
        return None
    return Column(guess.field, told=False, needs_proof=guess.confidence < BELIEVED)
