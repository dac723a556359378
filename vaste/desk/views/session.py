"""The user's own: which workspace they are in, colors, language, single keys, time zone."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from vaste.desk.context import waiting_in_each
from vaste.desk.http import DeskRequest, answer, outside_workspace, see_other
from vaste.desk.viewers import WORKSPACE_KEY
from vaste.workspaces import services as workspaces

LANGUAGE_COOKIE_S = 365 * 24 * 3600  # seconds; for the pages before signing in


@outside_workspace
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: DeskRequest) -> HttpResponse:
    """
    Show the user's workspaces with what waits there, or go to the one that is posted.

    Answers 404 when it is not theirs.
    """
    if request.method != "POST":
        return answer(request, "desk/workspaces.html", {"workspaces": waiting_in_each(request)})
    wanted = request.POST.get("workspace", "")
    if wanted not in {str(one.workspace_id) for one in request.memberships}:
        raise Http404("There is no such workspace of yours.")
    request.session[WORKSPACE_KEY] = wanted
    return see_other(reverse("desk:queue"))


@outside_workspace
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: DeskRequest) -> HttpResponse:
    """
    Show the choice of the time zone; or keep it, colors, language or the setting for single keys,
    and go back to where it was asked.
    """
    if request.method != "POST":
        page = {"own": request.user.zone, "zones": sorted(available_timezones())}
        return answer(request, "desk/preferences.html", page)
    told = request.POST
    user = workspaces.set_preferences(
        request.user,
        theme=told.get("theme"),
        language=told.get("language"),
        zone=told.get("zone"),
        single_keys={"1": True, "0": False}.get(told.get("keys_on", "")),
    )
    response = see_other(_back(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=LANGUAGE_COOKIE_S,
        samesite="Lax",
        secure=settings.SECURE,
    )
    return response


def _back(request: DeskRequest) -> str:
    """Return where the user came from, if that is a page of ours."""
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else reverse("desk:queue")
