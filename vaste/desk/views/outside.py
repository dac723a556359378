"""How people hear outside the desk: their own choices and browsers, and the workspace's chats."""

from __future__ import annotations

import json
import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaste.desk.build import outside as page_of
from vaste.desk.http import DeskRequest, answer, outside_workspace, see_other
from vaste.notifications import choosing, matrix, settling
from vaste.workspaces.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: DeskRequest) -> HttpResponse:
    """Show and keep what the viewer wants to hear where; 422 for what can't be kept."""
    workspace_id, user_id = request.workspace.id, request.viewer.user_id
    problem, status = None, 200
    if request.method == "POST":
        sent = request.POST
        chosen = {event: sent.getlist(f"on-{event}") for event in matrix.EVENTS}
        try:
            choosing.choose(
                workspace_id, user_id, chosen=chosen,
                quiet_from=sent.get("quiet_from", "")[:5],
                quiet_until=sent.get("quiet_until", "")[:5], zone=sent.get("zone", ""),
            )  # fmt: skip
        except choosing.NotChosen as refused:
            problem, status = refused, 422
        else:
            messages.success(request, _("Kept."))
            return see_other(reverse("desk:outside"))
    page = page_of.own_page(request, problem)
    return answer(request, "desk/outside.html", {"page": page}, status=status)


@require_POST
def browsers(request: DeskRequest) -> HttpResponse:
    """Let this browser be pushed to (JSON of PushSubscription); 201, or 422 with the reason."""
    try:
        told = json.loads(request.body)
        endpoint, keys = str(told["endpoint"]), told["keys"]
        p256dh, auth = str(keys["p256dh"]), str(keys["auth"])
    except (ValueError, LookupError, TypeError):
        return JsonResponse({"problem": _("This is no subscription of a browser.")}, status=422)
    try:
        choosing.subscribe(
            request.workspace.id, request.viewer.user_id, endpoint=endpoint, p256dh=p256dh,
            auth=auth, agent=request.headers.get("User-Agent", ""),
            local=settings.LOCAL_WEBHOOKS, at=request.at,
        )  # fmt: skip
    except choosing.NotChosen as refused:
        return JsonResponse({"problem": _(str(refused))}, status=422)
    return JsonResponse({}, status=201)


@require_POST
def forget(request: DeskRequest, subscription_id: uuid.UUID) -> HttpResponse:
    """Push no more to one of the viewer's browsers."""
    workspace_id, user_id = request.workspace.id, request.viewer.user_id
    if not choosing.unsubscribe(workspace_id, user_id, subscription_id, at=request.at):
        raise Http404("There is no such browser.")
    return see_other(reverse("desk:outside"))


def _need_admin(request: DeskRequest) -> None:
    if request.viewer.role != Role.ADMIN:
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def chats(request: DeskRequest) -> HttpResponse:
    """Show the workspace's chats and what could not be sent; POST adds a chat."""
    _need_admin(request)
    problem, status = None, 200
    if request.method == "POST":
        sent = request.POST
        try:
            choosing.add_chat(
                request.workspace.id, kind=sent.get("kind", ""), name=sent.get("name", ""),
                url=sent.get("url", "").strip(), events=sent.getlist("events"),
                local=settings.LOCAL_WEBHOOKS, by=request.user.pk, at=request.at,
            )  # fmt: skip
        except choosing.NotChosen as refused:
            problem, status = refused, 422
        else:
            return see_other(reverse("desk:chats"))
    page = page_of.chats_page(request, problem)
    return answer(request, "desk/chats.html", {"page": page}, status=status)


@require_POST
def chat(request: DeskRequest, chat_id: uuid.UUID) -> HttpResponse:
    """Test a chat, or with `action` close tell it no more."""
    _need_admin(request)
    workspace_id = request.workspace.id
    if request.POST.get("action") == "close":
        found = choosing.close_chat(workspace_id, chat_id, by=request.user.pk, at=request.at)
    elif found := choosing.test_chat(workspace_id, chat_id, at=request.at):
        messages.success(request, _("A test message is on its way."))
    if not found:
        raise Http404("There is no such chat.")
    return see_other(reverse("desk:chats"))


@require_POST
def retry(request: DeskRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Try to send again what could not be sent; who is no admin, what was to reach themselves."""
    is_admin = request.viewer.role == Role.ADMIN
    only_of = None if is_admin else request.viewer.user_id
    if not settling.retry(request.workspace.id, delivery_id, at=request.at, only_of=only_of):
        raise Http404("There is no such delivery.")
    is_own = request.POST.get("own") or not is_admin
    return see_other(reverse("desk:outside" if is_own else "desk:chats"))


@require_POST
def retry_all(request: DeskRequest) -> HttpResponse:
    """Try to send again everything that could not be sent."""
    _need_admin(request)
    count = settling.retry_all(request.workspace.id, at=request.at)
    told = ngettext("Tried again: %(n)d message.", "Tried again: %(n)d messages.", count)
    messages.success(request, told % {"n": count})
    return see_other(reverse("desk:chats"))


@require_safe
@outside_workspace
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker that shows pushes; at the root, for it may act for all pages."""
    response = render(request, "desk/push_worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
