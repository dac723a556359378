"""Definitions that nobody should write: refused with the place and the remedy, or harmless."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import build
from tests.build import NOON, Office
from vaste.definitions import queries as definitions
from vaste.definitions.models import Version
from vaste.flows import define, questions
from vaste.flows.define import NotPublishable
from vaste.flows.questions import TOLD
from vaste.infra.tenancy.context import inside
from vaste.leads import facts
from vaste.leads.models import Lead, Touch
from vaste.scoring import queries as scoring

DAY = datetime.timedelta(days=1)
DEFAULT = definitions.default_content()
RULE = {"field": "lead.message", "missing": False}
SIGNAL = {"key": "x", "kinds": ["page"], "points": 1, "cap": 1, "half_life": "1 day"}


def refused(content: Any) -> list[str]:
    """Return the places of what is wrong, each with its message and remedy."""
    problems = define.check(content)
    assert all(one.message and one.remedy for one in problems)
    return [one.path for one in problems]


def having(**sections: Any) -> dict[str, Any]:
    return {**copy.deepcopy(DEFAULT), **sections}


def judging(*, fit: str = "lead.message", category: str = "lead.fit") -> dict[str, Any]:
    """Return a definition whose first criterion and first category ask for a field each."""

    def rule(field: str) -> dict[str, Any]:
        return {"any": [{"field": field, "missing": False}]}

    content = having()
    content["fit"]["criteria"][0]["when"] = rule(fit)
    content["categories"][0]["when"] = rule(category)
    return content


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "place"),
        [
            (having(mql={"field": "lead.colour", "is": "x"}), "mql.field"),
            (having(mql={"field": "company.employees", "at_least": "many"}), "mql.at_least"),
            (having(mql={"field": "lead.request_type", "is": "gift"}), "mql.is"),
            (having(mql={"field": "lead.message", "at_least": 3}), "mql.at_least"),
            (having(mql={"any": [RULE] * 10_000}), "mql.any[499]"),
            (having(mql={"field": "company.employees", "is": float("nan")}), "mql.is"),
            (having(mql={"field": "company.employees", "is": 10**30}), "mql.is"),
            (having(mql={"happened": "page", "path": {"like": "%"}}), "mql.path"),
            (having(mql={"happened": "offer", "path": {"is": "/"}}), "mql.path"),
            (having(mql={"happened": "page", "within": "0 days"}), "mql.within"),
            (having(signals=[SIGNAL | {"half_life": "0 days"}]), "signals[0].half_life"),
            (having(signals=[SIGNAL | {"cap": -1}]), "signals[0].cap"),
            (having(signals=[SIGNAL | {"points": 10**9}]), "signals[0].points"),
            (having(fit={"floor": 9, "ceiling": 3}), "fit.floor"),
            (having(quadrants={"good_fit": "50"}), "quadrants.good_fit"),
            (having(vaste=2), "vaste"),
            (having(vaste="1"), "vaste"),
            (having(vaste=True), "vaste"),
            (having(rules=[]), "rules"),
            (having(currency="EURO"), "currency"),
            (having(calendar={"zone": "Moon/Crater"}), "calendar.zone"),
            (having(fields=[{"key": "x"}]), "fields[0].of"),
            (judging(fit="lead.interest"), "fit.criteria[0].when.any[0].field"),
            (judging(fit="lead.quadrant"), "fit.criteria[0].when.any[0].field"),
            (judging(fit="lead.category"), "fit.criteria[0].when.any[0].field"),
            (judging(category="lead.category"), "categories[0].when.any[0].field"),
        ],
    )
    def test_with_the_place(self, content: Any, place: str) -> None:
        assert place in refused(content)

    @pytest.mark.parametrize("field", ["lead.fit", "lead.interest", "lead.quadrant"])
    def test_a_category_may_ask_for_the_scores(self, field: str) -> None:
        assert refused(judging(category=field)) == []

    def test_a_rule_a_megabyte_long_at_once(self) -> None:
        deep: Any = RULE
        for _ in range(5_000):
            deep = {"not": deep}

        assert refused(having(mql=deep))
        assert refused(having(mql={"field": "lead.message", "in": ["x"] * 70_000}))


_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.binary(max_size=4), st.dates(),
    st.sampled_from(["15 minutes", "hot", "offer", "lead.message", "0 days", "EUR"]),
)  # fmt: skip
_NAMES = st.sampled_from(
    [
        "key", "kinds", "points", "cap", "half_life", "when", "field", "is", "any", "all", "not",
        "base", "floor", "criteria", "team", "rules", "default", "reminder", "before", "for",
        "count", "counts_as_contact", "phone", "after_attempts", "then", "labels", "choices", "en",
        "of", "kind", "zone", "hours", "holidays", "country", "except", "lost", "medium", "large",
        "path", "happened",
    ]
) | _SCALARS  # fmt: skip


def _garbage() -> st.SearchStrategy[Any]:
    return st.recursive(
        _SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
        max_leaves=12,
    )


def _places(content: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every part of a definition."""
    below: list[tuple[Any, ...]] = []
    if isinstance(content, dict):
        below = [one for name in content for one in _places(content[name], (*way, name))]
    elif isinstance(content, list):
        below = [one for place, part in enumerate(content) for one in _places(part, (*way, place))]
    return [way, *below] if way else below


_WHOLE = having(
    fields=[
        {"key": "seats", "of": "lead", "kind": "number", "labels": {"en": "Seats"}},
        {"key": "plan", "of": "contact", "kind": "choice", "choices": {"a": {"en": "A"}},
         "labels": {"en": "Plan"}},
    ],
)  # fmt: skip
_WHOLE["categories"][0] |= {
    "team": "sales",
    "counts_as_contact": {"phone": ["reached"]},
    "after_attempts": {"count": 5, "then": "snooze", "for": "30 days"},
    "hold": "4 hours",
}
PLACES = _places(_WHOLE)
hard = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))


class TestGarbage:
    def test_the_whole_one_is_right(self) -> None:
        assert refused(_WHOLE) == []

    @hard
    @given(way=st.sampled_from(PLACES), value=_garbage())
    def test_in_any_place_is_refused_with_words_or_means_something(
        self, way: tuple[Any, ...], value: Any
    ) -> None:
        content = copy.deepcopy(_WHOLE)
        part: Any = content
        for step in way[:-1]:
            part = part[step]
        part[way[-1]] = value

        problems = define.check(content)

        assert all(one.message and one.remedy for one in problems)
        assert "This cannot be put to work." not in [one.message for one in problems]
        if not problems:
            define.compile_definition(content, 1)

    @hard
    @given(_garbage())
    def test_alone_is_never_a_definition(self, value: Any) -> None:
        assert refused(value)
        assert refused({"vaste": 1, "categories": value})

    @hard
    @given(st.text(max_size=60) | st.builds(yaml.safe_dump, _garbage()))
    def test_as_a_text_is_refused(self, text: str) -> None:
        try:
            problems = define.check(define.read_source(text))
        except NotPublishable as no:
            problems = no.problems
        assert problems
        assert all(one.message and one.remedy for one in problems)


@pytest.mark.django_db
class TestNothingHalfWay:
    @pytest.mark.parametrize("text", ["", "vaste: 2", "a: &a 1\nb: *a", "vaste: 1\nmql: {}", "\0"])
    def test_is_published(self, text: str) -> None:
        office = build.office()

        with pytest.raises(NotPublishable), inside(office.id):
            define.publish(office.id, text, by=None, at=NOON)

        with inside(office.id):
            assert Version.objects.within(office.id).count() == 1


_NASTY = st.text(
    st.sampled_from("'\"`\\%$;:-*/(){}[]|&@!<>=,._ \tsxrE0äő漢") | st.characters(codec="ascii"),
    min_size=1, max_size=24,
).filter(lambda text: "\0" not in text and text.strip() != "")  # fmt: skip


@pytest.mark.django_db
class TestReach:
    """Rules with anything in every place, run for real: they stay in their workspace."""

    @pytest.fixture
    def offices(self) -> tuple[Office, Office]:
        """Two workspaces with a lead each; what the rules ask for stands in the second alone."""
        office, stranger = build.office(), build.office()
        build.lead(office, message="m", job_title="z", company_name="Acme Oy")
        build.lead(stranger)
        return office, stranger

    @settings(
        deadline=None, max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(text=_NASTY, label=_NASTY, other=_NASTY)
    def test_no_rule_leaves_its_workspace_or_runs_as_sql(
        self, offices: tuple[Office, Office], text: str, label: str, other: str
    ) -> None:
        office, stranger = offices
        content = having(
            fields=[
                {"key": "own", "of": "lead", "kind": "text", "labels": {"en": label}},
                {"key": "tags", "of": "contact", "kind": "list", "labels": {"fi": label}},
            ],
            mql={"any": [
                {"field": "lead.custom.own", "is": text},
                {"field": "contact.custom.tags", "contains": text},
                {"field": "lead.message", "contains_any": [text, other]},
                {"field": "contact.job_title", "starts_with": text},
                {"field": "company.name", "in": [text, other]},
            ]},
        )  # fmt: skip
        content["fit"]["criteria"] = [
            {"key": "seen", "points": 9, "words": {"en": label},
             "when": {"happened": "custom", "path": {"contains": "x'"}}},
            {"key": "said", "points": 5, "when": {"field": "lead.message", "contains": text}},
            {"key": "went", "points": 7, "when": {
                "happened": "custom", "path": {"starts_with": other}, "within": "30 days",
            }},
        ]  # fmt: skip
        content["signals"].insert(0, {
            "key": "fuzz", "kinds": ["custom"], "path": {"contains": other}, "points": 9,
            "cap": 9, "half_life": "1 day", "words": {"en": label},
        })  # fmt: skip
        if define.check(content):  # such as a text of marks alone, which compares as nothing
            return
        version = define.compile_definition(content, 1)

        with inside(stranger.id):
            mine_too = Lead.objects.within(stranger.id).values_list("contact_id", flat=True)[0]
            Touch.objects.within(stranger.id).update(kind="custom", path=f"x'{other}"[:200])
            Lead.objects.within(stranger.id).update(message=text, custom={"own": text})
            theirs = Lead.objects.within(stranger.id).get()
        with inside(office.id):
            mine = Lead.objects.within(office.id).get()
        with inside(office.id):
            stage, place = version.questions.places["mql", ""]
            asked = version.questions.stages[stage]
            found = facts.ask_stored(
                asked, workspace_id=office.id, ids=[mine.id, theirs.id], at=NOON
            )
            told = facts.ask_stored(
                version.questions.stages[TOLD],
                workspace_id=office.id,
                ids=[mine.id, theirs.id],
                at=NOON,
            )
            seen = version.questions.places["fit", "seen"][1]
            went = version.questions.places["fit", "went"][1]
            scored = [
                scoring.score_at(office.id, contact_id, at=NOON + DAY, scoring=version.scoring)
                for contact_id in (mine.contact_id, mine_too)
            ]

            assert set(found) == {mine.id}
            assert set(told) == {mine.id}
            assert told[mine.id][seen] is False
            assert told[mine.id][went] is False
            assert [key for key, _ in scored[0].lines] == ["enquiry"]
            assert scored[1].lines == []  # another workspace's contact has done nothing here
            assert Lead.objects.within(office.id).count() == 1
        assert questions.stage_of(version.rules["mql", ""]) == stage
        assert found[mine.id][place] in (True, False)


class TestOwnFields:
    @pytest.mark.parametrize(
        ("key", "of", "remedy"),
        [
            ("email", "contact", "Use “contact.email”, or give your field another key, such as"
             " “own_email”."),
            ("country", "company", "Use “company.country”, or give your field another key, such as"
             " “own_country”."),
            ("needed_by", "lead", "Use “lead.needed_by”, or give your field another key, such as"
             " “own_needed_by”."),
            ("won_value", "lead", "Give your field another key, such as “own_won_value”."),
        ],
    )  # fmt: skip
    def test_one_called_as_a_built_in_is_refused(self, key: str, of: str, remedy: str) -> None:
        field = {"key": key, "of": of, "kind": "text", "labels": {"en": "Mine"}}

        (problem,) = define.check(having(fields=[field]))

        assert (problem.path, problem.remedy) == ("fields[0].key", remedy)
        assert problem.message == (
            f"“{key}” is a built-in field: what is told under this name is kept there."
        )

    def test_one_with_a_key_of_its_own_is_not(self) -> None:
        field = {"key": "own_email", "of": "contact", "kind": "text", "labels": {"en": "E-mail"}}

        assert define.check(having(fields=[field])) == []

    def test_one_published_before_that_was_refused_is_kept(self) -> None:
        field = {"key": "email", "of": "contact", "kind": "text", "labels": {"en": "Mine"}}

        compiled = define.compile_definition(having(fields=[field]), 1)

        assert [one.name for one in compiled.fields] == ["contact.custom.email"]
