"""What the studio's pages are drawn from."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaste.studio.grids import GridView
    from vaste.studio.rules.outline import Outline

LONG = 12  # entries, beyond which a list can be searched


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user as lists show them; `hue` (0-7) picks the avatar's color."""

    name: str
    initials: str
    hue: int


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field; `value` is what the form sends."""

    value: str
    label: str
    is_chosen: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Choices that stand together under a name."""

    label: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Complaint:
    """
    One thing to mend: the place in words with a link to where it is edited.

    `line` is where it stands in the text (from 1), 0 where that is not known.
    """

    place: str
    url: str
    message: str
    remedy: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One value beside a comparison; with `units`, a number and its unit."""

    name: str
    value: str
    kind: str
    label: str
    units: Sequence[Option] = ()
    options: Sequence[Option] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNode:
    """
    One condition or group of the editor.

    `path` is the prefix of its fields' names, `place` its path from the root, `denied` how often it
    is denied. `kind` is all, any, field, happened, or raw for what the editor only hands on.
    """

    path: str
    place: str
    kind: str
    denied: int
    label: str
    children: Sequence[RuleNode] = ()
    field: str = ""
    fields: Sequence[OptionGroup] = ()
    operators: Sequence[Option] = ()
    slots: Sequence[Slot] = ()
    raw: str = ""
    problems: Sequence[Complaint] = ()
    is_first: bool = True
    is_last: bool = True
    is_root: bool = False
    can_lift: bool = False
    has_focus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """
    A rule as it is edited, with the sentence that it says so far.

    `root` is None where there is no rule; `outline` says a deep rule as lists in place of the
    sentence; `unfinished` counts the conditions that the sentence
    leaves out; `is_too_large` shows the sentence and sends to the text.
    """

    name: str
    root: RuleNode | None
    sentence: str
    outline: Outline | None = None
    unfinished: int = 0
    is_too_large: bool = False
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """
    One field of a form.

    `kind` chooses the widget: word, text, number, span, choice, choices, flag, words, lines,
    match, options, grid, rule. `words` are (language code, language, value); `rows` of options are
    a key with such words.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    unit: Sequence[Option] = ()
    options: Sequence[Option] = ()
    words: Sequence[tuple[str, str, str]] = ()
    rows: Sequence[tuple[str, Sequence[tuple[str, str, str]]]] = ()
    rule: RuleView | None = None
    grid: GridView | None = None
    is_required: bool = False
    problems: Sequence[Complaint] = ()

    @property
    def id(self) -> str:
        """The id of its (first) input."""
        return "f-" + self.name.replace(".", "-").replace(":", "-")


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand together under a heading; `is_folded` ones are opened when wanted."""

    title: str
    hint: str
    fields: Sequence[FieldView]
    is_folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One difference in words: where, and what it was and is; `place` takes it back."""

    where: str
    change: str
    before: str = ""
    after: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """
    Somebody else changed the draft first.

    `differences` are between theirs (before) and what was sent (after).
    """

    who: str
    at: datetime.datetime | None
    differences: Sequence[Saying]
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """Days that are not as the week is: why, and when they are open ("" for not at all)."""

    first_on: datetime.date
    last_on: datetime.date
    what: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """
    A form for one entry of a list, or for a section that is one form.

    `days` are those to come by the working time in the form; None where none is told, or it can't
    be read.
    """

    title: str
    url: str
    back: str
    back_label: str
    groups: Sequence[FieldGroup]
    is_new: bool = False
    lead: str = ""
    clash: Clash | None = None
    problems: Sequence[Complaint] = ()
    was: str = ""
    tone: str = "plain"
    days: Sequence[DayRow] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of a list: its name, what it says in words, and what it promises."""

    key: str
    name: str
    url: str
    sentence: str = ""
    facts: Sequence[str] = ()
    tone: str = "plain"
    mark: str = ""
    problems: int = 0
    can_up: bool = False
    can_down: bool = False
    can_remove: bool = True
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """
    A list of entries, in their order where it matters.

    With `asked` the rows are those of the `total` entries that a search has found; `url` keeps it.
    """

    section: str
    title: str
    lead: str
    rows: Sequence[Row]
    new_url: str
    new_label: str
    url: str
    all_url: str
    asked: str
    total: int
    is_ordered: bool
    empty: str
    problems: Sequence[Complaint] = ()
    is_misshapen: bool = False
    focus: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the list is one to be searched."""
        return self.total > LONG or bool(self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """
    How the draft stands, on top of every page of the studio.

    `token` is what forms send to say what they have seen.
    """

    token: str
    in_force: int
    is_draft: bool
    changes: int
    problems: int
    editor: Person | None
    edited_at: datetime.datetime | None
    is_overtaken: bool
    may_publish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One published version in the history."""

    number: int
    note: str
    publisher: Person | None
    published_at: datetime.datetime
    is_in_force: bool
    url: str
    compare_url: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One section on the overview: what it holds now, in a few words."""

    title: str
    text: str
    url: str
    icon: str
    problems: int = 0
    is_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """The studio's first page."""

    tiles: Sequence[Tile]
    problems: Sequence[Complaint]
    differences: Sequence[Saying]
    versions: Sequence[VersionRow]
    more_versions: bool = False


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a text difference: kind is same, gone, new or skip."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two definitions side by side: in words, and as text."""

    before: str
    after: str
    options_before: Sequence[Option]
    options_after: Sequence[Option]
    differences: Sequence[Saying]
    lines: Sequence[DiffLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPage:
    """What publishing would change, and what stands in its way."""

    differences: Sequence[Saying]
    problems: Sequence[Complaint]
    note: str = ""
    newer: VersionRow | None = None
    refusal: str = ""
    admins: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """The definition as text."""

    source: str
    problems: Sequence[Complaint] = field(default_factory=tuple)
    clash: Clash | None = None
    lines: Sequence[DiffLine] = ()
    is_refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """One published version with its text."""

    row: VersionRow
    source: str
    differences: Sequence[Saying]
    refusal: str = ""
    in_force: int = 0
