"""Makes the what-if's pages out of what was counted."""

from __future__ import annotations

import datetime
import uuid
import zoneinfo
from collections import Counter
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import formats as django_formats
from django.utils.translation import gettext as _

from vaste.definitions.models import WhatIf
from vaste.flows import stepping
from vaste.flows.replaying import NOBODY, Tally
from vaste.flows.replaying.reading import Standing, roster_of_run, standings
from vaste.routing import queries as routing
from vaste.sla.policies import OF_CONTRACT
from vaste.studio.build import people_of
from vaste.studio.trials.build import STATES, leads_shown, tags_of
from vaste.studio.trials.panels import Share, Tag
from vaste.studio.what_ifs import words
from vaste.studio.what_ifs.moves import move_examples, moves_of
from vaste.studio.what_ifs.panels import (
    PersonRow,
    PromiseRow,
    TeamTable,
    WaitingRow,
    WhatIfRow,
    WhatIfRunPage,
)

DAY = datetime.timedelta(days=1)


def what_if_rows(runs: Sequence[WhatIf], zone: str) -> list[WhatIfRow]:
    """Return what-ifs as the list shows them; their days are those of `zone`."""
    people = people_of(one.made_by_id for one in runs)
    return [
        WhatIfRow(
            url=reverse("studio:what_if_run", args=[one.id]),
            state=one.state,
            state_label=str(STATES[one.state]),
            made_at=one.made_at,
            who=people[one.made_by_id].name if one.made_by_id else "",
            what=_what(one),
            period=_period(one, zone),
            leads=one.total,
            moved=int((one.result or {}).get("moved") or 0),
        )
        for one in runs
    ]


def _what(run: WhatIf) -> str:
    if run.number is None:
        return _("by the draft")
    return _("by version %(number)s") % {"number": run.number}


def _period(run: WhatIf, zone: str) -> str:
    here = zoneinfo.ZoneInfo(zone)
    first = run.received_from.astimezone(here).date()
    last = (run.received_until - datetime.timedelta(microseconds=1)).astimezone(here).date()
    return f"{_day(first)} – {_day(last)}"


def _day(day: datetime.date) -> str:
    return str(django_formats.date_format(day, "SHORT_DATE_FORMAT"))


def run_page(run: WhatIf, *, zone: str, now: datetime.datetime) -> WhatIfRunPage:
    """Return one what-if with all that it has counted so far."""
    tally = Tally.of_data(run.result)
    places = standings(roster_of_run(run), tally)
    columns = _columns(run, tally)
    names = _names(places, tally)
    is_running = run.state == WhatIf.State.RUNNING
    shown, moves, totals = moves_of(tally, names)
    late = tally.all_late()
    return WhatIfRunPage(
        row=what_if_rows([run], zone)[0],
        stop_url=reverse("studio:what_if_stop", args=[run.id]),
        done=run.done,
        total=run.total,
        percent=100 if not run.total else 100 * run.done // run.total,
        is_running=is_running,
        error=run.error,
        left=stepping.left(run, now) if is_running else None,
        given=tally.leads - tally.pooled,
        pooled=tally.pooled,
        kept=tally.kept,
        columns=columns,
        teams=_tables(run.workspace_id, places, tally, columns, names),
        waiting=_waiting(run.workspace_id, tally),
        promises=[
            PromiseRow(str(words.MILESTONES[key]), late[key], tally.broken[key])
            for key in OF_CONTRACT
        ],
        names=shown,
        moves=moves,
        move_totals=totals,
        examples=move_examples(run.workspace_id, tally, names),
    )


def _columns(run: WhatIf, tally: Tally) -> list[Tag]:
    """Return the categories of the definition, then others that leads have."""
    known = tags_of(run.content)
    seen = sum(tally.received.values(), Counter[str]())
    return [*known.values(), *(Tag(key, key, "plain") for key in seen if key not in known)]


def _names(places: Sequence[Standing], tally: Tally) -> dict[str, str]:
    """Return everybody's name by the text of their id; the pool has one too."""
    ids = {one.user for one in places} | {user for move in tally.moves for user in move}
    people = people_of(uuid.UUID(one) for one in ids if one != NOBODY)
    return {str(key): one.name for key, one in people.items()} | {NOBODY: _("Nobody (the pool)")}


def _tables(
    workspace_id: uuid.UUID,
    places: Sequence[Standing],
    tally: Tally,
    columns: Sequence[Tag],
    names: Mapping[str, str],
) -> list[TeamTable]:
    known = team_names(workspace_id)
    slugs = dict.fromkeys(one.team for one in places) | dict.fromkeys(tally.waiting)
    tables = []
    for slug in slugs:
        mine = [one for one in places if one.team == slug]
        received = sum((one.received for one in mine), Counter[str]())
        weights = sum(one.seat.weight for one in mine if one.seat)
        rows = sorted(
            (_person(one, columns, names, received.total(), weights) for one in mine),
            key=lambda row: (-row.received, -row.actual, row.name.casefold()),
        )
        tables.append(
            TeamTable(
                key=slug or "none",
                name=known.get(slug, slug) or _("No team"),
                people=rows,
                totals=[received[tag.key] for tag in columns],
                received=received.total(),
                actual=sum(one.actual for one in mine),
                pooled=tally.waiting.get(slug, Counter()).total(),
                most=max((row.received for row in rows), default=0),
            )
        )
    return tables


def _person(
    one: Standing, columns: Sequence[Tag], names: Mapping[str, str], given: int, weights: int
) -> PersonRow:
    got = one.received.total()
    return PersonRow(
        name=names.get(one.user, one.user),
        weight=one.seat.weight if one.seat else None,
        capacity=one.seat.capacity if one.seat else None,
        counts=[one.received[tag.key] for tag in columns],
        received=got,
        actual=one.actual,
        share=Share(got, given, is_small=False),
        fair=Share(one.seat.weight if one.seat else 0, weights, is_small=False),
        gap=None if one.fair is None else round(got - one.fair, 1),
        most=one.most,
        mean=round(one.mean, 1),
        late=sum(one.late.values()),
        passed=", ".join(
            str(words.PASSED[key]) % {"n": one.passed[key]}
            for key in words.PASSED
            if one.passed.get(key)
        ),
    )


def team_names(workspace_id: uuid.UUID) -> dict[str, str]:
    """Return the names of the teams by their slugs; closed ones are said to be closed."""
    return {
        slug: name if is_open else _("%(team)s (closed)") % {"team": name}
        for slug, (name, is_open) in routing.named(workspace_id).items()
    }


def _waiting(workspace_id: uuid.UUID, tally: Tally) -> list[WaitingRow]:
    known = team_names(workspace_id)
    ids = [uuid.UUID(one) for shown in tally.waiting_examples.values() for one in shown]
    leads = leads_shown(workspace_id, ids)
    return [
        WaitingRow(
            known.get(team, team),
            str(words.WHY.get(why, why)),
            count,
            [leads[one] for one in reversed(tally.waiting_examples[team, why]) if one in leads],
        )
        for team, counts in sorted(tally.waiting.items())
        for why, count in counts.most_common()
    ]
