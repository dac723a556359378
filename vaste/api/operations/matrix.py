"""The matrix: unfinished leads by fit and by interest as it is now."""

from __future__ import annotations

from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest, Caller
from vaste.api.shapes.matrix import MatrixFilters, MatrixOut
from vaste.api.showing.matrix import show_matrix
from vaste.api.spec import spec
from vaste.flows import define
from vaste.routing import queries as routing
from vaste.scoring import matrix
from vaste.scoring.matrix import Chosen
from vaste.scoring.tracks import RANKED
from vaste.workspaces import queries as workspaces

router = Router(tags=["leads"])
router.add_decorator(in_workspace)


@router.get("/matrix", **spec("leads:read", MatrixOut, examples.MATRIX))
def read_matrix(request: ApiRequest, filters: Query[MatrixFilters]) -> MatrixOut:
    """
    Read the matrix: open and snoozed leads by fit, and by interest as it is now.

    How many stand in each quadrant, and the leads themselves, the most interested first. All pages
    are as of the instant of the first one.
    """
    caller = request.auth
    definition = define.in_force(caller.workspace_id)
    at, after = access.now(), matrix.START
    if filters.cursor is not None:
        at, interest, fit, lead_id = paging.STANDING.read(filters.cursor)
        after = (interest, fit, str(lead_id))
    standing = matrix.page(
        caller.workspace_id,
        _chosen(caller, filters),
        definition.scoring,
        at=at,
        quadrants=[filters.quadrant] if filters.quadrant else RANKED,
        after=after,
        most=filters.limit + 1,
    )
    return show_matrix(caller, definition, standing, filters.limit, at=at)


def _chosen(caller: Caller, filters: MatrixFilters) -> Chosen:
    sees_all = workspaces.sees_all(caller.role)
    teams = [] if sees_all else routing.teams_of(caller.workspace_id, caller.user.pk)
    return Chosen(
        user_id=caller.user.pk,
        sees_all=sees_all,
        teams=[str(team) for team in teams],
        states=[filters.state] if filters.state else list(matrix.UNFINISHED),
        owner=caller.user.pk if filters.mine else filters.owner,
        is_free=filters.unowned,
        source=filters.source,
        category=filters.category,
    )
