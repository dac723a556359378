"""What closing a team takes: who takes over, how many leads go, and where the rules name it."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from vaste.desk.build import labels
from vaste.desk.panels import Choice, FormState
from vaste.desk.panels.teams import Closing, NamedPlace
from vaste.flows import define, drafting, named_teams
from vaste.flows.define import Definition
from vaste.flows.named_teams import Naming
from vaste.infra import sql
from vaste.routing import queries as routing
from vaste.routing.models import Team


def closing(workspace_id: uuid.UUID, team: Team, state: FormState) -> Closing:
    """Return what the page says of closing the team; `state` is that of a refused try."""
    stands = drafting.standing(workspace_id)
    named = named_teams.namings(stands.version.content, team.slug)
    definition = define.of_number(workspace_id, stands.version.number)
    open_leads, pooled = _counts(workspace_id, team.id)
    return Closing(
        receivers=[
            Choice(
                key=str(one.id),
                label=one.name,
                is_selected=str(one.id) == state.values.get("into"),
            )
            for one in routing.teams(workspace_id)
            if one.id != team.id
        ],
        open_leads=open_leads,
        pooled=pooled,
        named_at=_once([_told(one, definition) for one in named]),
        draft_names=bool(named_teams.namings(stands.content, team.slug)),
        with_members=bool(state.values.get("with_members")),
        problem=state.errors.get("into", ""),
        is_open=bool(state.errors),
    )


def _counts(workspace_id: uuid.UUID, team_id: uuid.UUID) -> tuple[int, int]:
    rows = sql.run(
        "SELECT count(*), count(*) FILTER (WHERE l.owner_id IS NULL) FROM leads_lead AS l"
        " WHERE l.workspace_id = %(workspace)s AND l.team_id = %(team)s"
        " AND l.state IN ('open', 'snoozed')",
        {"workspace": workspace_id, "team": team_id},
    )
    return int(rows[0][0]), int(rows[0][1])


def _once(places: list[NamedPlace]) -> list[NamedPlace]:
    return list(dict.fromkeys(places))


def _told(one: Naming, definition: Definition) -> NamedPlace:
    """Return a place in words: two steps of one ladder are one place."""
    if one.kind == "routing_default":
        label = _("Routing: who gets what no rule names")
        return NamedPlace(label=label, url=reverse("studio:routing"))
    if one.kind == "rule":
        number = 1 + next(
            (at for at, rule in enumerate(definition.routing) if rule.key == one.key), 0
        )
        label = _("Routing: rule %(number)d") % {"number": number}
        return NamedPlace(label=label, url=reverse("studio:routing"))
    if one.kind == "category":
        name = labels.tag(definition, one.key, 0).label
        label = _("Category: %(name)s") % {"name": name}
        return NamedPlace(label=label, url=reverse("studio:categories_entry", args=[one.key]))
    label = _("Ladder: %(name)s") % {"name": one.key}
    return NamedPlace(label=label, url=reverse("studio:ladders_entry", args=[one.key]))
