"""Absences from the first word to the leads that move."""

from __future__ import annotations

import datetime
import uuid

import pytest

from tests import build
from tests.build import NOON, Office
from tests.routing.test_ical import calendar
from vaste.flows import absenting
from vaste.flows.rerouting import Moved
from vaste.flows.rosters import NoSuchMember
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.ledger.models import Event
from vaste.routing import absences
from vaste.routing.absences import BadAbsence, NoSuchAbsence
from vaste.routing.models import Absence

DAY = datetime.timedelta(days=1)


def owned(office: Office, user_id: uuid.UUID) -> int:
    with inside(office.id):
        return Lead.objects.within(office.id).filter(owner_id=user_id).count()


def add(office: Office, begins: datetime.datetime, ends: datetime.datetime | None) -> Absence:
    return absenting.add(
        office.id, office.ada.pk, away_from=begins, away_until=ends, at=NOON, by=office.mo.pk
    )[0]


@pytest.mark.django_db
class TestAdd:
    def test_one_that_has_begun_moves_leads_at_once(self) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)

        _, moved = absenting.add(
            office.id, office.ada.pk, away_from=NOON, away_until=NOON + DAY, reason="ill",
            at=NOON, by=office.mo.pk,
        )  # fmt: skip

        assert moved == Moved(given=2)
        assert (owned(office, office.ada.pk), owned(office, office.bob.pk)) == (0, 4)
        with inside(office.id):
            assert Event.objects.within(office.id).filter(verb="absence.added").count() == 1
            away = absences.away_now(
                absences.upcoming(office.id, [office.ada.pk], at=NOON), at=NOON
            )
        assert (away[office.ada.pk].until, away[office.ada.pk].reason) == (NOON + DAY, "ill")
        assert absenting.begin_next(office.id, at=NOON + DAY) == 0

    def test_one_that_comes_moves_them_when_it_begins_once(self) -> None:
        office = build.office()
        for _ in range(4):
            build.lead(office)
        add(office, NOON + DAY, NOON + 2 * DAY)

        with inside(office.id):
            assert absences.next_beginning(office.id) == NOON + DAY
        assert absenting.begin_next(office.id, at=NOON) == 0
        assert owned(office, office.ada.pk) == 2
        assert absenting.begin_next(office.id, at=NOON + DAY) == 1
        assert owned(office, office.ada.pk) == 0
        assert absenting.begin_next(office.id, at=NOON + DAY) == 0

    def test_one_that_was_over_before_anybody_looked_moves_nothing(self) -> None:
        office = build.office()
        build.lead(office)
        build.lead(office)
        add(office, NOON + DAY, NOON + 2 * DAY)

        assert absenting.begin_next(office.id, at=NOON + 3 * DAY) == 1
        assert owned(office, office.ada.pk) == 1

    def test_everyone_absent_leaves_every_lead_in_the_pool(self) -> None:
        office = build.office()
        build.lead(office)
        for user in (office.ada, office.bob):
            absenting.add(
                office.id, user.pk, away_from=NOON, away_until=None, at=NOON, by=office.mo.pk
            )

        lead = build.lead(office)

        assert (lead.owner_id, lead.team_id) == (None, office.team.id)
        with inside(office.id):
            assert not Lead.objects.within(office.id).exclude(owner_id=None).exists()

    @pytest.mark.parametrize(
        ("begins", "ends", "field"),
        [
            (NOON + DAY, NOON + DAY, "away_until"),
            (NOON + DAY, NOON, "away_until"),
            (NOON - 2 * DAY, NOON - DAY, "away_until"),
            (NOON, NOON + 6 * 366 * DAY, "away_until"),
            (NOON + 6 * 366 * DAY, None, "away_from"),
        ],
    )
    def test_impossible_ones_are_refused(
        self, begins: datetime.datetime, ends: datetime.datetime | None, field: str
    ) -> None:
        office = build.office()

        with pytest.raises(BadAbsence) as wrong:
            add(office, begins, ends)

        assert wrong.value.field == field
        with inside(office.id):
            assert not Absence.objects.within(office.id).exists()

    def test_a_stranger_has_none(self) -> None:
        office = build.office()

        with pytest.raises(NoSuchMember):
            absenting.add(
                office.id, build.user("zoe").pk, away_from=NOON, away_until=None, at=NOON, by=None
            )


@pytest.mark.django_db
class TestRemove:
    def test_takes_it_back_and_leads_come_again(self) -> None:
        office = build.office()
        made = add(office, NOON, None)

        absenting.remove(office.id, made.id, at=NOON, by=office.mo.pk)

        assert {build.lead(office).owner_id for _ in range(2)} == {office.ada.pk, office.bob.pk}
        with pytest.raises(NoSuchAbsence):
            absenting.remove(office.id, made.id, at=NOON, by=office.mo.pk)


@pytest.mark.django_db
class TestComeBack:
    def test_ends_what_covers_now_and_keeps_what_comes(self) -> None:
        office = build.office()
        add(office, NOON - DAY, NOON + DAY)
        add(office, NOON, None)
        add(office, NOON + 5 * DAY, NOON + 6 * DAY)

        assert absenting.come_back(office.id, office.ada.pk, at=NOON, by=office.ada.pk) == 2

        with inside(office.id):
            rows = absences.upcoming(office.id, [office.ada.pk], at=NOON)
        assert [one.away_from for one in rows] == [NOON + 5 * DAY]


@pytest.mark.django_db
class TestImportFile:
    SUMMER = "UID:s\r\nDTSTART;VALUE=DATE:20260706\r\nDTEND;VALUE=DATE:20260801\r\nSUMMARY:Summer"
    TODAY = "UID:t\r\nDTSTART;VALUE=DATE:20260302"

    def test_again_changes_nothing_and_another_file_replaces(self) -> None:
        office = build.office()
        typed = add(office, NOON + DAY, NOON + 2 * DAY)

        def take(*events: str) -> tuple[int, int]:
            taken = absenting.import_file(
                office.id, office.ada.pk, calendar(*events), at=NOON, by=office.ada.pk
            )
            return taken.changed, taken.gone

        assert take(self.SUMMER, self.TODAY) == (2, 0)
        assert take(self.SUMMER, self.TODAY) == (0, 0)
        assert take(self.SUMMER.replace("0801", "0715")) == (1, 1)

        with inside(office.id):
            rows = absences.upcoming(office.id, [office.ada.pk], at=NOON)
        assert [one.reason for one in rows] == ["", "Summer"]
        assert rows[0].id == typed.id
        assert rows[1].away_until == datetime.datetime(2026, 7, 14, 21, tzinfo=datetime.UTC)

    def test_one_that_runs_takes_effect_at_the_workers_next_look(self) -> None:
        office = build.office()
        build.lead(office)
        build.lead(office)

        absenting.import_file(
            office.id, office.ada.pk, calendar(self.TODAY), at=NOON, by=office.ada.pk
        )

        assert absenting.begin_next(office.id, at=NOON) == 1
        assert owned(office, office.ada.pk) == 0
