"""Web push (RFC 8030): encrypted for one browser (RFC 8291), signed with our key (RFC 8292)."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from py_vapid import Vapid02
from pywebpush import WebPusher

from vaste.infra import outgoing
from vaste.infra.outgoing import Answer

ONE_DAY_S = 86_400  # how long a service keeps a message for a browser that is off
VALID_S = 12 * 3600  # how long our signature holds; 24 hours at most (RFC 8292, section 2)


def public_key(private: str) -> str:
    """Return the public key as browsers take it: base64url of the uncompressed point."""
    key = Vapid02.from_string(private).public_key
    point = key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def send(
    endpoint: str,
    keys: Mapping[str, str],
    message: Mapping[str, Any],
    *,
    key: str,
    contact: str,
    topic: str,
    local: bool,
    at: datetime.datetime,
) -> Answer:
    """
    Send one message to one browser; a later one of the same `topic` replaces it while it waits.

    `key` is our private key, `contact` whom the service may write to. Raises Refused and Failed as
    `outgoing.post` does, and ValueError for keys of a browser that are none.
    """
    info = {"endpoint": endpoint, "keys": dict(keys)}
    body = WebPusher(info).encode(json.dumps(message).encode(), "aes128gcm")["body"]
    split = urlsplit(endpoint)
    claims = {
        "sub": contact,
        "aud": f"{split.scheme}://{split.netloc}",
        "exp": int(at.timestamp()) + VALID_S,
    }
    headers = {
        **Vapid02.from_string(key).sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ONE_DAY_S),
        "Topic": topic[:32],
        "Urgency": "high",
    }
    return outgoing.post(endpoint, body, headers, local=local)
