"""What contacts do: the kinds of touches, in words for people, and when one counts."""

from __future__ import annotations

from typing import Final

from vaste.leads.enquiry import REQUEST_TYPES
from vaste.rules.vocabulary import Labels

#: What happens between enquiries, at most 20 characters each.
ACTS: Final = (
    "page",
    "form_start",
    "email_click",
    "email_reply",
    "webinar",
    "chat",
    "purchase",
    "session",
    "custom",
)
#: Every kind of touch: an enquiry's request type, or an act.
KINDS: Final = (*REQUEST_TYPES, *ACTS)
#: What signals may count: "" is an enquiry that does not say what it wants.
COUNTED: Final = (*KINDS, "")

_ADDRESS: Labels = {"en": "address", "fi": "osoite", "sv": "adress", "hu": "cím"}
_NAME: Labels = {"en": "name", "fi": "nimi", "sv": "namn", "hu": "név"}
#: What the path of a touch is, for the kinds that have one.
PATHS: Final[dict[str, Labels]] = {
    "page": _ADDRESS,
    "download": _ADDRESS,
    "form_start": _ADDRESS,
    "email_click": _ADDRESS,
    "session": _ADDRESS,
    "webinar": _NAME,
    "event": _NAME,
    "purchase": _NAME,
    "custom": _NAME,
}
