"""The sections of a definition as the studio's forms have them."""

from __future__ import annotations

from collections.abc import Mapping

from vaste.studio.sections.base import CHANNEL_WORDS, TONES, Section
from vaste.studio.sections.calendar import CALENDAR
from vaste.studio.sections.categories import CATEGORIES
from vaste.studio.sections.fields import FIELD_KINDS, FIELDS
from vaste.studio.sections.lists import LISTS
from vaste.studio.sections.policies import (
    LADDERS,
    MILESTONE_WORDS,
    POLICIES,
    category_part,
    policy_groups,
)
from vaste.studio.sections.routing import ROUTING, ROUTING_DEFAULT
from vaste.studio.sections.scores import CRITERIA, FIT_BASE, MQL, QUADRANTS, SIGNALS

__all__ = [
    "CALENDAR",
    "CATEGORIES",
    "CHANNEL_WORDS",
    "CRITERIA",
    "FIELDS",
    "FIELD_KINDS",
    "FIT_BASE",
    "LADDERS",
    "LISTS",
    "MILESTONE_WORDS",
    "MQL",
    "POLICIES",
    "QUADRANTS",
    "ROUTING",
    "ROUTING_DEFAULT",
    "SECTIONS",
    "SIGNALS",
    "TONES",
    "Section",
    "category_part",
    "policy_groups",
]

SECTIONS: Mapping[str, Section] = {
    one.key: one for one in (CATEGORIES, CRITERIA, SIGNALS, ROUTING, LADDERS, FIELDS)
}
