"""How an attempt to reach a buyer can end, and which of these ends is a contact. Pure."""

from __future__ import annotations

from typing import Final

#: outcome -> whether the buyer was reached, by channel. An attempt is not a contact.
OUTCOMES: Final[dict[str, dict[str, bool]]] = {
    "phone": {
        "reached": True,
        "meeting_booked": True,
        "no_answer": False,
        "voicemail": False,
        "bad_number": False,
    },
    "email": {
        "sent": True,
        "replied": True,
        "meeting_booked": True,
        "bounced": False,
        "auto_reply": False,
    },
    "linkedin": {"sent": True, "replied": True, "meeting_booked": True},
    "chat": {"talked": True, "meeting_booked": True, "no_answer": False},
    "meeting": {"held": True, "no_show": False},
    "note": {"noted": False},
}

#: What a machine wrote: never a contact, whatever a contract says.
AUTOMATIC: Final = frozenset({"auto_reply"})


def is_contact(channel: str, outcome: str) -> bool:
    """
    Say whether this end of an attempt reached the buyer.

    Raises KeyError for a channel or outcome that is not in OUTCOMES.
    """
    return OUTCOMES[channel][outcome]
