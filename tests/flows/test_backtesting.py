"""The back-test: closed leads, judged as they came, held against how they ended."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from pathlib import Path

import pytest

from tests import build, counting
from tests.build import NOON, Office
from tests.desk.browser import full_office
from tests.reports.test_real_sets import DATA, imported
from vaste.definitions import queries as definitions
from vaste.flows import backtesting, define, work
from vaste.flows.backtesting import Backtest
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead
from vaste.people.models import Contact
from vaste.scoring import outcomes
from vaste.scoring.outcomes import Ended

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "definitions" / "xeducation.yaml"


def closed(office: Office, outcome: str, *, at: datetime.datetime = NOON, **told: str) -> Lead:
    lead = build.lead(office, at=at, **told)
    reason = {"won": "", "lost": "price", "not_a_fit": "junk"}[outcome]
    work.close(office.id, lead.id, outcome=outcome, reason=reason, by=office.mo, at=at)
    return lead


def tried(office: Office, *, number: int = 1, until: datetime.datetime = NOON + DAY) -> Backtest:
    with inside(office.id):
        definition = define.of_number(office.id, number)
        return backtesting.run(office.id, definition, since=NOON - 365 * DAY, until=until)


class TestRun:
    def test_counts_closed_leads_by_category_and_score(self) -> None:
        office = full_office()
        closed(office, "won", request_type="offer", job_title="CEO")
        closed(office, "lost", request_type="offer", job_title="CEO")
        closed(office, "not_a_fit", request_type="list")
        build.lead(office, request_type="offer")

        with counting.statements() as asked:
            found = tried(office)

        assert found.ended == Ended(1, 2)
        assert found.categories == {"hot": Ended(1, 1), "warm": Ended(), "cold": Ended(0, 1)}
        assert found.scores["fit"].values == {65: Ended(1, 1), 40: Ended(0, 1)}
        assert found.scores["interest"].values == {50: Ended(1, 1), 0: Ended(0, 1)}
        assert found.scores["combined"].values == {115: Ended(1, 1), 40: Ended(0, 1)}
        area = found.scores["combined"].area
        assert area is not None
        assert area.value == 0.75  # of two pairs one is right and one is even
        assert len(asked) == 1
        assert not found.is_cut

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

        found = tried(office, until=NOON + DAY)

        # Until Tuesday, 3 March: January, February and March are the newest.
        assert found.newest_from == datetime.datetime(2025, 12, 31, 22, tzinfo=datetime.UTC)
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
