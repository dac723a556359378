"""The small pieces of the screens, as markup."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from vaste.desk.panels import CategoryTag, ClockCell, FormState, Person, Quadrant

NOON = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOT = CategoryTag(key="hot", label="Hot", tone="hot")
COLD = CategoryTag(key="cold", label="Cold", tone="cold")


def draw(source: str, **names: Any) -> str:
    """Render one line of template in English, Helsinki time, at noon."""
    names.setdefault("shell", SimpleNamespace(now=NOON))
    with translation.override("en"), timezone.override(ZoneInfo("Europe/Helsinki")):
        return Template("{% load desk %}" + source).render(Context(names))


def cell(
    state: Literal["ok", "warn", "over", "met", "missed", "paused"], left: timedelta
) -> ClockCell:
    """Return a promise that is due `left` from noon, with its warning ten minutes before."""
    due = NOON + left
    return ClockCell(
        milestone="Take over", state=state, due_at=due, warn_at=due - timedelta(minutes=10)
    )


class TestClock:
    def test_running_one_carries_its_instants(self) -> None:
        html = draw("{% clock cell %}", cell=cell("warn", timedelta(minutes=5)))

        assert 'class="clock clock-warn "' in html
        assert 'data-due="2026-03-02T10:05:00+00:00"' in html
        assert 'data-warn="2026-03-02T09:55:00+00:00"' in html
        assert html.endswith(">5 min left</time>")

    def test_overdue_one_says_so_in_words(self) -> None:
        html = draw("{% clock cell %}", cell=cell("over", timedelta(minutes=-7)))

        assert html.endswith(">7 min over</time>")

    @pytest.mark.parametrize(
        ("state", "word"), [("met", "Done"), ("missed", "Done late"), ("paused", "Paused")]
    )
    def test_resting_one_does_not_count(
        self, state: Literal["met", "missed", "paused"], word: str
    ) -> None:
        html = draw("{% clock cell %}", cell=cell(state, timedelta(minutes=5)))

        assert "data-due" not in html
        assert html.endswith(f">{word}</time>")

    def test_without_the_servers_now_it_names_the_time(self) -> None:
        html = draw("{% clock cell %}", cell=cell("ok", timedelta(hours=2)), shell=None)

        assert html.endswith(">2 Mar 14:00</time>")


class TestPeople:
    def test_avatar_is_named_and_escaped(self) -> None:
        person = Person(id="1", name='A "B" <c>', initials="AB", hue=11)

        html = draw("{% avatar person %}", person=person)

        assert 'class="avatar-dot hue-3 "' in html
        assert 'aria-label="A &quot;B&quot; &lt;c&gt;"' in html
        assert html.endswith(">AB</span>")


class TestQuadrant:
    def test_dot_stands_at_interest_and_fit(self) -> None:
        value = Quadrant(
            key="good_quiet", label="Good fit, quiet", track="Nurture", fit=100, interest=0
        )

        html = draw("{% quadrant value %}", value=value)

        assert 'cx="4.0" cy="4.0"' in html
        assert "<title>Good fit, quiet: fit 100, interest 0. Nurture.</title>" in html


class TestBars:
    def test_meter_never_leaves_its_track(self) -> None:
        assert 'width="100.0%"' in draw('{% meter 12 8 "Load" %}')
        assert 'width="100.0%"' in draw('{% meter 3 0 "Load" %}')
        assert 'width="0.0%"' in draw('{% meter 0 0 "Load" %}')

    def test_stack_lays_parts_end_to_end(self) -> None:
        html = draw("{% stack counts tags 8 %}", counts=(2, 4), tags=(HOT, COLD))

        assert 'class="meter-part tone-hot" x="0.00%" width="25.00%"' in html
        assert 'class="meter-part tone-cold" x="25.00%" width="50.00%"' in html
        assert 'aria-label="Hot 2, Cold 4"' in html


class TestFormErrors:
    REFUSED = FormState(errors={"note": "Say <what> was said."})

    def test_refused_field_points_at_its_error(self) -> None:
        html = draw('<input{% invalid form "note" "log-" "hint" %}>', form=self.REFUSED)

        assert html == (
            '<input aria-invalid="true" autofocus aria-describedby="hint log-note-error">'
        )

    def test_error_is_escaped_and_has_that_id(self) -> None:
        html = draw('{% field_error form "note" "log-" %}', form=self.REFUSED)

        assert html == ('<p class="field-error" id="log-note-error">Say &lt;what&gt; was said.</p>')

    def test_good_field_keeps_only_its_hint(self) -> None:
        assert draw('{% invalid form "door" "" "hint" %}', form=self.REFUSED) == (
            ' aria-describedby="hint"'
        )
        assert (
            draw('{% invalid form "door" %}{% field_error form "door" %}', form=self.REFUSED) == ""
        )


class TestCurrent:
    def test_marks_the_page_one_is_on(self) -> None:
        request = SimpleNamespace(resolver_match=SimpleNamespace(url_name="lead", namespace="desk"))

        assert draw('{% current "queue" "lead" %}', request=request) == ' aria-current="page"'
        assert draw('{% current "wall" %}', request=request) == ""

    def test_error_page_without_a_match_marks_nothing(self) -> None:
        assert draw('{% current "wall" %}', request=SimpleNamespace(resolver_match=None)) == ""
        assert draw('{% current "wall" %}') == ""


class TestNavCount:
    def test_is_capped_at_a_thousand(self) -> None:
        assert draw("{{ 999|nav_count }}") == "999"
        assert draw("{{ 4000|nav_count }}") == "1,000+"
