"""What went wrong when something was sent, in words, and whether trying again may help. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from vaste.infra import outgoing

AT_ONCE = datetime.timedelta()


class ForGood(Exception):
    """It could not be sent, and trying again would not help."""


class ForNow(outgoing.Failed):
    """It could not be sent now; `wish` is for how long the other side asks to be left alone."""

    def __init__(self, told: str, *, wish: datetime.timedelta) -> None:
        super().__init__(told)
        self.wish = wish


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is told of a failure, whether it stays so, and for how long to wait at least."""

    told: str
    is_for_good: bool = False
    wish: datetime.timedelta = AT_ONCE


def of(failure: Exception) -> Trouble:
    """
    Return what a failure of sending means.

    A mail server's 5xx about the person or the message stays (RFC 5321 4.2.1). What it says of us,
    the sender, is mended where it is run, and then everything goes out: that is tried again, as is
    a certificate that has run out.
    """
    match failure:
        case ForGood() | outgoing.Refused():
            return Trouble(str(failure), is_for_good=True)
        case ForNow():
            return Trouble(str(failure), wish=failure.wish)
        case outgoing.Failed():
            return Trouble(str(failure))
        case SMTPRecipientsRefused():
            code, text = next(iter(failure.recipients.values()))
            return Trouble(_answered(code, text), is_for_good=code >= 500)
        case SMTPResponseException():
            stays = isinstance(failure, SMTPDataError) and failure.smtp_code >= 500
            return Trouble(_answered(failure.smtp_code, failure.smtp_error), is_for_good=stays)
        case ValueError():  # an address or a key that is none
            return Trouble(f"{type(failure).__name__}: {failure}", is_for_good=True)
    return Trouble(f"{type(failure).__name__}: {failure}")


def _answered(code: int, text: bytes | str) -> str:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"The mail server answered {code}: {said}"
