"""
What if: the leads of a period dealt out anew by a definition's routing and a draft roster.

By the very turns, needs and capacities that real leads go through, in the order of their receipt;
each leaves its owner's load when it was closed in truth. Nothing is written but the what-if's own
row. `roster` is who takes part, `cases` what came, `turning` deals out, `expecting` looks at the
promises, `tally` counts, and `running` does it in the worker, in steps.
"""

from vaste.flows.replaying.roster import ABSENCES, Change, Crew, Seat, roster_of, with_changes
from vaste.flows.replaying.running import (
    MOST_DAYS,
    USUAL_DAYS,
    BadPeriod,
    check_period,
    find,
    next_step,
    start,
    step,
    stop,
)
from vaste.flows.replaying.tally import NOBODY, Tally
from vaste.flows.replaying.turning import WHY

__all__ = [
    "ABSENCES",
    "MOST_DAYS",
    "NOBODY",
    "USUAL_DAYS",
    "WHY",
    "BadPeriod",
    "Change",
    "Crew",
    "Seat",
    "Tally",
    "check_period",
    "find",
    "next_step",
    "roster_of",
    "start",
    "step",
    "stop",
    "with_changes",
]
