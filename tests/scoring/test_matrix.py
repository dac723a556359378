"""The matrix: which leads, where they stand now, how many in each quadrant."""

from __future__ import annotations

import dataclasses
import datetime
import uuid

import pytest

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import full_office, give
from vaste.flows import define, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.scoring import matrix
from vaste.scoring.definition import Scoring
from vaste.scoring.matrix import Chosen, Codes, Facets, Spot

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
pytestmark = pytest.mark.django_db


def everybodys(office: Office) -> Chosen:
    return Chosen(office.mo.pk, True, ())


def scoring_of(office: Office) -> Scoring:
    with inside(office.id):
        return define.in_force(office.id).scoring


def pages(office: Office, chosen: Chosen, *, at: datetime.datetime = NOON) -> list[Spot]:
    """Return all chosen leads, page after page of two."""
    found: list[Spot] = []
    after = matrix.START
    with inside(office.id):
        scoring = define.in_force(office.id).scoring
        while page := matrix.page(office.id, chosen, scoring, at=at, after=after, most=2).spots:
            found += page
            after = (page[-1].interest, page[-1].fit, str(page[-1].id))
    return found


def ids(office: Office, **changes: object) -> set[uuid.UUID]:
    """Return the leads that are chosen by everybodys filters with changes."""
    chosen = dataclasses.replace(everybodys(office), **changes)  # type: ignore[arg-type]
    return {spot.id for spot in pages(office, chosen)}


def unpacked(packed: bytes) -> list[tuple[object, ...]]:
    """Return each lead of a packed plot: its id, and what its eight other bytes say."""
    count = len(packed) // matrix.POINT_BYTES
    columns = [packed[place * count : (place + 1) * count] for place in range(matrix.POINT_BYTES)]
    ids = [uuid.UUID(bytes=bytes(one)) for one in zip(*columns[8:], strict=True)]
    fit, interest, place, marks, age, high, low, source = columns[:8]
    owners = [256 * one + other for one, other in zip(high, low, strict=True)]
    return list(zip(ids, fit, interest, place, marks, age, owners, source, strict=True))


def codes(office: Office) -> Codes:
    return Codes(owners=[str(office.bob.pk)], sources=["", "Fair"], categories=["hot", "warm"])


class TestPage:
    def test_most_interested_first_as_interest_is_now(self) -> None:
        office = full_office()
        old = build.lead(office, request_type="offer", at=NOON - 30 * DAY)
        new = build.lead(office, request_type="offer", at=NOON, email="a@gmail.com")
        read = build.lead(office, request_type="download", at=NOON)
        twice = build.lead(office, request_type="download", at=NOON, email=f"x{read.id}@b.example")

        found = pages(office, everybodys(office))

        assert [(spot.id, spot.interest) for spot in found] == [
            (new.id, 50),
            (old.id, 25),
            *sorted([(read.id, 12), (twice.id, 12)]),
        ]
        assert {spot.id: spot.fit for spot in found} == {
            one.id: one.fit for one in (old, new, read, twice)
        }

    def test_quadrants_are_by_the_workspaces_thresholds(self) -> None:
        office = full_office()
        lead = build.lead(office, request_type="offer")
        rules = scoring_of(office)
        cases = {
            (lead.fit, 50): "sales_now",
            (lead.fit, 51): "nurture",
            (lead.fit + 1, 50): "light_touch",
            (lead.fit + 1, 51): "no_time",
        }

        for (good_fit, interested), quadrant in cases.items():
            changed = dataclasses.replace(rules, good_fit=good_fit, interested=interested)
            with inside(office.id):
                found = matrix.page(office.id, everybodys(office), changed, at=NOON, most=9)
            assert [spot.quadrant for spot in found.spots] == [quadrant]
            assert found.counts == {**dict.fromkeys(cases.values(), 0), quadrant: 1}

    def test_closed_leads_and_other_workspaces_are_left_out(self) -> None:
        office, other = full_office(), full_office()
        kept, away, closed = (build.lead(office) for _ in range(3))
        build.lead(other)
        work.close(office.id, closed.id, outcome="won", reason="", by=office.mo, at=NOON)
        work.snooze(office.id, away.id, until=NOON + HOUR, note="", by=office.mo, at=NOON)

        assert ids(office) == {kept.id, away.id}
        assert ids(office, states=[Lead.State.OPEN]) == {kept.id}
        assert ids(office, states=[Lead.State.SNOOZED]) == {away.id}

    def test_a_rep_sees_their_own_and_their_teams(self) -> None:
        office = full_office()
        pooled, others = build.lead(office), build.lead(office)
        with inside(office.id):
            Lead.objects.within(office.id).filter(id=others.id).update(team_id=uuid.uuid4())
        rep = {"user_id": office.ada.pk, "sees_all": False}

        assert ids(office, **rep, teams=[str(office.team.id)]) == {pooled.id}
        assert ids(office, **rep) == set()
        give(office, others, office.ada)
        assert ids(office, **rep) == {others.id}

    def test_filters(self) -> None:
        office = full_office()
        offer = build.lead(office, request_type="offer", source="Fair")
        listed = build.lead(office, request_type="list", source="Web")
        give(office, offer, office.bob)

        assert ids(office, owner=office.bob.pk) == {offer.id}
        assert ids(office, is_free=True) == {listed.id}
        assert ids(office, source="Web") == {listed.id}
        assert ids(office, category="hot") == {offer.id}
        assert ids(office, category="hot", source="Web") == set()


class TestPoints:
    def test_are_the_rows_of_the_page_packed(self) -> None:
        office = full_office()
        large = build.lead(
            office, request_type="offer", value_band="large", source="Fair", at=NOON - 3 * DAY
        )
        give(office, large, office.bob)
        away = build.lead(office, request_type="newsletter", source="Web")
        work.take_over(office.id, away.id, by=office.ada, at=NOON)
        work.snooze(office.id, away.id, until=NOON + HOUR, note="", by=office.mo, at=NOON)

        with inside(office.id):
            packed = matrix.points(
                office.id, everybodys(office), scoring_of(office), codes=codes(office), at=NOON
            )

        told = unpacked(packed)
        spots = {spot.id: spot for spot in pages(office, everybodys(office))}
        assert [one[:3] for one in told] == [
            (one, spots[one].fit, spots[one].interest) for one in sorted(spots)
        ]
        assert {one[0]: one[3:] for one in told} == {
            away.id: (255, 4, 0, 65535, 255),  # category, owner and source are not in the codes
            large.id: (0, 3, 3, 1, 1),
        }
        assert len(packed) == 2 * matrix.POINT_BYTES

    def test_nobodys_lead_of_an_untold_source(self) -> None:
        office = full_office()
        build.lead(office, request_type="list", at=NOON - 400 * DAY)

        with inside(office.id):
            packed = matrix.points(
                office.id, everybodys(office), scoring_of(office), codes=codes(office), at=NOON
            )

        assert [one[4:] for one in unpacked(packed)] == [(0, 255, 0, 0)]

    def test_no_lead_is_no_byte(self) -> None:
        office = full_office()

        with inside(office.id):
            rules = define.in_force(office.id).scoring
            packed = matrix.points(
                office.id, everybodys(office), rules, codes=Codes((), (), ()), at=NOON
            )

        assert packed == b""

    def test_many_are_read_in_one_pass_and_stand_where_few_do(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office, other = full_office(), full_office()
        for kind in ("offer", "list", "download", "newsletter"):
            build.lead(office, request_type=kind, at=NOON - 9 * DAY, email="a@b.example")
            build.lead(other, request_type=kind, email="a@b.example")
        build.lead(office, request_type="meeting", at=NOON - DAY)
        looked_up = pages(office, everybodys(office), at=NOON + DAY)

        monkeypatch.setattr("vaste.scoring.matrix.MANY", 2)

        assert pages(office, everybodys(office), at=NOON + DAY) == looked_up
        assert len({spot.interest for spot in looked_up}) > 1


class TestFacets:
    def test_count_what_the_viewer_sees_whatever_is_filtered(self) -> None:
        office = full_office()
        offer = build.lead(office, request_type="offer", source="Fair")
        for kind in ("list", "offer"):
            build.lead(office, request_type=kind, source="Web")
        give(office, offer, office.bob)

        with inside(office.id):
            chosen = dataclasses.replace(everybodys(office), source="Fair")
            found = matrix.facets(office.id, chosen)

        assert found == Facets(
            owners={"": 2, str(office.bob.pk): 1},
            sources={"Web": 2, "Fair": 1},
            categories={"hot": 2, "cold": 1},
        )
        assert list(found.sources) == ["Web", "Fair"]
