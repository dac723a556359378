"""What a category promises: the targets of its clocks, from its contract and the policies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vaste.categories.contract import Category
from vaste.flows.define import Definition
from vaste.sla.rules import Target

#: What begins to run when a lead arrives, the answerable ones first.
AT_START: Final = ("take_over", "first_contact", "assigned", "decided")


def target(definition: Definition, category: Category, key: str) -> Target | None:
    """Return what a milestone promises in a category, None where nothing is promised."""
    contract = {"take_over": category.take_over, "first_contact": category.first_contact}
    return definition.policies.target(
        category.key, key, contract=contract, grace=category.give_back_after
    )


def targets(
    definition: Definition, category: Category, keys: Sequence[str] = AT_START
) -> list[Target]:
    """Return what a category promises of these milestones."""
    found = [target(definition, category, key) for key in keys]
    return [one for one in found if one is not None]


def category_of(definition: Definition, key: str) -> Category | None:
    """Return the category of this key, None for one that is not there any more."""
    return next((one for one in definition.categories if one.key == key), None)
