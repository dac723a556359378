"""The address of the live stream, as far as Django knows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def absent(request: HttpRequest) -> HttpResponse:
    """Tell a browser not to listen: config/asgi.py answers the stream itself, before Django."""
    return HttpResponse(status=204)
