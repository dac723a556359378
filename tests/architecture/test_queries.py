"""Rows come in a stated, total order."""

import ast

import pytest

from tests.architecture import rules, source


class TestDefaultOrders:
    def test_no_model_has_one(self) -> None:
        wrong = [
            module.at(node)
            for module in source.modules()
            for node, _ in rules.default_orders(module.tree)
        ]

        source.none(wrong)

    def test_rule_sees_one(self) -> None:
        tree = ast.parse("class Lead:\n class Meta:\n  ordering = ['id']")

        assert len(list(rules.default_orders(tree))) == 1


class TestOpenOrders:
    def test_every_order_ends_in_the_primary_key(self) -> None:
        wrong = [
            f"{module.at(node)} ends in {name}: rows alike in it come in any order"
            for module in source.modules()
            for node, name in rules.open_orders(module.tree)
        ]

        source.none(wrong)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("rows.order_by('name')", ["name"]),
            ("rows.order_by('name', '-pk')", []),
            ("rows.order_by(F('due_at').desc(nulls_last=True))", ["due_at"]),
            ("rows.order_by('name', F('id').asc())", []),
            ("rows.order_by(*fields)", []),
            ("rows.order_by()", []),
        ],
    )
    def test_rule(self, text: str, found: list[str]) -> None:
        assert [name for _, name in rules.open_orders(ast.parse(text))] == found
