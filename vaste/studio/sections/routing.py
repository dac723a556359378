"""The form of a routing rule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vaste.studio.parts import Context, Part, PartGroup, Word
from vaste.studio.sections.base import KEY, Section, teams_of

ROUTING = Section(
    key="routing",
    path=("routing", "rules"),
    title=_("Routing"),
    lead=_(
        "Which team answers. The first rule that a lead meets names the team; within it, whoever is"
        " present and has room gets the lead by fair turns."
    ),
    names="names",
    stem="rule",
    is_ordered=True,
    new=_("Add a rule"),
    new_title=_("New rule"),
    empty=_("There are no rules: the team below answers every lead."),
    begin={"when": {"field": "", "is": ""}},
    groups=(
        PartGroup(
            _("Who answers"),
            (
                Part(
                    name="team", kind="choice", label=_("Team"), choices=teams_of, is_required=True
                ),
            ),
        ),
        PartGroup(_("Which leads"), (Part(name="when", kind="rule", label=_("Rule")),)),
        PartGroup(_("Details"), (KEY,), is_folded=True),
    ),
)  # fmt: skip


def _keeps(context: Context) -> list[tuple[str, Word]]:
    return [
        ("no", _("nobody: every lead is routed anew")),
        ("contact", _("whoever has a lead of the same contact")),
        ("company", _("whoever has a lead of the same company")),
    ]


ROUTING_DEFAULT = (
    Part(
        name="routing.default", kind="choice", label=_("Everybody else goes to"), choices=teams_of,
        is_required=True,
    ),
    Part(
        name="routing.keep_owner", kind="choice", label=_("Known buyers stay with"),
        choices=_keeps, otherwise="no",
    ),
)  # fmt: skip
