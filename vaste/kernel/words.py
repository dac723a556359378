"""Marks words to be translated later, where the reader's language is known."""


def gettext_noop(message: str) -> str:
    """Return `message` as it is; the name makes the translation tools collect it."""
    return message
