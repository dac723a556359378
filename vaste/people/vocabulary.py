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


def _named(en: str, fi: str, sv: str, hu: str) -> Labels:
    return {"en": en, "fi": fi, "sv": sv, "hu": hu}


SENIORITIES: dict[str, Labels] = {
    "owner": _named("owner", "omistaja", "ägare", "tulajdonos"),
    "c_level": _named("top management", "ylin johto", "högsta ledningen", "felső vezetés"),
    "director": _named("director", "johtaja", "direktör", "igazgató"),
    "manager": _named("manager", "päällikkö", "chef", "vezető"),
    "specialist": _named("specialist", "asiantuntija", "specialist", "szakértő"),
    "staff": _named("staff", "työntekijä", "medarbetare", "munkatárs"),
    "student": _named("student or trainee", "opiskelija tai harjoittelija", "student eller praktikant", "hallgató vagy gyakornok"),
}  # fmt: skip
# Source: NACE Rev. 2, Regulation (EC) No 1893/2006, Annex I, in the words of the four languages.
NACE_SECTIONS: dict[str, Labels] = {
    "A": _named("agriculture, forestry and fishing", "maatalous, metsätalous ja kalatalous", "jordbruk, skogsbruk och fiske", "mezőgazdaság, erdőgazdálkodás, halászat"),
    "B": _named("mining and quarrying", "kaivostoiminta ja louhinta", "utvinning av mineral", "bányászat, kőfejtés"),
    "C": _named("manufacturing", "teollisuus", "tillverkning", "feldolgozóipar"),
    "D": _named("electricity, gas and steam", "sähkö-, kaasu- ja lämpöhuolto", "försörjning av el, gas och värme", "villamosenergia-, gáz- és gőzellátás"),
    "E": _named("water supply and waste", "vesihuolto ja jätehuolto", "vattenförsörjning och avfall", "vízellátás, hulladékgazdálkodás"),
    "F": _named("construction", "rakentaminen", "byggverksamhet", "építőipar"),
    "G": _named("wholesale and retail trade", "tukku- ja vähittäiskauppa", "handel", "kereskedelem"),
    "H": _named("transport and storage", "kuljetus ja varastointi", "transport och magasinering", "szállítás, raktározás"),
    "I": _named("accommodation and food", "majoitus- ja ravitsemistoiminta", "hotell- och restaurangverksamhet", "szálláshely-szolgáltatás, vendéglátás"),
    "J": _named("information and communication", "informaatio ja viestintä", "information och kommunikation", "információ, kommunikáció"),
    "K": _named("finance and insurance", "rahoitus- ja vakuutustoiminta", "finans- och försäkringsverksamhet", "pénzügyi, biztosítási tevékenység"),
    "L": _named("real estate", "kiinteistöalan toiminta", "fastighetsverksamhet", "ingatlanügyletek"),
    "M": _named("professional, scientific and technical activities", "ammatillinen, tieteellinen ja tekninen toiminta", "juridik, ekonomi, vetenskap och teknik", "szakmai, tudományos, műszaki tevékenység"),
    "N": _named("administrative and support services", "hallinto- ja tukipalvelutoiminta", "uthyrning och stödtjänster", "adminisztratív és szolgáltatást támogató tevékenység"),
    "O": _named("public administration and defense", "julkinen hallinto ja maanpuolustus", "offentlig förvaltning och försvar", "közigazgatás, védelem"),
    "P": _named("education", "koulutus", "utbildning", "oktatás"),
    "Q": _named("health and social work", "terveys- ja sosiaalipalvelut", "vård och omsorg", "humán-egészségügyi, szociális ellátás"),
    "R": _named("arts, entertainment and recreation", "taiteet, viihde ja virkistys", "kultur, nöje och fritid", "művészet, szórakoztatás, szabadidő"),
    "S": _named("other services", "muu palvelutoiminta", "annan serviceverksamhet", "egyéb szolgáltatás"),
    "T": _named("households as employers", "kotitaloudet työnantajina", "förvärvsarbete i hushåll", "háztartások mint munkaadók"),
    "U": _named("international organizations", "kansainväliset organisaatiot", "internationella organisationer", "nemzetközi szervezetek"),
}  # fmt: skip


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
        Field(
            "contact.seniority",
            "choice",
            Column("contact", "seniority"),
            {
                "en": "seniority",
                "fi": "asema organisaatiossa",
                "sv": "befattningsnivå",
                "hu": "beosztási szint",
            },
            choices=SENIORITIES,
        ),
        Field(
            "company.nace",
            "text",
            Column("company", "nace"),
            {"en": "NACE code", "fi": "toimialakoodi", "sv": "SNI-kod", "hu": "TEÁOR-kód"},
        ),
        Field(
            "company.nace_section",
            "choice",
            Column("company", "nace_section"),
            {
                "en": "section of industry",
                "fi": "toimialan pääluokka",
                "sv": "näringsgren",
                "hu": "ágazat",
            },
            choices=NACE_SECTIONS,
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
