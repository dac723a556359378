"""The verbs by which people hold leads."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction

from vaste.infra import sql
from vaste.kernel.errors import VasteError
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.routing.models import Claim
from vaste.workspaces.models import User


class AlreadyClaimed(VasteError):
    """Somebody else holds the lead; `claim` is theirs."""

    def __init__(self, claim: Claim) -> None:
        super().__init__("The lead is already taken over.")
        self.claim = claim


@transaction.atomic
def claim_lead(lead: Lead, *, by: User, at: datetime.datetime) -> tuple[Claim, bool]:
    """
    Make `by` the one who answers for `lead` from `at`; return the claim and whether it is new.

    Repeating one's own claim returns it unchanged, so a double click is harmless.

    Raises AlreadyClaimed, with nothing written, when someone else holds the lead.
    """
    claim, created = Claim.objects.within(lead.workspace_id).get_or_create(
        workspace_id=lead.workspace_id,
        lead_id=lead.id,
        released_at=None,
        defaults={"owner_id": by.pk, "claimed_at": at},
    )
    if claim.owner_id != by.pk:
        raise AlreadyClaimed(claim)
    return claim, created


def release_claims(
    workspace_id: uuid.UUID, leads: Sequence[uuid.UUID], *, reason: str, at: datetime.datetime
) -> int:
    """Release the open claims on `leads`; return how many there were."""
    return (
        Claim.objects.within(workspace_id)
        .filter(lead_id__in=leads, released_at=None)
        .update(released_at=at, release_reason=reason)
    )


def give_credit(
    lead: Lead, user_id: uuid.UUID, team_id: uuid.UUID, *, reason: str, at: datetime.datetime
) -> bool:
    """
    Give a user a turn back for a lead that was bad; return whether it was given now.

    Once a lead, by constraint: closing it again gives nothing more. They get the next lead of the
    team that they can take. Nothing is given to who is not in the team.
    """
    rows = sql.run(
        "WITH given AS (INSERT INTO routing_credit"
        " (workspace_id, id, lead_id, team_id, user_id, reason, given_at)"
        " SELECT m.workspace_id, %(id)s, %(lead)s, m.team_id, m.user_id, %(reason)s, %(at)s"
        " FROM routing_member AS m WHERE m.workspace_id = %(workspace)s AND m.team_id = %(team)s"
        " AND m.user_id = %(user)s AND m.left_at IS NULL"
        " ON CONFLICT (workspace_id, lead_id) DO NOTHING RETURNING workspace_id)"
        " UPDATE routing_member AS kept SET owed = kept.owed + 1 FROM given"
        " WHERE kept.workspace_id = %(workspace)s AND given.workspace_id = %(workspace)s"
        " AND kept.team_id = %(team)s AND kept.user_id = %(user)s RETURNING kept.id",
        {
            "workspace": lead.workspace_id,
            "id": uuid7(),
            "lead": lead.id,
            "team": team_id,
            "user": user_id,
            "reason": reason,
            "at": at,
        },
    )
    return bool(rows)


def teams_for(workspace_id: uuid.UUID, users: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return a team of each user's, or any open team of the workspace; a lead always has one."""
    rows = sql.run(
        "SELECT DISTINCT ON (asked.user_id) asked.user_id, t.id"
        " FROM unnest(%(users)s::uuid[]) AS asked (user_id)"
        " CROSS JOIN routing_team AS t LEFT JOIN routing_member AS m"
        " ON m.workspace_id = %(workspace)s AND m.team_id = t.id AND m.user_id = asked.user_id"
        " AND m.left_at IS NULL"
        " WHERE t.workspace_id = %(workspace)s AND t.closed_at IS NULL"
        " ORDER BY asked.user_id, (m.id IS NULL), t.slug, t.id",
        {"workspace": workspace_id, "users": sorted(set(users))},
    )
    return dict(rows)
