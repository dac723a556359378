"""Who has left a workspace, or can't sign in any more, hears of its leads no more."""

from __future__ import annotations

from typing import Any

import pytest

from tests import build
from tests.browser_keys import BrowserKeys
from tests.build import NOON
from tests.flows.at_work import MINUTE
from tests.receiving import Receiver
from vaste.flows import clocks, delivering, work
from vaste.infra.tenancy.context import inside
from vaste.notifications import choosing
from vaste.notifications import services as notifications
from vaste.notifications.models import Delivery
from vaste.workspaces.models import Membership, User

AT = NOON + 61 * MINUTE


@pytest.mark.django_db
class TestSend:
    @pytest.mark.parametrize("gone", ["left", "disabled"])
    @pytest.mark.parametrize("channel", ["email", "push"])
    def test_what_waits_for_them_is_never_sent(
        self, channel: str, gone: str, mailoutbox: list[Any], settings: Any
    ) -> None:
        settings.LOCAL_WEBHOOKS = True
        office = build.office()
        lead = build.lead(office, request_type="offer")
        work.take_over(office.id, lead.id, by=office.ada, at=NOON)
        with Receiver(status=201) as service, inside(office.id):
            choosing.choose(
                office.id, office.ada.pk, chosen={"clock_breached": [channel]}, quiet_from="",
                quiet_until="", zone="Europe/Helsinki",
            )  # fmt: skip
            choosing.subscribe(
                office.id, office.ada.pk, endpoint=service.url, agent="Firefox", local=True,
                at=NOON, **BrowserKeys().public(),
            )  # fmt: skip
            clocks.fire_due(office.id, at=AT)
            if gone == "left":
                Membership.objects.filter(user=office.ada).update(left_at=AT)
            else:
                User.objects.filter(pk=office.ada.pk).update(is_active=False)
            theirs = Delivery.objects.within(office.id).filter(kind="clock_breached")
            theirs.filter(user_id=office.mo.pk).delete()

        bundle = notifications.claim(office.id, at=AT)
        assert bundle is not None
        assert delivering.send(office.id, bundle, clock=lambda: AT) is False

        assert (mailoutbox, service.got) == ([], [])
        with inside(office.id):
            (one,) = theirs
        assert (one.channel, one.state) == (channel, "dead")
