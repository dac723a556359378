"""
Posting to and reading from addresses that people gave: never ours, and a redirect is no way in.

The address that is connected to is checked, not the name: a name that says something else a moment
later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

TIMEOUT_S = 8.0  # for each step: connecting to one address, each read
WITHIN_S = 30.0  # for a post as a whole, its answer included
MOST_ADDRESSES = 3  # of a name that has many; each that does not answer takes its time
MOST_ANSWER = 4_000  # bytes of an answer that are read


class Refused(Exception):
    """An address may not be posted to; the message says why."""


class Failed(Exception):
    """The other side could not be reached, or broke off."""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What the other side said; `text` is the beginning of it.

    `wait_s` is for how many seconds it asks to be left alone, None where it does not.
    """

    status: int
    text: str
    wait_s: int | None = None


def post(url: str, body: bytes, headers: Mapping[str, str], *, local: bool = False) -> Answer:
    """
    Post once and return the answer, whatever its status; a redirect is an answer like any other.

    `local` allows plain http and addresses of this machine and its networks.

    Raises Refused for an address that is not the public internet's, and Failed, also for what takes
    longer than WITHIN_S.
    """
    split = check_url(url, local=local)
    reached = connection(split.scheme, split.hostname or "", split.port, local)
    path = target(split)
    with ending(reached, time.monotonic() + WITHIN_S) as has_ended:
        try:
            reached.request("POST", path, body, dict(headers))
            response = reached.getresponse()
            text = response.read(MOST_ANSWER).decode(errors="replace")
        except TimeoutError:
            raise Failed(f"It did not answer within {TIMEOUT_S:.0f} s.") from None
        except (OSError, http.client.HTTPException) as failure:
            raise Failed(f"{type(failure).__name__}: {failure}"[:300]) from None
        finally:
            reached.close()
        if has_ended():
            raise Failed("The answer took too long.")
    return Answer(response.status, text, wait_s(response.headers))


def wait_s(headers: Message | Mapping[str, str]) -> int | None:
    """
    Return for how many seconds an answer asks to wait (Retry-After, RFC 9110 10.2.3), or None.

    It may say so as a date, which is counted from the answer's own.
    """
    told = headers.get("Retry-After", "")
    if told.isascii() and told.isdigit() and len(told) < 9:
        return int(told)
    try:
        waits = parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return max(0, round(waits.total_seconds()))


def target(split: SplitResult) -> str:
    """Return what is asked for at an address: its path and query."""
    return f"{split.path or '/'}{'?' + split.query if split.query else ''}"


def check_url(url: str, *, local: bool = False) -> SplitResult:
    """Return a URL in its parts. Raises Refused for one that could never be posted to."""
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError:
        raise Refused("This is no address.") from None
    if split.scheme != "https" and not (local and split.scheme == "http"):
        raise Refused("The address must begin with https://.")
    if not split.hostname or split.username or split.password or port == 0:
        raise Refused("The address needs a host, and no user or password.")
    if any(ord(char) <= 32 or ord(char) > 126 for char in url):
        raise Refused("The address may only have visible ASCII characters.")
    return split


def connection(scheme: str, host: str, port: int | None, local: bool) -> http.client.HTTPConnection:
    """
    Return a connection, not made yet, that will reach addresses of the public internet only.

    `local` lets it reach any. Making it raises Refused, besides what sockets raise.
    """
    kind = _Guarded if scheme == "http" else _GuardedTls
    return kind(host, port, local)


@contextmanager
def ending(reached: http.client.HTTPConnection, ends: float) -> Iterator[Callable[[], bool]]:
    """
    Cut a connection of `connection` off at `ends` (of the monotonic clock), whatever it waits for;
    gives a function that says if it was.

    A time limit on each read would not do: a byte now and then would hold on for ever.
    """
    cut = threading.Event()

    def end() -> None:
        cut.set()
        sock: socket.socket | None = getattr(reached, "reached", None)
        if sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, ends - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: cut.is_set() or time.monotonic() >= ends
    finally:
        timer.cancel()


def _connect(host: str, port: int, local: bool) -> socket.socket:
    """Return a socket to an address of `host` that may be connected to; Refused for none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [one for one in found if local or is_public(str(one[4][0]))]
    if not allowed:
        raise Refused("The address is not one of the public internet.")
    failure: OSError | None = None
    for family, kind, protocol, _name, address in allowed[:MOST_ADDRESSES]:
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(TIMEOUT_S)
        try:
            sock.connect(address)
            if not local and not is_public(sock.getpeername()[0]):
                raise Refused("The address is not one of the public internet.")
        except OSError as why:
            sock.close()
            failure = why
        except Refused:
            sock.close()
            raise
        else:
            return sock
    raise failure or OSError("unreachable")


def is_public(address: str) -> bool:
    """
    Say whether an IP address is one of the public internet.

    Not so: private, shared (RFC 6598), loopback, link-local, site-local, multicast, reserved and
    documentation ranges, protocol assignments (RFC 6890), the 6to4 relay (RFC 7526), and IPv6 forms
    that carry such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(ip in net for net in _NEVER if net.version == ip.version):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


#: Beyond what the standard library calls global in all versions of Python that run this.
_NEVER = [
    ipaddress.ip_network(one)
    for one in ("64:ff9b::/96", "64:ff9b:1::/48", "fec0::/10", "192.0.0.0/24", "192.88.99.0/24")
]


class _Guarded(http.client.HTTPConnection):
    reached: socket.socket | None = None  # `sock` is forgotten once the answer has begun

    def __init__(self, host: str, port: int | None, local: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self._local = local

    def connect(self) -> None:
        self.sock = self.reached = _connect(self.host, self.port, self._local)


class _GuardedTls(http.client.HTTPSConnection):
    reached: socket.socket | None = None

    def __init__(self, host: str, port: int | None, local: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
        self._local = local

    def connect(self) -> None:
        plain = _connect(self.host, self.port, self._local)
        context = ssl.create_default_context()
        self.sock = self.reached = context.wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()  # with the socket known, so that whoever minds the time ends it
