"""Questions about interest."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from vaste.infra import sql
from vaste.scoring.formula import Sum
from vaste.scoring.services import Sums


def interest_sums(workspace_id: uuid.UUID, contacts: Iterable[uuid.UUID]) -> Sums:
    """Return the fading sums of these contacts, by contact and signal, in one statement."""
    rows = sql.run(
        "SELECT contact_id, signal, strength, as_of FROM scoring_interest"
        " WHERE workspace_id = %(workspace)s AND contact_id = ANY(%(contacts)s)",
        {"workspace": workspace_id, "contacts": sorted(set(contacts))},
    )
    sums: Sums = {}
    for contact_id, signal, strength, as_of in rows:
        sums.setdefault(contact_id, {})[signal] = Sum(strength, as_of)
    return sums
