"""Tables that an import has just filled have no statistics: nothing may compare all with all."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import full_office
from vaste.definitions import queries as definitions
from vaste.flows import backtesting, define, rollout, trying
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.people.models import Contact
from vaste.scoring import matrix
from vaste.scoring.models import Interest

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LEADS = 1_000
FRESH = {  # by model: which ids are new, by the letter that ends them
    Contact: {"id": "c"},
    Lead: {"id": "d", "contact_id": "c"},
    Interest: {"id": "e", "contact_id": "c"},
}


@pytest.fixture
def office() -> Office:
    """An office with many leads like one, open, of as many contacts; nothing is analyzed."""
    office = full_office()
    like = build.lead(office, request_type="offer", job_title="CEO")
    with inside(office.id), connection.cursor() as cursor:
        for model, fresh in FRESH.items():
            names = [
                one.column for one in model._meta.concrete_fields
                if not getattr(one, "generated", False)
            ]  # fmt: skip
            told = [
                f"('0198' || lpad(to_hex(n), 8, '0') || '7000800000000000000{fresh[name]}')::uuid"
                if name in fresh else f"one.{name}"
                for name in names
            ]  # fmt: skip
            owner = "id" if model is Contact else "contact_id"
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(names)})"
                f" SELECT {', '.join(told)} FROM {model._meta.db_table} AS one,"
                f" generate_series(1, {LEADS}) AS n"
                f" WHERE one.workspace_id = %s AND one.{owner} = %s",
                [office.id, like.contact_id],
            )
    return office


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Return how many pairs of rows each statement joins for nothing; filled as they run."""
    found: dict[str, int] = {}
    run = sql.run

    def explained(text: str, params: Any = None, **how: Any) -> Any:
        with transaction.atomic():
            plan = run("EXPLAIN (ANALYZE, TIMING off, FORMAT JSON) " + text, params, prepare=False)
            transaction.set_rollback(True)
        found[text] = sum(wasted(plan[0][0][0]["Plan"]))
        return run(text, params, **how)

    monkeypatch.setattr(sql, "run", explained)
    return found


def wasted(node: dict[str, Any]) -> Iterator[int]:
    yield node.get("Rows Removed by Join Filter", 0) * node.get("Actual Loops", 1)
    for below in node.get("Plans", []):
        yield from wasted(below)


def hold(compared: dict[str, int]) -> None:
    assert compared
    for text, pairs in compared.items():
        assert pairs <= 10 * LEADS, text


class TestNothingComparesAllWithAll:
    def test_a_trial(self, office: Office, compared: dict[str, int]) -> None:
        with inside(office.id):
            content = definitions.in_force(office.id).content
        trying.start(office.id, content, days=30, by=None, at=NOON + DAY)

        assert trying.step(office.id, at=NOON + DAY) == LEADS + 1

        hold(compared)

    @pytest.mark.parametrize("many", [1, 10 * LEADS])
    def test_the_matrix(
        self, office: Office, compared: dict[str, int], monkeypatch: pytest.MonkeyPatch, many: int
    ) -> None:
        monkeypatch.setattr(matrix, "MANY", many)
        chosen = matrix.Chosen(office.mo.pk, True, [])
        with inside(office.id):
            scoring = define.in_force(office.id).scoring
            codes = matrix.Codes([], ["Web"], ["hot"])
            packed = matrix.points(office.id, chosen, scoring, codes=codes, at=NOON + DAY)
            matrix.page(office.id, chosen, scoring, at=NOON + DAY, most=50)

        assert len(packed) == (LEADS + 1) * matrix.POINT_BYTES
        hold(compared)

    def test_a_back_test(self, office: Office, compared: dict[str, int]) -> None:
        with inside(office.id):
            content = definitions.in_force(office.id).content
            Lead.objects.within(office.id).update(
                state="won", close_reason="x", closed_at=NOON, due_at=None
            )
        backtesting.start(
            office.id, content, number=1, since=NOON - DAY, until=NOON + DAY, by=None, at=NOON
        )

        assert backtesting.step(office.id, at=NOON) == LEADS + 1

        hold(compared)

    def test_a_rollout(self, office: Office, compared: dict[str, int]) -> None:
        with inside(office.id):
            content = definitions.in_force(office.id).content
            content["fit"]["base"] += 5
            define.publish(office.id, json.dumps(content), by=None, at=NOON + DAY)

        assert rollout.step(office.id, at=NOON + DAY) == LEADS + 1

        with inside(office.id):
            changed = Lead.objects.within(office.id).filter(definition=2).count()
        assert changed == LEADS + 1
        hold(compared)
