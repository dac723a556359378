"""Imports: the list, the upload, the mapping, the run and its result."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from vaste.desk.panels.common import Choice, FormState, Person

ImportState = Literal["mapping", "waiting", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """
    One import in the list; numbers are rows of the file.

    `total` is None until the file has been counted. `state_label` is in words.
    """

    import_id: str
    file_name: str
    door: str
    state: ImportState
    state_label: str
    started_at: datetime
    by: Person | None
    done: int = 0
    total: int | None = None
    created: int = 0
    appended: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportsPage:
    """All imports, newest first."""

    rows: tuple[ImportRow, ...]
    next_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPage:
    """The upload form. Sends (multipart): file, door. `max_bytes` is the limit in bytes."""

    doors: tuple[Choice, ...]
    max_bytes: int
    state: FormState = field(default_factory=FormState)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndGuess:
    """
    A value of a column of outcomes, in `count` of the first rows, and the outcome it is read as.

    `outcome` is open, won, lost or not_a_fit, "" where the value says none. The select is named
    `end-<column>-<index>`; `index` starts at 0.
    """

    index: int
    value: str
    count: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """
    One column of the file and the field it is taken for.

    `field_key` is the guess or the user's choice, "" to keep it as an extra field under its own
    name, "-" to leave it out. `confidence` is 0-100. `samples` are up to five different values.
    The select is named `column-<index>`; `index` starts at 0. `ends` are the values of the column
    of outcomes, where they are few.
    """

    index: int
    header: str
    field_key: str
    why: str
    confidence: int
    samples: tuple[str, ...]
    filled: int = 0
    ends: tuple[EndGuess, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """Fields that belong together in the select, as an <optgroup>."""

    label: str
    fields: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCell:
    """One cell as it will be read; `problem` says why it can't be used, "" if it can."""

    value: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """One of the first rows; `number` is the row's number in the file, the header being 1."""

    number: int
    cells: tuple[PreviewCell, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingPage:
    """
    The mapping form.

    Sends column-<index> for each column, end-<column>-<index> for each value of the outcomes,
    run_clocks (on or absent), and action (preview or start). `ends` are the outcomes to choose
    from. `encoding` and `delimiter` are in words. `rows` counts data rows, None if unknown.
    """

    import_id: str
    file_name: str
    rows: int | None
    encoding: str
    delimiter: str
    columns: tuple[ColumnGuess, ...]
    field_groups: tuple[FieldGroup, ...]
    ends: tuple[Choice, ...]
    preview_headers: tuple[str, ...]
    preview: tuple[PreviewRow, ...]
    problem_count: int = 0
    run_clocks: bool = False
    mapping_name: str = ""
    state: FormState = field(default_factory=FormState)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was refused: its number in the file, the reason and the remedy."""

    number: int
    reason: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRunPage:
    """
    A running or finished import; all numbers are rows.

    While `is_running`, the page asks for itself every second. `left` is the time still needed,
    None while unknown. `accounted` is true when created + appended + quarantined + bad = done.
    `problem` says what stopped it and what to do; "" otherwise. `unread_outcomes` are words that
    should have said how a lead ended, with the rows that have them.
    """

    row: ImportRow
    is_running: bool
    percent: int
    quarantined: int = 0
    left: timedelta | None = None
    took: timedelta | None = None
    rows_per_second: int | None = None
    accounted: bool = True
    unread_outcomes: tuple[tuple[str, int], ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
    bad_url: str = ""
    leads_url: str = ""
    problem: str = ""
    can_stop: bool = False
