"""How the lead page shows a lead that was judged many times."""

from __future__ import annotations

import datetime

import pytest

from tests import build
from tests.build import NOON
from tests.desk.browser import text
from tests.desk.conftest import SignIn
from vaste.infra.tenancy.context import inside
from vaste.ledger import services as ledger

DAY = datetime.timedelta(days=1)


@pytest.mark.django_db
class TestJudgments:
    def test_many_judgments_are_folded_behind_the_latest(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")
        stood = {"fit": 60, "interest": 50, "quadrant": "sales_now", "category": "hot", "mql": True}
        with inside(office.id):
            for day in range(1, 9):
                told = {"from": stood, "to": {**stood, "fit": 60 + day}}
                ledger.record_one(
                    office.id, "lead.rescored", lead.id, by=None, at=NOON + day * DAY,
                    detail={**told, "because": "touched", "definition": 1},
                )  # fmt: skip

        answer = sign_in(office.ada, at=NOON + 9 * DAY).get(f"/leads/{lead.id}/")

        told = answer.content.decode().partition('<ul class="score-changes"')[2]
        shown, _summary, folded = told.partition('class="score-earlier"')
        assert shown.count("Fit: 6") == 6
        assert "3 earlier judgments" in text(answer)
        assert "Judged on arrival" in folded

    def test_what_they_did_says_when_they_did_it_last(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(office, request_type="offer")

        words = text(sign_in(office.ada, at=NOON + 30 * DAY).get(f"/leads/{lead.id}/"))

        assert "Asked for an offer latest 2 Mar 12:00 +25" in words
