"""Members' browsers without a browser, and the offices they look at."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from tests import build
from tests.build import Office
from vaste.flows import found
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.workspaces.models import User

HTMX = {"HX-Request": "true"}


class Desk:
    """One member's browser."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def get(self, url: str, **params: str) -> Any:
        """Ask for a page."""
        return self.client.get(url, params)

    def piece(self, url: str, **params: str) -> Any:
        """Ask for a piece of a page, as htmx does."""
        return self.client.get(url, params, headers=HTMX)

    def post(self, url: str, target: str = "article#lead-detail", **fields: str) -> Any:
        """Send a form as htmx does."""
        return self.client.post(url, fields, headers={**HTMX, "HX-Target": target})

    def post_plainly(self, url: str, **fields: str) -> Any:
        """Send a form as a browser without script does."""
        return self.client.post(url, fields)

    def delete(self, url: str, target: str = "article#lead-detail") -> Any:
        """Take something back."""
        return self.client.delete(url, headers={**HTMX, "HX-Target": target})


def panel(response: HttpResponse, name: str) -> Any:
    """Return what a page was drawn from."""
    return response.context[name]  # type: ignore[attr-defined]


def text(response: HttpResponseBase) -> str:
    """Return what is read on a page, without its marks and with single spaces."""
    content: bytes = response.content  # type: ignore[attr-defined]
    plain = re.sub(r"<[^>]+>", " ", content.decode())
    return " ".join(plain.split())


def full_office() -> Office:
    """Return an office whose reps are full, so that every lead waits in the pool."""
    office = build.office(reps=False)
    with inside(office.id):
        for rep in (office.ada, office.bob):
            found.join_team(office.id, office.team, rep, capacity=0)
    return office


def give(office: Office, lead: Lead, owner: User | None) -> Lead:
    """Make `owner` the owner of a lead that nobody has taken over, and return it."""
    with inside(office.id):
        rows = Lead.objects.within(office.id).filter(id=lead.id)
        rows.update(owner_id=owner.pk if owner else None)
        return rows.get()


def lead_now(office: Office, lead: Lead) -> Lead:
    """Return the lead as it stands."""
    with inside(office.id):
        return Lead.objects.within(office.id).get(id=lead.id)
