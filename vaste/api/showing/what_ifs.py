"""What-ifs, from the rows to what the API shows."""

from __future__ import annotations

from vaste.api.shapes.what_ifs import (
    CategoryLeads,
    MilestoneCount,
    ReasonLeads,
    WaitingOut,
    WhatIfMove,
    WhatIfOut,
    WhatIfPlace,
)
from vaste.definitions.models import WhatIf
from vaste.flows.replaying import NOBODY, Tally
from vaste.flows.replaying.reading import Standing, roster_of_run, standings
from vaste.sla.policies import OF_CONTRACT


def show_what_if(run: WhatIf) -> WhatIfOut:
    """Return a what-if with what it has counted so far."""
    tally = Tally.of_data(run.result)
    late = tally.all_late()
    return WhatIfOut(
        id=run.id,
        state=run.state,  # type: ignore[arg-type]  # the choices of the model
        number=run.number,
        received_from=run.received_from,
        received_until=run.received_until,
        total=run.total,
        done=run.done,
        made_at=run.made_at,
        finished_at=run.finished_at,
        error=run.error,
        moved=tally.moved,
        pooled=tally.pooled,
        kept=tally.kept,
        milestones=[
            MilestoneCount(milestone=key, expected=late[key], in_truth=tally.broken[key])
            for key in OF_CONTRACT
        ],
        places=[
            _place(one, one.seat.weight, one.seat.capacity)
            for one in standings(roster_of_run(run), tally)
            if one.seat is not None
        ],
        waiting=_waiting(tally),
        moves=_moves(tally),
    )


def _place(one: Standing, weight: int, capacity: int) -> WhatIfPlace:
    return WhatIfPlace.model_validate(
        {
            "team": one.team,
            "user": one.user,
            "weight": weight,
            "capacity": capacity,
            "received": one.received.total(),
            "by_category": [
                CategoryLeads(category=key, leads=count) for key, count in one.received.items()
            ],
            "in_truth": one.actual,
            "share": one.share,
            "fair_share": one.fair_share,
            "load_most": one.most,
            "load_mean": one.mean,
            "passed_over": [
                ReasonLeads(reason=key, leads=count) for key, count in one.passed.items()
            ],
            "late": sum(one.late.values()),
        }
    )


def _waiting(tally: Tally) -> list[WaitingOut]:
    return [
        WaitingOut.model_validate(
            {
                "team": team,
                "reason": reason,
                "leads": count,
                "examples": tally.waiting_examples.get((team, reason), []),
            }
        )
        for team, counts in sorted(tally.waiting.items())
        for reason, count in counts.most_common()
    ]


def _moves(tally: Tally) -> list[WhatIfMove]:
    return [
        WhatIfMove.model_validate(
            {
                "before": None if before == NOBODY else before,
                "after": None if after == NOBODY else after,
                "leads": count,
                "examples": tally.move_examples.get((before, after), []),
            }
        )
        for (before, after), count in tally.moves.most_common()
    ]
