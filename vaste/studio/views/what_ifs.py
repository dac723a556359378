"""Dealing the leads that came out anew, by a draft's routing and a draft roster."""

from __future__ import annotations

import datetime
import uuid
import zoneinfo
from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vaste.definitions.models import WhatIf
from vaste.flows import replaying
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import Standing
from vaste.flows.replaying import BadPeriod, Change
from vaste.flows.rosters import BadRoster
from vaste.flows.stepping import NoSuchRun, TooManyRuns
from vaste.routing import queries as routing
from vaste.rules.language import Problem
from vaste.studio import build, places
from vaste.studio.http import StudioRequest, answer, for_editors, see_other, standing
from vaste.studio.panels import Option
from vaste.studio.what_ifs import build as what_ifs
from vaste.studio.what_ifs import form
from vaste.studio.what_ifs.form import Told
from vaste.studio.what_ifs.panels import WhatIfPage
from vaste.workspaces import queries as workspaces

DAYS = (30, 90, 365)
MOST_SHOWN = 20
DRAFT, IN_FORCE, CHOSEN = "draft", "in_force", "chosen"


@require_http_methods(["GET", "POST"])
@for_editors
def what_if(request: StudioRequest) -> HttpResponse:
    """
    Offer to begin a what-if, with earlier ones; or begin: 303 to it, 422 refused, 409 full.

    A form that only adds somebody to a team comes back with them in it: 200.
    """
    stands = standing(request)
    post = request.POST if request.method == "POST" else None
    roster = replaying.roster_of(request.workspace.id)
    people = _people(request)
    told = form.seats_told(roster, post, people)
    if post is None or post.get("do") == "add":
        return _page(request, stands, told, people)
    changes = [one.change() for one in told]
    if any(one.errors for one in told):
        refusal = _("Something in the roster is to be mended; nothing has begun.")
        return _page(request, stands, told, people, refusal=refusal, status=422)
    try:
        made = _begin(request, stands, changes)
    except NotPublishable as wrong:
        return _page(request, stands, told, people, problems=wrong.problems, status=422)
    except BadPeriod as wrong:
        return _page(request, stands, told, people, period_error=_(str(wrong)), status=422)
    except BadRoster as wrong:
        return _page(request, stands, told, people, refusal=_(str(wrong)), status=422)
    except TooManyRuns:
        refusal = _("Enough what-ifs are running. Wait for one of them, or stop it.")
        return _page(request, stands, told, people, refusal=refusal, status=409)
    return see_other(request, what_ifs.what_if_rows([made], _zone(stands))[0].url)


def _begin(request: StudioRequest, stands: Standing, changes: Sequence[Change]) -> WhatIf:
    """Begin what the form tells: by the draft if there is one and it is not said otherwise."""
    is_draft = stands.draft is not None and request.POST.get("definition") != IN_FORCE
    since, until = _period(request, stands)
    return replaying.start(
        request.workspace.id,
        stands.content if is_draft else stands.version.content,
        number=None if is_draft else stands.version.number,
        since=since,
        until=until,
        changes=changes,
        by=request.user.pk,
        at=request.at,
    )


def _people(request: StudioRequest) -> dict[uuid.UUID, str]:
    """Return who works in the workspace, by name."""
    users = workspaces.members(request.workspace.id)
    return {one.pk: str(one) for one in sorted(users, key=lambda one: str(one).casefold())}


def _zone(stands: Standing) -> str:
    return str(stands.version.content["calendar"]["zone"])


def _period(
    request: StudioRequest, stands: Standing
) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the period that the form tells: days back from now, or days of the calendar."""
    told = request.POST.get("days", "")
    if told != CHOSEN:
        days = int(told) if told.isascii() and told.isdecimal() and len(told) < 6 else 0
        if not 1 <= days <= replaying.MOST_DAYS:
            raise BadPeriod("A period is 3660 days at most.")
        return request.at - datetime.timedelta(days=days), request.at
    try:
        first, last = (
            datetime.date.fromisoformat(request.POST.get(name, "")) for name in ("first", "last")
        )
        midnight = datetime.time(tzinfo=zoneinfo.ZoneInfo(_zone(stands)))
        until = datetime.datetime.combine(last + datetime.timedelta(days=1), midnight)
        since = datetime.datetime.combine(first, midnight)
        return since.astimezone(datetime.UTC), min(until.astimezone(datetime.UTC), request.at)
    except (ValueError, OverflowError):
        raise BadPeriod(_("Choose the first and the last day.")) from None


def _page(
    request: StudioRequest,
    stands: Standing,
    told: Sequence[Told],
    people: dict[uuid.UUID, str],
    *,
    problems: Sequence[Problem] | None = None,
    refusal: str = "",
    period_error: str = "",
    status: int = 200,
) -> HttpResponse:
    post, zone = request.POST, _zone(stands)
    rows = WhatIf.objects.within(request.workspace.id).defer("content", "standing", "roster")
    context = build.context_of(request.workspace.id, stands.content)
    found = build.faults_of(stands) if problems is None else problems
    roster = replaying.roster_of(request.workspace.id)
    page = WhatIfPage(
        definitions=_definitions(stands, post.get("definition", ""), has_problems=bool(found)),
        days=_days(post.get("days", "")),
        first_day=post.get("first", "")[:10],
        last_day=post.get("last", "")[:10],
        today=request.at.astimezone(zoneinfo.ZoneInfo(zone)).date().isoformat(),
        teams=form.team_forms(routing.teams(request.workspace.id), roster, told, people),
        problems=places.complaints(found, stands.content, stands.source, context.language),
        rows=what_ifs.what_if_rows(list(rows.order_by("-made_at", "-id")[:MOST_SHOWN]), zone),
        refusal=refusal,
        period_error=period_error,
    )
    return answer(request, "studio/what_if.html", {"page": page}, stands=stands, status=status)


def _definitions(stands: Standing, told: str, *, has_problems: bool) -> list[Option]:
    """Return by which routing it may be; a draft that can't be published is no choice."""
    version = Option(
        IN_FORCE,
        _("Version %(number)s, in force") % {"number": stands.version.number},
        is_chosen=stands.draft is None or has_problems or told == IN_FORCE,
    )
    if stands.draft is None or has_problems:
        return [version]
    return [Option(DRAFT, _("The draft"), is_chosen=not version.is_chosen), version]


def _days(told: str) -> list[Option]:
    chosen = told or str(replaying.USUAL_DAYS)
    known = [
        Option(
            str(days),
            ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
            is_chosen=chosen == str(days),
        )
        for days in DAYS
    ]
    return [*known, Option(CHOSEN, _("Days of your choice"), is_chosen=chosen == CHOSEN)]


@require_GET
@for_editors
def run(request: StudioRequest, what_if_id: uuid.UUID) -> HttpResponse:
    """Show a what-if: how far it has come and what it has found; htmx asks for the piece again."""
    return _run(request, _found(request, what_if_id))


@require_POST
@for_editors
def stop(request: StudioRequest, what_if_id: uuid.UUID) -> HttpResponse:
    """Stop a what-if that runs; what it has found stays."""
    _found(request, what_if_id)
    return _run(request, replaying.stop(request.workspace.id, what_if_id, at=request.at))


def _found(request: StudioRequest, what_if_id: uuid.UUID) -> WhatIf:
    try:
        return replaying.find(request.workspace.id, what_if_id)
    except NoSuchRun:
        raise Http404 from None


def _run(request: StudioRequest, found: WhatIf) -> HttpResponse:
    stands = standing(request)
    page = what_ifs.run_page(found, zone=_zone(stands), now=request.at)
    return answer(request, "studio/what_if_run.html", {"page": page}, stands=stands, piece="run")
