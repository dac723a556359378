"""Answers as people and other systems word them, in four languages, brought to our choices."""

from functools import lru_cache
from typing import Final

from vaste.kernel.text import fold


def _table(words_of: dict[str, str]) -> dict[str, str]:
    """Turn the words of each choice round: folded word to choice."""
    return {
        fold(word): choice
        for choice, words in words_of.items()
        for word in [choice.replace("_", " "), *words.split("|")]
    }


_YES: Final = _table(
    {
        "yes": "y|true|t|1|on|x|checked|accepted|agree|agreed|i agree|opted out|opted in|granted"
        "|subscribed|kyllä|k|joo|hyväksyn|annettu|ja|j|sant|godkänner|igen|i|elfogadom"
        "|hozzájárulok",
        "no": "n|false|f|0|off|unchecked|declined|not accepted|opt in|denied|unsubscribed|not given"
        "|ei|e|en|kielletty|nej|falskt|nem|elutasítva",
    }
)

_REQUEST_TYPES: Final = _table(
    {
        "offer": "quote|quotation|request a quote|get a quote|price quote|request for quotation|rfq"
        "|request for proposal|rfp|proposal|pricing|price request|estimate|purchase|buy|order"
        "|tarjous|tarjouspyyntö|pyydä tarjous|pyydän tarjouksen|hinta|hintapyyntö|osto|tilaus"
        "|offert|offertförfrågan|begär offert|prisförfrågan|pris|köp|beställning|anbud"
        "|árajánlat|ajánlat|ajánlatkérés|árajánlatkérés|árajánlat kérés|megrendelés|rendelés"
        "|vásárlás",
        "information": "info|more information|request information|general enquiry|general inquiry"
        "|general question|question|enquiry|inquiry|contact|contact us|contact me|call me"
        "|callback|call back|lisätieto|lisätiedot|lisätietoja|tieto|tiedustelu|kysymys"
        "|yhteydenotto|ottakaa yhteyttä|soittopyyntö|fråga|mer information|förfrågan|kontakt"
        "|kontakta mig|ring mig|információ|tájékoztatás|érdeklődés|kérdés|kapcsolatfelvétel"
        "|visszahívás",
        "visit": "demo|request a demo|book a demo|demonstration|meeting|book a meeting|appointment"
        "|site visit|tour|showroom|consultation|trial|free trial|käynti|tapaaminen|esittely"
        "|varaa esittely|varaa tapaaminen|kokeilu|besök|möte|boka möte|boka demo|visning"
        "|látogatás|találkozó|bemutató|időpont|időpontfoglalás|konzultáció|próba",
        "event": "webinar|seminar|fair|trade fair|trade show|exhibition|conference|registration"
        "|tapahtuma|messut|webinaari|seminaari|ilmoittautuminen|evenemang|mässa|seminarium"
        "|anmälan|rendezvény|vásár|kiállítás|konferencia|regisztráció|szeminárium|esemény",
        "download": "downloaded|brochure|catalogue|catalog|white paper|whitepaper|guide|ebook"
        "|e book|case study|price list|lataus|esite|opas|katalogi|luettelo|hinnasto|nedladdning"
        "|broschyr|katalog|prislista|letöltés|prospektus|katalógus|útmutató|árlista",
        "newsletter": "subscribe|subscription|mailing list|uutiskirje|tilaa uutiskirje|nyhetsbrev"
        "|prenumerera|hírlevél|feliratkozás",
        "list": "bought list|purchased list|contact list|cold list|ostettu lista|lista|köpt lista"
        "|vásárolt lista",
        "other": "something else|else|miscellaneous|support|muu|muuta|tuki|annat|övrigt|egyéb|más",
    }
)

_VALUE_BANDS: Final = _table(
    {
        "small": "s|low|minor|pieni|pienehkö|liten|litet|små|kis|kicsi|alacsony",
        "medium": "m|mid|middle|average|moderate|keskikokoinen|keskisuuri|keski|medel|mellan"
        "|medelstor|medelstort|közepes|közép",
        "large": "l|big|high|major|enterprise|iso|suuri|stor|stort|stora|nagy|magas",
    }
)

_OUTCOMES: Final = _table(
    {
        "won": "closed won|closed converted|win|converted|customer|sold|deal|sale|success"
        "|successful|yes|true|1|kyllä|ja|igen"
        "|voitettu|voitto|kauppa|myyty|asiakas|toteutunut|vunnen|vunnet|såld|affär|kund"
        "|nyert|megnyert|megnyerve|sikeres|eladva|ügyfél|vunnen affär|gewonnen|kunde|verkauft",
        "lost": "closed lost|closed not converted|lost lead|loss|lose|not converted|not won"
        "|rejected|no sale|hävitty|häviö"
        "|menetetty|ei kauppaa|förlorad|förlorat|förlorad affär|tappad|ej såld|elveszett"
        "|elvesztett|vesztett|sikertelen"
        "|verloren|dead|abandoned|canceled|cancelled|no longer interested|not interested",
        "not_a_fit": "disqualified|unqualified|not qualified|not relevant|junk|junk lead|bad lead"
        "|bad fit"
        "|invalid|spam|duplicate|hylätty|ei sovi|ei relevantti|epäsopiva|okvalificerad|ej aktuell"
        "|inte relevant|nem megfelelő|nem releváns|kizárva|alkalmatlan|disqualifiziert"
        "|cannot contact",
        "open": "new|working|contacted|in progress|attempted to contact|connected|open deal"
        "|engaging|prospecting|qualified|nurturing|nurture|pending|active|no|false|0|ei|nej|nem"
        "|avoin|uusi"
        "|kesken"
        "|not contacted|open not contacted|working contacted|contact in future|contact made"
        "|pre qualified|bad timing|attempted|recycled|lead|subscriber|opportunity"
        "|marketing qualified|marketing qualified lead|marketingqualifiedlead|mql"
        "|sales qualified|sales qualified lead|salesqualifiedlead|sql"
        "|qualification|needs analysis|value proposition|id decision makers|perception analysis"
        "|proposal|proposition|proposal made|proposal price quote|contract sent|on hold"
        "|negotiation|negotiation review|negotiations started|demo scheduled"
        "|appointment scheduled|qualified to buy|presentation scheduled|decision maker bought in"
        "|assigned|in process|interested|potential|new lead|under review|demo|stuck|offen|neu"
        "|in bearbeitung|ei tavoitettu|työn alla|öppen|ny|pågående|kontaktad|nyitott|új"
        "|folyamatban|aktív",
    }
)

# Sources that tools and people spell in several ways; one spelling for each.
_SOURCE_NAMES: Final = (
    "Google|Google Ads|Bing|Facebook|Instagram|LinkedIn|YouTube|TikTok|Twitter|Pinterest|Reddit"
    "|WhatsApp|Yahoo|DuckDuckGo|ChatGPT|HubSpot|Pipedrive|Salesforce|Mailchimp|Newsletter"
    "|Referral|Website|Email|Direct|Direct Traffic|Organic Search|Paid Search|Social Media"
)
_SOURCES: Final = {fold(name): name for name in _SOURCE_NAMES.split("|")}


def yes_or_no(text: str) -> bool | None:
    """Return what a tick box or column says; None when it says neither."""
    answer = _YES.get(fold(text))
    return None if answer is None else answer == "yes"


def request_type(text: str) -> str:
    """Return the request type that an answer names ("tarjouspyyntö", "demo"); "" if none."""
    return _REQUEST_TYPES.get(fold(text), "")


def value_band(text: str) -> str:
    """Return small, medium or large for words that mean it; "" otherwise."""
    return _VALUE_BANDS.get(fold(text), "")


def outcome(text: str) -> str:
    """Return won, lost, not_a_fit or open for a stage or status that means it; "" otherwise."""
    return _OUTCOMES.get(fold(text), "")


def source_spellings() -> dict[str, str]:
    """Return the well-known sources: case-folded spelling to the usual one."""
    return {name.casefold(): name for name in _SOURCE_NAMES.split("|")}


def source(text: str) -> str:
    """Return `text` in the one spelling of a well-known source, else as it is."""
    return _SOURCES.get(fold(text), text)


def guess_request_type(text: str, words: dict[str, list[str]]) -> str:
    """
    Return the first request type of `words` that `text` asks for; "" if none.

    `words` are a workspace's: request type to the beginnings of words and phrases that show it,
    in order of rank. Case and accents do not count; a beginning counts only at a word's start, so
    "tarjou" finds "tarjouksen" and "offert" does not stand in "koffert".
    """
    folded = f" {fold(text[:_ENOUGH])}"
    for choice, beginnings in _folded(tuple((k, tuple(v)) for k, v in words.items())):
        if any(beginning in folded for beginning in beginnings):
            return choice
    return ""


_ENOUGH: Final = 4_000  # characters of a message that are looked at


@lru_cache(maxsize=256)
def _folded(words: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[str, list[str]]]:
    return [
        (choice, [f" {fold(word)}" for word in beginnings if fold(word)])
        for choice, beginnings in words
    ]
