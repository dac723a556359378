"""Public holidays as the `holidays` library knows them (up to 2100), in the reader's language."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays
from babel import Locale

from vaste.calendars.shape import PublicHolidays

# Names the library knows only in each country's own language, for readers from elsewhere.
# Keyed by its English name; feasts that differ from country to country are left out.
SHARED_NAMES: Mapping[str, Mapping[str, str]] = {
    "New Year's Day": {"fi": "Uudenvuodenpäivä", "sv": "Nyårsdagen", "hu": "Újév"},
    "Epiphany": {"fi": "Loppiainen", "sv": "Trettondedag jul", "hu": "Vízkereszt"},
    "Good Friday": {"fi": "Pitkäperjantai", "sv": "Långfredagen", "hu": "Nagypéntek"},
    "Easter Sunday": {"fi": "Pääsiäispäivä", "sv": "Påskdagen", "hu": "Húsvétvasárnap"},
    "Easter": {"fi": "Pääsiäispäivä", "sv": "Påskdagen", "hu": "Húsvétvasárnap"},
    "Easter Monday": {"fi": "Toinen pääsiäispäivä", "sv": "Annandag påsk", "hu": "Húsvéthétfő"},
    "Ascension Day": {
        "fi": "Helatorstai",
        "sv": "Kristi himmelsfärdsdag",
        "hu": "Áldozócsütörtök",
    },
    "Pentecost": {"fi": "Helluntaipäivä", "sv": "Pingstdagen", "hu": "Pünkösd"},
    "Pentecost Monday": {
        "fi": "Toinen helluntaipäivä",
        "sv": "Annandag pingst",
        "hu": "Pünkösdhétfő",
    },
    "Midsummer Eve": {"fi": "Juhannusaatto", "sv": "Midsommarafton", "hu": "Szentivánéj"},
    "Midsummer Day": {"fi": "Juhannuspäivä", "sv": "Midsommardagen", "hu": "Szent Iván napja"},
    "All Saints' Day": {
        "fi": "Pyhäinpäivä",
        "sv": "Alla helgons dag",
        "hu": "Mindenszentek",
    },
    "Christmas Eve": {"fi": "Jouluaatto", "sv": "Julafton", "hu": "Szenteste"},
    "Christmas Day": {"fi": "Joulupäivä", "sv": "Juldagen", "hu": "Karácsony"},
    "Second Day of Christmas": {
        "fi": "Tapaninpäivä",
        "sv": "Annandag jul",
        "hu": "Karácsony másnapja",
    },
    "Boxing Day": {"fi": "Tapaninpäivä", "sv": "Annandag jul", "hu": "Karácsony másnapja"},
    "New Year's Eve": {"fi": "Uudenvuodenaatto", "sv": "Nyårsafton", "hu": "Szilveszter"},
}


@lru_cache(maxsize=512)
def known_categories(country: str) -> tuple[str, ...]:
    """Return the kinds of holiday known for `country`. Raises NotImplementedError: none known."""
    return tuple(holidays.country_holidays(country).supported_categories)


@lru_cache(maxsize=512)
def known_regions(country: str) -> frozenset[str]:
    """Return the regions of `country`, codes and aliases; may be empty."""
    found = holidays.country_holidays(country)
    return frozenset(found.subdivisions) | frozenset(found.subdivisions_aliases)


@lru_cache(maxsize=512)
def named_regions(country: str) -> tuple[tuple[str, str], ...]:
    """
    Return the codes of the regions of `country` with the names they are known by, "" for none.

    Empty too for a country whose holidays are not known.
    """
    if country not in holidays.list_supported_countries():
        return ()
    found = holidays.country_holidays(country)
    names = {code: name for name, code in found.subdivisions_aliases.items()}
    return tuple((code, names.get(code, "")) for code in found.subdivisions)


@lru_cache(maxsize=2048)
def holiday_dates(source: PublicHolidays, year: int) -> Mapping[date, str]:
    """
    Return the days off of one year with their names in English, or else the country's language.

    Observed days are in (a Sunday's holiday kept on Monday), `also` is in, `except` is out.
    """
    names = dict(_named(source.country, source.region, source.categories, year, "en"))
    names.update((day, name) for day, name in source.also if day.year == year)
    return {day: name for day, name in names.items() if day not in source.kept_open}


@lru_cache(maxsize=2048)
def working_weekends(source: PublicHolidays, year: int) -> frozenset[date]:
    """Return the weekend days that the state has made working days in that year."""
    found = holidays.country_holidays(source.country, subdiv=source.region or None, years=year)
    return frozenset(day for day in found.weekend_workdays if day.year == year)


def holiday_names(source: PublicHolidays, day: date, languages: tuple[str, ...]) -> dict[str, str]:
    """
    Return what the holiday on `day` is called in each language.

    The library's name where it has that language, then a shared name, then its English
    one, then the country's own. A name given under `also` is the same in all.
    """
    given = dict(source.also).get(day, "")
    return {language: given or _name_of(source, day, language) for language in languages}


def _name_of(source: PublicHolidays, day: date, language: str) -> str:
    """Return one holiday's name in one language."""
    kept = (source.country, source.region, source.categories, day.year)
    english = _named(*kept, "en").get(day, "")
    if _spoken(source.country, language):
        return _named(*kept, language).get(day, english)
    return SHARED_NAMES.get(english, {}).get(language, english)


@lru_cache(maxsize=2048)
def _spoken(country: str, language: str) -> str:
    """Return the library's code for `language` in that country ("sv_FI"), or "" if it has none."""
    found = holidays.country_holidays(country)
    codes = found.supported_languages or (found.default_language or "",)
    return next((code for code in codes if code.split("_")[0] == language), "")


@lru_cache(maxsize=2048)
def _named(
    country: str, region: str, categories: tuple[str, ...], year: int, language: str
) -> Mapping[date, str]:
    """Return the library's holidays of one year."""
    found = holidays.country_holidays(
        country,
        subdiv=region or None,
        years=year,
        observed=True,
        language=_spoken(country, language) or holidays.country_holidays(country).default_language,
        categories=("public", *categories),
    )
    return {day: name.replace("; ", " / ") for day, name in found.items() if day.year == year}


@lru_cache(maxsize=16)
def known_countries(language: str) -> Mapping[str, str]:
    """Return the countries whose holidays are known, by code, with their names in a language."""
    named = Locale.parse(language).territories
    return {code: named.get(code, code) for code in holidays.list_supported_countries()}
