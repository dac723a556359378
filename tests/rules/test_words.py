from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import strategies
from tests.rules.sample import VOCABULARY
from vaste.rules.language import OPERATORS, parse
from vaste.rules.vocabulary import Vocabulary
from vaste.rules.words import say

SP = "\N{NO-BREAK SPACE}"


def compare(field: str, operator: str, value: object) -> dict[str, object]:
    return {"field": field, operator: value}


SENTENCES: list[tuple[dict[str, object], str, str, str, str]] = [
    (
        compare("lead.message", "is", "x"),
        "message is “x”",
        "viesti on ”x”",
        "meddelande är ”x”",
        "üzenet: „x”",
    ),
    (
        compare("lead.message", "is_not", "x"),
        "message is not “x”",
        "viesti ei ole ”x”",
        "meddelande är inte ”x”",
        "üzenet nem „x”",
    ),
    (
        compare("lead.message", "in", ["x", "y", "z"]),
        "message is “x”, “y” or “z”",
        "viesti on ”x”, ”y” tai ”z”",
        "meddelande är ”x”, ”y” eller ”z”",
        "üzenet: „x”, „y” vagy „z”",
    ),
    (
        compare("lead.message", "not_in", ["x", "y"]),
        "message is none of “x”, “y”",
        "viesti ei ole mikään näistä: ”x”, ”y”",
        "meddelande är inget av följande: ”x”, ”y”",
        "üzenet nem szerepel ezek között: „x”, „y”",
    ),
    (
        compare("lead.message", "contains", "x {y} %s"),
        "message contains “x {y} %s”",
        "viesti sisältää tekstin ”x {y} %s”",
        "meddelande innehåller ”x {y} %s”",
        "üzenet tartalmazza: „x {y} %s”",
    ),
    (
        compare("lead.message", "not_contains", "x"),
        "message does not contain “x”",
        "viesti ei sisällä tekstiä ”x”",
        "meddelande innehåller inte ”x”",
        "üzenet nem tartalmazza: „x”",
    ),
    (
        compare("lead.message", "contains_any", ["x", "y"]),
        "message contains “x” or “y”",
        "viesti sisältää tekstin ”x” tai ”y”",
        "meddelande innehåller ”x” eller ”y”",
        "üzenet tartalmazza: „x” vagy „y”",
    ),
    (
        compare("lead.message", "starts_with", "x"),
        "message starts with “x”",
        "viesti alkaa tekstillä ”x”",
        "meddelande börjar med ”x”",
        "üzenet így kezdődik: „x”",
    ),
    (
        compare("lead.message", "ends_with", "x"),
        "message ends with “x”",
        "viesti päättyy tekstiin ”x”",
        "meddelande slutar med ”x”",
        "üzenet így végződik: „x”",
    ),
    (
        compare("company.employees", "is", 10),
        "number of employees is exactly 10",
        "henkilöstön määrä on tasan 10",
        "antal anställda är exakt 10",
        "alkalmazottak száma pontosan 10",
    ),
    (
        compare("company.employees", "is_not", -5),
        "number of employees is not -5",
        "henkilöstön määrä ei ole -5",
        "antal anställda är inte -5",
        "alkalmazottak száma nem -5",
    ),
    (
        compare("company.employees", "more_than", 12345),
        "number of employees is more than 12,345",
        f"henkilöstön määrä on enemmän kuin 12{SP}345",
        f"antal anställda är mer än 12{SP}345",
        f"alkalmazottak száma több mint 12{SP}345",
    ),
    (
        compare("company.employees", "less_than", 0.5),
        "number of employees is less than 0.5",
        "henkilöstön määrä on vähemmän kuin 0,5",
        "antal anställda är mindre än 0,5",
        "alkalmazottak száma kevesebb mint 0,5",
    ),
    (
        compare("company.employees", "between", [10, "249.12345"]),
        "number of employees is between 10 and 249.12345",
        "henkilöstön määrä on välillä 10 – 249,12345",
        "antal anställda är mellan 10 och 249,12345",
        "alkalmazottak száma 10 és 249,12345 között van",
    ),
    (
        compare("lead.value", "at_least", "10000 EUR"),
        f"value is at least 10,000{SP}EUR",
        f"arvo on vähintään 10{SP}000{SP}EUR",
        f"värde är minst 10{SP}000{SP}EUR",
        f"érték legalább 10{SP}000{SP}EUR",
    ),
    (
        compare("lead.needed_within", "at_most", "3 months"),
        "needed within is at most 3 months",
        "tarve on enintään 3 kuukautta",
        "behövs inom är högst 3 månader",
        "szükséges ezen belül legfeljebb 3 hónap",
    ),
    (
        compare("lead.needed_within", "between", ["1 week", "1 year"]),
        "needed within is between 1 week and 1 year",
        "tarve on välillä 1 viikko – 1 vuosi",
        "behövs inom är mellan 1 vecka och 1 år",
        "szükséges ezen belül 1 hét és 1 év között van",
    ),
    (
        compare("lead.needed_by", "is", "2026-03-05"),
        "needed by is 5 March 2026",
        "tarvitaan viimeistään on 5.3.2026",
        "behövs senast är 2026-03-05",
        "szükséges eddig: 2026. 03. 05.",
    ),
    (
        compare("lead.needed_by", "after", "2026-03-05"),
        "needed by is after 5 March 2026",
        "tarvitaan viimeistään on myöhemmin kuin 5.3.2026",
        "behövs senast är efter 2026-03-05",
        "szükséges eddig későbbi, mint 2026. 03. 05.",
    ),
    (
        compare("lead.received_at", "before", "2026-03-05T10:00:00+02:00"),
        "received is before 5 March 2026 08:00 UTC",
        "saapunut on aikaisemmin kuin 5.3.2026 klo 8.00 UTC",
        "mottaget är före 2026-03-05 08:00 UTC",
        "beérkezett korábbi, mint 2026. 03. 05. 8:00 UTC",
    ),
    (
        compare("lead.received_at", "at_least", "2026-03-05"),
        "received is 5 March 2026 or later",
        "saapunut on aikaisintaan 5.3.2026",
        "mottaget är tidigast 2026-03-05",
        "beérkezett legkorábban 2026. 03. 05.",
    ),
    (
        compare("lead.received_at", "at_most", "2026-03-05"),
        "received is 5 March 2026 or earlier",
        "saapunut on viimeistään 5.3.2026",
        "mottaget är senast 2026-03-05",
        "beérkezett legkésőbb 2026. 03. 05.",
    ),
    (
        compare("lead.received_at", "within_last", "30 days"),
        "received is in the last 30 days",
        "saapunut on viimeisten 30 päivän aikana",
        "mottaget är de senaste 30 dagarna",
        "beérkezett az elmúlt 30 napban van",
    ),
    (
        compare("lead.received_at", "within_last", "1 hour"),
        "received is in the last hour",
        "saapunut on viimeisen tunnin aikana",
        "mottaget är den senaste timmen",
        "beérkezett az elmúlt 1 órában van",
    ),
    (
        compare("lead.needed_by", "within_next", "3 months"),
        "needed by is in the next 3 months",
        "tarvitaan viimeistään on seuraavien 3 kuukauden aikana",
        "behövs senast är de närmaste 3 månaderna",
        "szükséges eddig a következő 3 hónapon belül van",
    ),
    (
        compare("lead.needed_by", "within_next", "1 year"),
        "needed by is in the next year",
        "tarvitaan viimeistään on seuraavan vuoden aikana",
        "behövs senast är det närmaste året",
        "szükséges eddig a következő 1 éven belül van",
    ),
    (
        compare("lead.request_type", "is", "offer"),
        "request type is an offer",
        "pyynnön laji on tarjous",
        "typ av förfrågan är offert",
        "kérés típusa: ajánlat",
    ),
    (
        compare("lead.request_type", "is_not", "offer"),
        "request type is not an offer",
        "pyynnön laji ei ole tarjous",
        "typ av förfrågan är inte offert",
        "kérés típusa nem ajánlat",
    ),
    (
        compare("lead.value_band", "not_in", ["medium", "large"]),
        "value band is none of medium, large",
        "arvoluokka ei ole mikään näistä: keskisuuri, suuri",
        "värdeklass är inget av följande: medelstort, stort",
        "értéksáv nem szerepel ezek között: közepes, nagy",
    ),
    (
        compare("contact.do_not_call", "is", True),
        "do not call: yes",
        "ei saa soittaa: kyllä",
        "får inte ringas: ja",
        "nem hívható: igen",
    ),
    (
        compare("contact.do_not_call", "is", False),
        "do not call: no",
        "ei saa soittaa: ei",
        "får inte ringas: nej",
        "nem hívható: nem",
    ),
    (
        compare("lead.tags", "contains", "VIP"),
        "tags contains “VIP”",
        "tunnisteet sisältää arvon ”VIP”",
        "taggar innehåller ”VIP”",
        "címkék tartalmazza: „VIP”",
    ),
    (
        compare("lead.topics", "contains_any", ["fair", "price"]),
        "topics contains fairs or prices",
        "aiheet sisältää arvon messut tai hinnat",
        "ämnen innehåller mässor eller priser",
        "témák tartalmazza: vásárok vagy árak",
    ),
    (
        compare("lead.topics", "contains_all", ["fair", "price"]),
        "topics contains all of fairs, prices",
        "aiheet sisältää kaikki nämä: messut, hinnat",
        "ämnen innehåller alla dessa: mässor, priser",
        "témák mindezeket tartalmazza: vásárok, árak",
    ),
    (
        compare("lead.value", "missing", True),
        "value is missing",
        "arvo puuttuu",
        "värde saknas",
        "érték hiányzik",
    ),
    (
        compare("lead.value", "missing", False),
        "value is given",
        "arvo on annettu",
        "värde finns",
        "érték meg van adva",
    ),
    (
        {"happened": "download"},
        "downloaded anything at least once",
        "latasi jotain vähintään kerran",
        "laddade ner något minst en gång",
        "letöltött valamit legalább egyszer",
    ),
    (
        {"happened": "download", "at_least": 2, "within": "14 days"},
        "downloaded anything at least 2 times in the last 14 days",
        "latasi jotain vähintään 2 kertaa viimeisten 14 päivän aikana",
        "laddade ner något minst 2 gånger de senaste 14 dagarna",
        "letöltött valamit legalább 2 alkalommal az elmúlt 14 napban",
    ),
    (
        {"happened": "download", "at_most": 1, "within": "1 week"},
        "downloaded anything at most once in the last week",
        "latasi jotain enintään kerran viimeisen viikon aikana",
        "laddade ner något högst en gång den senaste veckan",
        "letöltött valamit legfeljebb egyszer az elmúlt 1 hétben",
    ),
    (
        {"happened": "download", "at_most": 0, "within": "2 months"},
        "downloaded nothing in the last 2 months",
        "ei ladannut mitään viimeisten 2 kuukauden aikana",
        "laddade inte ner något de senaste 2 månaderna",
        "nem töltött le az elmúlt 2 hónapban",
    ),
    (
        {"happened": "download", "path": {"starts_with": "/Guides"}, "at_least": 2},
        "downloaded anything (address starts with “/guides”) at least 2 times",
        "latasi jotain (osoite alkaa tekstillä ”/guides”) vähintään 2 kertaa",
        "laddade ner något (adress börjar med ”/guides”) minst 2 gånger",
        "letöltött valamit (cím így kezdődik: „/guides”) legalább 2 alkalommal",
    ),
    (
        {"happened": "download", "path": {"is": "/"}, "at_most": 0},
        "downloaded nothing (address is “/”)",
        "ei ladannut mitään (osoite on ”/”)",
        "laddade inte ner något (adress är ”/”)",
        "nem töltött le (cím: „/”)",
    ),
    (
        {"happened": "anything", "at_most": 0},
        "was seen: not once",
        "nähtiin: ei kertaakaan",
        "sågs: inte en enda gång",
        "feltűnt: egyszer sem",
    ),
    (
        {
            "all": [
                compare("lead.request_type", "is", "offer"),
                {
                    "any": [
                        compare("lead.needed_within", "at_most", "3 months"),
                        compare("lead.value_band", "in", ["medium", "large"]),
                    ]
                },
            ]
        },
        "request type is an offer and"
        " (needed within is at most 3 months or value band is medium or large)",
        "pyynnön laji on tarjous ja"
        " (tarve on enintään 3 kuukautta tai arvoluokka on keskisuuri tai suuri)",
        "typ av förfrågan är offert och"
        " (behövs inom är högst 3 månader eller värdeklass är medelstort eller stort)",
        "kérés típusa: ajánlat és"
        " (szükséges ezen belül legfeljebb 3 hónap vagy értéksáv: közepes vagy nagy)",
    ),
    (
        {"not": compare("lead.message", "contains", "student")},
        "it is not true that message contains “student”",
        "ei pidä paikkaansa, että viesti sisältää tekstin ”student”",
        "följande gäller inte: meddelande innehåller ”student”",
        "nem igaz, hogy üzenet tartalmazza: „student”",
    ),
    (
        {
            "any": [
                {
                    "not": {
                        "all": [{"happened": "anything"}, compare("lead.value", "missing", True)]
                    }
                },
                {"all": [compare("lead.value", "missing", False)]},
            ]
        },
        "(it is not true that (was seen at least once and value is missing)) or value is given",
        "(ei pidä paikkaansa, että (nähtiin vähintään kerran ja arvo puuttuu)) tai arvo on annettu",
        "(följande gäller inte: (sågs minst en gång och värde saknas)) eller värde finns",
        "(nem igaz, hogy (feltűnt legalább egyszer és érték hiányzik)) vagy érték meg van adva",
    ),
]


class TestSay:
    @pytest.mark.parametrize(("rule", "en", "fi", "sv", "hu"), SENTENCES)
    def test_says_the_rule_in_four_languages(
        self, rule: dict[str, object], en: str, fi: str, sv: str, hu: str
    ) -> None:
        said = {language: say(parse(rule), VOCABULARY, language) for language in _LANGUAGES}

        assert said == {"en": en, "fi": fi, "sv": sv, "hu": hu}

    @settings(deadline=None)
    @given(rule=strategies.rules(), language=st.sampled_from(["en", "fi", "sv", "hu"]))
    def test_has_words_for_every_rule(self, rule: dict[str, Any], language: str) -> None:
        assert say(parse(rule), VOCABULARY, language)

    def test_has_words_for_every_comparison_of_every_kind(self) -> None:
        said = {
            (VOCABULARY.fields[str(rule["field"])].kind, next(k for k in rule if k != "field"))
            for rule, *_ in SENTENCES
            if "field" in rule
        }
        families = {"money": "number", "duration": "number", "instant": "date"}
        asked = {
            (families.get(kind, kind), operator)
            for kind, operators in OPERATORS.items()
            for operator in operators
        }

        assert asked - {(families.get(kind, kind), operator) for kind, operator in said} == {
            *((kind, "missing") for kind in ("text", "choice", "yes_no", "list", "date")),
            *(("date", operator) for operator in ("is_not", "more_than", "less_than", "between")),
            ("choice", "in"),
        }

    def test_joins_searches_of_one_field_into_one(self) -> None:
        words = [compare("lead.message", "contains", word) for word in ("x", "y")]
        rule = {"all": [{"any": words}, compare("lead.value", "missing", True)]}

        said = say(parse(rule), VOCABULARY, "en")

        assert said == "message contains “x” or “y” and value is missing"

    def test_counts_what_a_long_list_leaves_out(self) -> None:
        rule = compare("lead.message", "in", [str(number) for number in range(12)])

        assert say(parse(rule), VOCABULARY, "en") == (
            "message is “0”, “1”, “2”, “3”, “4”, “5”, “6”, “7”, “8”, “9” … (+2)"
        )

    def test_shortens_long_text(self) -> None:
        rule = compare("lead.message", "is", "x" * 500)

        assert say(parse(rule), VOCABULARY, "en") == "message is “" + "x" * 80 + "…”"

    def test_takes_a_region_and_answers_other_languages_in_english(self) -> None:
        node = parse(compare("lead.value", "missing", True))

        assert say(node, VOCABULARY, "sv-FI") == "värde saknas"
        assert say(node, VOCABULARY, "de") == "value is missing"

    @given(rule=strategies.rules())
    def test_says_an_old_rule_whose_fields_are_gone(self, rule: dict[str, Any]) -> None:
        assert say(parse(rule), Vocabulary.of(), "fi")

    def test_names_a_field_and_choice_that_are_gone(self) -> None:
        gone = parse(compare("lead.gone", "at_least", 3))
        choice = parse(compare("lead.value_band", "is", "huge"))

        assert say(gone, VOCABULARY, "en") == "lead.gone is at least “3”"
        assert say(choice, VOCABULARY, "en") == "value band is “huge”"


_LANGUAGES = ("en", "fi", "sv", "hu")
