"""Who the token acts as."""

from __future__ import annotations

from ninja import Router

from vaste.api import examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.shapes.people import MeOut, PersonOut, WorkspaceOut
from vaste.api.spec import spec

router = Router(tags=["token"])
router.add_decorator(in_workspace)


@router.get("/me", **spec("", MeOut, examples.ME))
def read_me(request: ApiRequest) -> MeOut:
    """
    Read who the token acts as.

    Any token may: this is how to try one.
    """
    caller = request.auth
    workspace = caller.workspace
    return MeOut(
        user=PersonOut(id=caller.user.pk, name=str(caller.user)),
        email=caller.user.email,
        role=caller.role,
        scopes=sorted(caller.scopes),
        token=caller.token_label,
        workspace=WorkspaceOut(
            id=workspace.id,
            slug=workspace.slug,
            name=workspace.name,
            language=workspace.language,
            is_sample=workspace.is_sample,
        ),
    )
