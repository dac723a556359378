"""Chooses the workspace of each signed-in request, and runs its view inside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation

from vaste.desk.http import DeskRequest
from vaste.desk.viewers import IN_WORKSPACE, WORKSPACE_KEY, viewer_of
from vaste.infra.tenancy.context import inside
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import User

#: Addresses that work without a workspace, or choose it by a key of their own.
OPEN = ("/accounts/", "/f/", "/in/", "/api/", "/live/", "/health/", settings.STATIC_URL)
SAFE = ("GET", "HEAD")


class WorkspaceMiddleware:
    """
    Lets only members in, and gives every view its workspace, its viewer and its instant.

    The view runs in one transaction that sees the rows of that workspace alone; what it raises
    rolls everything back. The user's language and zone hold for the whole answer, error pages
    included.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; the zone does not outlive it."""
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Run the view inside the workspace, or turn the visitor away; None leaves it to Django."""
        if request.path.startswith(OPEN):
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        desk = cast(DeskRequest, request)
        desk.at, desk.is_inside = timezone.now(), False
        settle_in(desk.user)
        if not _choose_workspace(desk):
            return render(request, "desk/no_workspace.html", status=403)
        if _came_by_link(desk):
            return redirect(_without_workspace(desk))
        see_times_of(workspaces.zone_of(desk.user, desk.workspace))
        if getattr(view, "outside_workspace", False):
            desk.viewer = viewer_of(desk.membership)
            return _private(view(desk, *args, **kwargs))
        return _private(_inside(desk, view, args, kwargs))


def _inside(
    request: DeskRequest,
    view: Callable[..., HttpResponse],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> HttpResponse:
    """Run the view in the workspace's transaction, which an exception rolls back."""
    with inside(request.workspace.id):
        request.viewer = viewer_of(request.membership)
        request.is_inside = True
        try:
            return view(request, *args, **kwargs)
        finally:
            request.is_inside = False


def settle_in(user: User) -> None:
    """Speak the user's language, until the end of the request."""
    known = {code for code, _ in settings.LANGUAGES}
    translation.activate(user.language if user.language in known else settings.LANGUAGE_CODE)


def see_times_of(zone: str) -> None:
    """Tell times as they are in a zone, until the end of the request; in UTC for none."""
    try:
        timezone.activate(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        timezone.deactivate()


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    # A piece of a page can't hold the sign-in form: the browser goes there as a whole.
    return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})


def _choose_workspace(request: DeskRequest) -> bool:
    """
    Attach the membership that the request or the session names, else the first; False for none.

    A page stays in its workspace when another was chosen in another tab: its pieces say which, and
    who sends its form is there from then on. Raises Http404 for one that is not theirs.
    """
    found = workspaces.memberships_of(request.user.pk)
    told = _told_workspace(request)
    wanted = told or str(request.session.get(WORKSPACE_KEY))
    chosen = next((one for one in found if str(one.workspace_id) == wanted), None)
    if told and chosen is None:
        raise Http404("There is no such workspace of yours.")
    membership = chosen or next(iter(found), None)
    if membership is None:
        return False
    is_piece = request.htmx and request.method in SAFE
    if told and told != request.session.get(WORKSPACE_KEY) and not is_piece:
        request.session[WORKSPACE_KEY] = told
    request.memberships, request.membership = found, membership
    request.workspace = membership.workspace
    return True


def _told_workspace(request: DeskRequest) -> str:
    """Return the workspace that a piece, a form or a link says it is of, "" for none."""
    if request.htmx:
        return request.headers.get("X-Workspace", "")
    return request.POST.get(IN_WORKSPACE, "") or request.GET.get(IN_WORKSPACE, "")


def _came_by_link(request: DeskRequest) -> bool:
    return request.method in SAFE and not request.htmx and bool(request.GET.get(IN_WORKSPACE))


def _without_workspace(request: DeskRequest) -> str:
    """Return the address that was asked for, without the workspace: it is the chosen one now."""
    rest = request.GET.copy()
    del rest[IN_WORKSPACE]
    return f"{request.path}?{rest.urlencode()}" if rest else request.path


def _private(response: HttpResponse) -> HttpResponse:
    """Keep what a member sees out of shared caches, and asked again after signing out."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
