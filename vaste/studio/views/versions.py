"""Published versions: each on its page, any two compared, an older one put in force again."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaste.definitions import queries as definitions
from vaste.definitions.differences import compare as compare_contents
from vaste.definitions.models import Version
from vaste.flows import drafting
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import NewerPublished, NoSuchVersion, Standing
from vaste.studio import build, comparing
from vaste.studio.http import StudioRequest, answer, for_admins, for_editors, see_other, standing
from vaste.studio.panels import ComparePage, Option, VersionPage
from vaste.studio.saying import say_all

DRAFT = "draft"
MOST_VERSIONS = 200


def _version(request: StudioRequest, number: int) -> Version:
    found = definitions.version_of(request.workspace.id, number)
    if found is None:
        raise Http404("There is no such version.")
    return found


@require_GET
@for_editors
def version(request: StudioRequest, number: int) -> HttpResponse:
    """Show a published version: who, when, why, its text, and what going back to it changes."""
    return _version_page(request, standing(request), _version(request, number))


def _version_page(
    request: StudioRequest,
    stands: Standing,
    found: Version,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = build.context_of(request.workspace.id, found.content)
    now = stands.version
    differences = compare_contents(now.content, found.content)
    page = VersionPage(
        row=build.version_rows([found], now.number)[0],
        source=found.source,
        differences=say_all(differences, now.content, found.content, context),
        refusal=refusal,
        in_force=now.number,
    )
    return answer(request, "studio/version.html", {"page": page}, stands=stands, status=status)


@require_POST
@for_admins
def roll_back(request: StudioRequest, number: int) -> HttpResponse:
    """Publish an older text again: 409 when something newer came into force, 422 when refused."""
    found = _version(request, number)
    told = request.POST.get("in_force", "")
    replacing = int(told) if told.isdecimal() and len(told) < 10 else None
    try:
        made = drafting.roll_back(
            request.workspace.id, number, by=request.user.pk, at=request.at, replacing=replacing
        )
    except NoSuchVersion:
        raise Http404 from None
    except NewerPublished as newer:
        words = _("%(who)s has published version %(number)d meanwhile. Look at what differs now.")
        refusal = words % {
            "who": build.publisher_of(newer.version),
            "number": newer.version.number,
        }
        return _version_page(request, standing(request), found, refusal=refusal, status=409)
    except NotPublishable as wrong:
        first = wrong.problems[0]
        refusal = f"{first.path}: {first.message} {first.remedy}"
        return _version_page(request, standing(request), found, refusal=refusal, status=422)
    words = _("Version %(number)d is in force: the text of version %(older)d.")
    messages.success(request, words % {"number": made.number, "older": number})
    return see_other(request, reverse("studio:overview"))


@require_GET
@for_editors
def compare(request: StudioRequest) -> HttpResponse:
    """
    Show what differs between two versions, or one and the draft, in words and as text.

    Unless asked otherwise: the draft against what is in force, or that against the one before it.
    """
    stands = standing(request)
    latest = str(stands.version.number)
    earlier = latest if stands.draft else str(max(stands.version.number - 1, 1))
    chosen = {
        "before": request.GET.get("before") or earlier,
        "after": request.GET.get("after") or (DRAFT if stands.draft else latest),
    }
    before, after = (_text_of(request, stands, chosen[side]) for side in ("before", "after"))
    context = build.context_of(request.workspace.id, after[1])
    page = ComparePage(
        before=chosen["before"],
        after=chosen["after"],
        options_before=_options(request, stands, chosen["before"]),
        options_after=_options(request, stands, chosen["after"]),
        differences=say_all(compare_contents(before[1], after[1]), before[1], after[1], context),
        lines=comparing.text_lines(before[0], after[0]),
    )
    return answer(request, "studio/compare.html", {"page": page}, stands=stands)


def _text_of(
    request: StudioRequest, stands: Standing, wanted: str
) -> tuple[str, dict[str, object]]:
    if wanted == DRAFT and stands.draft is not None:
        return stands.draft.source, stands.draft.content
    found = _version(request, int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0)
    return found.source, found.content


def _options(request: StudioRequest, stands: Standing, chosen: str) -> list[Option]:
    """Return the newest versions, and the chosen one however old it is."""
    newest = Q(number__gt=stands.version.number - MOST_VERSIONS)
    asked = Q(number=int(chosen)) if chosen.isdecimal() else Q()
    rows = Version.objects.within(request.workspace.id).filter(newest | asked)
    numbers = rows.order_by("-number", "id").values_list("number", "note")
    options = [Option(DRAFT, _("Draft"), chosen == DRAFT)] if stands.draft else []
    for number, note in numbers:
        told = _("Version %(number)d") % {"number": number}
        options.append(
            Option(str(number), f"{told} · {note}" if note else told, chosen == str(number))
        )
    return options
