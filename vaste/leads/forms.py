"""What a hosted form sends besides the enquiry: its own marks, and the answers to its consents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from vaste.leads.enquiry import Consent

#: The signed note of when the form was shown, and the field that no person sees.
SHOWN: Final = "vaste_shown"
HONEYPOT: Final = "website_2"

#: What a form asks for unless its door says otherwise.
STANDARD_CONSENTS: Final[list[dict[str, Any]]] = [
    {"name": "consent_newsletter", "purpose": "newsletter", "texts": {
        "en": "Send me the newsletter. I can leave it at any time.",
        "fi": "Lähettäkää minulle uutiskirje. Voin lopettaa sen milloin tahansa.",
        "sv": "Skicka nyhetsbrevet till mig. Jag kan avsluta det när som helst.",
        "hu": "Küldjenek nekem hírlevelet. Bármikor leiratkozhatok.",
    }},
]  # fmt: skip


def said(texts: Any, language: str) -> str:
    """Return the text in `language`, else in English, else any; plain text is every language's."""
    if isinstance(texts, str):
        return texts
    if not isinstance(texts, dict) or not texts:
        return ""
    return str(texts.get(language) or texts.get("en") or next(iter(texts.values())))


def consent_boxes(settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the consents that a door with these settings asks for."""
    found: list[dict[str, Any]] = settings.get("consents", STANDARD_CONSENTS)
    return found


def own_names(settings: Mapping[str, Any]) -> set[str]:
    """Return the names that the form sends for itself, which are no part of the enquiry."""
    return {box["name"] for box in consent_boxes(settings)} | {
        SHOWN,
        HONEYPOT,
        "csrfmiddlewaretoken",
    }


def consents(
    settings: Mapping[str, Any], typed: Mapping[str, str], *, language: str, version: int
) -> list[Consent]:
    """Return the answer to each consent of the form, with the very text that was shown."""
    return [
        Consent(
            purpose=box["purpose"],
            given=bool(typed.get(box["name"])),
            text=said(box["texts"], language),
            version=str(version),
        )
        for box in consent_boxes(settings)
    ]
