"""The form of a field of the workspace's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaste.studio.parts import Part, PartGroup, Word
from vaste.studio.rules.labels import ROOMS
from vaste.studio.sections.base import KEY, Section


def _finish_field(entry: dict[str, Any]) -> None:
    """Take the choices away from a kind that has none."""
    if entry.get("kind") not in ("choice", "list"):
        entry.pop("choices", None)
    if entry.get("kind") != "money":
        entry.pop("currency", None)


FIELD_KINDS: Mapping[str, Word] = {
    "text": _("Text"),
    "number": _("Number"),
    "money": _("Money"),
    "date": _("Date"),
    "choice": _("One of several"),
    "yes_no": _("Yes or no"),
    "list": _("Several words"),
}
ASKS: Mapping[str, Word] = {
    "optional": _("Asked, may be left empty"),
    "required": _("Asked, must be filled in"),
}
FIELDS = Section(
    key="fields",
    path=("fields",),
    title=_("Own fields"),
    lead=_(
        "What you keep of enquiries, contacts and companies beyond the usual. Rules can ask for"
        " them, doors and imports fill them."
    ),
    names="labels",
    stem="field",
    finish=_finish_field,
    new=_("Add a field"),
    new_title=_("New field"),
    empty=_("There are no fields of your own yet."),
    begin={"of": "lead", "kind": "text"},
    groups=(
        PartGroup(
            _("What it is"),
            (
                Part(name="labels", kind="words", label=_("Name")),
                Part(
                    name="of", kind="choice", label=_("It is kept of"), is_required=True,
                    choices=lambda context: list(ROOMS.items()),
                ),
                Part(
                    name="kind", kind="choice", label=_("Kind"), is_required=True,
                    choices=lambda context: list(FIELD_KINDS.items()),
                ),
                Part(
                    name="choices", kind="options", label=_("Choices"),
                    hint=_("For one of several, or several words out of these."),
                ),
                Part(
                    name="ask", kind="choice", label=_("In hosted forms"),
                    choices=lambda context: list(ASKS.items()),
                    hint=_("Doors whose forms have fields of their own ask it too."),
                ),
            ),
        ),
        PartGroup(_("Details"), (KEY,), is_folded=True),
    ),
)  # fmt: skip
