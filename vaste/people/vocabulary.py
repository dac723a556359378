"""What rules may ask about contacts and companies."""

from __future__ import annotations

from collections.abc import Mapping

from vaste.rules.vocabulary import Column, Field, Labels, MoneyColumns


def _text(name: str, alias: str, column: str, en: str, fi: str, sv: str, hu: str) -> Field:
    labels = _named(en, fi, sv, hu)
    return Field(f"{alias}.{name}", "text", Column(alias, column), labels)


def _choice(
    alias: str, name: str, choices: Mapping[str, Labels], en: str, fi: str, sv: str, hu: str
) -> Field:
    labels = _named(en, fi, sv, hu)
    return Field(f"{alias}.{name}", "choice", Column(alias, name), labels, choices=choices)


def _named(en: str, fi: str, sv: str, hu: str) -> Labels:
    return {"en": en, "fi": fi, "sv": sv, "hu": hu}


MAIL_KINDS: dict[str, Labels] = {
    "business": _named("a company's own", "yrityksen oma", "ett företags egen", "céges"),
    "free": _named("a free provider", "ilmaispalvelu", "en gratistjänst", "ingyenes"),
    "disposable": _named("throw-away", "kertakäyttöinen", "engångs", "eldobható"),
}
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
    return [*_of_contact(), *_of_company()]


def _of_contact() -> list[Field]:
    return [
        _text("email", "contact", "email", "e-mail", "sähköposti", "e-post", "e-mail cím"),
        _text("phone", "contact", "phone", "phone", "puhelin", "telefon", "telefonszám"),
        _text("name", "contact", "full_name", "name", "nimi", "namn", "név"),
        _text("job_title", "contact", "job_title", "position", "asema", "befattning", "beosztás"),
        _text("city", "contact", "city", "city", "kaupunki", "ort", "város"),
        _text("country", "contact", "country", "country", "maa", "land", "ország"),
        _text("language", "contact", "language", "language", "kieli", "språk", "nyelv"),
        _choice("contact", "mail_kind", MAIL_KINDS, "kind of mail address", "sähköpostiosoitteen laji", "typ av e-postadress", "e-mail cím fajtája"),
        _choice("contact", "seniority", SENIORITIES, "seniority", "asema organisaatiossa", "befattningsnivå", "beosztási szint"),
    ]  # fmt: skip


def _of_company() -> list[Field]:
    employees = _named("employees", "henkilöstö", "anställda", "alkalmazottak száma")
    revenue = _named("revenue", "liikevaihto", "omsättning", "árbevétel")
    return [
        _text("nace", "company", "nace", "NACE code", "toimialakoodi", "SNI-kod", "TEÁOR-kód"),
        _choice("company", "nace_section", NACE_SECTIONS, "section of industry", "toimialan pääluokka", "näringsgren", "ágazat"),
        _text("name", "company", "name", "company", "yritys", "företag", "cég"),
        _text("domain", "company", "domain", "domain", "verkkotunnus", "domän", "domain"),
        _text("industry", "company", "industry", "industry", "toimiala", "bransch", "iparág"),
        _text("city", "company", "city", "company's city", "yrityksen kaupunki", "företagets ort", "cég városa"),
        _text("country", "company", "country", "company's country", "yrityksen maa", "företagets land", "cég országa"),
        Field("company.employees", "number", Column("company", "employees"), employees),
        Field("company.revenue", "money", MoneyColumns("company", "revenue", "revenue_currency"), revenue),
    ]  # fmt: skip
