"""
Writing only over what was seen: a lead's version as ETag, and If-Match. Source: RFC 9110, 13.1.1.
"""

from __future__ import annotations

import re

from django.http import HttpResponse

from vaste.api.problems import Problem
from vaste.leads.models import Lead

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*')


def tag(lead: Lead) -> str:
    """Return the entity tag of a lead as it stands."""
    return f'"{lead.version}"'


def put_tag(response: HttpResponse, lead: Lead) -> None:
    """Tell the lead's version with an answer."""
    response["ETag"] = tag(lead)


def require(if_match: str | None, lead: Lead) -> None:
    """
    Let a write go on if the client has seen the lead as it stands; no header asks for nothing.

    Raises Problem: 412 with how the lead stands, and 400 for a header that is no list of tags.
    """
    if if_match is None or if_match.strip() in ("", "*"):
        return
    if tag(lead) in _tags(if_match):
        return
    raise changed(lead)


def changed(lead: Lead) -> Problem:
    """
    Return the refusal of a change to a lead that is no longer what was seen; it says how it stands.
    """
    return Problem(
        412,
        "lead_changed",
        "The lead has changed since you read it.",
        "Read it again, look at what changed, and send your change with the new ETag.",
        place="header.If-Match",
        told={
            "current": {
                "version": lead.version,
                "state": lead.state,
                "owner": lead.owner_id,
                "due_at": lead.due_at,
                "next_step": lead.next_step,
            }
        },
        headers={"ETag": tag(lead)},
    )


def _tags(header: str) -> set[str]:
    """Return the strong tags of a header: a weak one never matches."""
    tags = set()
    for part in header.split(","):
        found = _TAG.fullmatch(part)
        if found is None:
            raise Problem(
                400,
                "bad_if_match",
                "If-Match is no list of entity tags.",
                'Send the ETag as you read it, with its quotes: `If-Match: "7"`.',
                place="header.If-Match",
            )
        if not found.group(1):
            tags.add(f'"{found.group(2)}"')
    return tags
