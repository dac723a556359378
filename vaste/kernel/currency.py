"""Currencies as people write them, brought to ISO 4217 codes."""

import re
from typing import Final

from vaste.kernel.memory import remember_short

# The currencies whose codes stand alone in enquiries and exports.
_CODES: Final = (
    "EUR SEK HUF USD GBP NOK DKK ISK CHF PLN CZK RON BGN RSD UAH TRY CAD AUD NZD JPY CNY HKD SGD "
    "INR KRW BRL MXN ZAR AED SAR ILS THB MYR IDR PHP VND ARS CLP COP PEN EGP NGN KES RUB"
)
CODES: Final = frozenset(_CODES.split())
_NAMES: Final = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "euroa": "EUR",
    "e": "EUR",
    "£": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "$": "USD",
    "us$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "dollaria": "USD",
    "sek": "SEK",
    "kronor": "SEK",
    "kruunua": "SEK",
    "ft": "HUF",
    "forint": "HUF",
    "forintot": "HUF",
    "zł": "PLN",
    "zl": "PLN",
    "kč": "CZK",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₺": "TRY",
    "₴": "UAH",
    "₽": "RUB",
    "fr": "CHF",
    "sfr": "CHF",
}
#: "kr" is four currencies: the country decides, and Sweden where none is known.
_CROWNS: Final = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "FO": "DKK"}
_TRIM = re.compile(r"[.:,;()\s]+")


@remember_short(longest=30, most=1_024)
def currency_code(word: str, country: str = "") -> str:
    """Return the ISO 4217 code of a sign, name or code; "" if it names no currency known here."""
    bare = _TRIM.sub("", word)
    if bare.upper() in CODES:
        return bare.upper()
    name = bare.casefold()
    if name in {"kr", "kr-", "krona", "kroner"}:
        return _CROWNS.get(country, "SEK")
    return _NAMES.get(name, "")
