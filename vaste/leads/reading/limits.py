"""How much one arrival may hold, and the refusal of more."""

from typing import Final

from vaste.kernel.errors import Refused
from vaste.kernel.words import gettext_noop as _

MAX_BODY: Final = 1_048_576  # bytes
MAX_DEPTH: Final = 32  # objects and lists inside one another
MAX_FIELDS: Final = 500
MAX_NAME: Final = 200  # characters
MAX_VALUE: Final = 100_000  # characters

Fields = list[tuple[str, str]]


def checked(fields: Fields) -> Fields:
    """
    Return `fields` as they are when they keep the limits.

    Raises Refused: too_many_fields, name_too_long or value_too_long.
    """
    if len(fields) > MAX_FIELDS:
        raise too_many_fields()
    for name, value in fields:
        if len(name) > MAX_NAME:
            raise Refused(
                "name_too_long",
                _("A field's name is longer than 200 characters."),
                _("Send the text as a value under a short name."),
                name[:60],
            )
        if len(value) > MAX_VALUE:
            raise Refused(
                "value_too_long",
                _("A field's value is longer than 100,000 characters."),
                _("Shorten the text, or send it in several fields."),
                name,
            )
    return fields


def too_many_fields() -> Refused:
    """Return the refusal of an arrival with more than MAX_FIELDS fields."""
    return Refused(
        "too_many_fields",
        _("There are more than 500 fields in this request."),
        _("Send only the fields of one enquiry."),
    )
