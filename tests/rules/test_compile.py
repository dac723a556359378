"""Compiled rules on a real PostgreSQL, held against the oracle."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from unittest import mock

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from tests.rules import oracle, strategies
from tests.rules.oracle import Event, Row
from tests.rules.running import answers, asked
from tests.rules.sample import NOW, STRANGER, VOCABULARY, WORKSPACE, ZONE
from vaste.kernel.paths import spelled
from vaste.rules import binding
from vaste.rules.compile import Compiled, compile_rule, compile_rules, render
from vaste.rules.language import Compare, RuleRefused, parse
from vaste.rules.operators import OPERATORS, SHAPES
from vaste.rules.vocabulary import Column, Field, Happening, JsonKey, Vocabulary

Connection = psycopg.Connection[Any]
Rule = Mapping[str, Any]

thorough = settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def met(pg: Connection, rule: Rule, *rows: Row, **how: Any) -> list[bool | None]:
    """Return what the database says of `rule` for each row."""
    return [answer for (answer,) in answers(pg, [rule], rows, vocabulary=VOCABULARY, **how)]


class TestCompileRules:
    @thorough
    @given(
        rules=st.lists(strategies.rules(), min_size=1, max_size=4),
        rows=st.lists(strategies.rows(), min_size=1, max_size=6),
        stored=st.booleans(),
        server_side=st.booleans(),
        most_patterns=st.sampled_from([0, 1, 24]),
    )
    def test_sql_says_what_the_oracle_says(
        self,
        pg: Connection,
        rules: list[Rule],
        rows: list[Row],
        stored: bool,
        server_side: bool,
        most_patterns: int,
    ) -> None:
        with mock.patch.object(binding, "MOST_PATTERNS", most_patterns):
            found = answers(
                pg, rules, rows, vocabulary=VOCABULARY, stored=stored, server_side=server_side
            )

        assert found == [tuple(oracle.met(rule, row) for rule in rules) for row in rows]

    @pytest.mark.parametrize("field", VOCABULARY.fields.values(), ids=lambda field: field.name)
    def test_missing_meets_nothing_and_its_denial_everything(
        self, pg: Connection, field: Field
    ) -> None:
        operators = [word for word in OPERATORS[field.kind] if word != "missing"]
        rules: list[Rule] = [
            {"field": field.name, word: _written(field, word)} for word in operators
        ]
        rules += [{"not": rule} for rule in rules]
        rules += [{"field": field.name, "missing": True}, {"field": field.name, "missing": False}]

        count = len(operators)
        (found,) = answers(pg, rules, [Row()], vocabulary=VOCABULARY)

        assert found == (False,) * count + (True,) * count + (True, False)

    def test_runs_500_conditions(self, pg: Connection) -> None:
        rule = {
            "any": [
                {"field": "lead.message", "starts_with": f"tärj{number}"} for number in range(499)
            ]
        }

        assert met(pg, rule, Row({"message": "Tarj498!"}), Row({"message": "tarj"})) == [
            True,
            False,
        ]

    @pytest.mark.parametrize("length", [399, 400, 401, 1000])
    def test_searches_for_long_texts_and_lists(self, pg: Connection, length: int) -> None:
        word = ("oea " * 250)[:length].strip()
        rows = [Row({"message": f"<{word.upper()}>"}), Row({"message": word[1:]}), Row()]
        listed = {"field": "lead.message", "contains_any": ["zz", *[word] * 100]}

        for rule in ({"field": "lead.message", "contains": word}, listed):
            assert met(pg, rule, *rows) == [True, False, False]

    def test_answers_searches_in_a_long_text_quickly(self, pg: Connection) -> None:
        rules = [{"field": "lead.message", "contains": f"tärj{number}"} for number in range(500)]
        begun = time.perf_counter()

        found = answers(pg, rules, [Row({"message": "o\u0301" * 20_000})], vocabulary=VOCABULARY)

        assert found == [(False,) * 500]
        assert time.perf_counter() - begun < 20  # seconds; folding it each time takes 50

    def test_shares_parameters(self) -> None:
        node = Compare("lead.request_type", "is", "offer")
        rendered = compile_rules([node, node], VOCABULARY)

        assert rendered.params == {"r0": "offer"}
        assert rendered.expressions[0] == rendered.expressions[1]

    def test_needs_no_name_that_the_caller_does_not_know(self) -> None:
        rendered = compile_rules(
            [parse({"happened": "download", "within": "14 days"})], VOCABULARY, prefix="fit"
        )

        kinds = ["download", "it's; DROP TABLE %s"]
        assert rendered.params == {"fit0": 1_209_600, "fit1": kinds, "fit2": 50}
        assert _placeholders(rendered.expressions[0]) - rendered.params.keys() == {
            "workspace",
            "now",
        }


class TestCompileRule:
    def test_compares_the_column_alone_where_it_can(self) -> None:
        rule = {"all": [{"field": "company.employees", "at_least": 10}, {"happened": "anything"}]}

        assert compile_rule(parse(rule), VOCABULARY).sql.as_string() == (
            '(coalesce("company"."employees" >= %(r0)s::bigint, false) AND EXISTS ('
            'SELECT 1 FROM "signals_event" AS happening'
            " WHERE happening.workspace_id = %(workspace)s::uuid"
            ' AND "happening"."contact_id" = contact.id'
            ' AND "happening"."at" <= %(now)s::timestamptz))'
        )

    def test_refuses_what_check_refuses(self) -> None:
        with pytest.raises(RuleRefused) as caught:
            compile_rule(Compare("lead.message", "at_least", 3), VOCABULARY)

        assert caught.value.problems[0].path == "at_least"

    @pytest.mark.parametrize("prefix", ["", "R", "r0", "r;", "x" * 22])
    def test_refuses_a_prefix_that_could_clash(self, prefix: str) -> None:
        with pytest.raises(ValueError, match="is not a prefix"):
            compile_rule(Compare("lead.message", "is", "x"), VOCABULARY, prefix=prefix)

    @pytest.mark.parametrize("zone", ["Mars/Base", "../etc/passwd", "'; DROP TABLE x", ""])
    def test_refuses_an_unknown_zone(self, zone: str) -> None:
        with pytest.raises(ValueError, match="there is no time zone"):
            compile_rule(Compare("lead.message", "is", "x"), VOCABULARY, zone=zone)

    def test_means_days_of_the_zone(self, pg: Connection) -> None:
        """It is 22:30 UTC on the 28th of March 2026, 00:30 on the 29th in Helsinki."""
        row = Row({"received_at": NOW, "needed_by": strategies.TODAY})
        nodes = [
            parse({"field": "lead.received_at", "is": "2026-03-28"}),
            parse({"field": "lead.received_at", "is": "2026-03-29"}),
            parse({"field": "lead.needed_by", "within_last": "1 day"}),
        ]

        helsinki = asked(pg, compile_rules(nodes, VOCABULARY, zone=ZONE), [row])
        utc = asked(pg, compile_rules(nodes, VOCABULARY), [row])

        assert helsinki == [(False, True, True)]
        assert utc == [(True, False, False)]

    def test_counts_hours_over_the_change_to_summer_time(self, pg: Connection) -> None:
        """A day is 24 hours, also that night; the session's own zone plays no part."""
        rule = {"field": "lead.received_at", "within_next": "1 day"}
        hours = [Row({"received_at": NOW + timedelta(hours=hour)}) for hour in (23.5, 24, 24.01)]

        assert met(pg, rule, *hours) == [True, True, False]


class TestIsolation:
    def test_counts_nothing_of_another_workspace(self, pg: Connection) -> None:
        other = Row(events=[Event("download", NOW, 100, STRANGER)] * 3)
        own = Row(events=[Event("download", NOW, 100, WORKSPACE)])

        assert met(pg, {"happened": "download"}, other, own) == [False, True]
        assert met(pg, {"happened": "anything", "at_most": 0}, other, own) == [True, False]

    def test_counts_nothing_of_a_machine(self, pg: Connection) -> None:
        rows = [Row(events=[Event("download", NOW, human)]) for human in (100, 50, 49, 0, None)]

        assert met(pg, {"happened": "download"}, *rows) == [True, True, False, False, False]

    NASTY = st.text(
        st.sampled_from("'\"`\\%$;:-*/(){}[]|&@#!?<>=,._ \n\tsxrE0") | st.characters(codec="ascii"),
        max_size=30,
    ).filter(lambda text: "\0" not in text)

    @thorough
    @given(text=NASTY, other=NASTY, key=NASTY, server_side=st.booleans(), patterns=st.booleans())
    def test_no_text_can_break_out(
        self, pg: Connection, text: str, other: str, key: str, server_side: bool, patterns: bool
    ) -> None:
        """Texts of rules, of rows and of the workspace's own names stay texts."""
        text = text if text.strip() else "';--"
        own = Field("custom.own", "text", JsonKey("lead", "custom", key), {"en": "own"})
        codes = Field("lead.code", "choice", Column("lead", "value_band"), {"en": "c"}, {text: {}})
        done = Happening(
            "own", "signals_event", "contact_id", "kind", (text,), "at", None, {"en": "did"},
            path_column="path", path_labels={"en": "path"},
        )  # fmt: skip
        where = spelled(text.replace("?", "").replace("#", "").replace("://", "")) or "-"
        vocabulary = Vocabulary.of([own, codes, done], VOCABULARY.fields.values())
        rules: list[Rule] = [
            *[
                {"field": field, operator: text}
                for field in ("custom.own", "lead.message")
                for operator in ("is", "contains", "starts_with", "ends_with", "not_contains")
            ],
            {"field": "lead.message", "contains_any": [text, "zzz"]},
            {"field": "lead.message", "in": [text, "zzz"]},
            {"field": "lead.tags", "contains": text},
            {"field": "lead.code", "in": [text, text]},
            {"happened": "own"},
            {"happened": "own", "path": {"contains": where}},
            {"happened": "own", "path": {"contains": f"{where}_"}},
        ]
        rows = [
            Row({"message": said, "custom": {key: said}, "tags": [said], "value_band": said})
            for said in (text, f"{other}{text}{other}", other)
        ]
        rows[0].events = [Event(text[:40], NOW, 100, path=f"%{where}%")]

        with mock.patch.object(binding, "MOST_PATTERNS", 24 if patterns else 0):
            found = answers(pg, rules, rows, vocabulary=vocabulary, server_side=server_side)

        assert found == [
            _plainly(text, said.lead["message"], number == 0) for number, said in enumerate(rows)
        ]
        assert pg.execute("SELECT count(*) FROM leads_lead").fetchone() == (0,)


class TestRender:
    RULE = parse({"field": "lead.message", "is": "x"})

    def test_keeps_rules_apart_that_were_compiled_under_one_prefix(self, pg: Connection) -> None:
        rules = [parse({"field": "lead.value_band", "is": band}) for band in ("small", "large")]
        rendered = render([compile_rule(rule, VOCABULARY) for rule in [*rules, *rules]])

        assert rendered.params == {"r0": "small", "r0_2": "large"}
        assert asked(pg, rendered, [Row({"value_band": "large"})]) == [(False, True, False, True)]

    def test_keeps_zones_apart(self, pg: Connection) -> None:
        rule = parse({"field": "lead.received_at", "is": "2026-03-28"})
        compiled = [compile_rule(rule, VOCABULARY, zone=zone) for zone in (ZONE, "UTC")]

        assert asked(pg, render(compiled), [Row({"received_at": NOW})]) == [(False, True)]

    def test_never_takes_a_name_that_is_in_use(self) -> None:
        def ask(**params: object) -> Compiled:
            return Compiled(sql.SQL(", ").join(map(sql.Placeholder, params)), params)

        rendered = render([ask(a=1), ask(a=2, a_2=3), ask(a=4, a_2=3, b=1)])

        assert [part.as_string() for part in rendered.expressions] == [
            "%(a)s",
            "%(a_3)s, %(a_2)s",
            "%(a_4)s, %(a_2)s, %(b)s",
        ]
        assert rendered.params == {"a": 1, "a_3": 2, "a_2": 3, "a_4": 4, "b": 1}

    def test_leaves_what_the_caller_binds(self) -> None:
        compiled = compile_rule(parse({"happened": "anything"}), VOCABULARY)

        assert render([compiled]).expressions[0].as_string() == compiled.sql.as_string()


def _written(field: Field, operator: str) -> Any:
    """Return a value that suits the field and the comparison."""
    one = {
        "text": "x",
        "number": 10,
        "money": "10 EUR",
        "date": "2026-03-05",
        "instant": "2026-03-05",
        "duration": "3 days",
        "choice": next(iter(field.choices), ""),
        "yes_no": False,
        "list": next(iter(field.choices), "x"),
    }[field.kind]
    forms = {"one": one, "many": [one, one], "pair": [one, one], "duration": "3 days"}
    return forms[SHAPES[operator]]


def _plainly(text: str, said: str, happened: bool) -> tuple[bool, ...]:
    """Return what the rules of the fuzz test say of one row, by Python's own text methods."""
    low, word = said.lower(), text.lower()
    texts = (low == word, word in low, low.startswith(word), low.endswith(word), word not in low)
    texts = (*texts[:4], texts[4] and said != "")
    any_of = word in low or "zzz" in low
    return (
        *texts,
        *texts,
        any_of,
        low in (word, "zzz"),
        low == word,
        said == text,
        happened,
        happened,
        False,
    )


def _placeholders(part: sql.Composable) -> set[str]:
    if isinstance(part, sql.Composed):
        return {name for inner in part for name in _placeholders(inner)}
    return {part.as_string()[2:-2]} if isinstance(part, sql.Placeholder) else set()
