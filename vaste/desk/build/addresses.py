"""Addresses that a list repeats in every row: found once, filled in for each."""

from __future__ import annotations

import uuid
from functools import cache

from django.urls import reverse

_ANY = uuid.UUID(int=0)


def of_lead(lead_id: uuid.UUID, name: str = "lead") -> str:
    """
    Return the address of one lead's page, or of what `name` says about the lead.

    What `reverse` gives, without its search through the patterns: a list has dozens of them.
    """
    return _pattern(name).replace(str(_ANY), str(lead_id))


@cache
def _pattern(name: str) -> str:
    return reverse(f"desk:{name}", args=[_ANY])
