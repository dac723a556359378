"""The matrix: unfinished leads plotted by fit and interest, and the same as a list."""

from dataclasses import dataclass
from datetime import datetime

from vaste.desk.panels.common import CategoryTag, Choice
from vaste.desk.panels.queue import QueueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """
    One quadrant: `track` is what is done there, `sentence` says it in full.

    `count` is of leads under the filters; `url` shows them in the list.
    """

    key: str
    label: str
    track: str
    sentence: str
    count: int
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    """
    The matrix under one set of filters, as it was `at`.

    `corners` lie as in the plot, from the top left. `good_fit` and `interested` are the thresholds,
    0-100. `points_url` gives what the plot is drawn and filtered from; `mine` is the viewer as an
    owner there. `rows` are one page of the list, of one quadrant or (`quadrant` "") of all;
    `next_url` and `first_url` page it, "" where there is none.
    """

    at: datetime
    corners: tuple[Corner, ...]
    good_fit: int
    interested: int
    points_url: str
    owners: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    states: tuple[Choice, ...]
    legend: tuple[CategoryTag, ...]
    mine: str
    rows: tuple[QueueRow, ...]
    quadrant: str
    title: str
    all_url: str
    next_url: str = ""
    first_url: str = ""
    is_filtered: bool = False

    @property
    def total(self) -> int:
        """Return how many leads are plotted."""
        return sum(corner.count for corner in self.corners)

    @property
    def is_plotted(self) -> bool:
        """Whether there is a plot: without a lead only where filters may have left none."""
        return bool(self.total) or self.is_filtered
