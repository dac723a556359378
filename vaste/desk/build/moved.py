"""What became of leads that were given out again, in words."""

from __future__ import annotations

from django.utils.translation import ngettext

from vaste.desk import formats
from vaste.flows.rerouting import Moved


def told(moved: Moved, *, keeps: bool = False) -> str:
    """
    Return what became of leads as sentences; empty where nothing moved.

    `keeps` says that people kept what they had, begun or not.
    """
    parts = []
    if moved.given:
        text = ngettext("%(n)s lead went to others.", "%(n)s leads went to others.", moved.given)
        parts.append(text % {"n": formats.number(moved.given)})
    if moved.pooled:
        text = ngettext(
            "%(n)s lead waits in the pool.", "%(n)s leads wait in the pool.", moved.pooled
        )
        parts.append(text % {"n": formats.number(moved.pooled)})
    if moved.held:
        begun = ngettext(
            "%(n)s lead that was begun stays.", "%(n)s leads that were begun stay.", moved.held
        )
        kept = ngettext("%(n)s lead keeps its owner.", "%(n)s leads keep their owner.", moved.held)
        text = kept if keeps else begun
        parts.append(text % {"n": formats.number(moved.held)})
    if moved.following:
        text = ngettext(
            "%(n)s lead follows in the background.",
            "%(n)s leads follow in the background.",
            moved.following,
        )
        parts.append(text % {"n": formats.number(moved.following)})
    return " ".join(parts)
