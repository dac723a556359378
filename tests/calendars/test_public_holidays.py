"""The holiday library as the calendars see it."""

from datetime import date

import holidays
import pytest

from vaste.calendars.public_holidays import (
    SHARED_NAMES,
    holiday_dates,
    holiday_names,
    working_weekends,
)
from vaste.calendars.shape import PublicHolidays

LANGUAGES = ("en", "fi", "sv", "hu")
EASTER_MONDAY = date(2026, 4, 6)


class TestHolidayDates:
    @pytest.mark.parametrize(("country", "number"), [("FI", 15), ("SE", 13), ("HU", 16)])
    def test_are_the_public_ones(self, country: str, number: int) -> None:
        assert len(holiday_dates(PublicHolidays(country), 2026)) == number

    def test_midsummer_eve_is_off_in_finland_only(self) -> None:
        eve = date(2026, 6, 19)

        assert holiday_dates(PublicHolidays("FI"), 2026)[eve] == "Midsummer Eve"
        assert eve not in holiday_dates(PublicHolidays("SE"), 2026)
        assert eve in holiday_dates(PublicHolidays("SE", categories=("de_facto",)), 2026)

    def test_observed_days_are_off_over_the_new_year(self) -> None:
        days = holiday_dates(PublicHolidays("US"), 2021)

        assert days[date(2021, 12, 31)] == "New Year's Day (observed)"
        assert days[date(2021, 12, 24)] == "Christmas Day (observed)"

    def test_regions_differ(self) -> None:
        saint_andrew = date(2026, 11, 30)

        assert saint_andrew in holiday_dates(PublicHolidays("GB", region="SCT"), 2026)
        assert saint_andrew not in holiday_dates(PublicHolidays("GB", region="ENG"), 2026)

    def test_own_days_are_put_in_and_taken_out(self) -> None:
        source = PublicHolidays(
            "FI",
            kept_open=frozenset({EASTER_MONDAY}),
            also=((date(2026, 12, 31), "Staff day"), (date(2027, 1, 2), "")),
        )

        days = holiday_dates(source, 2026)

        assert EASTER_MONDAY not in days
        assert days[date(2026, 12, 31)] == "Staff day"
        assert date(2027, 1, 2) not in days


class TestWorkingWeekends:
    def test_are_the_days_exchanged(self) -> None:
        found = working_weekends(PublicHolidays("HU"), 2026)

        assert found == {date(2026, 1, 10), date(2026, 8, 8)}

    def test_most_countries_have_none(self) -> None:
        assert working_weekends(PublicHolidays("FI"), 2026) == frozenset()


class TestHolidayNames:
    @pytest.mark.parametrize(
        ("country", "names"),
        [
            ("FI", ["Easter Monday", "Toinen pääsiäispäivä", "Annandag påsk", "Húsvéthétfő"]),
            ("SE", ["Easter Monday", "Toinen pääsiäispäivä", "Annandag påsk", "Húsvéthétfő"]),
            ("HU", ["Easter Monday", "Toinen pääsiäispäivä", "Annandag påsk", "Húsvét Hétfő"]),
        ],
    )
    def test_are_in_each_language(self, country: str, names: list[str]) -> None:
        found = holiday_names(PublicHolidays(country), EASTER_MONDAY, LANGUAGES)

        assert found == dict(zip(LANGUAGES, names, strict=True))

    def test_a_feast_of_one_country_falls_back_to_english(self) -> None:
        found = holiday_names(PublicHolidays("HU"), date(2026, 8, 20), ("fi", "hu"))

        assert found == {"fi": "State Foundation Day", "hu": "Az államalapítás ünnepe"}

    def test_a_given_name_is_the_same_in_all(self) -> None:
        source = PublicHolidays("FI", also=((date(2026, 12, 31), "Staff day"),))

        assert holiday_names(source, date(2026, 12, 31), ("en", "hu")) == {
            "en": "Staff day",
            "hu": "Staff day",
        }

    @pytest.mark.parametrize("variable", ["LANGUAGE", "LC_ALL", "LANG"])
    def test_the_machine_has_no_say(self, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
        monkeypatch.setenv(variable, "th_TH.UTF-8")

        days = holiday_dates(PublicHolidays("FI", also=((date(2026, 2, 3), variable),)), 2026)

        assert days[EASTER_MONDAY] == "Easter Monday"

    def test_shared_names_are_spelled_as_the_library_does(self) -> None:
        known = set()
        for country in ("FI", "SE", "HU", "GB", "DE", "NO"):
            code = "en_GB" if country == "GB" else "en_US"
            for year in (2015, 2026):
                kinds = tuple(
                    kind
                    for kind in holidays.country_holidays(country).supported_categories
                    if kind in ("public", "de_facto", "optional", "unofficial")
                )
                found = holidays.country_holidays(
                    country, years=year, language=code, categories=kinds
                )
                known |= {name for names in found.values() for name in names.split("; ")}

        assert set(SHARED_NAMES) - known == set()
