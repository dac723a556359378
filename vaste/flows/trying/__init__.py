"""
The simulator: a definition is replayed on the leads of the last days, and changes nothing.

Each lead is judged twice at the instant it came, by the version in force and by the definition on
trial, both by the one judging statement. `running` walks through the leads in steps in the worker;
`tally` counts; what was counted is the trial's result.
"""

from vaste.flows.trying.running import (
    MOST_DAYS,
    find,
    next_step,
    start,
    step,
    stop,
)
from vaste.flows.trying.tally import Tally

__all__ = [
    "MOST_DAYS",
    "Tally",
    "find",
    "next_step",
    "start",
    "step",
    "stop",
]
