"""Categories and the definition: what is in force, its versions, publishing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DataError, IntegrityError
from ninja import Query, Router

from vaste.api import access, examples, paging
from vaste.api.access import in_workspace
from vaste.api.callers import ApiRequest, Caller
from vaste.api.paging import Page, PageQuery
from vaste.api.problems import Problem
from vaste.api.shapes.definitions import (
    CategoriesOut,
    DefinitionIn,
    VersionOut,
    VersionWithSource,
)
from vaste.api.showing.categories import show_category
from vaste.api.showing.names import people
from vaste.api.spec import spec
from vaste.definitions import queries as definitions
from vaste.definitions.models import Version
from vaste.flows import define
from vaste.rules.problems import Problem as Fault
from vaste.workspaces.models import Role

READ, WRITE = "definition:read", "definition:write"
LARGEST = 2**31 - 1
#: What a text of a wrong shape may fail with where no check foresaw it.
UNUSABLE = (
    ArithmeticError,
    AttributeError,
    DataError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
router = Router(tags=["definition"])
router.add_decorator(in_workspace)


def _is_admin(role: str) -> bool:
    return role == Role.ADMIN


@router.get("/categories", **spec(READ, CategoriesOut, examples.CATEGORIES))
def list_categories(request: ApiRequest) -> CategoriesOut:
    """
    List the categories in force: who belongs in each, in words, and what they are promised.

    Words are in the language of the token's user.
    """
    caller = request.auth
    definition = define.in_force(caller.workspace_id)
    language = caller.user.language
    return CategoriesOut(
        definition=definition.number,
        items=[show_category(one, definition, language) for one in definition.categories],
    )


@router.get("/definition", **spec(READ, VersionWithSource, examples.DEFINITION))
def read_definition(request: ApiRequest) -> VersionWithSource:
    """Read the definition in force, as the text that was published."""
    return _with_source(definitions.in_force(request.auth.workspace_id))


@router.get("/definition/versions", **spec(READ, Page[VersionOut], examples.VERSIONS))
def list_versions(request: ApiRequest, page: Query[PageQuery]) -> Page[VersionOut]:
    """List the published versions, the one in force first."""
    rows = Version.objects.within(request.auth.workspace_id).defer("source", "content")
    found, following = paging.cut(rows, paging.LAST_NUMBER, page)
    return Page(items=show_versions(found), next=following)


@router.get(
    "/definition/versions/{int:number}",
    **spec(READ, VersionWithSource, examples.DEFINITION, refuses=[404]),
)
def read_version(request: ApiRequest, number: int) -> VersionWithSource:
    """Read one published version with its text."""
    rows = Version.objects.within(request.auth.workspace_id)
    found = rows.filter(number=number).first() if number <= LARGEST else None
    if found is None:
        raise Problem(404, "no_such_version", "There is no such version.", "Check the number.")
    return _with_source(found)


@router.post(
    "/definition/versions",
    **spec(
        WRITE, VersionOut, examples.VERSION, status=201, sends=examples.DEFINITION_TO_PUBLISH,
        refuses=[409], allowed=_is_admin,
    ),
)  # fmt: skip
def publish(request: ApiRequest, body: DefinitionIn) -> VersionOut:
    """
    Publish a definition: from now on it is in force.

    With problems it is refused with 422, every one in `errors` with its place and remedy. Rolling
    back is publishing an older text again.
    """
    version = _published(request.auth, body)
    return show_versions([version])[0]


def _published(caller: Caller, body: DefinitionIn) -> Version:
    """
    Publish a text that can also be put to work; what can't is told like any other problem.

    Raises NotPublishable and Problem, with nothing written.
    """
    try:
        version = define.publish(
            caller.workspace_id, body.source, by=caller.user.pk, at=access.now(), note=body.note
        )
        define.compile_definition(version.content, version.number)
    except IntegrityError:
        raise Problem(
            409,
            "published_meanwhile",
            "Somebody else is publishing at this moment.",
            "Read what is in force now, and publish again.",
        ) from None
    except UNUSABLE as wrong:
        place = Fault(
            "", f"This can't be put to work: {wrong!r}"[:300], "Compare it with the default."
        )
        raise define.NotPublishable([place]) from wrong
    return version


def show_versions(found: Sequence[Version]) -> list[VersionOut]:
    """Return versions as the API shows them."""
    known = people([version.published_by_id for version in found])
    return [
        VersionOut.model_validate(
            {
                "number": version.number,
                "note": version.note,
                "published_at": version.published_at,
                "published_by": version.published_by_id
                and {
                    "id": version.published_by_id,
                    "name": known.get(version.published_by_id, ""),
                },
            }
        )
        for version in found
    ]


def _with_source(version: Version) -> VersionWithSource:
    shown = show_versions([version])[0]
    return VersionWithSource(**dict(shown), source=version.source)
