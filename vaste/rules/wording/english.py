"""Rules said in English."""

from vaste.rules.wording.forms import Forms, Wording

_UNITS = ("minute", "hour", "day", "week", "month", "year")

ENGLISH = Wording(
    language="en",
    quotes=("“", "”"),
    conjunction="{left} and {right}",
    alternative="{left} or {right}",
    denial="it is not true that {rule}",
    more_values="{shown} … (+{count})",
    date_pattern="d MMMM y",
    instant_pattern="d MMMM y HH:mm 'UTC'",
    yes="yes",
    no="no",
    missing="{field} is missing",
    given="{field} is given",
    comparisons={
        "text.is": "{field} is {value}",
        "text.is_not": "{field} is not {value}",
        "text.in": "{field} is {value_or}",
        "text.not_in": "{field} is none of {values}",
        "text.contains": "{field} contains {value}",
        "text.not_contains": "{field} does not contain {value}",
        "text.contains_any": "{field} contains {value_or}",
        "text.starts_with": "{field} starts with {value}",
        "text.ends_with": "{field} ends with {value}",
        "amount.is": "{field} is exactly {value}",
        "amount.is_not": "{field} is not {value}",
        "amount.more_than": "{field} is more than {value}",
        "amount.at_least": "{field} is at least {value}",
        "amount.less_than": "{field} is less than {value}",
        "amount.at_most": "{field} is at most {value}",
        "amount.between": "{field} is between {low} and {high}",
        "time.is": "{field} is {value}",
        "time.is_not": "{field} is not {value}",
        "time.more_than": "{field} is after {value}",
        "time.at_least": "{field} is {value} or later",
        "time.less_than": "{field} is before {value}",
        "time.at_most": "{field} is {value} or earlier",
        "time.between": "{field} is between {low} and {high}",
        "time.within_last": "{field} is {adverbial}",
        "time.within_next": "{field} is {adverbial}",
        "choice.is": "{field} is {value}",
        "choice.is_not": "{field} is not {value}",
        "choice.in": "{field} is {value_or}",
        "choice.not_in": "{field} is none of {values}",
        "yes_no.is": "{field}: {value}",
        "list.contains": "{field} contains {value}",
        "list.contains_any": "{field} contains {value_or}",
        "list.contains_all": "{field} contains all of {values}",
    },
    lengths={unit: Forms("1 " + unit, "{count} " + unit + "s") for unit in _UNITS},
    last={
        unit: Forms("in the last " + unit, "in the last {count} " + unit + "s") for unit in _UNITS
    },
    next={
        unit: Forms("in the next " + unit, "in the next {count} " + unit + "s") for unit in _UNITS
    },
    at_least=Forms("{did} at least once", "{did} at least {count} times"),
    at_most=Forms("{did} at most once", "{did} at most {count} times"),
    never="{did}: not once",
    during="{sentence} {adverbial}",
)
