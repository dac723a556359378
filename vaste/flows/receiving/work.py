"""One arrival on its way through the house."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from vaste.categories.contract import Category
from vaste.flows.receiving.arriving import Incoming
from vaste.leads.custom import NO_CUSTOM, Custom
from vaste.leads.enquiry import Enquiry


@dataclass(slots=True)
class Work:
    """
    What is known of an arrival so far: `lead` is its row, `clocks` are the rows of its clocks.

    `custom` are the values of the workspace's own fields. `reasons` gathers the explanation, step
    by step, as it will stand in the event.
    """

    incoming: Incoming
    lead_id: uuid.UUID
    custom: Custom = NO_CUSTOM
    lead: dict[str, Any] = field(default_factory=dict)
    category: Category | None = None
    clocks: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, Any] = field(default_factory=dict)

    @property
    def enquiry(self) -> Enquiry:
        """The enquiry read out of the arrival; only asked for where there is one."""
        assert self.incoming.enquiry is not None
        return self.incoming.enquiry
