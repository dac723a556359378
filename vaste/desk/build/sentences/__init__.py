"""Sentences about what happened: each event of the ledger as one full sentence."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from vaste.desk.build.labels import say
from vaste.desk.build.sentences import clocks, holding, judging, work
from vaste.desk.build.sentences.judging import because
from vaste.desk.build.sentences.told import Sentence, Told, Writer

__all__ = ["Sentence", "Told", "because", "sentence"]
_WRITERS: Mapping[str, Writer] = {
    **holding.WRITERS,
    **clocks.WRITERS,
    **work.WRITERS,
    **judging.WRITERS,
}


def sentence(told: Told) -> Sentence:
    """Return an event in words; one of an unknown verb is named by it."""
    write = _WRITERS.get(told.verb)
    if write is not None:
        return write(told)
    name = told.verb.rpartition(".")[2]
    return Sentence("system", _("Recorded: %(what)s.") % {"what": say({}, name)})
