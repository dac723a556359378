"""The hosted form's pages: the form, and the thanks with the answer promise."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from vaste.calendars import words
from vaste.doors import cards
from vaste.doors.cards import DoorCard
from vaste.doors.form import page, promise
from vaste.doors.panels import ClosedPage, ThanksPage

View = Callable[[HttpRequest, str], HttpResponse]


def _shown_by(*methods: str) -> Callable[[View], View]:
    """Let a page be read only; another method is told which there are (posts of a form: doors)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, key: str) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(methods)
            return view(request, key)

        return csrf_exempt(answer)

    return decorate


@_shown_by("GET", "HEAD", "POST")
def form(request: HttpRequest, key: str) -> HttpResponse:
    """Show a form; an unknown or closed one says so."""
    card = cards.find(key, "form")
    asked = request.GET.get("lang", "")
    accepted = request.headers.get("Accept-Language", "")
    if card is None:
        return _closed(request)
    language = page.language_of(card, asked, accepted)
    typed = {name: request.GET[name] for name in page.CARRIED if name in request.GET}
    typed.setdefault("referrer", request.headers.get("Referer", "")[:1000])
    shown = page.form_page(
        card, language=language, at_s=timezone.now().timestamp(), typed=typed, errors={}
    )
    with translation.override(language):
        response = render(request, "doors/form.html", {"page": shown})
    response["Cache-Control"] = "no-store"
    return response


@_shown_by("GET", "HEAD")
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """Thank the buyer, and say by when a person answers, in their language."""
    card = cards.find(key, "form")
    told = promise.read(request.GET.get("a", ""))
    if card is None:
        return _closed(request)
    language = told.language if told else card.workspace_language
    shown = ThanksPage(
        language=language,
        brand=page.brand_of(card),
        promise=_sentence(card, told, language),
        reference=str(told.arrival_id)[-8:].upper() if told else "",
        again_url=f"/f/{card.key}?lang={language}",
    )
    with translation.override(language):
        return render(request, "doors/thanks.html", {"page": shown})


def _sentence(card: DoorCard, told: promise.Promised | None, language: str) -> str:
    if told is None or told.answer_by is None:
        return ""
    return words.say_answer_promise(
        told.answer_by,
        timezone.now(),
        told.zone or card.zone,
        language,
        is_theirs=bool(told.zone),
    )


def _closed(request: HttpRequest) -> HttpResponse:
    shown = ClosedPage(language="en", reason="unknown")
    return render(request, "doors/closed.html", {"page": shown}, status=404)
