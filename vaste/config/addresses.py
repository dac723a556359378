"""The address the product answers at: taking it, saying it, asking whether it answers."""

import errno
import http.client
import socket

from vaste.config.processes import CannotStart

ANYWHERE = {"0.0.0.0", "::"}
BACKLOG = 2048  # connections that wait while the web process starts again


def listen(host: str, port: int) -> socket.socket:
    """
    Return a socket that listens at the address; children may inherit it.

    Raises CannotStart with the remedy when the port is taken or the address is not ours.
    """
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(BACKLOG)
    except OSError as refused:
        raise CannotStart(remedy(host, port, refused)) from None
    listening.set_inheritable(True)
    return listening


def remedy(host: str, port: int, refused: OSError) -> str:
    """Say why the address can't be had, and what to do."""
    if refused.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program: choose another, "
            f"`make up PORT={port + 1}` or `vaste up --port {port + 1}`."
        )
    if refused.errno == errno.EACCES:
        return f"Port {port} needs root: choose one above 1023, such as `vaste up --port 8000`."
    return f"{host} is not an address of this machine ({refused.strerror}): try --host 127.0.0.1."


def url(listening: socket.socket) -> str:
    """Return the address of a listening socket as a browser on this machine writes it."""
    host, port = listening.getsockname()[:2]
    if host in ANYWHERE:
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def answers(listening: socket.socket) -> int:
    """Return the status that the health page answers with, or 0 while nothing answers."""
    host, port = listening.getsockname()[:2]
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(local, port, timeout=2)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
