"""What a token may be allowed to do; a token never does more than its user may."""

from __future__ import annotations

from typing import Final

SCOPES: Final = {
    "leads:read": "List and read leads with their explanation and timeline, and the queue",
    "leads:write": "Take over and give back leads, log contacts, snooze, close and reopen",
    "touches:read": "Read what the contacts of leads have done",
    "touches:write": "Record what known contacts do",
    "arrivals:read": "Read doors, raw arrivals, and the ledger's sums",
    "arrivals:write": "Release, dismiss and replay arrivals",
    "definition:read": "Read the categories and the definition with its versions",
    "definition:write": "Edit the draft, publish a definition, and try one on leads that came",
    "teams:read": "Read teams and members",
    "teams:write": "Change teams and places in them, and share pools out",
    "absences:write": "Enter and take back absences",
    "notices:read": "Read one's own notices",
    "notices:write": "Mark one's own notices as read",
    "imports:read": "Follow imports of files, and read their columns and bad rows",
    "imports:write": "Upload files, preview, start and stop imports",
    "reports:read": "Read reports",
}


def unknown(scopes: list[str]) -> list[str]:
    """Return those of `scopes` that do not exist, in their order."""
    return [scope for scope in scopes if scope not in SCOPES]
