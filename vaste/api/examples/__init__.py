"""
What the OpenAPI document shows for each operation; the tests hold every example to its schema.
"""

from vaste.api.examples.intake import (
    ARRIVAL,
    ARRIVAL_WITH_BODY,
    ARRIVALS,
    DOORS,
    IMPORT,
    IMPORTS,
    RECEIPT,
    SUMS,
)
from vaste.api.examples.leads import LEAD, LEAD_WITH_REASONS, LEADS, MATRIX, SCORES, TIMELINE
from vaste.api.examples.office import (
    CATEGORIES,
    DEFINITION,
    DEFINITION_TO_PUBLISH,
    ME,
    MEMBERS,
    NOTICE,
    NOTICES,
    READ,
    ROLLOUT,
    TEAMS,
    TRIAL,
    TRIAL_TO_START,
    TRIALS,
    VERSION,
    VERSIONS,
)
from vaste.api.examples.touches import TOUCHES, TOUCHES_MADE, TOUCHES_OF_LEAD
from vaste.api.examples.work import CLAIM, CLOSING, CONTACT, CONTACT_MADE, SNOOZE

__all__ = [
    "ARRIVAL",
    "ARRIVALS",
    "ARRIVAL_WITH_BODY",
    "CATEGORIES",
    "CLAIM",
    "CLOSING",
    "CONTACT",
    "CONTACT_MADE",
    "DEFINITION",
    "DEFINITION_TO_PUBLISH",
    "DOORS",
    "IMPORT",
    "IMPORTS",
    "LEAD",
    "LEADS",
    "LEAD_WITH_REASONS",
    "MATRIX",
    "ME",
    "MEMBERS",
    "NOTICE",
    "NOTICES",
    "READ",
    "RECEIPT",
    "ROLLOUT",
    "SCORES",
    "SNOOZE",
    "SUMS",
    "TEAMS",
    "TIMELINE",
    "TOUCHES",
    "TOUCHES_MADE",
    "TOUCHES_OF_LEAD",
    "TRIAL",
    "TRIALS",
    "TRIAL_TO_START",
    "VERSION",
    "VERSIONS",
]
