"""Which failures stay, which pass, and what is told of them."""

from __future__ import annotations

import datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest

from vaste.flows import troubles
from vaste.flows.troubles import ForGood, ForNow, Trouble
from vaste.infra import outgoing

SECONDS_7 = datetime.timedelta(seconds=7)


class TestOf:
    @pytest.mark.parametrize(
        ("failure", "trouble"),
        [
            (ForGood("gone"), Trouble("gone", is_for_good=True)),
            (outgoing.Refused("ours"), Trouble("ours", is_for_good=True)),
            (outgoing.Failed("reset"), Trouble("reset")),
            (ForNow("busy", wish=SECONDS_7), Trouble("busy", wish=SECONDS_7)),
            (
                SMTPRecipientsRefused({"a@b.example": (550, b"5.1.1 No such user")}),
                Trouble("The mail server answered 550: 5.1.1 No such user", is_for_good=True),
            ),
            (
                SMTPRecipientsRefused({"a@b.example": (452, b"4.2.2 Mailbox full")}),
                Trouble("The mail server answered 452: 4.2.2 Mailbox full"),
            ),
            (
                SMTPDataError(554, b"Looks like spam"),
                Trouble("The mail server answered 554: Looks like spam", is_for_good=True),
            ),
            (SMTPDataError(451, b"Later"), Trouble("The mail server answered 451: Later")),
            (
                SMTPSenderRefused(550, b"Not from you", "desk@b.example"),
                Trouble("The mail server answered 550: Not from you"),
            ),
            (
                SMTPAuthenticationError(535, b"Wrong password"),
                Trouble("The mail server answered 535: Wrong password"),
            ),
            (SMTPServerDisconnected("Bye"), Trouble("SMTPServerDisconnected: Bye")),
            (ConnectionRefusedError(111, "No"), Trouble("ConnectionRefusedError: [Errno 111] No")),
            (ValueError("no address"), Trouble("ValueError: no address", is_for_good=True)),
        ],
        ids=lambda one: str(one)[:30],
    )
    def test_says_whether_to_try_again(self, failure: Exception, trouble: Trouble) -> None:
        assert troubles.of(failure) == trouble
