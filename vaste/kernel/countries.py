"""Countries: their names in the languages served, brought to ISO 3166-1 alpha-2 codes."""

from functools import cache
from typing import Final

from babel import Locale

from vaste.kernel.memory import remember_short
from vaste.kernel.text import fold

_LOCALES: Final = ("en", "fi", "sv", "hu", "de", "et", "nb", "da")
# What people write and no locale says; folded. Two-letter codes that are no countries' own too.
_ALSO: Final = {
    "usa": "US",
    "u s a": "US",
    "u s": "US",
    "united states of america": "US",
    "america": "US",
    "yhdysvallat usa": "US",
    "uk": "GB",
    "u k": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "englanti": "GB",
    "anglia": "GB",
    "holland": "NL",
    "the netherlands": "NL",
    "hollanti": "NL",
    "czech republic": "CZ",
    "tsekki": "CZ",
    "tsekin tasavalta": "CZ",
    "csehorszag": "CZ",
    "south korea": "KR",
    "republic of korea": "KR",
    "korea": "KR",
    "russian federation": "RU",
    "viet nam": "VN",
    "uae": "AE",
    "burma": "MM",
    "macedonia": "MK",
    "ivory coast": "CI",
    "hong kong": "HK",
    "macau": "MO",
    "taiwan": "TW",
    "palestine": "PS",
    "turkey": "TR",
    "turkiye": "TR",
    "suomi finland": "FI",
    "aland": "AX",
    "congo": "CG",
}
_ALPHA_3_PAIRS: Final = (
    "finFI sweSE hunHU estEE norNO dnkDK islIS deuDE autAT cheCH fraFR itaIT espES prtPT nldNL "
    "belBE luxLU polPL czeCZ svkSK svnSI hrvHR rouRO bgrBG grcGR irlIE gbrGB ltuLT lvaLV ukrUA "
    "rusRU turTR canCA ausAU nzlNZ jpnJP chnCN indIN korKR braBR mexMX zafZA areAE sgpSG isrIL "
    "srbRS cypCY mltMT"
)
_ALPHA_3: Final = {pair[:3]: pair[3:] for pair in _ALPHA_3_PAIRS.split()}
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


@cache
def _codes() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


@cache
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale(locale).territories.items():
            if code in _codes():
                names.setdefault(fold(str(name)), str(code))
    return names | _ALSO | _ALPHA_3


@remember_short(longest=100, most=2_048)
def country_code(text: str) -> str:
    """
    Return the ISO 3166-1 alpha-2 code of a code or name ("FI", "Suomi", "Ungern"); "" if none.

    Names are known in English, Finnish, Swedish, Hungarian, German, Estonian, Norwegian, Danish.
    """
    name = fold(text)
    if name in _ALSO:
        return _ALSO[name]
    if len(name) == 2 and name.upper() in _codes():
        return name.upper()
    return _by_name().get(name, "")
