"""Trying the draft: begun, followed, stopped; and what a rollout shows."""

from __future__ import annotations

import copy
import datetime
import uuid
from typing import Any

import pytest
import yaml
from django.urls import reverse
from django.utils import translation

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import Desk, panel, text
from tests.studio.conftest import SignIn
from vaste.definitions.models import Trial
from vaste.definitions.queries import default_content
from vaste.desk import formats
from vaste.flows import closing, define, rollout, rosters, trying, work
from vaste.infra.tenancy.context import inside
from vaste.workspaces import services as workspaces

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> Office:
    """An office that took four leads, two of them visits."""
    made = build.office()
    for number, kind in enumerate(["offer", "visit", "download", "visit"]):
        lead = build.lead(
            made, at=NOON - number * DAY, request_type=kind, full_name=f"Buyer {number}",
            message=f"Message {number}",
        )  # fmt: skip
    work.close(made.id, lead.id, outcome="won", reason="", by=made.ada, at=NOON)
    return made


@pytest.fixture
def mo(office: Office, sign_in: SignIn) -> Desk:
    return sign_in(office.mo)


def draft() -> dict[str, Any]:
    made = copy.deepcopy(default_content())
    made["categories"][0]["when"] = {"field": "lead.request_type", "is": "visit"}
    made["categories"][0]["team"] = "nowhere"
    return made


def run(office: Office, content: dict[str, Any]) -> Trial:
    trial = trying.start(office.id, content, days=30, by=office.mo.pk, at=NOON)
    while trying.step(office.id, at=NOON):
        pass
    with inside(office.id):
        return trying.find(office.id, trial.id)


def url(trial: Trial) -> str:
    return reverse("studio:trial_run", args=[trial.id])


class TestTrial:
    def test_offers_to_begin_and_lists_what_was_tried(self, office: Office, mo: Desk) -> None:
        run(office, draft())

        page = mo.get(reverse("studio:trial"))

        assert page.status_code == 200
        assert [(row.leads, row.moved) for row in panel(page, "page").trials] == [(4, 3)]
        assert [option.value for option in panel(page, "page").days] == ["30", "90", "365"]

    def test_is_begun_by_a_form(self, office: Office, mo: Desk) -> None:
        answer = mo.post_plainly(reverse("studio:trial"), days="90")

        assert answer.status_code == 303
        with inside(office.id):
            trial = Trial.objects.within(office.id).get()
        assert answer["Location"] == url(trial)
        assert (trial.total, trial.made_by_id) == (4, office.mo.pk)

    @pytest.mark.parametrize("days", ["", "0", "many", "99999", "-3"])
    def test_says_what_is_wrong_with_the_days(self, office: Office, mo: Desk, days: str) -> None:
        answer = mo.post_plainly(reverse("studio:trial"), days=days)

        assert answer.status_code == 422
        assert "from 1 to 3660" in text(answer)
        with inside(office.id):
            assert not Trial.objects.within(office.id).exists()

    def test_is_for_those_who_edit(self, office: Office, sign_in: SignIn) -> None:
        rep = sign_in(office.ada)

        assert rep.get(reverse("studio:trial")).status_code == 403
        assert rep.get(url(run(office, draft()))).status_code == 403


class TestRun:
    def test_shows_who_moves_where_and_what_was_won(self, office: Office, mo: Desk) -> None:
        page = panel(mo.get(url(run(office, draft()))), "page")

        hot, warm, cold = page.categories
        assert [(one.before, one.after) for one in (hot, warm, cold)] == [(1, 2), (2, 0), (1, 2)]
        assert (hot.won_before.whole, hot.won_after.part, hot.won_after.whole) == (0, 1, 1)
        assert [[cell.count for cell in row.cells] for row in page.moves] == [
            [0, 0, 1],
            [2, 0, 0],
            [0, 0, 1],
        ]
        assert page.column_totals == [2, 0, 2]
        assert {(one.name, one.after, one.mark) for one in page.teams} == {
            ("Sales", 2, ""),
            ("nowhere", 2, "no such team"),
        }
        assert [(bar.before, bar.after) for bar in page.days] == [(0, 1), (0, 0), (0, 1), (1, 0)]

    def test_says_what_comes_and_goes_and_what_was_won_of_it(
        self, office: Office, mo: Desk
    ) -> None:
        answer = mo.get(url(run(office, draft())))

        turns = [
            (one.category, one.count, one.is_leaving, one.won.part, one.won.whole)
            for one in panel(answer, "page").turns
        ]
        assert turns == [
            ("Hot", 2, False, 1, 1), ("Hot", 1, True, 0, 0), ("Cold", 1, False, 0, 0),
        ]  # fmt: skip
        words = text(answer)
        assert "2 leads would become Hot. Won of those that have ended: 1 of 1." in words
        assert "1 lead would no longer be Hot." in words

    def test_counts_the_quadrants_under_both(self, office: Office, mo: Desk) -> None:
        content = draft()
        content["quadrants"] = {"good_fit": 100, "interested": 100}

        page = panel(mo.get(url(run(office, content))), "page")

        assert sum(one.before for one in page.quadrants) == 4
        assert [one.after for one in page.quadrants] == [0, 0, 0, 4]

    @pytest.mark.parametrize(
        ("language", "first"),
        [("en", "27/02/2026"), ("fi", "27.2.2026"), ("sv", "2026-02-27"), ("hu", "2026. 02. 27.")],
    )
    def test_writes_days_as_the_desk_does(
        self, office: Office, mo: Desk, language: str, first: str
    ) -> None:
        workspaces.set_preferences(office.mo, language=language)

        answer = mo.get(url(run(office, draft())))

        assert panel(answer, "page").days[0].label == first
        assert first in text(answer)
        with translation.override(language):
            assert formats.full_date(datetime.date(2026, 2, 27)) == first

    def test_names_a_team_that_is_closed_since(self, office: Office, mo: Desk) -> None:
        team = rosters.make_team(office.id, slug="nowhere", name="Far Away", at=NOON, by=None)
        closing.close_team(office.id, team.id, into=office.team.id, at=NOON, by=None)

        page = panel(mo.get(url(run(office, draft()))), "page")

        assert [(one.name, one.mark) for one in page.teams if one.mark] == [("Far Away", "closed")]

    def test_its_examples_lead_to_the_leads(self, office: Office, mo: Desk) -> None:
        page = mo.get(url(run(office, draft())))

        first = panel(page, "page").examples[0]
        assert (first.before.key, first.after.key, first.count) == ("warm", "hot", 2)
        assert [(one.name, one.ending) for one in first.leads] == [
            ("Buyer 1", ""),
            ("Buyer 3", "won"),
        ]
        assert all(one.url in page.content.decode() for one in first.leads)

    def test_while_it_runs_the_piece_is_asked_again_and_it_may_be_stopped(
        self, office: Office, mo: Desk
    ) -> None:
        trial = trying.start(office.id, draft(), days=30, by=None, at=NOON)

        piece = mo.piece(url(trial))
        assert 'hx-trigger="every 1s' in piece.content.decode()
        assert "<html" not in piece.content.decode()

        stopped = mo.post_plainly(reverse("studio:trial_stop", args=[trial.id]))
        assert panel(stopped, "page").row.state == "stopped"

    def test_a_category_that_is_gone_is_still_shown(self, office: Office, mo: Desk) -> None:
        content = draft()
        del content["categories"][1]

        page = panel(mo.get(url(run(office, content))), "page")

        assert {one.tag.key: (one.before, one.after) for one in page.categories}["warm"] == (2, 0)

    def test_an_empty_period_says_so(self, mo: Desk) -> None:
        empty = build.office()
        trial = run(empty, draft())
        desk = Desk(empty.mo)

        assert "No lead came in this period." in text(desk.get(url(trial)))

    def test_one_of_nowhere_is_not_found(self, mo: Desk) -> None:
        nowhere = [uuid.uuid4()]

        assert mo.get(reverse("studio:trial_run", args=nowhere)).status_code == 404
        assert mo.post_plainly(reverse("studio:trial_stop", args=nowhere)).status_code == 404


class TestRollout:
    def test_shows_how_far_the_version_has_come(self, office: Office, mo: Desk) -> None:
        assert "open leads" not in text(mo.get(reverse("studio:overview")))
        content = draft()
        del content["categories"][0]["team"]
        with inside(office.id):
            define.publish(office.id, yaml.safe_dump(content), by=None, at=NOON)

        assert "is being brought to the open leads" in text(mo.get(reverse("studio:overview")))
        for _ in range(3):
            rollout.step(office.id, at=NOON)

        said = text(mo.piece(reverse("studio:rollout")))
        assert "Version 2 was brought to 3 open leads: 2 changed, 2 of them" in said
        assert mo.get(reverse("studio:rollout")).status_code == 303
