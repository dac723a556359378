"""
What an operation says of itself: its scope, its answer with an example, and how it may refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Annotated, Any

from ninja import Header

from vaste.api.callers import Token
from vaste.api.repeats import KEY_PATTERN

#: Any operation may refuse so: a stranger, a missing scope or role, an unknown parameter, and while
#: the database is away.
ALWAYS = frozenset({401, 403, 422, 503})
WITH_BODY = frozenset({400, 413, 415})

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag of the lead as you read it: a lead that has changed is left alone",
        example='"3"',
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Any text of your own: the same request with it is done once",
        pattern=KEY_PATTERN,
        example="8f14e45f-ceea-467f-9a36-dedd4bea2543",
    ),
]


def spec(
    scope: str,
    gives: Any,
    answer: Any,
    *,
    status: int = 200,
    also: Collection[int] = (),
    sends: Any = None,
    refuses: Collection[int] = (),
    has_tag: bool = False,
    allowed: Callable[[str], bool] | None = None,
) -> dict[str, Any]:
    """
    Return the keywords of one operation.

    `answer` and `sends` are the examples of the answer and of the body (None: no body is sent).
    `also` are further statuses with the same body, `refuses` those of problems beside ALWAYS and
    WITH_BODY. `allowed` says which roles may do it.
    """
    may_refuse = ALWAYS | set(refuses) | (WITH_BODY if sends is not None else frozenset())
    return {
        "auth": Token(scope, allowed),
        "response": dict.fromkeys((status, *also), gives),
        "openapi_extra": {
            "x-scope": scope,
            "x-answer": answer,
            "x-sends": sends,
            "x-refuses": sorted(may_refuse),
            "x-has-tag": has_tag,
        },
    }
