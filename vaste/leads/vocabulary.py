"""What rules may ask about leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vaste.leads import touches
from vaste.rules.vocabulary import Column, Field, Happening, Labels, MoneyColumns

REQUEST_TYPES: dict[str, Labels] = {
    "offer": {"en": "an offer", "fi": "tarjous", "sv": "en offert", "hu": "ajánlat"},
    "information": {
        "en": "information",
        "fi": "lisätiedot",
        "sv": "information",
        "hu": "információ",
    },
    "visit": {"en": "a visit", "fi": "käynti", "sv": "ett besök", "hu": "látogatás"},
    "event": {"en": "an event", "fi": "tapahtuma", "sv": "ett evenemang", "hu": "esemény"},
    "download": {"en": "a download", "fi": "lataus", "sv": "en nedladdning", "hu": "letöltés"},
    "newsletter": {
        "en": "the newsletter",
        "fi": "uutiskirje",
        "sv": "nyhetsbrevet",
        "hu": "hírlevél",
    },
    "list": {"en": "a list", "fi": "lista", "sv": "en lista", "hu": "lista"},
    "other": {"en": "something else", "fi": "muu asia", "sv": "något annat", "hu": "egyéb"},
}
VALUE_BANDS: dict[str, Labels] = {
    "small": {"en": "small", "fi": "pieni", "sv": "litet", "hu": "kicsi"},
    "medium": {"en": "medium", "fi": "keskisuuri", "sv": "medelstort", "hu": "közepes"},
    "large": {"en": "large", "fi": "suuri", "sv": "stort", "hu": "nagy"},
}
QUADRANTS: dict[str, Labels] = {
    "sales_now": {"en": "sales at once", "fi": "heti myyntiin", "sv": "genast till försäljning", "hu": "azonnal értékesítés"},
    "nurture": {"en": "nurture", "fi": "vaalittava", "sv": "vårda", "hu": "gondozandó"},
    "light_touch": {"en": "light touch", "fi": "kevyt ote", "sv": "lätt kontakt", "hu": "könnyed kapcsolat"},
    "no_time": {"en": "no sales time", "fi": "ei myyntiaikaa", "sv": "ingen säljtid", "hu": "nem igényel időt"},
}  # fmt: skip
_TEXTS: list[tuple[str, Labels]] = [
    ("subject", {"en": "subject", "fi": "aihe", "sv": "ärende", "hu": "tárgy"}),
    ("message", {"en": "message", "fi": "viesti", "sv": "meddelande", "hu": "üzenet"}),
    ("language", {"en": "language of the enquiry", "fi": "yhteydenoton kieli", "sv": "förfrågans språk", "hu": "megkeresés nyelve"}),
    ("source", {"en": "source", "fi": "lähde", "sv": "källa", "hu": "forrás"}),
    ("medium", {"en": "medium", "fi": "media", "sv": "medium", "hu": "médium"}),
    ("campaign", {"en": "campaign", "fi": "kampanja", "sv": "kampanj", "hu": "kampány"}),
    ("landing_page", {"en": "landing page", "fi": "laskeutumissivu", "sv": "landningssida", "hu": "érkezőoldal"}),
]  # fmt: skip


def _column(
    name: str, kind: str, labels: Labels, choices: Mapping[str, Labels] | None = None
) -> Field:
    return Field(f"lead.{name}", kind, Column("lead", name), labels, choices=choices or {})  # type: ignore[arg-type]


def fields(categories: Sequence[tuple[str, Labels]]) -> list[Field | Happening]:
    """Return the fields of leads and what contacts do; `categories` are the workspace's own."""
    named = {key: labels or {"en": key} for key, labels in categories} or {"none": {"en": "none"}}
    return [
        *[_column(name, "text", labels) for name, labels in _TEXTS],
        _column("request_type", "choice", {"en": "request type", "fi": "pyynnön laji", "sv": "typ av förfrågan", "hu": "kérés típusa"}, REQUEST_TYPES),
        _column("value_band", "choice", {"en": "size of the project", "fi": "hankkeen koko", "sv": "projektets storlek", "hu": "projekt mérete"}, VALUE_BANDS),
        _column("needed_within", "duration", {"en": "needed within", "fi": "tarve", "sv": "behövs inom", "hu": "szükséges ezen belül"}),
        _column("needed_by", "date", {"en": "needed by", "fi": "tarvitaan viimeistään", "sv": "behövs senast", "hu": "szükséges eddig"}),
        Field("lead.value", "money", MoneyColumns("lead", "value", "value_currency"), {"en": "value", "fi": "arvo", "sv": "värde", "hu": "érték"}),
        _column("is_returning", "yes_no", {"en": "known before", "fi": "tuttu ennestään", "sv": "känd sedan tidigare", "hu": "korábbról ismert"}),
        _column("fit", "number", {"en": "fit", "fi": "sopivuus", "sv": "matchning", "hu": "illeszkedés"}),
        _column("interest", "number", {"en": "interest", "fi": "kiinnostus", "sv": "intresse", "hu": "érdeklődés"}),
        _column("quadrant", "choice", {"en": "quadrant", "fi": "neljännes", "sv": "kvadrant", "hu": "negyed"}, QUADRANTS),
        _column("category", "choice", {"en": "category", "fi": "luokka", "sv": "kategori", "hu": "kategória"}, named),
        *[_happened(kind, labels) for kind, labels in _HAPPENED],
    ]  # fmt: skip


_HAPPENED: list[tuple[str, Labels]] = [
    ("page", {"en": "looked at a page", "fi": "katsoi sivua", "sv": "tittade på en sida", "hu": "megnézett egy oldalt"}),
    ("session", {"en": "came to the website", "fi": "tuli sivustolle", "sv": "kom till webbplatsen", "hu": "felkereste a weboldalt"}),
    ("form_start", {"en": "began to fill in a form", "fi": "alkoi täyttää lomaketta", "sv": "började fylla i ett formulär", "hu": "elkezdett kitölteni egy űrlapot"}),
    ("email_click", {"en": "clicked a link in an e-mail", "fi": "napsautti sähköpostin linkkiä", "sv": "klickade på en länk i ett e-postmeddelande", "hu": "rákattintott egy e-mailben lévő linkre"}),
    ("email_reply", {"en": "replied to an e-mail", "fi": "vastasi sähköpostiin", "sv": "svarade på ett e-postmeddelande", "hu": "válaszolt egy e-mailre"}),
    ("webinar", {"en": "took part in a webinar", "fi": "osallistui webinaariin", "sv": "deltog i ett webbinarium", "hu": "részt vett webináriumon"}),
    ("chat", {"en": "wrote in the chat", "fi": "kirjoitti chatissa", "sv": "skrev i chatten", "hu": "írt a chatben"}),
    ("purchase", {"en": "bought something", "fi": "osti jotain", "sv": "köpte något", "hu": "vásárolt valamit"}),
    ("custom", {"en": "did something of your own kind", "fi": "teki omaa lajianne olevan teon", "sv": "gjorde något av er egen typ", "hu": "saját fajtájú eseményt váltott ki"}),
    ("download", {"en": "downloaded something", "fi": "latasi materiaalia", "sv": "laddade ner något", "hu": "letöltött valamit"}),
    ("offer", {"en": "asked for an offer", "fi": "pyysi tarjousta", "sv": "bad om offert", "hu": "ajánlatot kért"}),
    ("information", {"en": "asked for information", "fi": "pyysi lisätietoja", "sv": "bad om information", "hu": "információt kért"}),
    ("visit", {"en": "visited", "fi": "kävi", "sv": "besökte", "hu": "látogatott"}),
    ("event", {"en": "attended an event", "fi": "osallistui tapahtumaan", "sv": "deltog i ett evenemang", "hu": "részt vett eseményen"}),
    ("newsletter", {"en": "joined the newsletter", "fi": "tilasi uutiskirjeen", "sv": "beställde nyhetsbrevet", "hu": "feliratkozott a hírlevélre"}),
    ("list", {"en": "was on a list", "fi": "oli listalla", "sv": "fanns på en lista", "hu": "szerepelt egy listán"}),
    ("other", {"en": "asked for something else", "fi": "pyysi muuta", "sv": "bad om något annat", "hu": "mást kért"}),
]  # fmt: skip


def _happened(kind: str, labels: Labels) -> Happening:
    where = touches.PATHS.get(kind, {})
    return Happening(
        kind,
        "leads_touch",
        "contact_id",
        "kind",
        (kind,),
        "occurred_at",
        "human",
        labels,
        path_column="path" if where else None,
        path_labels=where,
    )
