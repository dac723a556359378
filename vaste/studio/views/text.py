"""The definition as text: edited, uploaded, taken home."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from vaste.definitions import queries as definitions
from vaste.definitions.services import DraftChanged
from vaste.definitions.source import LONGEST_SOURCE
from vaste.flows import drafting
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import Standing
from vaste.pages.reader import language
from vaste.rules.language import Problem
from vaste.studio import comparing, places
from vaste.studio.http import (
    StudioRequest,
    answer,
    for_editors,
    problems_of,
    see_other,
    seen,
    standing,
)
from vaste.studio.panels import Clash, DiffLine, TextPage
from vaste.studio.views.clashes import clash_of


@require_http_methods(["GET", "POST"])
@for_editors
def text(request: StudioRequest) -> HttpResponse:
    """Show the text, or make what is sent the draft's: 422 for no definition, 409 for a clash."""
    stands = standing(request)
    if request.method == "GET":
        return _page(request, stands, stands.source, problems_of(request, stands))
    source = _sent(request)
    try:
        drafting.replace_draft(
            request.workspace.id, source, seen=seen(request), by=request.user.pk, at=request.at
        )
    except NotPublishable as refused:
        return _page(request, stands, source, refused.problems, status=422)
    except DraftChanged:
        stands = standing(request)
        lines = comparing.text_lines(stands.source, source)
        clash = clash_of(stands, [])
        return _page(request, stands, source, [], status=409, clash=clash, lines=lines)
    messages.success(request, _("Saved in the draft."))
    return see_other(request, reverse("studio:text"))


def _sent(request: StudioRequest) -> str:
    """Return the file that was sent, else the text of the field, with plain line ends."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile) and file.size:
        sent: bytes = file.read(LONGEST_SOURCE * 4 + 1)
        told = sent.decode("utf-8-sig", errors="replace")
    else:
        told = request.POST.get("source", "")
    return told.replace("\r\n", "\n").replace("\r", "\n")


def _page(
    request: StudioRequest,
    stands: Standing,
    source: str,
    problems: list[Problem],
    *,
    status: int = 200,
    clash: Clash | None = None,
    lines: list[DiffLine] | None = None,
) -> HttpResponse:
    page = TextPage(
        source=source,
        problems=places.complaints(problems, stands.content, source, language()),
        clash=clash,
        lines=lines or [],
        is_refused=status == 422,
    )
    return answer(request, "studio/text.html", {"page": page}, stands=stands, status=status)


@require_GET
@for_editors
def file(request: StudioRequest) -> HttpResponse:
    """Give the draft, what is in force, or a version (`version=3`) as a file of YAML."""
    wanted = request.GET.get("version", "")
    if wanted:
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0
        version = definitions.version_of(request.workspace.id, number)
        if version is None:
            raise Http404("There is no such version.")
        source, name = version.source, f"{request.workspace.slug}-{number}"
    else:
        stands = standing(request)
        source = stands.source
        name = f"{request.workspace.slug}-{'draft' if stands.draft else stands.version.number}"
    response = HttpResponse(source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response
