"""
The back-test: closed leads are judged as they came, by any definition, and held against how they
ended.

It runs the one judging statement (flows/judging) over any number of leads and changes nothing.
Interest is counted from what had happened when each lead came; facts are taken as they are known
now. `running` walks through the leads in steps in the worker; `tally` counts; `reading` says what
was found.
"""

from vaste.flows.backtesting.reading import Found, Measured, bands, read
from vaste.flows.backtesting.running import (
    BadPeriod,
    find,
    next_step,
    start,
    step,
    stop,
)
from vaste.flows.backtesting.tally import Tally

__all__ = [
    "BadPeriod",
    "Found",
    "Measured",
    "Tally",
    "bands",
    "find",
    "next_step",
    "read",
    "start",
    "step",
    "stop",
]
