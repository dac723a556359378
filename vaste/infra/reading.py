"""Reading a document from an address that people gave: bounded in bytes, in time and in steps."""

from __future__ import annotations

import http.client
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin

from vaste.infra import outgoing

MOST_STEPS = 3  # redirects that are followed
CHUNK = 65_536  # bytes read at once
_MOVED = (301, 302, 303, 307, 308)
_PORTS = {"https": 443, "http": 80}


class TooLong(Exception):
    """The document has more bytes than are read."""


class TooSlow(Exception):
    """The document was not there in time."""


@dataclass(frozen=True, slots=True)
class Document:
    """What an address answered; `body` is empty unless `status` is 200."""

    status: int
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    retry_after_s: int | None = None


def get(
    url: str,
    headers: Mapping[str, str],
    *,
    most: int,
    within_s: float,
    local: bool = False,
    hosts: Collection[str] = (),
) -> Document:
    """
    Read the document at `url`, at most `most` bytes of it, all within `within_s` seconds.

    A redirect is followed where the next address is allowed as the first one is. Addresses of this
    machine and its networks, and plain http, are allowed for `hosts` ("name" or "name:port"), and
    everywhere with `local`.

    Raises outgoing.Refused, outgoing.Failed, TooLong and TooSlow; none of them names the address.
    """
    ends = time.monotonic() + within_s
    for _step in range(MOST_STEPS + 1):
        split = check(url, local=local, hosts=hosts)
        answer = _ask(split, headers, most, ends, local=_is_own(split, local, hosts))
        if isinstance(answer, Document):
            return answer
        url = urljoin(url, answer)
    raise outgoing.Failed("It sends from one address to the next without an end.")


def check(url: str, *, local: bool = False, hosts: Collection[str] = ()) -> SplitResult:
    """Return an address in its parts; raises outgoing.Refused for one that is never read."""
    split = outgoing.check_url(url, local=True)
    return outgoing.check_url(url, local=_is_own(split, local, hosts))


def _is_own(split: SplitResult, local: bool, hosts: Collection[str]) -> bool:
    host, port = split.hostname or "", split.port or _PORTS.get(split.scheme, 0)
    return local or host in hosts or f"{host}:{port}" in hosts


def _ask(
    split: SplitResult, headers: Mapping[str, str], most: int, ends: float, *, local: bool
) -> Document | str:
    """Return the document, or the address that the answer sends to."""
    kept = {"Accept-Encoding": "identity", "User-Agent": "Vaste", **headers}
    connection = outgoing.connection(split.scheme, split.hostname or "", split.port, local)
    with outgoing.ending(connection, ends) as has_ended:
        try:
            connection.request("GET", outgoing.target(split), headers=kept)
            response = connection.getresponse()
            moved = response.headers.get("Location", "") if response.status in _MOVED else ""
            return moved or _document(response, most)
        except (OSError, http.client.HTTPException, outgoing.Failed) as failure:
            if has_ended():
                raise TooSlow from None
            raise outgoing.Failed(type(failure).__name__) from None
        finally:
            connection.close()


def _document(response: http.client.HTTPResponse, most: int) -> Document:
    told = {name: response.headers.get(name, "") for name in ("ETag", "Last-Modified")}
    return Document(
        response.status,
        _body(response, most) if response.status == 200 else b"",
        etag=told["ETag"],
        last_modified=told["Last-Modified"],
        retry_after_s=_seconds(response.headers.get("Retry-After", "")),
    )


def _seconds(told: str) -> int | None:
    """Return a Retry-After in seconds; a date, and what is no number, are None."""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else None


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    """Return the whole body; raises TooLong, and Failed for one that breaks off."""
    if (response.length or 0) > most:
        raise TooLong
    parts, size = [], 0
    while part := response.read(CHUNK):
        parts.append(part)
        size += len(part)
        if size > most:
            raise TooLong
    if response.length:  # bytes that were promised and did not come
        raise outgoing.Failed("The answer broke off.")
    return b"".join(parts)
