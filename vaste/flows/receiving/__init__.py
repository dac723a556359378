"""The pieces of `flows/receive.py`: the rows it writes and the judging steps between the rooms."""

from vaste.flows.receiving.steps import categorize, reconsider, route, score
from vaste.flows.receiving.work import Work

__all__ = ["Work", "categorize", "reconsider", "route", "score"]
