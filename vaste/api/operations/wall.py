"""The wall: how things stand now, as the manager's page shows it."""

from __future__ import annotations

from ninja import Router

from vaste.api import access, examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.shapes.wall import WallOut
from vaste.api.showing import wall as showing
from vaste.api.spec import spec
from vaste.workspaces.queries import may_manage

router = Router(tags=["reports"])
router.add_decorator(in_workspace)


@router.get("/wall", **spec("reports:read", WallOut, examples.WALL, allowed=may_manage))
def read_wall(request: ApiRequest) -> WallOut:
    """
    Read how things stand now.

    What is about to breach, what is overdue, who has not been answered, who holds how much.
    """
    return showing.wall(request.auth, at=access.now())
