"""Languages: their names as people write them, and a guess from a short text."""

import re
from typing import Final

from vaste.kernel.memory import remember_short
from vaste.kernel.text import fold

_ENOUGH: Final = 300  # characters that are looked at: more do not change the answer

_STOP_WORDS: Final = {
    "fi": "ja on ei me meidän meille teidän teiltä että olisi olemme olen tarvitsemme haluaisin "
    "haluamme voisitteko onko kun mutta tai sekä hei moi terve kiitos noin myös kanssa mikä mitä "
    "ovat olisimme kiinnostunut kiinnostuneita tarjous tarjouksen tarjousta tarjouspyyntö "
    "yhteyttä ottakaa terveisin ystävällisin paljonko milloin voitte joka jos nyt hinta hintaa",
    "sv": "och att det som en ett vi är för på av med till den har inte om ni oss vår våra era "
    "er hej tack skulle vill behöver kan jag hälsningar vänliga offert pris priset vad när eller "
    "också gärna kontakta mig från intresserade intresserad ungefär vilken hur",
    "hu": "és a az hogy nem egy is van volt mi önök szeretnénk szeretnék kérnék kérünk kérek "
    "üdvözlettel tisztelt jó napot köszönöm köszönjük árajánlatot árajánlat ajánlatot vagy meg "
    "még mikor mennyi lenne vagyunk kell nekünk cég cégünk kapcsolatban részére milyen ha ez ezt "
    "esetén tudna tudnának",
    "en": "the and of to is we you for in our your are with would like please have need it this "
    "that be can i hello hi thanks thank regards about from could quote price interested looking "
    "us how what when my am an dear best not do",
}
_BY_WORD: Final = {
    word: [code for code, words in _STOP_WORDS.items() if word in words.split()]
    for words in _STOP_WORDS.values()
    for word in words.split()
}
_COMMON: Final = frozenset(_BY_WORD)
# Letters that settle it when no word does: o and u with double acute are Hungarian alone.
_TELLING: Final = (("hu", re.compile("[őű]")),)

_NAMES: Final = {
    name: code
    for code, names in {
        "fi": "fin finnish suomi suomeksi finska finn",
        "sv": "swe swedish ruotsi svenska sved se",
        "hu": "hun hungarian unkari ungerska magyar magyarul",
        "en": "eng english englanti engelska angol uk gb us",
        "de": "deu ger german saksa tyska nemet deutsch",
        "fr": "fra fre french ranska franska francia francais",
        "es": "spa spanish espanja spanska spanyol espanol",
        "it": "ita italian italia italienska olasz italiano",
        "et": "est estonian viro estniska eszt eesti",
        "nb": "nor norwegian norja norska norveg norsk no",
        "da": "dan danish tanska danska dan dansk dk",
        "ru": "rus russian venaja ryska orosz",
        "pl": "pol polish puola polska lengyel polski",
        "nl": "nld dut dutch hollanti nederlandska holland nederlands",
    }.items()
    for name in [code, *names.split()]
}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")


@remember_short(longest=60, most=1_024)
def language_code(text: str) -> str:
    """Return the primary BCP 47 tag that `text` names ("fi-FI", "suomi", "Swedish"); "" if none."""
    name = fold(text)
    if name in _NAMES:
        return _NAMES[name]
    found = _TAG.fullmatch(text.strip())
    if found is None:
        return ""
    primary = found[1].lower()
    return _NAMES.get(primary, primary if len(primary) == 2 else "")


def guess_language(text: str) -> str:
    """
    Return fi, sv, hu or en for a text that shows it by its common words; "" when it does not.

    Needs two different common words and a clear lead over the next language.
    """
    votes = dict.fromkeys(_STOP_WORDS, 0)
    start = text[:_ENOUGH].lower()
    for mark in ".,!?":
        start = start.replace(mark, " ")
    for word in _COMMON.intersection(start.split()):
        for code in _BY_WORD[word]:
            votes[code] += 1
    if not text.isascii():
        for code, letters in _TELLING:
            votes[code] += 2 * bool(letters.search(start))
    (first, best), (_, second) = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
    return first if best >= 2 and best > second * 1.5 else ""
