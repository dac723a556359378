import pytest

from vaste.rules.durations import Duration, read_duration


class TestReadDuration:
    @pytest.mark.parametrize(
        ("text", "count", "unit", "days"),
        [
            ("1 day", 1, "day", 1),
            ("14 days", 14, "day", 14),
            ("2 weeks", 2, "week", 14),
            ("3 months", 3, "month", 93),
            ("1 year", 1, "year", 366),
            (" 3  Months ", 3, "month", 93),
            ("48hours", 48, "hour", 2),
            ("0 minutes", 0, "minute", 0),
        ],
    )
    def test_reads_a_number_and_a_unit(self, text: str, count: int, unit: str, days: int) -> None:
        duration = read_duration(text)

        assert duration == Duration(count, unit)
        assert duration.seconds == days * 86_400

    @pytest.mark.parametrize(
        "text", ["", "days", "3", "3 fortnights", "-3 days", "1.5 days", "٣ days", "3 days 4 hours"]
    )
    def test_answers_none_for_anything_else(self, text: str) -> None:
        assert read_duration(text) is None


class TestDuration:
    def test_tells_whole_units(self) -> None:
        assert Duration(3, "month").whole("day") == 93
        assert Duration(36, "hour").whole("day") is None
        assert Duration(36, "hour").whole("minute") == 2_160
