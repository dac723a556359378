"""Arrivals that are not worked on at once: quarantined or refused, kept with the reasons."""

from __future__ import annotations

import datetime
import hashlib
from urllib.parse import urlsplit

from vaste.doors.cards import DoorCard
from vaste.flows.receive import Incoming, State
from vaste.infra import asgi
from vaste.infra.asgi import Scope
from vaste.kernel.errors import Refused, Unread
from vaste.kernel.ids import uuid7
from vaste.kernel.text import clean, one_line
from vaste.kernel.words import gettext_noop as _
from vaste.leads import junk
from vaste.leads.enquiry import Enquiry, Problem
from vaste.leads.reading import says_nothing

WINDOW_S = 600  # seconds in which the same body without a key is the same submission, sent again


NO_WAY_TO_ANSWER = Unread(
    "no_way_to_answer",
    _("There is no e-mail address and no telephone number to answer to."),
    _("Look for the person in what was sent, or close the lead."),
)


def foreign_origin(scope: Scope, card: DoorCard) -> list[junk.Reason]:
    """
    Return the reason against a post from a page of a site that the door does not name.

    `allowed_origins` of the door's settings are written as browsers say them
    ("https://www.example.fi"); without any, every site may post. A post without the header is from
    no page. The form's own page is always allowed.
    """
    allowed = {str(one).rstrip("/").lower() for one in card.settings.get("allowed_origins") or ()}
    origin = asgi.header(scope, b"origin").lower()
    if not allowed or not origin or origin in allowed or _is_own(scope, origin):
        return []
    return [junk.Reason("foreign_origin", one_line(origin, 200), junk.SUSPICIOUS)]


def _is_own(scope: Scope, origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == asgi.header(scope, b"host").lower()
    except ValueError:
        return False


def check_says_something(enquiry: Enquiry) -> None:
    """
    Note on an enquiry that nobody can be answered by it.

    Raises Refused for one that names nobody and says nothing.
    """
    if says_nothing(enquiry):
        raise Refused(
            "says_nothing",
            _("The request names nobody and says nothing."),
            _("Send at least a name, an address, a number or a message."),
            status=422,
        )
    if not (enquiry.email or enquiry.phone or enquiry.external_id):
        none = NO_WAY_TO_ANSWER
        enquiry.problems.append(Problem("", "", none.message, none.remedy))


def quarantined(arrival: Incoming, reasons: list[junk.Reason]) -> Incoming:
    """Return the arrival as one for the review lane, with the reasons for it."""
    arrival.enquiry = None
    arrival.state = State.QUARANTINED
    arrival.reasons = [{"code": one.code, "detail": clean(one.detail, 500)} for one in reasons]
    return arrival


def refused(
    scope: Scope,
    card: DoorCard,
    body: bytes,
    problem: Refused,
    at: datetime.datetime,
    channel: str,
) -> Incoming:
    """Return an arrival that can't be read, to be kept as it came while its sender is told why."""
    arrival_id = uuid7()
    return Incoming(
        door_id=card.id,
        received_at=at,
        idempotency_key=f"refused:{arrival_id}",
        has_own_key=True,
        content_type=clean(asgi.header(scope, b"content-type"), 200),
        headers=asgi.headers_of(scope),
        body=body,
        enquiry=None,
        channel=channel,
        state=State.REFUSED,
        reasons=[
            {
                "code": problem.code,
                "detail": problem.message,
                "place": one_line(problem.place, 200),
                "remedy": problem.remedy,
            }
        ],
        id=arrival_id,
    )


def window_key(body: bytes, at: datetime.datetime) -> str:
    """Return the key of a post that brings none: its body, and the ten minutes it came in."""
    window = int(at.timestamp()) // WINDOW_S
    return f"body:{hashlib.sha256(body).hexdigest()}:{window}"
