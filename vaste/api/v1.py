"""Version 1 of the REST API: its operations and what every failure is answered with."""

from __future__ import annotations

from django.http import Http404
from ninja.errors import HttpError, ValidationError

from vaste import __version__
from vaste.api import errors
from vaste.api.openapi import Api
from vaste.api.operations import (
    absences,
    arrivals,
    aside,
    backtests,
    definition,
    deliveries,
    drafts,
    feeds,
    imports,
    leads,
    matrix,
    me,
    notices,
    reports,
    rosters,
    teams,
    touches,
    trials,
    wall,
    what_ifs,
    work,
)
from vaste.api.parser import JsonParser

_ABOUT = """\
All that the screens of Vaste can do, for machines.

A token acts as its user, in one workspace, with that user's role and visibility, and within its
scopes. What is not theirs to see is answered 404. Instants are ISO 8601 in UTC, amounts are text,
ids are UUIDs. Lists are paged by `cursor`; `next` of a page is the cursor of the one after it, null
on the last. Errors are problem documents (RFC 9457) with a stable `code`. A lead's `ETag` sent back
as `If-Match` keeps a change from going over one that was not seen.
"""

api = Api(
    title="Vaste",
    version=__version__,
    description=_ABOUT,
    urls_namespace="api",
    docs_url=None,
    parser=JsonParser(),
)
for failure in (Exception, Http404, HttpError, ValidationError):  # for which ninja has its own
    api.add_exception_handler(failure, errors.answer)
PARTS = (
    *(me, leads, matrix, touches, work, aside, arrivals),
    *(definition, drafts, backtests, reports, wall, teams, rosters),
    *(absences, feeds),
    *(trials, what_ifs, notices, deliveries, imports),
)
for part in PARTS:
    api.add_router("", part.router)
