"""
The demo workspace: five weeks of an invented sales desk, led through the real flows.

What happens stands in `script/`; how it is played in `play.py`. Everything goes in time order by
`at=`, with the clocks firing in between, so that a page of the demo is true like any other.
"""

from vaste.flows.demo.removal import Removed, remove_demo
from vaste.flows.demo.seeding import PASSWORD, Login, addresses, logins, sample, seed_demo

__all__ = [
    "PASSWORD",
    "Login",
    "Removed",
    "addresses",
    "logins",
    "remove_demo",
    "sample",
    "seed_demo",
]
