"""Makes the trial's pages out of what was counted."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import formats as django_formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vaste.definitions.models import Rollout, Trial, Version
from vaste.flows import stepping
from vaste.flows.trying import Tally
from vaste.leads.models import Lead
from vaste.pages.reader import language
from vaste.people.models import Contact
from vaste.routing import queries as routing
from vaste.rules.vocabulary import label
from vaste.studio.build import people_of
from vaste.studio.sections.base import TONES
from vaste.studio.trials.panels import (
    CategoryRow,
    Cell,
    DayBar,
    Example,
    ExampleMove,
    MoveRow,
    RolloutPanel,
    Tag,
    TeamRow,
    TrialRow,
    TrialRunPage,
)
from vaste.studio.trials.turns import quadrants_of, share, turns_of

MOST_BARS = 62  # days drawn one by one; a longer period is drawn by weeks
MOST_MOVES = 6  # moves with examples
STATES = {
    "running": gettext_lazy("Running"),
    "done": gettext_lazy("Done"),
    "failed": gettext_lazy("Failed"),
    "stopped": gettext_lazy("Stopped"),
}
ENDINGS = {
    "won": gettext_lazy("won"),
    "lost": gettext_lazy("lost"),
    "not_a_fit": gettext_lazy("not a fit"),
}


def trial_rows(trials: Sequence[Trial]) -> list[TrialRow]:
    """Return trials as the list shows them."""
    people = people_of(trial.made_by_id for trial in trials)
    return [
        _row(trial, people[trial.made_by_id].name if trial.made_by_id else "") for trial in trials
    ]


def _row(trial: Trial, who: str) -> TrialRow:
    days = (trial.received_until - trial.received_from).days
    return TrialRow(
        url=reverse("studio:trial_run", args=[trial.id]),
        state=trial.state,
        state_label=str(STATES[trial.state]),
        made_at=trial.made_at,
        who=who,
        period=ngettext("last %(n)d day", "last %(n)d days", days) % {"n": days},
        leads=trial.total,
        moved=int((trial.result or {}).get("moved") or 0),
    )


def run_page(trial: Trial, *, now: datetime.datetime) -> TrialRunPage:
    """Return one trial with all that it has counted so far."""
    tally = Tally.of_data(trial.result)
    old = Version.objects.within(trial.workspace_id).get(number=trial.compared_with).content
    before, after = tags_of(old), tags_of(trial.content)
    first = next(iter(after.values()), None)
    days = _days(tally, first.key if first else "")
    teams = _teams(trial.workspace_id, tally)
    is_running = trial.state == Trial.State.RUNNING
    return TrialRunPage(
        row=trial_rows([trial])[0],
        stop_url=reverse("studio:trial_stop", args=[trial.id]),
        compared_with=trial.compared_with,
        done=trial.done,
        total=trial.total,
        percent=100 if not trial.total else 100 * trial.done // trial.total,
        is_running=is_running,
        error=trial.error,
        left=stepping.left(trial, now) if is_running else None,
        categories=_categories(trial, tally, before, after),
        columns=list(after.values()),
        moves=_moves(tally, before, after),
        column_totals=[tally.after.categories[key] for key in after],
        days=days,
        first=first,
        by_week=len(_all_days(tally)) > MOST_BARS,
        teams=teams,
        most_of_team=max((max(one.before, one.after) for one in teams), default=0),
        turns=turns_of(tally, before, after),
        quadrants=quadrants_of(tally),
        mql_before=tally.before.mql,
        mql_after=tally.after.mql,
        examples=_examples(trial.workspace_id, tally, before, after),
    )


def tags_of(content: Mapping[str, Any]) -> dict[str, Tag]:
    """Return the categories of a checked definition by their keys, in the order of the queue."""
    return {
        entry["key"]: Tag(
            entry["key"],
            label(entry.get("names") or {}, language(), otherwise=entry["key"]),
            TONES[rank] if rank < len(TONES) else "plain",
        )
        for rank, entry in enumerate(content["categories"])
    }


def _categories(
    trial: Trial, tally: Tally, before: Mapping[str, Tag], after: Mapping[str, Tag]
) -> list[CategoryRow]:
    days = max(1, (trial.received_until - trial.received_from).days)
    return [
        CategoryRow(
            tag=tag,
            before=tally.before.categories[key],
            after=tally.after.categories[key],
            a_day_before=round(tally.before.categories[key] / days, 1),
            a_day_after=round(tally.after.categories[key] / days, 1),
            won_before=share(tally.before.won[key], tally.before.decided[key]),
            won_after=share(tally.after.won[key], tally.after.decided[key]),
        )
        for key, tag in {
            **after,
            **{key: before[key] for key in before if key not in after},
        }.items()
    ]


def _moves(tally: Tally, before: Mapping[str, Tag], after: Mapping[str, Tag]) -> list[MoveRow]:
    most = max((count for (old, new), count in tally.moves.items() if old != new), default=0)
    rows = []
    for key, tag in before.items():
        cells = [
            _cell(tally.moves[key, other], most, tag, column) for other, column in after.items()
        ]
        rows.append(MoveRow(tag, cells, sum(cell.count for cell in cells)))
    return rows


def _cell(count: int, most: int, before: Tag, after: Tag) -> Cell:
    is_same = before.key == after.key
    heat = 0 if is_same or not count else 1 + 4 * count // most
    words = _("%(before)s to %(after)s") % {"before": before.label, "after": after.label}
    return Cell(count, heat, is_same, words)


def _all_days(tally: Tally) -> list[str]:
    sides = (tally.before, tally.after)
    return sorted({day for side in sides for days in side.days.values() for day in days})


def _days(tally: Tally, key: str) -> list[DayBar]:
    """Return the days, or weeks, from the first to the last lead, for one category."""
    known = _all_days(tally)
    if not known:
        return []
    first, last = (datetime.date.fromisoformat(day) for day in (known[0], known[-1]))
    by_week = len(known) > MOST_BARS
    step = datetime.timedelta(days=7 if by_week else 1)
    if by_week:
        first -= datetime.timedelta(days=first.weekday())
    counts = [_counts(side.days.get(key) or {}, by_week) for side in (tally.before, tally.after)]
    most = max([*counts[0].values(), *counts[1].values()], default=0) or 1
    bars, day = [], first
    while day <= last:
        before, after = counts[0][day], counts[1][day]
        heights = (round(100 * before / most, 1), round(100 * after / most, 1))
        bars.append(DayBar(_day_label(day), before, after, *heights))
        day += step
    return bars


def _counts(days: Mapping[str, int], by_week: bool) -> Counter[datetime.date]:
    found: Counter[datetime.date] = Counter()
    for text, count in days.items():
        day = datetime.date.fromisoformat(text)
        found[day - datetime.timedelta(days=day.weekday()) if by_week else day] += count
    return found


def _day_label(day: datetime.date) -> str:
    return str(django_formats.date_format(day, "SHORT_DATE_FORMAT"))


def _teams(workspace_id: uuid.UUID, tally: Tally) -> list[TeamRow]:
    known = routing.named(workspace_id)
    slugs = sorted(
        {*tally.before.teams, *tally.after.teams}, key=lambda one: (-tally.after.teams[one], one)
    )
    return [_team(slug, known, tally) for slug in slugs]


def _team(slug: str, known: Mapping[str, tuple[str, bool]], tally: Tally) -> TeamRow:
    name, is_open = known.get(slug, (slug, False))
    mark = "" if is_open else _("closed") if slug in known else _("no such team")
    return TeamRow(name, tally.before.teams[slug], tally.after.teams[slug], mark)


def _examples(
    workspace_id: uuid.UUID, tally: Tally, before: Mapping[str, Tag], after: Mapping[str, Tag]
) -> list[ExampleMove]:
    moves = [(move, count) for move, count in tally.moves.most_common() if move[0] != move[1]]
    moves = moves[:MOST_MOVES]
    ids = [uuid.UUID(one) for move, _count in moves for one in tally.examples.get(move, [])]
    known = leads_shown(workspace_id, ids)
    return [
        ExampleMove(
            before.get(move[0], Tag(move[0], move[0], "plain")),
            after[move[1]],
            count,
            [known[one] for one in reversed(tally.examples.get(move, [])) if one in known],
        )
        for move, count in moves
    ]


def leads_shown(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> dict[str, Example]:
    """Return leads as examples, by the text of their ids."""
    leads = list(Lead.objects.within(workspace_id).filter(id__in=ids))
    contacts = Contact.objects.within(workspace_id).filter(
        id__in={lead.contact_id for lead in leads}
    )
    names = {one.id: one.full_name or one.email or one.phone for one in contacts}
    return {
        str(lead.id): Example(
            reverse("desk:lead", args=[lead.id]),
            names.get(lead.contact_id) or _("Unnamed"),
            (lead.subject or lead.message)[:120],
            str(ENDINGS.get(lead.state, "")),
        )
        for lead in leads
    }


def rollout_panel(workspace_id: uuid.UUID, number: int) -> RolloutPanel | None:
    """Return how far version `number` has been brought to the open leads; None for the first."""
    rows = Rollout.objects.within(workspace_id).filter(number=number)
    found = rows.filter(reason=Rollout.Reason.PUBLISHED).first()
    if found is None:
        return None
    return RolloutPanel(
        number=number,
        done=found.done,
        total=found.total,
        percent=100 * found.done // found.total if found.total else 0,
        is_running=found.finished_at is None,
        changed=found.changed,
        recategorized=found.recategorized,
        finished_at=found.finished_at,
    )
