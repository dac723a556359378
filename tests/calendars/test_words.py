"""Working time in words, exact in four languages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vaste.calendars.calendar import parse_calendar
from vaste.calendars.phrases import hungarian_day_ending, phrases, primary
from vaste.calendars.words import (
    explain,
    say,
    say_answer_promise,
    say_duration,
    say_steps,
)

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
LANGUAGES = ("en", "fi", "sv", "hu")
HELSINKI = "Europe/Helsinki"
BASE: dict[str, Any] = {
    "zone": HELSINKI,
    "hours": {"mon-fri": "08:00-17:00"},
    "holidays": {"country": "FI"},
}
DESK = parse_calendar(BASE)
OWN = parse_calendar(
    {
        **BASE,
        "closed": ["2026-12-21..2026-12-22", {"days": "2026-12-28", "name": "Inventory"}],
        "half_days": {"2026-12-23": "08:00-10:00"},
        "open": {"2026-12-27": "10:00-11:00"},
    }
)
EASTER_SATURDAY = datetime(2026, 4, 4, 9, tzinfo=UTC)  # 12:00 in Helsinki
MONDAY_MORNING = datetime(2026, 4, 27, 6, tzinfo=UTC)  # 9:00 in Helsinki


class TestSay:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "Tue 9:20 = 1 h 20 min of working time after Sat 12:00; Easter Monday skipped"),
            (
                "fi",
                "Ti klo 9.20 = 1 t 20 min työaikaa la klo 12.00 jälkeen; "
                "ohitettu: Toinen pääsiäispäivä",
            ),
            ("sv", "Tis 09:20 = 1 tim 20 min arbetstid efter lör 12:00; överhoppat: Annandag påsk"),
            ("hu", "Kedd 9:20 = szombat 12:00 után 1 óra 20 perc munkaidő; kihagyva: Húsvéthétfő"),
        ],
    )
    def test_a_holiday_is_named(self, language: str, words: str) -> None:
        explanation = explain(DESK, EASTER_SATURDAY, 80 * MINUTE)

        assert say(explanation, language, HELSINKI) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "Mon 11:00 = 1 h of working time after Mon 10:00"),
            ("fi", "Ma klo 11.00 = 1 t työaikaa ma klo 10.00 jälkeen"),
            ("sv", "Mån 11:00 = 1 tim arbetstid efter mån 10:00"),
            ("hu", "Hétfő 11:00 = hétfő 10:00 után 1 óra munkaidő"),
        ],
    )
    def test_an_ordinary_day_needs_no_clause(self, language: str, words: str) -> None:
        explanation = explain(DESK, MONDAY_MORNING + HOUR, HOUR)

        assert say(explanation, language, HELSINKI) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            (
                "en",
                "Tue 29 Dec 10:00 = 5 h of working time after Sat 19 Dec 11:00; "
                "closed days Mon 21 Dec – Tue 22 Dec, Christmas Eve, Christmas Day, "
                "Inventory skipped; half day Wed 23 Dec; open Sun 27 Dec",
            ),
            (
                "fi",
                "Ti 29.12. klo 10.00 = 5 t työaikaa la 19.12. klo 11.00 jälkeen; "
                "ohitettu: kiinni ma 21.12. – ti 22.12., Jouluaatto, Joulupäivä, Inventory; "
                "lyhyt päivä ke 23.12.; auki su 27.12.",
            ),
            (
                "sv",
                "Tis 29 dec. 10:00 = 5 tim arbetstid efter lör 19 dec. 11:00; "
                "överhoppat: stängt mån 21 dec. – tis 22 dec., Julafton, Juldagen, Inventory; "
                "kort dag ons 23 dec.; öppet sön 27 dec.",
            ),
            (
                "hu",
                "Dec. 29., kedd 10:00 = dec. 19., szombat 11:00 után 5 óra munkaidő; "
                "kihagyva: zárva dec. 21., hétfő – dec. 22., kedd, Szenteste, Karácsony, "
                "Inventory; rövid nap: dec. 23., szerda; nyitva: dec. 27., vasárnap",
            ),
        ],
    )
    def test_own_days_are_told_and_over_a_week_dates(self, language: str, words: str) -> None:
        explanation = explain(OWN, datetime(2026, 12, 19, 9, tzinfo=UTC), 5 * HOUR)

        assert say(explanation, language, HELSINKI) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "Mon 8:00 = the first opening after Sat 12:00"),
            ("fi", "Ma klo 8.00 = ensimmäinen aukeaminen la klo 12.00 jälkeen"),
            ("sv", "Mån 08:00 = första öppning efter lör 12:00"),
            ("hu", "Hétfő 8:00 = szombat 12:00 után az első nyitás"),
        ],
    )
    def test_nothing_to_work_is_the_opening(self, language: str, words: str) -> None:
        explanation = explain(DESK, datetime(2026, 4, 25, 9, tzinfo=UTC), timedelta(0))

        assert say(explanation, language, HELSINKI) == words

    def test_times_are_by_the_readers_clock(self) -> None:
        explanation = explain(DESK, MONDAY_MORNING + HOUR, HOUR)

        assert say(explanation, "en", "America/New_York") == (
            "Mon 4:00 = 1 h of working time after Mon 3:00"
        )

    def test_another_language_is_told_in_english(self) -> None:
        explanation = explain(DESK, EASTER_SATURDAY, HOUR)

        assert say(explanation, "de-AT", HELSINKI) == say(explanation, "en", HELSINKI)
        assert say(explanation, "sv_FI", HELSINKI) == say(explanation, "sv", HELSINKI)


class TestSaySteps:
    @pytest.mark.parametrize(
        ("language", "lines"),
        [
            (
                "en",
                [
                    "Sat 19 Dec – Sun 20 Dec: not a working day",
                    "Mon 21 Dec – Tue 22 Dec: closed",
                    "Wed 23 Dec 8:00–10:00: 2 h (half day)",
                    "Thu 24 Dec: Christmas Eve",
                    "Fri 25 Dec: Christmas Day",
                    "Sat 26 Dec: not a working day",
                    "Sun 27 Dec 10:00–11:00: 1 h (extra opening)",
                    "Mon 28 Dec: Inventory",
                    "Tue 29 Dec 8:00–8:30: 30 min",
                ],
            ),
            (
                "fi",
                [
                    "la 19.12. – su 20.12.: ei työpäivä",
                    "ma 21.12. – ti 22.12.: kiinni",
                    "ke 23.12. klo 8.00–10.00: 2 t (lyhyt päivä)",
                    "to 24.12.: Jouluaatto",
                    "pe 25.12.: Joulupäivä",
                    "la 26.12.: ei työpäivä",
                    "su 27.12. klo 10.00–11.00: 1 t (ylimääräinen aukiolo)",
                    "ma 28.12.: Inventory",
                    "ti 29.12. klo 8.00–8.30: 30 min",
                ],
            ),
            (
                "sv",
                [
                    "lör 19 dec. – sön 20 dec.: ingen arbetsdag",
                    "mån 21 dec. – tis 22 dec.: stängt",
                    "ons 23 dec. 08:00–10:00: 2 tim (kort dag)",
                    "tors 24 dec.: Julafton",
                    "fre 25 dec.: Juldagen",
                    "lör 26 dec.: ingen arbetsdag",
                    "sön 27 dec. 10:00–11:00: 1 tim (extra öppet)",
                    "mån 28 dec.: Inventory",
                    "tis 29 dec. 08:00–08:30: 30 min",
                ],
            ),
            (
                "hu",
                [
                    "dec. 19., szombat – dec. 20., vasárnap: nem munkanap",
                    "dec. 21., hétfő – dec. 22., kedd: zárva",
                    "dec. 23., szerda 8:00–10:00: 2 óra (rövid nap)",
                    "dec. 24., csütörtök: Szenteste",
                    "dec. 25., péntek: Karácsony",
                    "dec. 26., szombat: nem munkanap",
                    "dec. 27., vasárnap 10:00–11:00: 1 óra (rendkívüli nyitvatartás)",
                    "dec. 28., hétfő: Inventory",
                    "dec. 29., kedd 8:00–8:30: 30 perc",
                ],
            ),
        ],
    )
    def test_the_whole_working(self, language: str, lines: list[str]) -> None:
        explanation = explain(OWN, datetime(2026, 12, 19, 9, tzinfo=UTC), 3.5 * HOUR)

        assert say_steps(explanation, language, HELSINKI) == lines


class TestSayAnswerPromise:
    @pytest.mark.parametrize(
        ("due", "words"),
        [
            (
                "2026-04-27T14:40+03:00",
                ("today at 14:40", "tänään klo 14.40", "i dag kl. 14:40", "ma 14:40-kor"),
            ),
            (
                "2026-04-28T08:40+03:00",
                ("tomorrow at 8:40", "huomenna klo 8.40", "i morgon kl. 08:40", "holnap 8:40-kor"),
            ),
            (
                "2026-04-29T08:05+03:00",
                (
                    "on Wednesday at 8:05",
                    "keskiviikkona klo 8.05",
                    "på onsdag kl. 08:05",
                    "szerdán 8:05-kor",
                ),
            ),
            (
                "2026-04-30T08:40+03:00",
                (
                    "on Thursday at 8:40",
                    "torstaina klo 8.40",
                    "på torsdag kl. 08:40",
                    "csütörtökön 8:40-kor",
                ),
            ),
            (
                "2026-05-01T08:40+03:00",
                (
                    "on Friday at 8:40",
                    "perjantaina klo 8.40",
                    "på fredag kl. 08:40",
                    "pénteken 8:40-kor",
                ),
            ),
            (
                "2026-05-02T08:40+03:00",
                (
                    "on Saturday at 8:40",
                    "lauantaina klo 8.40",
                    "på lördag kl. 08:40",
                    "szombaton 8:40-kor",
                ),
            ),
            (
                "2026-05-03T08:40+03:00",
                (
                    "on Sunday at 8:40",
                    "sunnuntaina klo 8.40",
                    "på söndag kl. 08:40",
                    "vasárnap 8:40-kor",
                ),
            ),
            (
                "2026-05-04T08:40+03:00",
                (
                    "on Monday 4 May at 8:40",
                    "maanantaina 4. toukokuuta klo 8.40",
                    "måndagen den 4 maj kl. 08:40",
                    "május 4-én, hétfőn 8:40-kor",
                ),
            ),
            (
                "2026-11-30T08:40+02:00",
                (
                    "on Monday 30 November at 8:40",
                    "maanantaina 30. marraskuuta klo 8.40",
                    "måndagen den 30 november kl. 08:40",
                    "november 30-án, hétfőn 8:40-kor",
                ),
            ),
            (
                "2027-01-05T08:40+02:00",
                (
                    "on Tuesday 5 January 2027 at 8:40",
                    "tiistaina 5. tammikuuta 2027 klo 8.40",
                    "tisdagen den 5 januari 2027 kl. 08:40",
                    "2027. január 5-én, kedden 8:40-kor",
                ),
            ),
        ],
    )
    def test_is_a_sentence_in_each_language(self, due: str, words: tuple[str, ...]) -> None:
        due_at = datetime.fromisoformat(due)

        said = tuple(
            say_answer_promise(due_at, MONDAY_MORNING, HELSINKI, language) for language in LANGUAGES
        )

        assert said == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "on Monday at 8:40"),
            ("fi", "maanantaina klo 8.40"),
            ("sv", "på måndag kl. 08:40"),
            ("hu", "hétfőn 8:40-kor"),
        ],
    )
    def test_monday_from_a_saturday(self, language: str, words: str) -> None:
        saturday = datetime(2026, 4, 25, 15, tzinfo=UTC)
        due = datetime(2026, 4, 27, 5, 40, tzinfo=UTC)

        assert say_answer_promise(due, saturday, HELSINKI, language) == words

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "tomorrow at 1:30 (Helsinki time)"),
            ("fi", "huomenna klo 1.30 (aikavyöhyke: Helsinki)"),
            ("sv", "i morgon kl. 01:30 (tidszon: Helsingfors)"),
            ("hu", "holnap 1:30-kor (időzóna: Helsinki)"),
        ],
    )
    def test_names_a_zone_that_may_not_be_the_buyers(self, language: str, words: str) -> None:
        due = datetime(2026, 4, 27, 22, 30, tzinfo=UTC)

        said = say_answer_promise(due, MONDAY_MORNING, HELSINKI, language, is_theirs=False)

        assert said == words

    def test_is_by_the_buyers_clock_and_day(self) -> None:
        due = datetime(2026, 4, 27, 22, 30, tzinfo=UTC)

        assert say_answer_promise(due, MONDAY_MORNING, HELSINKI, "en") == "tomorrow at 1:30"
        assert say_answer_promise(due, MONDAY_MORNING, "Europe/London", "en") == "today at 23:30"

    def test_a_part_of_a_minute_is_rounded_up(self) -> None:
        due = datetime(2026, 4, 27, 20, 59, tzinfo=UTC)  # 23:59 in Helsinki

        assert say_answer_promise(due, MONDAY_MORNING, HELSINKI, "en") == "today at 23:59"
        assert (
            say_answer_promise(due + SECOND / 1000, MONDAY_MORNING, HELSINKI, "en")
            == "tomorrow at 0:00"
        )

    def test_a_day_gone_by_is_told_with_its_date(self) -> None:
        due = MONDAY_MORNING - timedelta(days=3)

        assert (
            say_answer_promise(due, MONDAY_MORNING, HELSINKI, "en") == "on Friday 24 April at 9:00"
        )

    def test_midnight_and_noon(self) -> None:
        midnight = datetime(2026, 4, 27, 21, tzinfo=UTC)

        assert say_answer_promise(midnight, MONDAY_MORNING, HELSINKI, "sv") == "i morgon kl. 00:00"
        assert say_answer_promise(midnight, MONDAY_MORNING, HELSINKI, "fi") == "huomenna klo 0.00"


class TestSayDuration:
    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            (80 * MINUTE, ("1 h 20 min", "1 t 20 min", "1 tim 20 min", "1 óra 20 perc")),
            (2 * HOUR, ("2 h", "2 t", "2 tim", "2 óra")),
            (15 * MINUTE, ("15 min", "15 min", "15 min", "15 perc")),
            (
                timedelta(days=3, minutes=5),
                ("72 h 5 min", "72 t 5 min", "72 tim 5 min", "72 óra 5 perc"),
            ),
            (45 * SECOND, ("45 s", "45 s", "45 s", "45 mp")),
            (timedelta(0), ("0 min", "0 min", "0 min", "0 perc")),
            (HOUR + 59 * SECOND, ("1 h", "1 t", "1 tim", "1 óra")),
            (-90 * MINUTE, ("−1 h 30 min", "−1 t 30 min", "−1 tim 30 min", "−1 óra 30 perc")),
        ],
    )
    def test_in_each_language(self, amount: timedelta, words: tuple[str, ...]) -> None:
        assert tuple(say_duration(amount, language) for language in LANGUAGES) == words


class TestPhrases:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_tables_are_whole(self, language: str) -> None:
        words = phrases(language)

        assert len(set(words.weekdays)) == len(set(words.on_weekdays)) == 7
        assert len(set(words.months)) == len(set(words.short_months)) == 12

    def test_tags_of_other_places_and_languages(self) -> None:
        assert [primary(tag) for tag in ("fi-FI", "sv_FI", "HU", "de", "")] == [
            "fi",
            "sv",
            "hu",
            "en",
            "en",
        ]


class TestHungarianDayEnding:
    def test_every_day_of_the_month(self) -> None:
        said = " ".join(f"{day}-{hungarian_day_ending(day)}" for day in range(1, 32))

        assert said == (
            "1-jén 2-án 3-án 4-én 5-én 6-án 7-én 8-án 9-én 10-én "
            "11-én 12-én 13-án 14-én 15-én 16-án 17-én 18-án 19-én 20-án "
            "21-én 22-én 23-án 24-én 25-én 26-án 27-én 28-án 29-én 30-án 31-én"
        )
