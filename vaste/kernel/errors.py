"""What every room may raise or return when something cannot be done or read as given."""

from dataclasses import dataclass


class VasteError(Exception):
    """The base of every error that Vaste raises on purpose."""


class Refused(VasteError):
    """
    Something from outside that cannot be taken: what, where, and how to mend it.

    `code` is stable and for machines, `message` and `remedy` are whole English sentences without
    values in them (so that they can be translated when shown), `place` names the spot: a key, a
    row, a column, a byte. `status` is the HTTP status that says the same.
    """

    def __init__(
        self, code: str, message: str, remedy: str = "", place: str = "", status: int = 400
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.place = place
        self.status = status

    def __str__(self) -> str:
        where = f" ({self.place})" if self.place else ""
        return f"{self.message}{where} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Unread:
    """
    The answer of a reader in place of a value that it could not make out.

    A value and not an exception, so that a cache can remember it. `message` and `remedy` are
    whole sentences without values in them.
    """

    code: str
    message: str
    remedy: str
