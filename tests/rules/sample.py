"""A vocabulary with a field of every kind and source, and the tables that it stands on."""

from datetime import UTC, datetime
from uuid import UUID

from vaste.rules.vocabulary import (
    Column,
    Field,
    Happening,
    JsonKey,
    Labels,
    MoneyColumns,
    Vocabulary,
)

WORKSPACE = UUID("0190f000-0000-7000-8000-000000000001")
STRANGER = UUID("0190f000-0000-7000-8000-000000000002")
NOW = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # already the 29th in Helsinki, on a short day
ZONE = "Europe/Helsinki"

TABLES = """
CREATE TEMP TABLE leads_lead (
    workspace_id uuid, id int, contact_id int, company_id int,
    message text NOT NULL DEFAULT '', request_type varchar(20) NOT NULL DEFAULT '',
    value_band text, needed_within_days int, answer_minutes int, needed_by date,
    received_at timestamptz, value numeric(14, 2), value_currency varchar(3) DEFAULT '',
    budget numeric, tags text[], topics jsonb, custom jsonb
);
CREATE TEMP TABLE people_contact (
    workspace_id uuid, id int, job_title varchar(400) DEFAULT '', do_not_call boolean
);
CREATE TEMP TABLE people_company (
    workspace_id uuid, id int, employees int, growth double precision
);
CREATE TEMP TABLE signals_event (
    workspace_id uuid, contact_id int, kind varchar(40), at timestamptz, human smallint,
    path varchar(300) NOT NULL DEFAULT ''
);
"""


def named(en: str, fi: str, sv: str, hu: str) -> Labels:
    """Return labels of four languages."""
    return {"en": en, "fi": fi, "sv": sv, "hu": hu}


REQUEST_TYPES = {
    "offer": named("an offer", "tarjous", "offert", "ajánlat"),
    "visit": named("a visit", "käynti", "besök", "látogatás"),
    "other": named("something else", "muu asia", "något annat", "egyéb"),
}
BANDS = {
    "small": named("small", "pieni", "litet", "kicsi"),
    "medium": named("medium", "keskisuuri", "medelstort", "közepes"),
    "large": named("large", "suuri", "stort", "nagy"),
}
TOPICS = {
    "fair": named("fairs", "messut", "mässor", "vásárok"),
    "price": named("prices", "hinnat", "priser", "árak"),
    "100%": named("all of it", "kaikki", "allt", "minden"),
}
TABLE = "signals_event"

LEAD_FIELDS = [
    Field(
        "lead.message",
        "text",
        Column("lead", "message"),
        named("message", "viesti", "meddelande", "üzenet"),
    ),
    Field(
        "lead.request_type",
        "choice",
        Column("lead", "request_type"),
        named("request type", "pyynnön laji", "typ av förfrågan", "kérés típusa"),
        choices=REQUEST_TYPES,
    ),
    Field(
        "lead.value_band",
        "choice",
        Column("lead", "value_band"),
        named("value band", "arvoluokka", "värdeklass", "értéksáv"),
        choices=BANDS,
    ),
    Field(
        "lead.needed_within",
        "duration",
        Column("lead", "needed_within_days"),
        named("needed within", "tarve", "behövs inom", "szükséges ezen belül"),
    ),
    Field(
        "lead.answer_time",
        "duration",
        Column("lead", "answer_minutes"),
        named("answer time", "vastausaika", "svarstid", "válaszidő"),
        unit="minute",
    ),
    Field(
        "lead.needed_by",
        "date",
        Column("lead", "needed_by"),
        named("needed by", "tarvitaan viimeistään", "behövs senast", "szükséges eddig"),
    ),
    Field(
        "lead.received_at",
        "instant",
        Column("lead", "received_at"),
        named("received", "saapunut", "mottaget", "beérkezett"),
    ),
    Field(
        "lead.value",
        "money",
        MoneyColumns("lead", "value", "value_currency"),
        named("value", "arvo", "värde", "érték"),
    ),
    Field(
        "lead.budget",
        "money",
        Column("lead", "budget"),
        named("budget", "budjetti", "budget", "költségkeret"),
        unit="EUR",
    ),
    Field(
        "lead.tags", "list", Column("lead", "tags"), named("tags", "tunnisteet", "taggar", "címkék")
    ),
    Field(
        "lead.topics",
        "list",
        Column("lead", "topics", jsonb=True),
        named("topics", "aiheet", "ämnen", "témák"),
        choices=TOPICS,
    ),
]
OTHER_FIELDS = [
    Field(
        "contact.job_title",
        "text",
        Column("contact", "job_title"),
        named("position", "asema", "befattning", "beosztás"),
    ),
    Field(
        "contact.do_not_call",
        "yes_no",
        Column("contact", "do_not_call"),
        named("do not call", "ei saa soittaa", "får inte ringas", "nem hívható"),
    ),
    Field(
        "company.employees",
        "number",
        Column("company", "employees"),
        named("number of employees", "henkilöstön määrä", "antal anställda", "alkalmazottak száma"),
    ),
    Field("company.growth", "number", Column("company", "growth"), {"en": "growth"}),
]
OWN_KEY = """it's "50%" \\ $$;%s"""  # what a workspace may call its own field
CUSTOM_FIELDS = [
    Field("custom.text", "text", JsonKey("lead", "custom", OWN_KEY), {"fi": "oma teksti"}),
    Field("custom.number", "number", JsonKey("lead", "custom", "number"), {"en": "own number"}),
    Field(
        "custom.money", "money", JsonKey("lead", "custom", "money"), {"en": "own money"}, unit="EUR"
    ),
    Field("custom.date", "date", JsonKey("lead", "custom", "date"), {"en": "own date"}),
    Field("custom.instant", "instant", JsonKey("lead", "custom", "instant"), {"en": "own instant"}),
    Field(
        "custom.duration",
        "duration",
        JsonKey("lead", "custom", "duration"),
        {"en": "own duration"},
        unit="hour",
    ),
    Field(
        "custom.choice", "choice", JsonKey("lead", "custom", "choice"), {"en": "own choice"}, BANDS
    ),
    Field("custom.yes_no", "yes_no", JsonKey("lead", "custom", "yes_no"), {"en": "own yes or no"}),
    Field("custom.list", "list", JsonKey("lead", "custom", "list"), {"en": "own list"}),
]
HAPPENINGS = [
    Happening(
        "download",
        TABLE,
        "contact_id",
        "kind",
        ("download", "it's; DROP TABLE %s"),
        "at",
        "human",
        named("downloaded anything", "latasi jotain", "laddade ner något", "letöltött valamit"),
        named(
            "downloaded nothing", "ei ladannut mitään", "laddade inte ner något", "nem töltött le"
        ),
        "path",
        named("address", "osoite", "adress", "cím"),
    ),
    Happening(
        "anything",
        TABLE,
        "contact_id",
        None,
        (),
        "at",
        None,
        named("was seen", "nähtiin", "sågs", "feltűnt"),
    ),
]
VOCABULARY = Vocabulary.of(LEAD_FIELDS, OTHER_FIELDS, HAPPENINGS).plus(CUSTOM_FIELDS)
