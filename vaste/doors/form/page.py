"""What a hosted form shows: its fields, what was typed, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vaste.doors.cards import DoorCard
from vaste.doors.form import own, standard, trap
from vaste.doors.panels import Brand, ConsentBox, FieldOption, FormField, FormPage, LanguageLink
from vaste.leads import forms

LANGUAGES = {"en": "English", "fi": "Suomi", "sv": "Svenska", "hu": "Magyar"}
CARRIED = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "referrer",
    "landing_page",
)  # fmt: skip
MOST_CARRIED = 1000  # characters of one carried value


def language_of(card: DoorCard | None, asked: str, accepted: str) -> str:
    """Return the form's language: the one asked for, else the browser's, else the workspace's."""
    wishes = [asked, *(part.split(";")[0] for part in accepted.split(","))]
    for wish in wishes:
        code = wish.strip().lower()[:2]
        if code in LANGUAGES:
            return code
    own = card.workspace_language if card else "en"
    return own if own in LANGUAGES else "en"


def fields_of(card: DoorCard) -> list[dict[str, Any]]:
    """
    Return the door's own fields, or the standard ones, and what the workspace's own fields ask.

    Those come before the message, where that is the last; a door may place one by its name.
    """
    found: list[dict[str, Any]] = card.settings.get("fields") or standard.FIELDS
    asked = {one["name"]: one for one in own.questions(card.asked)}
    placed = [{**asked.pop(one["name"], {}), **one} for one in found]
    last = len(placed) - bool(placed and placed[-1].get("kind") == "textarea")
    return [*placed[:last], *asked.values(), *placed[last:]]


def typed_of(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what was sent by name; several answers to one question with commas between them."""
    typed: dict[str, str] = {}
    for name, value in fields:
        typed[name] = f"{typed[name]}, {value}" if typed.get(name) else value
    return typed


def wrong(card: DoorCard, typed: Mapping[str, str], language: str) -> dict[str, str]:
    """Return what needs another look, by name: what is missing, and what can't be read."""
    unread = own.wrong(card.asked, typed, country=card.country)
    said = {name: forms.said(texts, language) for name, texts in unread.items()}
    return {**said, **missing(card, typed)}


def missing(card: DoorCard, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the names of required fields that are empty, by name, with what to say."""
    required = [field["name"] for field in fields_of(card) if field.get("required")]
    required += [box["name"] for box in forms.consent_boxes(card.settings) if box.get("required")]
    return {name: "required" for name in required if not typed.get(name, "").strip()}


def form_page(
    card: DoorCard,
    *,
    language: str,
    at_s: float,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    promise: str = "",
) -> FormPage:
    """Return the form as a page: new when `typed` and `errors` are empty, else as it was sent."""
    settings = card.settings
    return FormPage(
        action=f"/f/{card.key}",
        language=language,
        title=forms.said(settings.get("title", standard.TITLE), language),
        intro=forms.said(settings.get("intro", standard.INTRO), language),
        fields=tuple(_field(one, language, typed, errors) for one in fields_of(card)),
        consents=tuple(
            _consent(one, language, typed, errors) for one in forms.consent_boxes(card.settings)
        ),
        brand=brand_of(card),
        submit_label=forms.said(settings.get("submit", standard.SUBMIT), language),
        trap_name=forms.HONEYPOT,
        hidden={forms.SHOWN: trap.sign(at_s=at_s), "language": language, **_carried(typed)},
        languages=tuple(
            LanguageLink(
                code=code, name=name, url=f"/f/{card.key}?lang={code}", is_current=code == language
            )
            for code, name in LANGUAGES.items()
        ),
        promise=promise,
        errors=len(errors),
    )


def _carried(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: typed[name][:MOST_CARRIED] for name in CARRIED if typed.get(name)}


def _field(
    one: Mapping[str, Any], language: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> FormField:
    options = tuple(
        FieldOption(key=option["key"], label=forms.said(option["labels"], language))
        for option in one.get("options") or []
    )
    return FormField(
        name=one["name"],
        label=forms.said(one["labels"], language),
        chosen=tuple(part.strip() for part in typed.get(one["name"], "").split(",")),
        kind=one.get("kind", "text"),
        hint=forms.said(one.get("hints"), language),
        autocomplete=one.get("autocomplete", ""),
        options=options,
        value=typed.get(one["name"], ""),
        error=_error(errors.get(one["name"], ""), language),
        is_required=bool(one.get("required")),
        is_half=bool(one.get("half")),
        max_length=int(one.get("max_length", 500)),
    )


def _consent(
    one: Mapping[str, Any], language: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> ConsentBox:
    return ConsentBox(
        name=one["name"],
        text=forms.said(one["texts"], language),
        is_given=bool(typed.get(one["name"])),
        is_required=bool(one.get("required")),
        error=_error(errors.get(one["name"], ""), language),
    )


def _error(code: str, language: str) -> str:
    return forms.said(standard.REQUIRED, language) if code == "required" else code


def brand_of(card: DoorCard) -> Brand:
    """Return whose form it is."""
    brand = card.settings.get("brand") or {}
    return Brand(
        name=str(brand.get("name") or card.workspace_name),
        site_url=str(brand.get("site_url", "")),
        privacy_url=str(brand.get("privacy_url", "")),
    )
