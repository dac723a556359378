"""What is told outside the desk, as sentences with addresses, in the active language."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.notifications.chats import Line

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
    "lead_given": gettext_lazy("You have a lead: %(name)s."),
    "test": gettext_lazy("This is a test from Vaste. It works."),
}


def site() -> str:
    """Return where people reach the desk, without the slash at its end."""
    return settings.SITE_URL.rstrip("/")


def lines(workspace_id: uuid.UUID, parts: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return one sentence for each part of a bundle, with the address of its lead."""
    names = _names(workspace_id, [one["lead_id"] for one in parts if one["lead_id"]])
    return [_line(one, names) for one in parts if one["kind"] != "close"]


def _line(part: Mapping[str, Any], names: Mapping[uuid.UUID, str]) -> Line:
    detail = part["detail"]
    if part["kind"] == "clock_digest":
        return Line(_digest(detail), f"{site()}/notices/")
    name = names.get(part["lead_id"]) or _("a lead")
    milestone = str(_MILESTONES.get(str(detail.get("milestone")), ""))
    text = str(_SENTENCES[part["kind"]]) % {"name": name, "milestone": milestone}
    return Line(text, f"{site()}/leads/{part['lead_id']}/" if part["lead_id"] else site())


def _digest(detail: Mapping[str, Any]) -> str:
    return _(
        "While Vaste was away, promised times passed: %(warned)d due soon, %(breached)d not done"
        " in time, %(back)d back in the pool."
    ) % {
        "warned": detail.get("clock_warned", 0),
        "breached": detail.get("clock_breached", 0),
        "back": detail.get("clock_given_back", 0),
    }


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
