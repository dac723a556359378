"""When what could not be sent is tried again, and when it is given up."""

from __future__ import annotations

import datetime
import uuid

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.notifications import choosing, settling
from vaste.notifications import services as notifications
from vaste.notifications.models import Delivery
from vaste.notifications.services import Bundle

SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)
CHAT = uuid7()


@pytest.fixture
def office() -> Office:
    return build.office()


def planned(
    office: Office, *, at: datetime.datetime = NOON, user: uuid.UUID | None = None
) -> Delivery:
    """Return what waits for the chat, or for a person's mail, from `at` on."""
    with inside(office.id):
        return Delivery.objects.create(
            workspace_id=office.id, key=str(uuid7()), channel="email" if user else "slack",
            user_id=user, target_id=None if user else CHAT, kind="clock_breached", due_at=at,
            made_at=at,
        )  # fmt: skip


def claimed(office: Office, at: datetime.datetime) -> Bundle:
    bundle = notifications.claim(office.id, at=at)
    assert bundle is not None
    return bundle


def stands(office: Office, one: Delivery) -> tuple[str, datetime.datetime | None]:
    with inside(office.id):
        found = Delivery.objects.within(office.id).get(id=one.id)
    return found.state, found.due_at


@pytest.mark.django_db
class TestFail:
    def test_pauses_grow_to_an_hour_and_end_after_some_hours(self, office: Office) -> None:
        one, at, pauses = planned(office), NOON, []
        for _ in range(settling.MOST_ATTEMPTS):
            assert stands(office, one) == ("waiting", at)
            settling.fail(office.id, claimed(office, at), "away", at=at, for_good=False)
            _state, again = stands(office, one)
            pauses.append((again - at) / SECOND if again else None)
            at = again or at

        assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600, None]
        assert stands(office, one) == ("dead", None)

    def test_the_other_sides_wish_is_kept_also_by_what_is_new(self, office: Office) -> None:
        one = planned(office)
        bundle = claimed(office, NOON)
        new = planned(office, at=NOON + SECOND)

        settling.fail(office.id, bundle, "busy", at=NOON, for_good=False, wish=HOUR)

        assert stands(office, one) == stands(office, new) == ("waiting", NOON + HOUR)

    def test_a_wish_of_years_is_a_day(self, office: Office) -> None:
        one = planned(office)
        wish = datetime.timedelta(days=3000)

        settling.fail(office.id, claimed(office, NOON), "busy", at=NOON, for_good=False, wish=wish)

        assert stands(office, one) == ("waiting", NOON + 24 * HOUR)

    def test_what_is_new_is_not_given_up_with_what_is_old(self, office: Office) -> None:
        old = planned(office)
        with inside(office.id):
            last = settling.MOST_ATTEMPTS - 1
            Delivery.objects.within(office.id).filter(id=old.id).update(attempts=last)
        new = planned(office)

        dead = settling.fail(office.id, claimed(office, NOON), "away", at=NOON, for_good=False)

        assert dead == 1
        assert [stands(office, one)[0] for one in (old, new)] == ["dead", "waiting"]

    def test_a_person_is_not_woken_by_another_try(self, office: Office) -> None:
        with inside(office.id):
            choosing.choose(
                office.id, office.ada.pk, chosen={}, quiet_from="12:00", quiet_until="14:00",
                zone="Europe/Helsinki",
            )  # fmt: skip
        before = NOON - SECOND
        one = planned(office, at=before, user=office.ada.pk)

        settling.fail(office.id, claimed(office, before), "away", at=before, for_good=False)

        assert stands(office, one) == ("waiting", NOON + 2 * HOUR)


@pytest.mark.django_db
class TestConfirm:
    def test_a_place_that_is_there_again_gets_what_failed(self, office: Office) -> None:
        failed = planned(office)
        settling.fail(office.id, claimed(office, NOON), "away", at=NOON, for_good=False, wish=HOUR)
        new = planned(office, at=NOON + SECOND)

        settling.confirm(office.id, claimed(office, NOON + SECOND), at=NOON + SECOND)

        assert stands(office, new) == ("sent", None)
        assert stands(office, failed) == ("waiting", NOON + SECOND + notifications.TOGETHER)


@pytest.mark.django_db
class TestRetry:
    def test_all_that_is_dead_is_tried_again(self, office: Office) -> None:
        dead = planned(office)
        settling.fail(office.id, claimed(office, NOON), "gone", at=NOON, for_good=True)
        waiting = planned(office, at=NOON + HOUR)

        with inside(office.id):
            assert settling.retry_all(office.id, at=NOON + SECOND) == 1
            assert settling.retry_all(office.id, at=NOON + SECOND) == 0

        assert stands(office, dead) == ("waiting", NOON + SECOND)
        assert stands(office, waiting) == ("waiting", NOON + HOUR)

    def test_anothers_is_not_there(self, office: Office) -> None:
        dead = planned(office, user=office.ada.pk)
        settling.fail(office.id, claimed(office, NOON), "gone", at=NOON, for_good=True)

        with inside(office.id):
            told = [
                settling.retry(office.id, dead.id, at=NOON, only_of=one.pk)
                for one in (office.bob, office.ada)
            ]

        assert told == [False, True]
