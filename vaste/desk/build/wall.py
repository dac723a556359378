"""The manager's wall: how things stand now."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk import formats, queries
from vaste.desk.build import clocks, labels
from vaste.desk.build.labels import Words
from vaste.desk.build.people import contact_name, named, person
from vaste.desk.http import DeskRequest
from vaste.desk.panels import (
    CategoryTag,
    ClockCell,
    LoadRow,
    Person,
    Tile,
    TodayStep,
    WallLead,
    WallPage,
)
from vaste.desk.queries import Row
from vaste.flows import define
from vaste.flows.define import Definition
from vaste.flows.figures import standing
from vaste.flows.figures.standing import Standing

Figures = Mapping[str, Any]

TODAY: Words = {
    "arrivals": gettext_lazy("Arrived"),
    "leads": gettext_lazy("New leads"),
    "taken_over": gettext_lazy("Taken over"),
    "contacted": gettext_lazy("Contacted"),
    "won": gettext_lazy("Won today"),
}


def page(request: DeskRequest) -> WallPage:
    """Return the wall as of the request's instant."""
    definition = define.in_force(request.workspace.id)
    found = standing.standing(request.workspace.id, zone=definition.zone, at=request.at)
    lead = _shower(request, definition, found)
    tags = tuple(labels.tag(definition, one.key, one.rank) for one in definition.categories)
    return WallPage(
        at=request.at,
        tiles=_tiles(found.counts, at=request.at),
        breaching=tuple(lead(one) for one in found.breaching),
        overdue=tuple(lead(one) for one in found.overdue),
        unanswered=tuple(lead(one) for one in found.unanswered),
        categories=tags,
        load=_load(found, tags),
        today=tuple(
            TodayStep(label=str(label), count=found.today[name]) for name, label in TODAY.items()
        ),
    )


def _tiles(counts: Figures, *, at: datetime.datetime) -> tuple[Tile, ...]:
    since, everyone = counts["waiting_since"], f"{reverse('desk:queue')}?scope=all"
    return (
        Tile(
            label=_("Not taken over"),
            value=formats.number(counts["waiting"]),
            hint=_("of %(n)s open") % {"n": formats.number(counts["open"])},
            tone="warn" if counts["waiting"] else "good",
            url=everyone,
        ),
        Tile(label=_("Oldest wait"), value=formats.duration(since and at - since)),
        _count(_("Due within 15 min"), counts["breaching"], "warn"),
        _count(_("Overdue"), counts["overdue"], "bad", everyone),
        _count(_("Unanswered"), counts["unanswered"], "warn"),
        _count(_("Held for review"), counts["review"], "warn", reverse("desk:review")),
    )


def _count(label: str, count: int, tone: Any, url: str = "") -> Tile:
    """Return a number that is good when it is nothing."""
    value = formats.number(count)
    return Tile(label=label, value=value, tone=tone if count else "good", url=url)


def _shower(
    request: DeskRequest, definition: Definition, found: Standing
) -> Callable[[Figures], WallLead]:
    """Return what shows a row of a list as a lead; one statement reads all of them."""
    listed = [*found.breaching, *found.overdue, *found.unanswered]
    ids = list(dict.fromkeys(one["lead_id"] for one in listed))
    rows = {row.id: row for row in queries.rows(request.workspace.id, ids)}

    def show(one: Figures) -> WallLead:
        row = rows[one["lead_id"]]
        clock = _clock(definition, row, one, now=request.at) if "due_at" in one else None
        return _lead(definition, row, one["team"], clock)

    return show


def _clock(definition: Definition, row: Row, one: Figures, *, now: datetime.datetime) -> ClockCell:
    """Return the promise of a row, or the planned step where that is what is due."""
    name = (
        labels.say(labels.MILESTONES, one["milestone"])
        if one["milestone"]
        else labels.next_step(definition, row.next_step) or _("Next step")
    )
    return clocks.running(name, one["due_at"], warn_at=one["warn_at"], now=now)


def _lead(definition: Definition, row: Row, team: str | None, clock: ClockCell | None) -> WallLead:
    return WallLead(
        lead_id=str(row.id),
        name=contact_name(
            given=row.given_name,
            family=row.family_name,
            full=row.full_name,
            spoken=row.language,
            email=row.email,
            phone=row.phone,
        ),
        company=row.company_name or "",
        category=labels.tag(definition, row.category, row.category_rank),
        clock=clock,
        received_at=row.received_at,
        owner=person(row.owner_id, row.owner_name or "") if row.owner_id else None,
        team=team or "",
    )


def _load(found: Standing, tags: Sequence[CategoryTag]) -> tuple[LoadRow, ...]:
    """Return everyone who takes leads or holds some: the members first, by name."""
    held: dict[str, list[Figures]] = {}
    for one in found.load:
        held.setdefault(str(one["user_id"]), []).append(one)
    members = {str(one["user_id"]): one for one in found.people}
    others = named(key for key in held if key not in members)
    shown = {key: person(one["user_id"], one["name"]) for key, one in members.items()} | others
    counts = [sum(one["open"] for one in lines) for lines in held.values()]
    scale = max([1, *counts, *(one["capacity"] for one in members.values())])
    return tuple(
        _load_row(who, held.get(key, []), members.get(key), tags, scale)
        for key, who in shown.items()
    )


def _load_row(
    who: Person,
    held: Sequence[Figures],
    member: Figures | None,
    tags: Sequence[CategoryTag],
    scale: int,
) -> LoadRow:
    count = sum(one["open"] for one in held)
    by_key = {one["category"]: one["open"] for one in held}
    capacity = member["capacity"] if member else None
    return LoadRow(
        person=who,
        by_category=tuple(by_key.get(tag.key, 0) for tag in tags),
        open=count,
        untouched=sum(one["untouched"] for one in held),
        overdue=sum(one["overdue"] for one in held),
        scale=scale,
        capacity=capacity,
        is_full=capacity is not None and count >= capacity,
        note=_note(member),
    )


def _note(member: Figures | None) -> str:
    if member is None:
        return _("In no team, so gets no new leads")
    if not member["is_away"]:
        return ""
    if member["away_until"] is None:
        return _("Away")
    return _("Away until %(when)s") % {"when": formats.moment(member["away_until"])}
