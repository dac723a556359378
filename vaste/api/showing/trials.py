"""Trials and rollouts, from the rows to what the API shows."""

from __future__ import annotations

from typing import Literal

from vaste.api.shapes.trials import (
    CategoryCount,
    DayCount,
    MoveOut,
    RolloutOut,
    SideOut,
    TeamCount,
    TrialOut,
)
from vaste.definitions.models import Rollout, Trial
from vaste.flows.trying import Tally
from vaste.flows.trying.tally import Side


def show_trial(trial: Trial) -> TrialOut:
    """Return a trial with what it has counted so far."""
    tally = Tally.of_data(trial.result)
    moves = [
        {
            "before": before,
            "after": after,
            "leads": leads,
            "decided": tally.decided[before, after],
            "won": tally.won[before, after],
            "examples": tally.examples.get((before, after), []),
        }
        for (before, after), leads in tally.moves.most_common()
    ]
    return TrialOut(
        id=trial.id,
        state=trial.state,  # type: ignore[arg-type]  # the choices of the model
        compared_with=trial.compared_with,
        received_from=trial.received_from,
        received_until=trial.received_until,
        total=trial.total,
        done=trial.done,
        made_at=trial.made_at,
        finished_at=trial.finished_at,
        error=trial.error,
        moved=tally.moved,
        moves=[MoveOut.model_validate(move) for move in moves],
        before=_side(tally.before),
        after=_side(tally.after),
    )


def _side(side: Side) -> SideOut:
    return SideOut(
        categories=[
            CategoryCount(
                key=key,
                leads=leads,
                decided=side.decided[key],
                won=side.won[key],
                per_day=[
                    DayCount.model_validate({"day": day, "leads": count})
                    for day, count in sorted(side.days.get(key, {}).items())
                ],
            )
            for key, leads in side.categories.most_common()
        ],
        teams=[TeamCount(slug=slug, leads=leads) for slug, leads in side.teams.most_common()],
        mql=side.mql,
    )


def show_rollout(row: Rollout) -> RolloutOut:
    """Return how far a version has been brought to the open leads."""
    state: Literal["waiting", "running", "done"] = "running"
    if row.finished_at is not None:
        state = "done"
    elif row.started_at is None:
        state = "waiting"
    return RolloutOut(
        number=row.number,
        state=state,
        total=row.total,
        done=row.done,
        changed=row.changed,
        recategorized=row.recategorized,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
