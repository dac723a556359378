"""The back-test: closed leads, judged as they came, held against how they ended."""

from __future__ import annotations

import copy
import csv
import datetime
import threading
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import full_office
from tests.reports.test_real_sets import DATA, imported
from vaste.definitions import queries as definitions
from vaste.definitions.models import Backtest, Version
from vaste.flows import backtesting, define, drafting, stepping, work
from vaste.flows.backtesting import Found, running
from vaste.flows.judging import ranges
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.ledger import services as ledger
from vaste.people.models import Contact
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Ended

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "definitions" / "xeducation.yaml"


def closed(office: Office, outcome: str, *, at: datetime.datetime = NOON, **told: str) -> Lead:
    lead = build.lead(office, at=at, **told)
    reason = {"won": "", "lost": "price", "not_a_fit": "junk"}[outcome]
    work.close(office.id, lead.id, outcome=outcome, reason=reason, by=office.mo, at=at)
    return lead


def began(
    office: Office,
    *,
    number: int = 1,
    since: datetime.datetime = NOON - 365 * DAY,
    until: datetime.datetime = NOON + DAY,
) -> Backtest:
    with inside(office.id):
        content = Version.objects.within(office.id).get(number=number).content
    return backtesting.start(
        office.id, content, number=number, since=since, until=until, by=None, at=NOON + DAY
    )


def ended(office: Office, run: Backtest) -> Backtest:
    """Do the worker's part of a back-test until it has ended."""
    for _ in range(100):
        backtesting.step(office.id, at=NOON + DAY)
        with inside(office.id):
            if backtesting.next_step(office.id) is None:
                return backtesting.find(office.id, run.id)
    raise AssertionError("the back-test does not end")


def tried(office: Office, *, number: int = 1, until: datetime.datetime = NOON + DAY) -> Found:
    run = ended(office, began(office, number=number, until=until))
    assert (run.state, run.error) == ("done", "")
    return backtesting.read(run)


class TestRun:
    def test_counts_closed_leads_by_category_and_score(self) -> None:
        office = full_office()
        closed(office, "won", request_type="offer", job_title="CEO")
        closed(office, "lost", request_type="offer", job_title="CEO")
        closed(office, "not_a_fit", request_type="list")
        build.lead(office, request_type="offer")

        found = tried(office)

        assert found.ended == Ended(1, 2)
        assert found.categories == {"hot": Ended(1, 1), "warm": Ended(), "cold": Ended(0, 1)}
        assert found.scores["fit"].values == {65: Ended(1, 1), 40: Ended(0, 1)}
        assert found.scores["interest"].values == {50: Ended(1, 1), 0: Ended(0, 1)}
        assert found.scores["combined"].values == {115: Ended(1, 1), 40: Ended(0, 1)}
        area = found.scores["combined"].area
        assert area is not None
        assert area.value == 0.75  # of two pairs one is right and one is even
        assert found.missed == 0

    def test_interest_is_what_it_was_when_the_lead_came(self) -> None:
        office = full_office()
        closed(office, "won", email="a@b.example", request_type="download")
        build.lead(office, email="a@b.example", request_type="offer", at=NOON + DAY)

        found = tried(office)

        assert found.scores["interest"].values == {12: Ended(1, 0)}

    def test_another_definition_judges_otherwise_and_changes_nothing(self) -> None:
        office = full_office()
        lead = closed(office, "won", request_type="offer")
        with inside(office.id):
            source = definitions.default_source().replace("base: 20", "base: 45")
            define.publish(office.id, source, by=None, at=NOON)

        assert tried(office, number=1).scores["fit"].values == {40: Ended(1, 0)}
        assert tried(office, number=2).scores["fit"].values == {65: Ended(1, 0)}
        with inside(office.id):
            assert Lead.objects.within(office.id).get(id=lead.id).fit == 40

    def test_the_newest_months_are_apart(self) -> None:
        office = full_office()
        for at in (NOON - 120 * DAY, NOON):
            closed(office, "won", at=at, job_title="CEO")
            closed(office, "lost", at=at)

        run = ended(office, began(office))
        found = backtesting.read(run)

        # Until Tuesday, 3 March: January, February and March are the newest.
        assert run.newest_from == datetime.date(2026, 1, 1)
        fit = found.scores["fit"]
        assert fit.earlier is not None
        assert fit.newest is not None
        assert (fit.earlier.ended, fit.newest.ended) == (Ended(1, 1), Ended(1, 1))
        assert not fit.disagrees  # too few to say so

    def test_months_that_no_longer_agree_are_noticed(self) -> None:
        office = full_office()
        good, poor = closed(office, "won", job_title="CEO"), closed(office, "lost")
        many = []
        for months, pairs in (
            (6, ((good, "won"), (poor, "lost"))),
            (0, ((good, "lost"), (poor, "won"))),
        ):
            for like, state in pairs:
                many += [_copy(like, state, NOON - months * 30 * DAY) for _ in range(40)]
        with inside(office.id):
            Contact.objects.bulk_create(contact for contact, _ in many)
            Lead.objects.bulk_create(lead for _, lead in many)

        found = tried(office)

        assert found.scores["fit"].disagrees
        assert not found.scores["interest"].disagrees

    def test_other_workspaces_and_times_are_left_out(self) -> None:
        office = full_office()
        closed(office, "won", at=NOON - 400 * DAY)
        closed(full_office(), "won")

        assert tried(office).ended == Ended()


def many(office: Office, count: int) -> list[tuple[int, bool]]:
    """Close leads of three kinds, more than one a month; return fit and whether each was won."""
    like = [closed(office, "won", job_title="CEO"), closed(office, "lost"),
            closed(office, "not_a_fit", request_type="list")]  # fmt: skip
    copies = [
        _copy(like[place % 3], "won" if place % 5 in (0, 2) else "lost", NOON - place % 300 * DAY)
        for place in range(count)
    ]
    with inside(office.id):
        Contact.objects.bulk_create(contact for contact, _ in copies)
        Lead.objects.bulk_create(lead for _, lead in copies)
        leads = Lead.objects.within(office.id).exclude(closed_at=None)
        return [(lead.fit, lead.state == "won") for lead in leads]


class TestSteps:
    @pytest.mark.parametrize("step", [7, 10, 5_000])
    def test_any_size_is_counted_as_a_plain_count_does(
        self, step: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", step)
        office = full_office()
        pairs = many(office, 97)

        run = ended(office, began(office))

        assert (run.state, run.total, run.done) == ("done", 100, 100)
        found = backtesting.read(run)
        fit = found.scores["fit"]
        won = Counter(score for score, is_won in pairs if is_won)
        lost = Counter(score for score, is_won in pairs if not is_won)
        assert fit.values == {key: Ended(won[key], lost[key]) for key in won | lost}
        assert fit.area is not None
        assert fit.area.value == pytest.approx(plain_area([(s, int(w)) for s, w in pairs]), 1e-12)
        assert found.ended == Ended(won.total(), lost.total())
        assert outcomes.total(found.categories.values()) == found.ended
        assert found.missed == 0

    def test_what_has_no_outcome_is_told_by_number(self) -> None:
        office = full_office()
        closed(office, "won")
        build.lead(office)
        build.lead(office, email="late@b.example", at=NOON + 2 * DAY)

        run = ended(office, began(office))

        assert (run.total, run.undecided) == (1, 1)

    def test_what_is_reopened_meanwhile_is_not_lost_from_the_sum(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = full_office()
        lead = closed(office, "won")
        closed(office, "lost")
        seen = ranges.after

        def reopening(*args: Any, **kwargs: Any) -> Any:
            found = seen(*args, **kwargs)
            with inside(office.id):
                Lead.objects.within(office.id).filter(id=lead.id).update(
                    state="open", close_reason="", closed_at=None, due_at=NOON
                )
            return found

        monkeypatch.setattr(ranges, "after", reopening)
        found = tried(office)

        assert (found.ended, found.missed) == (Ended(0, 1), 1)

    def test_can_be_stopped_and_keeps_what_it_counted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 4)
        office = full_office()
        many(office, 17)
        run = began(office)
        backtesting.step(office.id, at=NOON + DAY)

        run = backtesting.stop(office.id, run.id, at=NOON + DAY)

        assert (run.state, run.done, backtesting.read(run).ended.leads) == ("stopped", 4, 4)
        assert backtesting.step(office.id, at=NOON + DAY) == 0
        with pytest.raises(stepping.NoSuchRun):
            backtesting.stop(office.id, uuid7(), at=NOON + DAY)

    def test_a_step_that_is_cut_off_is_done_again_and_counts_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 6)
        office = full_office()
        many(office, 17)
        run = began(office)
        backtesting.step(office.id, at=NOON + DAY)
        announce = ledger.announce

        def cut(*_: object, **__: object) -> None:
            raise OperationalError("the worker was killed")

        # After the step's work and its row are written, before they are committed.
        monkeypatch.setattr(ledger, "announce", cut)
        with pytest.raises(OperationalError):
            backtesting.step(office.id, at=NOON + DAY)
        monkeypatch.setattr(ledger, "announce", announce)
        with inside(office.id):
            assert backtesting.find(office.id, run.id).done == 6

        run = ended(office, run)

        assert (run.done, backtesting.read(run).ended.leads) == (20, 20)

    def test_one_that_fails_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        office = full_office()
        closed(office, "won")
        run = began(office)

        def broken(*_: object) -> None:
            raise ArithmeticError("no such number")

        monkeypatch.setattr(running, "_judged", broken)

        assert ended(office, run).error == "ArithmeticError: no such number"


class TestDefinitions:
    def test_a_draft_is_tested_as_it_stood_when_it_began(self) -> None:
        office = full_office()
        closed(office, "won", request_type="offer")
        with inside(office.id):
            draft = drafting.open_draft(office.id, by=None, at=NOON)
            content = copy.deepcopy(draft.content)
            content["fit"]["base"] = 45
        run = backtesting.start(
            office.id, content, number=None, since=NOON - DAY, until=NOON + DAY, by=None, at=NOON
        )
        with inside(office.id):
            drafting.discard_draft(
                office.id, seen=drafting.standing(office.id).seen, by=None, at=NOON
            )

        found = backtesting.read(ended(office, run))

        assert run.number is None
        assert found.scores["fit"].values == {65: Ended(1, 0)}

    def test_one_with_problems_is_refused_with_nothing_written(self) -> None:
        office = full_office()
        wrong = {**definitions.default_content(), "mql": {"field": "lead.nonsense", "is": "x"}}

        with pytest.raises(define.NotPublishable):
            backtesting.start(
                office.id, wrong, number=None, since=NOON - DAY, until=NOON, by=None, at=NOON
            )
        with pytest.raises(backtesting.BadPeriod):
            began(office, since=NOON, until=NOON)

        with inside(office.id):
            assert not Backtest.objects.within(office.id).exists()


@pytest.mark.django_db(transaction=True)
class TestManyWorkers:
    def test_count_each_lead_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(running, "LEADS_A_STEP", 2)
        office = full_office()
        many(office, 17)
        run = began(office)

        def work_away() -> None:
            for _ in range(12):
                backtesting.step(office.id, at=NOON + DAY)
            connection.close()

        threads = [threading.Thread(target=work_away) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        run = ended(office, run)
        assert (run.done, backtesting.read(run).ended.leads) == (20, 20)


def _copy(lead: Lead, state: str, at: datetime.datetime) -> tuple[Contact, Lead]:
    """Return another such lead of another such contact, closed as it came."""
    with inside(lead.workspace_id):
        known = Contact.objects.within(lead.workspace_id).get(id=lead.contact_id)
    contact = Contact(**_told(known) | {"id": uuid7()})
    fresh = {"id": uuid7(), "contact_id": contact.id, "state": state, "close_reason": "price"}
    return contact, Lead(**_told(lead) | fresh | {"received_at": at, "closed_at": at})


def _told(row: Lead | Contact) -> dict[str, object]:
    fields = [one for one in row._meta.concrete_fields if not getattr(one, "generated", False)]
    return {field.attname: getattr(row, field.attname) for field in fields}


def plain_score(row: dict[str, str]) -> int:
    """Return fit as the example's text says, by hand; the file's own columns."""
    seconds = float(row["Total Time Spent on Website"] or 0)
    is_landing = row["Lead Origin"] == "Landing Page Submission"
    points = 20
    points += 45 if row["Lead Origin"] == "Lead Add Form" else 0
    points += 15 if row["Lead Source"] == "Welingak Website" else 0
    points += 8 if row["Lead Source"] == "Olark Chat" else 0
    points += 30 if row["What is your current occupation"] == "Working Professional" else 0
    points += 30 if seconds >= 600 else 0
    points += 8 if seconds >= 1000 else 0
    points -= 8 if 1 <= seconds < 600 else 0
    points += 5 if float(row["TotalVisits"] or 0) >= 5 else 0
    points -= 5 if is_landing else 0
    points -= 20 if is_landing and row["Specialization"] in ("", "Select") else 0
    return max(0, min(100, int((points + 15) * 100 / 140 + 0.5)))


def plain_area(pairs: list[tuple[int, int]]) -> float:
    """Return the area under the curve by ranks with ties, in the way of a statistics book."""
    ordered = sorted(pairs)
    ranks: dict[int, list[int]] = defaultdict(list)
    for rank, (score, _) in enumerate(ordered, start=1):
        ranks[score].append(rank)
    mean = {score: sum(places) / len(places) for score, places in ranks.items()}
    won = sum(is_won for _, is_won in pairs)
    of_won = sum(mean[score] for score, is_won in pairs if is_won)
    return (of_won - won * (won + 1) / 2) / (won * (len(pairs) - won))


@pytest.mark.skipif(not DATA.exists(), reason="the real sets (shared/data) are not beside this")
class TestXeducation:
    def test_lift_and_area_are_those_of_a_plain_count(self) -> None:
        path = DATA / "xeducation" / "Leads.csv"
        office = imported(path, "xeducation.yaml")
        with inside(office.id):
            define.publish(office.id, EXAMPLE.read_text(encoding="utf-8"), by=None, at=NOON)

        found = tried(office, number=2)

        with path.open(encoding="utf-8", newline="") as file:
            pairs = [(plain_score(row), int(row["Converted"])) for row in csv.DictReader(file)]
        bands: dict[int, list[int]] = {begin: [0, 0] for begin in (80, 60, 40, 20, 0)}
        categories: dict[str, list[int]] = {key: [0, 0] for key in ("hot", "warm", "cold")}
        for score, is_won in pairs:
            bands[min(80, score // 20 * 20)][is_won] += 1
            categories["hot" if score >= 55 else "warm" if score >= 30 else "cold"][is_won] += 1
        fit = found.scores["fit"]
        assert fit.area is not None
        assert abs(fit.area.value - plain_area(pairs)) < 1e-12
        assert round(fit.area.value, 3) == 0.833
        assert {key: [one.lost, one.won] for key, one in backtesting.bands(fit).items()} == bands
        assert {key: [one.lost, one.won] for key, one in found.categories.items()} == categories
        whole = sum(is_won for _, is_won in pairs) / len(pairs)
        for begin, (lost, won) in bands.items():
            lift = outcomes.lift(backtesting.bands(fit)[begin], found.ended)
            assert lift == pytest.approx(won / (won + lost) / whole)
        combined = found.scores["combined"].area
        assert combined is not None
        assert combined.value == fit.area.value  # everyone is as interested: the file has no dates
