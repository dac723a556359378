"""The forms of fit, signals, quadrants and the MQL rule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vaste.leads.touches import KINDS
from vaste.rules.vocabulary import label
from vaste.studio.parts import Context, Part, PartGroup, Word
from vaste.studio.sections.base import KEY, Section


def _kinds(context: Context) -> list[tuple[str, Word]]:
    known = context.vocabulary.happenings
    named: list[tuple[str, Word]] = [
        (key, label(known[key].labels, context.language, otherwise=key))
        for key in KINDS
        if key in known
    ]
    return [*named, ("", _("wrote without saying what they want"))]


CRITERIA = Section(
    key="fit",
    path=("fit", "criteria"),
    title=_("Fit"),
    lead=_(
        "How well person and company suit you: points from facts, between 0 and 100. They do not"
        " fade. Points below zero speak against a lead."
    ),
    names="words",
    stem="criterion",
    new=_("Add a criterion"),
    new_title=_("New criterion"),
    empty=_("There are no criteria yet: every lead has the points it begins with."),
    begin={"points": 10, "when": {"field": "", "is": ""}},
    groups=(
        PartGroup(
            _("What counts"),
            (
                Part(
                    name="words", kind="words", label=_("In words"),
                    hint=_("So it is told on the lead's page."),
                ),
                Part(name="points", kind="number", label=_("Points"), is_required=True),
            ),
        ),
        PartGroup(_("When it counts"), (Part(name="when", kind="rule", label=_("Rule")),)),
        PartGroup(_("Details"), (KEY,), is_folded=True),
    ),
)  # fmt: skip


SIGNALS = Section(
    key="signals",
    path=("signals",),
    title=_("Signals"),
    lead=_(
        "How much somebody has shown that they want something: points for what they do, which fade"
        " with time. What they do counts for the first signal that it matches."
    ),
    names="words",
    stem="signal",
    is_ordered=True,
    new=_("Add a signal"),
    new_title=_("New signal"),
    empty=_("There are no signals yet: nobody's interest is counted."),
    begin={"kinds": [], "points": 10, "cap": 30, "half_life": "14 days"},
    groups=(
        PartGroup(
            _("What counts"),
            (
                Part(
                    name="words", kind="words", label=_("In words"),
                    hint=_("So it is told on the lead's page."),
                ),
                Part(
                    name="kinds", kind="choices", label=_("What they do"), choices=_kinds,
                    is_required=True,
                ),
                Part(
                    name="path", kind="match", label=_("Where"),
                    hint=_(
                        "A page's address without the host, or an event's name. Empty: anywhere."
                    ),
                ),
            ),
        ),
        PartGroup(
            _("How much and how long"),
            (
                Part(name="points", kind="number", label=_("Points each time"), is_required=True),
                Part(name="cap", kind="number", label=_("At most together"), is_required=True),
                Part(
                    name="half_life", kind="span", label=_("Half is left after"), is_required=True
                ),
            ),
        ),
        PartGroup(_("Details"), (KEY,), is_folded=True),
    ),
)  # fmt: skip


FIT_BASE = (
    Part(name="fit.base", kind="number", label=_("Points to begin with"), otherwise=0),
    Part(
        name="fit.floor", kind="number", label=_("Counts as 0"), otherwise=0,
        hint=_("The sum of points that is the worst fit."),
    ),
    Part(
        name="fit.ceiling", kind="number", label=_("Counts as 100"), otherwise=100,
        hint=_("The sum of points that is the best fit."),
    ),
)  # fmt: skip
QUADRANTS = (
    Part(
        name="quadrants.good_fit", kind="number", label=_("A good fit from"), otherwise=50,
        hint=_("Points of fit, 0 to 100."),
    ),
    Part(
        name="quadrants.interested", kind="number", label=_("Interested from"), otherwise=30,
        hint=_("Points of interest, 0 to 100."),
    ),
)  # fmt: skip
MQL = (Part(name="mql", kind="rule", label=_("Rule")),)
