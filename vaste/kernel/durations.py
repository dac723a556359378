"""How soon something is needed, told in words of four languages, as a number of days."""

import re
from typing import Final

from vaste.kernel.memory import remember_short
from vaste.kernel.text import fold

_LONGEST_INPUT: Final = 120

# Folded words. A month counts 30 days, a quarter 90 and a year 365, so that "3 months",
# "90 days" and "this quarter" meet the same limit.
_UNITS: Final = {
    1: "d day days pv pva paiva paivaa paivan paivassa dag dagar dagars nap napon napja",
    7: "w wk week weeks vk viikko viikkoa viikon viikossa vecka veckor veckors het heten hetet",
    30: "m mo mth month months kk kuukausi kuukautta kuukauden kuukaudessa man manad manader "
    "manaders ho honap honapon honapos",
    90: "quarter quarters kvartaali kvartaalin kvartal kvartalet negyedev negyedeven",
    365: "y yr year years v vuosi vuotta vuoden vuodessa ar ars arig ev even eves",
}
_DAYS: Final = {word: days for days, words in _UNITS.items() for word in words.split()}
_COUNTS: Final = (
    "one a an yksi yhden ett en egy",
    "two kaksi kahden tva ket ketto",
    "three kolme kolmen tre harom",
    "four nelja neljan fyra negy",
    "five viisi viiden fem ot",
    "six kuusi kuuden sex hat",
)
_ONES: Final = {
    word: number for number, words in enumerate(_COUNTS, start=1) for word in words.split()
}
_MORE_WORDS: Final = (
    "over more above after longer later yli enemman paasta jalkeen mer langre efter tobb tobbet "
    "mulva utan"
)
_MORE: Final = frozenset(_MORE_WORDS.split())
_PHRASES: Final[dict[int | None, str]] = {
    None: "just looking|no hurry|not urgent|ei kiiretta|ei kiire|ingen bradska|nem surgos",
    0: "asap|as soon as possible|immediately|immediate|right away|urgent|now|today"
    "|heti|valittomasti|mahdollisimman pian|kiire|kiireellinen|tanaan"
    "|omgaende|genast|snarast|sa snart som mojligt|direkt|idag"
    "|azonnal|minel hamarabb|mielobb|surgos|surgosen|ma",
    7: "this week|talla viikolla|denna vecka|ezen a heten",
    14: "next week|ensi viikolla|nasta vecka|jovo heten",
    30: "this month|tassa kuussa|denna manad|ebben a honapban",
    60: "next month|ensi kuussa|nasta manad|jovo honapban",
    90: "this quarter|talla kvartaalilla|detta kvartal|ebben a negyedevben",
    180: "next quarter|half a year|ensi kvartaalilla|puolen vuoden|puoli vuotta"
    "|nasta kvartal|ett halvar|fel ev|felev",
    365: "this year|tana vuonna|i ar|iden",
    730: "next year|ensi vuonna|nasta ar|jovore",
}
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)?)\s*(\+)?|([^\W\d_]+)")


@remember_short(longest=120, most=4_096)
def read_timeframe(raw: str) -> int | None:
    """
    Return within how many days something is needed; None if the text does not say.

    "asap" and "heti" are 0, "within 3 months" 90, "1-3 kk" the longer end, "over 6 months" and
    "6+ months" one day more than the limit. A month counts 30 days, a quarter 90, a year 365.
    """
    if len(raw) > _LONGEST_INPUT:
        return None
    words = [(number, plus, fold(letters)) for number, plus, letters in _TOKEN.findall(raw)]
    counted = _counted(words)
    return counted if counted is not None else _phrase(f" {fold(raw)} ")


def _counted(words: list[tuple[str, str, str]]) -> int | None:
    is_open = any(plus or word in _MORE for _, plus, word in words)
    numbers: list[float] = []
    for number, _, word in words:
        if number:
            numbers.append(float(number.replace(",", ".")))
        elif word in _ONES:
            numbers.append(_ONES[word])
        elif word in _DAYS and numbers:
            return min(int(max(numbers) * _DAYS[word]), 100_000) + is_open
    return None


def _phrase(words: str) -> int | None:
    for days, phrases in _PHRASES.items():
        if any(f" {phrase} " in words for phrase in phrases.split("|")):
            return days
    return None
