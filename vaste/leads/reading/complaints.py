"""The sentences that say why a value could not be used as given."""

from typing import Final

from vaste.kernel.errors import Unread
from vaste.kernel.words import gettext_noop as _

NOT_AN_EMAIL: Final = Unread(
    "not_an_email",
    _("This is not an e-mail address."),
    _("Write it as name@company.com."),
)
NOT_A_WEBSITE: Final = Unread(
    "not_a_website",
    _("This is not a web address."),
    _("Write it as www.company.com."),
)
NEGATIVE: Final = Unread(
    "negative",
    _("This number cannot be below zero."),
    _("Check the sign."),
)
TOO_MANY: Final = Unread(
    "too_many",
    _("No company has this many people."),
    _("Check the digits and separators."),
)
AMBIGUOUS_NUMBER: Final = Unread(
    "ambiguous_number",
    _("The mark before the last three digits was read as one of thousands."),
    _("If it is a decimal mark, say so in the field map: numbers, decimal."),
)
NOT_A_CURRENCY: Final = Unread(
    "not_a_currency",
    _("This is not a currency known here."),
    _("Use its three-letter code, such as EUR, SEK or HUF."),
)
IN_THE_FUTURE: Final = Unread(
    "in_the_future",
    _("This date is in the future, but it should say what has happened."),
    _("Check the year, and the order of day and month."),
)
NOT_A_COUNTRY: Final = Unread(
    "not_a_country",
    _("This is not a country known here."),
    _("Use its English name or its two-letter code."),
)
NOT_A_CHOICE: Final = Unread(
    "not_a_choice",
    _("This answer is none of the choices of its field."),
    _("Say in the field map what it means: values."),
)
NEITHER_YES_NOR_NO: Final = Unread(
    "neither_yes_nor_no",
    _("This is neither yes nor no."),
    _("Say in the field map which it means: values."),
)
NOT_ONE_NUMBER: Final = Unread(
    "not_one_number",
    _("This is not one number."),
    _("Send a single number of at most 15 digits."),
)
OTHER_CURRENCY: Final = Unread(
    "other_currency",
    _("This amount is in another currency than its field."),
    _("Send it in the currency of the field."),
)
CUT: Final = Unread(
    "cut",
    _("This text was too long for its field: its beginning is used."),
    _("Put long texts into the message."),
)
UNSTORABLE: Final = Unread(
    "unstorable",
    _("Characters that no database can keep were taken out of this text."),
    _("Send text as correct UTF-8 without NUL characters."),
)
DOUBTS: Final = {
    "ambiguous_order": Unread(
        "ambiguous_order",
        _("It does not show which of the two numbers is the day: the first was taken."),
        _("Say the order in the field map: dates, order."),
    ),
    "two_digit_year": Unread(
        "two_digit_year",
        _("The year has two digits, so its century was guessed."),
        _("Write years with four digits."),
    ),
}
