"""The raw body of an arrival, as it came."""

from __future__ import annotations

import base64

from vaste.leads.models import Arrival


def raw_body(arrival: Arrival) -> bytes:
    """Return the very bytes that came through the door."""
    if arrival.body_encoding == "base64":
        return base64.b64decode(arrival.body)
    return arrival.body.encode()
