"""Publishing a definition: all or nothing, and never one that can't be put in force."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from tests import build
from tests.build import NOON
from vaste.definitions import queries as definitions
from vaste.definitions.models import Version
from vaste.flows import define
from vaste.flows.define import NotPublishable
from vaste.infra.tenancy.context import inside


def _with(path: str, value: Any) -> dict[str, Any]:
    content = copy.deepcopy(definitions.default_content())
    part: Any = content
    *way, last = path.split(".")
    for name in way:
        part = part[name]
    part[last] = value
    return content


MISSHAPEN = [
    ("fit.criteria", 1),
    ("fit", [1]),
    ("signals", {"a": 1}),
    ("quadrants", [1]),
    ("categories", True),
    ("categories", [{"key": ["hot"]}]),
    ("value_bands", {"medium": "much"}),
    ("value_bands", {"medium": 5, "large": 1}),
    ("routing", 7),
    ("routing.default", ["sales"]),
    ("routing.rules", [3]),
    ("close_reasons", {"lost": "no"}),
    ("calendar", None),
    ("calendar.zone", "Nowhere/Land"),
    ("mql", {"field": "lead.nothing", "is": 1}),
    ("request_words", 3),
    ("vaste", 2),
]


class TestCheck:
    def test_the_default_definition_is_right(self) -> None:
        assert define.check(definitions.default_content()) == []

    @pytest.mark.parametrize(("path", "value"), MISSHAPEN)
    def test_names_what_is_wrong_and_how_to_mend_it(self, path: str, value: Any) -> None:
        problems = define.check(_with(path, value))

        assert problems
        assert all(problem.message and problem.remedy for problem in problems)


@pytest.mark.django_db
class TestPublish:
    @pytest.mark.parametrize(("path", "value"), MISSHAPEN)
    def test_refuses_and_publishes_nothing(self, path: str, value: Any) -> None:
        office = build.office()

        with pytest.raises(NotPublishable), inside(office.id):
            define.publish(office.id, yaml.safe_dump(_with(path, value)), by=None, at=NOON)

        with inside(office.id):
            assert Version.objects.within(office.id).count() == 1
            assert define.in_force(office.id).number == 1

    def test_refuses_aliases(self) -> None:
        office = build.office()
        bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

        with pytest.raises(NotPublishable, match="aliases"), inside(office.id):
            define.publish(office.id, bomb, by=None, at=NOON)

    @pytest.mark.parametrize(
        ("path", "value", "place"),
        [
            ("routing.default", "mars", "routing.default"),
            (
                "routing.rules",
                [{"key": "a", "team": "mars", "when": {"field": "lead.fit", "is": 1}}],
                "routing.rules[0].team",
            ),
            (
                "ladders",
                {"standard": [{"at": "given_back", "do": "reroute", "team": "mars"}]},
                "ladders.standard[0].team",
            ),
        ],
    )
    def test_refuses_teams_that_are_not_there(self, path: str, value: Any, place: str) -> None:
        office = build.office()

        with pytest.raises(NotPublishable) as refused, inside(office.id):
            define.publish(office.id, yaml.safe_dump(_with(path, value)), by=None, at=NOON)

        (problem,) = refused.value.problems
        assert (problem.path, problem.message) == (place, "There is no open team “mars”.")
        assert problem.remedy == "Open it first, under this short name. Use one of: sales."

    def test_refuses_hours_that_never_come(self) -> None:
        office = build.office()
        calendar = {"hours": {"mon-fri": "08:00-17:00"}, "closed": ["2026-01-01..2036-01-01"]}
        source = yaml.safe_dump(_with("calendar", {"zone": "Europe/Helsinki", **calendar}))

        with pytest.raises(NotPublishable) as refused, inside(office.id):
            define.publish(office.id, source, by=None, at=NOON)

        assert [one.path for one in refused.value.problems] == ["calendar.hours"]

    def test_takes_leads_when_its_calendar_has_run_out(self) -> None:
        office = build.office()
        openings = {"zone": "Europe/Helsinki", "hours": {}, "open": {"2026-03-03": "10:00-10:30"}}
        source = yaml.safe_dump(_with("calendar", openings))
        with inside(office.id):
            define.publish(office.id, source, by=None, at=NOON)

        lead = build.lead(office, at=NOON)

        with inside(office.id):
            promised = define.in_force(office.id).categories[lead.category_rank].first_contact
        assert lead.promised_at == NOON + promised

    def test_the_next_version_is_in_force_at_once(self) -> None:
        office = build.office()
        source = yaml.safe_dump(_with("value_bands", {"medium": 1, "large": 2}))

        with inside(office.id):
            define.publish(office.id, source, by=None, at=NOON)

        lead = build.lead(office, value=3, currency="EUR")
        assert (lead.value_band, lead.definition) == ("large", 2)
