"""Why each candidate was chosen or passed over, as a sentence in the four languages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates

from vaste.routing.rules import KINDS

LOCALES = {"en": "en_GB", "fi": "fi_FI", "sv": "sv_SE", "hu": "hu_HU"}
A_WEEK = 7  # days from which on a weekday alone could be taken for this week's

_KINDS: Mapping[str, Mapping[str, str]] = {
    language: dict(zip(KINDS, names.split(), strict=True))
    for language, names in {
        "en": "skill language territory product client",
        "fi": "taito kieli alue tuote asiakas",
        "sv": "kunskap språk område produkt kund",
        "hu": "szakismeret nyelv terület termék ügyfél",
    }.items()
}
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "chosen": "Next in turn; load {load} of {capacity}.",
        "owed": "Got a lead back for a bad one; load {load} of {capacity}.",
        "kept": "Has this buyer already; load {load} of {capacity}.",
        "turn": "Free, but others were before; load {load} of {capacity}.",
        "away": "Passed over: absent.",
        "away_until": "Passed over: absent until {until}.",
        "off_shift": "Passed over: not on shift.",
        "full": "Passed over: full, load {load} of {capacity}.",
        "untouched": "Passed over: {untouched} taken over and not contacted, at most {cap}.",
        "no_weight": "Passed over: takes no new leads.",
        "lacks": "Passed over: lacks {lacking}.",
    },
    "fi": {
        "chosen": "Seuraavana vuorossa; kuorma {load}/{capacity}.",
        "owed": "Sai liidin huonon tilalle; kuorma {load}/{capacity}.",
        "kept": "Hoitaa jo tätä asiakasta; kuorma {load}/{capacity}.",
        "turn": "Vapaa, mutta muut olivat ennen; kuorma {load}/{capacity}.",
        "away": "Ohitettiin: poissa.",
        "away_until": "Ohitettiin: poissa, takaisin {until}.",
        "off_shift": "Ohitettiin: ei vuorossa.",
        "full": "Ohitettiin: täynnä, kuorma {load}/{capacity}.",
        "untouched": "Ohitettiin: otettu hoitoon ja tavoittamatta {untouched}, enintään {cap}.",
        "no_weight": "Ohitettiin: ei ota uusia liidejä.",
        "lacks": "Ohitettiin: puuttuu {lacking}.",
    },
    "sv": {
        "chosen": "Näst i tur; belastning {load} av {capacity}.",
        "owed": "Fick ett lead i stället för ett dåligt; belastning {load} av {capacity}.",
        "kept": "Har redan den här kunden; belastning {load} av {capacity}.",
        "turn": "Ledig, men andra stod före; belastning {load} av {capacity}.",
        "away": "Förbigången: frånvarande.",
        "away_until": "Förbigången: frånvarande, tillbaka {until}.",
        "off_shift": "Förbigången: inte i tjänst.",
        "full": "Förbigången: full, belastning {load} av {capacity}.",
        "untouched": "Förbigången: {untouched} tagna men inte kontaktade, högst {cap}.",
        "no_weight": "Förbigången: tar inga nya leads.",
        "lacks": "Förbigången: saknar {lacking}.",
    },
    "hu": {
        "chosen": "Ő következett; terhelés {load} / {capacity}.",
        "owed": "Egy rossz lead helyett kapta; terhelés {load} / {capacity}.",
        "kept": "Már foglalkozik az érdeklődővel; terhelés {load} / {capacity}.",
        "turn": "Szabad, de mások előbb voltak; terhelés {load} / {capacity}.",
        "away": "Kimaradt: távol van.",
        "away_until": "Kimaradt: távol van, visszatér: {until}.",
        "off_shift": "Kimaradt: nincs beosztva.",
        "full": "Kimaradt: betelt, terhelés {load} / {capacity}.",
        "untouched": "Kimaradt: {untouched} átvett, de még meg nem keresett; legfeljebb {cap}.",
        "no_weight": "Kimaradt: nem kap új leadet.",
        "lacks": "Kimaradt: hiányzik: {lacking}.",
    },
}


def say_candidate(record: Sequence[Any], *, language: str, zone: str, at: datetime.datetime) -> str:
    """
    Return why a candidate of a decision's record was chosen or passed over at `at`.

    `record` is [user, reason, load, capacity] and, in some, the details. What the lead needed and
    they hold stands first: "Territory North. Next in turn; load 6 of 8."

    Raises ZoneInfoNotFoundError for an unknown zone.
    """
    reason, load, capacity = record[1], record[2], record[3]
    detail: Mapping[str, Any] = record[4] if len(record) > 4 else {}
    key = "away_until" if reason == "away" and detail.get("until") else str(reason)
    pattern = _SENTENCES.get(language, _SENTENCES["en"]).get(key, "")
    sentence = pattern.format(
        load=load,
        capacity=capacity,
        until=_until(detail.get("until"), language, zone, at),
        untouched=detail.get("untouched", ""),
        cap=detail.get("cap", ""),
        lacking=_held(detail.get("kind", ""), detail.get("needed", ()), language),
    )
    has = ", ".join(_held(kind, words, language) for kind, words in detail.get("has", {}).items())
    return f"{has[0].upper()}{has[1:]}. {sentence}" if has else sentence


def _held(kind: str, words: Sequence[str], language: str) -> str:
    name = _KINDS.get(language, _KINDS["en"]).get(kind, kind)
    return f"{name} {', '.join(words)}"


def _until(told: str | None, language: str, zone: str, at: datetime.datetime) -> str:
    if not told:
        return ""
    clock = ZoneInfo(zone)
    until = datetime.datetime.fromisoformat(told).astimezone(clock)
    days = (until.date() - at.astimezone(clock).date()).days
    locale = LOCALES.get(language, "en_GB")
    if days < A_WEEK:
        return dates.format_skeleton("EHm", until, locale=locale)
    day = dates.format_date(until, "medium", locale=locale)
    return f"{day} {dates.format_time(until, 'short', locale=locale)}"
