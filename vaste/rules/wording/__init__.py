"""
The sentences that rules are said in, whole for each comparison and language.

No pattern glues an ending to what is filled in: values stand in quotes, after a colon, or in
their dictionary form, and units of time have every form that the patterns need.
"""

from vaste.rules.wording.english import ENGLISH
from vaste.rules.wording.finnish import FINNISH
from vaste.rules.wording.forms import Forms, Wording
from vaste.rules.wording.hungarian import HUNGARIAN
from vaste.rules.wording.swedish import SWEDISH

__all__ = ["Forms", "Wording", "wording_for"]

_BY_LANGUAGE = {"en": ENGLISH, "fi": FINNISH, "sv": SWEDISH, "hu": HUNGARIAN}


def wording_for(language: str) -> Wording:
    """Return the sentences of a language ("fi", "sv-FI"), English when it is not one of four."""
    return _BY_LANGUAGE.get(language.replace("_", "-").split("-")[0].lower(), ENGLISH)
