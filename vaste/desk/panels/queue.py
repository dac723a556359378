"""The queue: rows in working order, grouped by category, with filters and a preview."""

from dataclasses import dataclass
from datetime import date, datetime

from vaste.desk.panels.common import CategoryTag, ClockCell, FilterOption, Person, Quadrant, Tone
from vaste.desk.panels.lead import LeadPage


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """
    One open lead in the list.

    `url` is its page, `claim_url` where it is taken over; `select_label` and `claim_label` name the
    two controls of the row. `wants` is one line of what they asked. `clock` is what is owed next;
    None: nothing is planned, which the row says in words. `earlier_leads` counts the contact's
    other leads. `remind_on` is the day, still ahead, of the reminder that the category asks for.
    `note` is one sentence about what just happened to the row (lost race, refused action), with its
    tone; empty otherwise.
    """

    lead_id: str
    url: str
    claim_url: str
    name: str
    select_label: str
    claim_label: str
    company: str
    wants: str
    category: CategoryTag
    source: str
    received_at: datetime
    quadrant: Quadrant
    clock: ClockCell | None
    owner: Person | None = None
    is_mine: bool = False
    can_claim: bool = False
    is_returning: bool = False
    earlier_leads: int = 0
    is_sample: bool = False
    is_snoozed: bool = False
    viewers: tuple[Person, ...] = ()
    remind_on: date | None = None
    note: str = ""
    note_tone: Tone = "plain"

    @property
    def is_marked(self) -> bool:
        """Tell whether anything is said behind the name: of most rows nothing is."""
        return self.is_returning or self.is_snoozed or self.is_sample or bool(self.viewers)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryGroup:
    """
    The rows of one category on this page, hottest category first.

    `count` is of the whole category under the same filters; `is_capped`: at least that many,
    shown as "1,000+". `promise` says the category's response times in one short sentence.
    """

    category: CategoryTag
    count: int
    rows: tuple[QueueRow, ...]
    is_capped: bool = False
    promise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedBy:
    """
    Whose leads alone are listed, open and snoozed ones; both are counted whatever the category.

    `can_give`: the viewer may give all of them to others, and sees all of them.
    """

    person: Person
    clear_url: str
    can_give: bool
    open_leads: int
    snoozed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """
    The queue under one set of filters.

    `url` is this page's address with its query, asked again when leads change. `next_url` and
    `first_url` page by key, "" where there is none. `q` is the search text. `selected` is the
    lead shown beside the list (`?lead=`), None for the empty pane. `total` counts open leads
    under the filters, capped as in the groups. `is_filtered` tells an empty queue from an empty
    answer. `owned_by` is None but where one person's leads are asked for.
    """

    url: str
    groups: tuple[CategoryGroup, ...]
    scopes: tuple[FilterOption, ...]
    categories: tuple[FilterOption, ...]
    total: int
    is_capped: bool = False
    q: str = ""
    next_url: str = ""
    first_url: str = ""
    selected: LeadPage | None = None
    owned_by: OwnedBy | None = None
    is_filtered: bool = False
    has_samples: bool = False
