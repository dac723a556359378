"""What rules may ask about contacts and companies."""

from __future__ import annotations

from vaste.rules.vocabulary import Column, Field, Labels, MoneyColumns


def _text(name: str, alias: str, column: str, en: str, fi: str, sv: str, hu: str) -> Field:
    labels = {"en": en, "fi": fi, "sv": sv, "hu": hu}
    return Field(f"{alias}.{name}", "text", Column(alias, column), labels)


MAIL_KINDS: dict[str, Labels] = {
    "business": {
        "en": "a company's own",
        "fi": "yrityksen oma",
        "sv": "ett företags egen",
        "hu": "céges",
    },
    "free": {
        "en": "a free provider",
        "fi": "ilmaispalvelu",
        "sv": "en gratistjänst",
        "hu": "ingyenes",
    },
    "disposable": {"en": "throw-away", "fi": "kertakäyttöinen", "sv": "engångs", "hu": "eldobható"},
}


def fields() -> list[Field]:
    """Return the fields of contacts and companies."""
    return [
        _text("email", "contact", "email", "e-mail", "sähköposti", "e-post", "e-mail cím"),
        _text("phone", "contact", "phone", "phone", "puhelin", "telefon", "telefonszám"),
        _text("name", "contact", "full_name", "name", "nimi", "namn", "név"),
        _text("job_title", "contact", "job_title", "position", "asema", "befattning", "beosztás"),
        _text("city", "contact", "city", "city", "kaupunki", "ort", "város"),
        _text("country", "contact", "country", "country", "maa", "land", "ország"),
        _text("language", "contact", "language", "language", "kieli", "språk", "nyelv"),
        Field(
            "contact.mail_kind",
            "choice",
            Column("contact", "mail_kind"),
            {
                "en": "kind of mail address",
                "fi": "sähköpostiosoitteen laji",
                "sv": "typ av e-postadress",
                "hu": "e-mail cím fajtája",
            },
            choices=MAIL_KINDS,
        ),
        _text("name", "company", "name", "company", "yritys", "företag", "cég"),
        _text("domain", "company", "domain", "domain", "verkkotunnus", "domän", "domain"),
        _text("industry", "company", "industry", "industry", "toimiala", "bransch", "iparág"),
        _text(
            "city",
            "company",
            "city",
            "company's city",
            "yrityksen kaupunki",
            "företagets ort",
            "cég városa",
        ),
        _text(
            "country",
            "company",
            "country",
            "company's country",
            "yrityksen maa",
            "företagets land",
            "cég országa",
        ),
        Field(
            "company.employees",
            "number",
            Column("company", "employees"),
            {"en": "employees", "fi": "henkilöstö", "sv": "anställda", "hu": "alkalmazottak száma"},
        ),
        Field(
            "company.revenue",
            "money",
            MoneyColumns("company", "revenue", "revenue_currency"),
            {"en": "revenue", "fi": "liikevaihto", "sv": "omsättning", "hu": "árbevétel"},
        ),
    ]
