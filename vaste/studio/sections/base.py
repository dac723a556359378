"""What a list of entries is to the forms, and the words that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaste.studio.parts import Context, Part, PartGroup, Word

CHANNEL_WORDS: Mapping[str, Word] = {
    "phone": _("Phone"),
    "email": _("E-mail"),
    "linkedin": _("LinkedIn"),
    "chat": _("Chat"),
    "meeting": _("Meeting"),
}
#: Categories take the tones of their ranks, as on the desk.
TONES = ("hot", "warm", "cold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    A list of entries that each have a key: where it stands in the definition, and its form.

    `names` is the part of an entry that names it in four languages. `last_rests`: the last entry
    has no rule and takes what is left. `list_part`: the entries stand as lists under their keys,
    and this part of an entry is that list.
    """

    key: str
    path: tuple[str, ...]
    title: Word
    lead: Word
    names: str
    groups: Sequence[PartGroup]
    new: Word
    new_title: Word
    empty: Word
    begin: Mapping[str, Any]
    stem: str
    is_ordered: bool = False
    last_rests: bool = False
    list_part: str = ""
    finish: Callable[[dict[str, Any]], None] = lambda entry: None

    @property
    def parts(self) -> list[Part]:
        """Every part of the form."""
        return [part for group in self.groups for part in group.parts]


def teams_of(context: Context) -> list[tuple[str, Word]]:
    return [("", _("Choose a team")), *context.teams]


KEY = Part(
    name="key",
    kind="word",
    label=_("Key"),
    hint=_(
        "One word, used in rules, files and reports. Rules that name it do not follow a change."
    ),
)
