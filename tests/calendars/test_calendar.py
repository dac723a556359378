"""Reading a calendar's text, and every way it can be wrong."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from vaste.calendars.arithmetic import is_open
from vaste.calendars.calendar import (
    BadCalendar,
    Calendar,
    Problem,
    check_calendar,
    parse_calendar,
)
from vaste.calendars.shape import Closure, PublicHolidays, WallWindow

DAY = WallWindow(8 * 60, 17 * 60)
WHOLE = """
zone: Europe/Helsinki
hours:
  mon: ["08:00-17:00"]
  tue: ["13:00-17:00", "08:00-12:00"]
  wednesday: 08.00–17.00
  thu-fri: 22:00-06:00
  sat: closed
holidays:
  country: FI
  region: "01"
  categories: [workday]
  working_weekends: "09:00-15:00"
  except: [2026-12-24]
  also: {2026-12-31: Staff day}
closed:
  - 2026-07-06..2026-07-31
  - 2026-08-03
  - {days: 2026-02-16..2026-02-20, name: Ski week}
half_days:
  2026-12-23: "08:00-12:00"
open:
  "2026-12-27": ["10:00-12:00", "13:00-24:00"]
"""

BASE: dict[str, Any] = {"zone": "Europe/Helsinki", "hours": {"mon-fri": "08:00-17:00"}}


class TestParseCalendar:
    def test_reads_every_section(self) -> None:
        calendar = parse_calendar(yaml.safe_load(WHOLE))

        night = WallWindow(22 * 60, 30 * 60)
        assert calendar == Calendar(
            zone="Europe/Helsinki",
            hours=(
                (DAY,),
                (WallWindow(480, 720), WallWindow(780, 1020)),
                (DAY,),
                (night,),
                (night,),
                (),
                (),
            ),
            holidays=PublicHolidays(
                country="FI",
                region="01",
                categories=("workday",),
                working_weekends=(WallWindow(540, 900),),
                kept_open=frozenset({date(2026, 12, 24)}),
                also=((date(2026, 12, 31), "Staff day"),),
            ),
            closed=(
                Closure(date(2026, 2, 16), date(2026, 2, 20), "Ski week"),
                Closure(date(2026, 7, 6), date(2026, 7, 31)),
                Closure(date(2026, 8, 3), date(2026, 8, 3)),
            ),
            half_days=((date(2026, 12, 23), (WallWindow(480, 720),)),),
            openings=((date(2026, 12, 27), (WallWindow(600, 720), WallWindow(780, 1440))),),
        )

    def test_equal_calendars_are_one(self) -> None:
        first = parse_calendar({**BASE, "closed": ["2026-07-06"]})

        assert parse_calendar({**BASE, "closed": [date(2026, 7, 6)]}) is first

    def test_a_span_of_days_may_pass_sunday(self) -> None:
        calendar = parse_calendar({**BASE, "hours": {"sat-mon": "08:00-17:00"}})

        assert calendar.hours == ((DAY,), (), (), (), (), (DAY,), (DAY,))

    @pytest.mark.parametrize("closed", [None, False, [], "closed", ""])
    def test_a_day_may_be_closed_in_words(self, closed: object) -> None:
        calendar = parse_calendar({**BASE, "hours": {"mon": "08:00-17:00", "tue": closed}})

        assert calendar.hours[1] == ()

    @pytest.mark.parametrize(
        ("text", "window"),
        [
            ("00:00-24:00", WallWindow(0, 1440)),
            ("8:00 - 17:00", DAY),
            ("8.00–17.00", DAY),
            ("22:00-00:00", WallWindow(1320, 1440)),
            ("22:00-06:00", WallWindow(1320, 1800)),
            ("23:59-00:01", WallWindow(1439, 1441)),
        ],
    )
    def test_windows(self, text: str, window: WallWindow) -> None:
        assert parse_calendar({**BASE, "hours": {"mon": text}}).hours[0] == (window,)

    def test_a_country_alone_will_do(self) -> None:
        assert parse_calendar({**BASE, "holidays": "fi"}).holidays == PublicHolidays("FI")

    def test_norway_is_norway_though_yaml_reads_no(self) -> None:
        source = {**BASE, "holidays": yaml.safe_load("country: NO")}

        assert parse_calendar(source).holidays == PublicHolidays("NO")

    def test_touching_windows_are_no_overlap(self) -> None:
        calendar = parse_calendar(
            {**BASE, "hours": {"mon-sun": ["22:00-06:00", "06:00-14:00", "14:00-22:00"]}}
        )

        assert is_open(calendar, datetime(2026, 4, 27, 3, tzinfo=UTC))

    def test_refuses_with_all_problems(self) -> None:
        with pytest.raises(BadCalendar) as refused:
            parse_calendar({"zone": "Nowhere", "hours": {"mon": "8-17"}})

        assert [problem.path for problem in refused.value.problems] == ["zone", "hours.mon"]
        assert str(refused.value) == (
            "zone: There is no time zone called “Nowhere”.; "
            "hours.mon: “8-17” is not an opening time."
        )


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"zone": "Europe/Helsinky"}, "zone", "There is no time zone called “Europe/Helsinky”."),
    ({"zone": None}, "zone", "The calendar has no time zone."),
    ({"zone": 3}, "zone", "There is no time zone called “3”."),
    ({"zone": "../etc/passwd"}, "zone", "There is no time zone called “../etc/passwd”."),
    ({"zone": "Europe"}, "zone", "There is no time zone called “Europe”."),
    ({"opening": {}}, "opening", "“opening” is not known here."),
    ({"hours": {}}, "hours", "The calendar has no working hours."),
    ({"hours": None}, "hours", "The calendar has no working hours."),
    ({"hours": "08:00-17:00"}, "hours", "“08:00-17:00” stands where names and values should."),
    ({"hours": {"mun": "08:00-17:00"}}, "hours.mun", "“mun” is not a day of the week."),
    (
        {"hours": {"mon-wed-fri": "08:00-17:00"}},
        "hours.mon-wed-fri",
        "“mon-wed-fri” is not a day of the week.",
    ),
    (
        {"hours": {"mon-fri": "08:00-17:00", "wed": "08:00-12:00"}},
        "hours.wed",
        "wed is given twice.",
    ),
    ({"hours": {"mon": "8-17"}}, "hours.mon", "“8-17” is not an opening time."),
    ({"hours": {"mon": 480}}, "hours.mon", "“480” is not an opening time."),
    ({"hours": {"mon": ["08:00-12:00", 1]}}, "hours.mon[1]", "“1” is not an opening time."),
    ({"hours": {"mon": "08:00-25:00"}}, "hours.mon", "“08:00-25:00” is not a time of day."),
    ({"hours": {"mon": "08:00-24:01"}}, "hours.mon", "“08:00-24:01” is not a time of day."),
    ({"hours": {"mon": "08:60-17:00"}}, "hours.mon", "“08:60-17:00” is not a time of day."),
    ({"hours": {"mon": "24:00-06:00"}}, "hours.mon", "“24:00-06:00” is not a time of day."),
    (
        {"hours": {"mon": "08:00-08:00"}},
        "hours.mon",
        "“08:00-08:00” opens and closes at the same time.",
    ),
    (
        {"hours": {"mon": ["12:00-17:00", "08:00-12:01"]}},
        "hours.mon",
        "“12:00-17:00” overlaps “08:00-12:01”.",
    ),
    (
        {"hours": {"mon": ["22:00-06:00", "23:00-24:00"]}},
        "hours.mon",
        "“23:00-24:00” overlaps “22:00-06:00”.",
    ),
    (
        {"hours": {"mon": "22:00-06:00", "tue": "05:00-14:00"}},
        "hours.tue",
        "“05:00-14:00” begins while “22:00-06:00” of the day before still runs.",
    ),
    (
        {"hours": {"sun": "22:00-06:00", "mon": "05:59-14:00"}},
        "hours.mon",
        "“05:59-14:00” begins while “22:00-06:00” of the day before still runs.",
    ),
    ({"holidays": ["FI"]}, "holidays", "“['FI']” does not name a country."),
    ({"holidays": False}, "holidays", "“False” does not name a country."),
    ({"holidays": {}}, "holidays.country", "No public holidays are known for “”."),
    ({"holidays": {"country": "XX"}}, "holidays.country", "No public holidays are known for “XX”."),
    (
        {"holidays": {"country": "Finland"}},
        "holidays.country",
        "No public holidays are known for “Finland”.",
    ),
    (
        {"holidays": {"country": "GB", "region": "Wessex"}},
        "holidays.region",
        "GB has no region “Wessex”.",
    ),
    ({"holidays": {"country": "HU", "region": "BU"}}, "holidays.region", "HU has no region “BU”."),
    (
        {"holidays": {"country": "FI", "categories": ["bank"]}},
        "holidays.categories",
        "FI has no holidays of the kind “bank”.",
    ),
    (
        {"holidays": {"country": "FI", "exept": []}},
        "holidays.exept",
        "“exept” is not known here.",
    ),
    (
        {"holidays": {"country": "FI", "except": ["24.12.2026"]}},
        "holidays.except[0]",
        "“24.12.2026” is not a date.",
    ),
    (
        {"holidays": {"country": "FI", "also": ["2026-02-30"]}},
        "holidays.also[0]",
        "“2026-02-30” is not a date.",
    ),
    (
        {"holidays": {"country": "FI", "working_weekends": True}},
        "holidays.working_weekends",
        "“True” is not an opening time.",
    ),
    ({"closed": ["tomorrow"]}, "closed[0]", "“tomorrow” is not a date."),
    ({"closed": ["2026-07-06..x"]}, "closed[0]", "“x” is not a date."),
    (
        {"closed": ["2026-07-31..2026-07-06"]},
        "closed[0]",
        "“2026-07-31..2026-07-06” ends before it begins.",
    ),
    (
        {"closed": [{"name": "Summer"}]},
        "closed[0]",
        "A closure has “days”, and may have a “name”.",
    ),
    ({"closed": [{"days": 7}]}, "closed[0].days", "“7” is not a date."),
    (
        {"closed": [datetime(2026, 7, 6, 12, tzinfo=UTC)]},
        "closed[0]",
        "“2026-07-06 12:00:00+00:00” is not a date.",
    ),
    (
        {"half_days": ["2026-12-23"]},
        "half_days",
        "“['2026-12-23']” stands where names and values should.",
    ),
    ({"half_days": {"x": "08:00-12:00"}}, "half_days.x", "“x” is not a date."),
    ({"half_days": {"2026-12-23": []}}, "half_days.2026-12-23", "The day has no opening time."),
    ({"open": {"2026-12-27": None}}, "open.2026-12-27", "The day has no opening time."),
    (
        {"open": {"2026-12-27": "08:00-12:00", date(2026, 12, 27): "10:00-12:00"}},
        "open.2026-12-27",
        "The day is given twice.",
    ),
    (
        {"half_days": {"2026-12-23": "08:00-12:00"}, "open": {"2026-12-23": "10:00-12:00"}},
        "half_days.2026-12-23",
        "The day is also listed under “open”.",
    ),
    (
        {"half_days": {"2026-12-23": "08:00-12:00"}, "closed": ["2026-12-20..2026-12-31"]},
        "half_days.2026-12-23",
        "The day is also closed.",
    ),
    (
        {"hours": {"fri": "22:00-06:00"}, "open": {"2026-04-25": "05:00-09:00"}},
        "open.2026-04-25",
        "“05:00-09:00” begins while “22:00-06:00” of the day before still runs.",
    ),
    (
        {"open": {"2026-04-26": "22:00-09:00"}},
        "open.2026-04-26",
        "“08:00-17:00” begins while “22:00-09:00” of the day before still runs.",
    ),
    (
        {"open": {"2026-04-25": "22:00-09:00", "2026-04-26": "08:00-12:00"}},
        "open.2026-04-26",
        "“08:00-12:00” begins while “22:00-09:00” of the day before still runs.",
    ),
]


class TestCheckCalendar:
    def test_a_good_calendar_has_no_problems(self) -> None:
        assert check_calendar(yaml.safe_load(WHOLE)) == []

    @pytest.mark.parametrize(("change", "path", "message"), WRONG)
    def test_says_what_is_wrong_and_where(
        self, change: dict[str, Any], path: str, message: str
    ) -> None:
        found = check_calendar({**BASE, **change})

        assert [(problem.path, problem.message) for problem in found] == [(path, message)]
        assert found[0].remedy

    @pytest.mark.parametrize(
        ("change", "remedy"),
        [
            ({"zone": "Europe/Helsinky"}, "Write “Europe/Helsinki”."),
            ({"zone": ""}, "Write an IANA name such as “Europe/Helsinki”."),
            (
                {"holidays": {"country": "GB", "region": "Wessex"}},
                "Use one of these: ENG, England, NIR, Northern Ireland, SCT, Scotland, WLS, Wales.",
            ),
            (
                {"holidays": {"country": "HU", "region": "BU"}},
                "Leave the region out; this country's holidays are the same everywhere.",
            ),
            (
                {"shut": []},
                "Use one of these: zone, hours, holidays, closed, half_days, open.",
            ),
        ],
    )
    def test_says_how_to_mend_it(self, change: dict[str, Any], remedy: str) -> None:
        assert [found.remedy for found in check_calendar({**BASE, **change})] == [remedy]

    def test_lists_every_problem(self) -> None:
        found = check_calendar(
            {"zone": "X", "hours": {"mon": "8", "xyz": "9"}, "closed": ["never"], "when": 1}
        )

        assert [problem.path for problem in found] == [
            "when",
            "zone",
            "hours.mon",
            "hours.xyz",
            "hours.xyz",
            "closed[0]",
        ]

    def test_nothing_at_all_is_refused(self) -> None:
        assert check_calendar(None) == [
            Problem(
                "zone",
                "The calendar has no time zone.",
                "Write an IANA name such as “Europe/Helsinki”.",
            )
        ]

    def test_a_closed_day_ends_the_quarrel(self) -> None:
        source = {**BASE, "open": {"2026-04-26": "22:00-09:00"}, "closed": ["2026-04-27"]}

        assert check_calendar(source) == []

    @settings(max_examples=200, deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        ["zone", "hours", "holidays", "closed", "half_days", "open", "mon"]
                    )
                    | st.sampled_from(["country", "region", "categories", "also", "days"])
                    | st.text(max_size=4)
                    | st.dates(),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=12,
        )
    )
    def test_never_breaks(self, source: object) -> None:
        found = check_calendar(source)

        assert found or isinstance(parse_calendar(source), Calendar)
