"""Which leads a figure is about: those of a workspace, of a time, and of what was chosen."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

BEGINNING = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Scope:
    """
    Leads received (or, where a question says so, closed) from `since` to before `until`.

    `at` is now; days, weeks and hours begin in `zone`, an IANA name. A filter that is None lets
    every lead pass.
    """

    workspace_id: uuid.UUID
    since: datetime.datetime
    until: datetime.datetime
    at: datetime.datetime
    zone: str
    team: uuid.UUID | None = None
    owner: uuid.UUID | None = None
    category: str | None = None
    source: str | None = None

    @property
    def params(self) -> dict[str, Any]:
        """Return what every question is asked with."""
        return {
            "workspace": self.workspace_id,
            "since": self.since,
            "until": self.until,
            "team": self.team,
            "owner": self.owner,
            "category": self.category,
            "source": self.source,
        }
