"""The draft of the definition: read, change, publish, discard; versions compared, rolled back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ninja import Query, Router

from vaste.api import access, examples
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest
from vaste.api.operations.definition import show_versions
from vaste.api.problems import FieldProblem
from vaste.api.shapes.definitions import VersionOut
from vaste.api.shapes.drafts import (
    DifferenceOut,
    DifferencesOut,
    DraftIn,
    DraftOut,
    Number,
    PublicationIn,
    RollBackIn,
    SeenIn,
)
from vaste.api.shapes.people import PersonOut
from vaste.api.showing.names import people
from vaste.api.spec import spec
from vaste.definitions.differences import Difference, compare
from vaste.flows import drafting
from vaste.flows.drafting import Seen, Standing
from vaste.workspaces import queries as workspaces

READ, WRITE = "definition:read", "definition:write"
router = Router(tags=["definition"])
router.add_decorator(in_workspace)
may_edit, may_publish = workspaces.may_manage, workspaces.may_publish


@router.get("/definition/draft", **spec(READ, DraftOut, examples.DRAFT, allowed=may_edit))
def read_draft(request: ApiRequest) -> DraftOut:
    """Read the draft with everything that is wrong with it, or what the next one begins from."""
    return _draft(drafting.standing(request.auth.workspace_id))


@router.put(
    "/definition/draft",
    **spec(
        WRITE, DraftOut, examples.DRAFT, sends=examples.DRAFT_TO_KEEP, refuses=[409],
        allowed=may_edit,
    ),
)  # fmt: skip
def change_draft(request: ApiRequest, body: DraftIn) -> DraftOut:
    """
    Give the draft a text; the first change begins it.

    What can't be published yet is kept, and said in `errors`; a text that is no definition at all
    is refused with 422, a draft that is no longer as you have seen it with 409.
    """
    caller = request.auth
    drafting.replace_draft(
        caller.workspace_id,
        body.source,
        seen=_seen(body.seen),
        by=caller.user.pk,
        at=access.now(),
    )
    return _draft(drafting.standing(caller.workspace_id))


@router.delete(
    "/definition/draft",
    **spec(WRITE, DraftOut, examples.DRAFT, refuses=[404, 409], allowed=may_edit),
)
def discard_draft(request: ApiRequest, based_on: Number, revision: Number) -> DraftOut:
    """Throw the draft away, as you have seen it; what is in force stays."""
    caller = request.auth
    drafting.discard_draft(
        caller.workspace_id, seen=Seen(based_on, revision), by=caller.user.pk, at=access.now()
    )
    return _draft(drafting.standing(caller.workspace_id))


@router.get(
    "/definition/draft/differences",
    **spec(READ, DifferencesOut, examples.DIFFERENCES, allowed=may_edit),
)
def read_draft_differences(request: ApiRequest) -> DifferencesOut:
    """Read what publishing the draft would change."""
    return _differences(drafting.standing(request.auth.workspace_id).differences())


@router.post(
    "/definition/draft/publication",
    **spec(
        WRITE, VersionOut, examples.VERSION, status=201, sends=examples.DRAFT_TO_PUBLISH,
        refuses=[404, 409], allowed=may_publish,
    ),
)  # fmt: skip
def publish_draft(request: ApiRequest, body: PublicationIn) -> VersionOut:
    """
    Put the draft in force as the next version; the draft ends.

    With problems it is refused with 422. 409 when the draft has changed, or when somebody has
    published a version that it is not based on: look at the differences, and send `replacing`.
    """
    caller = request.auth
    version = drafting.publish_draft(
        caller.workspace_id,
        seen=_seen(body.seen),
        by=caller.user.pk,
        at=access.now(),
        note=body.note,
        replacing=body.replacing,
    )
    return show_versions([version])[0]


@router.get(
    "/definition/versions/{int:number}/differences",
    **spec(READ, DifferencesOut, examples.DIFFERENCES, refuses=[404]),
)
def read_version_differences(
    request: ApiRequest, number: int, before: Query[Number | None] = None
) -> DifferencesOut:
    """Read what a version changed against another: `before`, or the one in front of it."""
    workspace_id = request.auth.workspace_id
    other = number - 1 if before is None else before
    contents: list[Any] = [
        {} if one == 0 else drafting.version(workspace_id, one).content for one in (other, number)
    ]
    return _differences(compare(*contents))


@router.post(
    "/definition/versions/{int:number}/rollback",
    **spec(
        WRITE, VersionOut, examples.VERSION, status=201, sends=examples.ROLL_BACK,
        refuses=[404, 409], allowed=may_publish,
    ),
)  # fmt: skip
def roll_back(request: ApiRequest, number: int, body: RollBackIn) -> VersionOut:
    """
    Publish the text of an older version under a new number.

    A draft stays as it is. 409 when another version than `replacing` is in force.
    """
    caller = request.auth
    version = drafting.roll_back(
        caller.workspace_id,
        number,
        by=caller.user.pk,
        at=access.now(),
        replacing=body.replacing,
    )
    return show_versions([version])[0]


def _seen(told: SeenIn) -> Seen:
    return Seen(told.based_on, told.revision)


def _draft(stands: Standing) -> DraftOut:
    draft = stands.draft
    editor = draft.edited_by_id if draft else None
    errors = drafting.check_draft(draft, at=access.now()) if draft else []
    return DraftOut(
        based_on=stands.seen.based_on,
        revision=stands.seen.revision,
        in_force=stands.version.number,
        edited_at=draft.edited_at if draft else None,
        edited_by=PersonOut(id=editor, name=people([editor]).get(editor, "")) if editor else None,
        source=stands.source,
        errors=[
            FieldProblem(place=one.path, message=one.message, remedy=one.remedy) for one in errors
        ],
    )


def _differences(found: Sequence[Difference]) -> DifferencesOut:
    return DifferencesOut(
        items=[
            DifferenceOut(
                place=list(one.place), change=one.change, before=one.before, after=one.after
            )
            for one in found
        ]
    )
