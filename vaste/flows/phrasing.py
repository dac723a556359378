"""What is told outside the desk, as sentences with addresses, in the active language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.notifications.chats import Line
from vaste.workspaces.models import User

_MILESTONES: Mapping[str, str | Promise] = {
    "take_over": gettext_lazy("Take over"),
    "first_contact": gettext_lazy("First contact"),
    "assigned": gettext_lazy("Assigned"),
    "next_contact": gettext_lazy("Next contact"),
    "decided": gettext_lazy("Decided"),
}
_SENTENCES: Mapping[str, str | Promise] = {
    "clock_warned": gettext_lazy("Due soon for %(name)s: %(milestone)s."),
    "clock_breached": gettext_lazy("Not done in time for %(name)s: %(milestone)s."),
    "clock_given_back": gettext_lazy(
        "Time ran out, and %(name)s is back in the team's pool: %(milestone)s."
    ),
    "clock_second": gettext_lazy("Please help with %(name)s, time ran out: %(milestone)s."),
    "clock_rerouted": gettext_lazy("%(name)s came to your team's pool: %(milestone)s."),
    "lead_new": gettext_lazy("New lead, %(category)s: %(name)s."),
    "lead_given": gettext_lazy("You have a lead: %(name)s."),
    "routing_nobody": gettext_lazy(
        "Nobody was free for %(name)s: the lead waits in the team's pool."
    ),
    "leads_moved": gettext_lazy(
        "%(person)s gets no leads now. Given to others: %(given)s. In the pool: %(pooled)s."
        " Still held: %(held)s."
    ),
    "homeless_housed": gettext_lazy(
        "Leads without an owner or an open team were found and routed: %(given)s."
    ),
    "feed_failing": gettext_lazy(
        "The calendar of %(person)s at %(host)s has not been readable for a day: absences in it"
        " may be missing."
    ),
    "mail_failing": gettext_lazy("E-mail to %(person)s can't be delivered: %(error)s"),
    "chat_failing": gettext_lazy("The chat %(chat)s can't be reached: %(error)s"),
    "test": gettext_lazy("This is a test from Vaste. It works."),
}


def site() -> str:
    """Return where people reach the desk, without the slash at its end."""
    return settings.SITE_URL.rstrip("/")


def address(workspace_id: uuid.UUID, path: str) -> str:
    """Return where a page of a workspace is reached, also by who is in another at that moment."""
    return f"{site()}{path}?{urlencode({'in_workspace': workspace_id})}"


def lines(
    workspace_id: uuid.UUID,
    parts: Sequence[Mapping[str, Any]],
    *,
    reader: uuid.UUID | None = None,
) -> list[Line]:
    """
    Return one sentence for each part of a bundle, with the address of its lead.

    Whose lead it is is told to everybody but its owner; `reader` None is a chat.
    """
    names = _names(workspace_id, [one["lead_id"] for one in parts if one["lead_id"]])
    people = _people(str(one["detail"].get("user", "")) for one in parts)
    told = [one for one in parts if one["kind"] != "close"]
    return [
        Line(_text(one, names, people, reader), address(workspace_id, _path(one))) for one in told
    ]


def _text(
    part: Mapping[str, Any],
    names: Mapping[uuid.UUID, str],
    people: Mapping[str, str],
    reader: uuid.UUID | None,
) -> str:
    detail = part["detail"]
    if part["kind"] == "clock_digest":
        return _digest(detail)
    labels = detail.get("category", {})
    person = people.get(str(detail.get("user", "")))
    text = str(_SENTENCES[part["kind"]]) % {
        "name": names.get(part["lead_id"]) or _("a lead"),
        "milestone": str(_MILESTONES.get(str(detail.get("milestone")), "")),
        "category": labels.get(get_language()) or labels.get("en", ""),
        "person": person or _("Somebody who has left"),
        **{key: str(detail.get(key, "")) for key in ("host", "chat", "error")},
        **{key: int(detail.get(key, 0)) for key in ("given", "pooled", "held")},
    }
    is_own = detail.get("user") == str(reader)
    if person and not is_own and part["kind"].startswith("clock_"):
        told = _("Owner: %(person)s.") % {"person": person}
        text = f"{text} {told}"
    return text


def _path(part: Mapping[str, Any]) -> str:
    """Return where what is told stands: the lead, a person's absences, or the notices."""
    if part["lead_id"]:
        return f"/leads/{part['lead_id']}/"
    if part["kind"] == "feed_failing":
        return f"/people/{part['detail']['user']}/absences/"
    return _PAGES.get(part["kind"], "/notices/")


_PAGES = {
    "test": "/queue/",
    "mail_failing": "/settings/chats/",
    "chat_failing": "/settings/chats/",
}


def _digest(detail: Mapping[str, Any]) -> str:
    return _(
        "While Vaste was away, promised times passed: %(warned)d due soon, %(breached)d not done"
        " in time, %(back)d back in the pool."
    ) % {
        "warned": detail.get("clock_warned", 0),
        "breached": detail.get("clock_breached", 0),
        "back": detail.get("clock_given_back", 0),
    }


def _people(ids: Iterable[str]) -> dict[str, str]:
    """Return the names of users, in one statement where there are any."""
    wanted = sorted(set(filter(None, ids)))
    known = User.objects.filter(pk__in=wanted) if wanted else []
    return {str(one.pk): str(one) for one in known}


def _names(workspace_id: uuid.UUID, leads: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not leads:
        return {}
    with inside(workspace_id):
        rows = sql.run(
            "SELECT l.id, coalesce(nullif(p.full_name, ''), nullif(p.email, ''), p.phone)"
            " FROM leads_lead AS l JOIN people_contact AS p"
            " ON p.workspace_id = %(workspace)s AND p.id = l.contact_id"
            " WHERE l.workspace_id = %(workspace)s AND l.id = ANY(%(leads)s)",
            {"workspace": workspace_id, "leads": list(leads)},
        )
    return dict(rows)
