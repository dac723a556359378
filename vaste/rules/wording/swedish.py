"""Rules said in Swedish."""

from vaste.rules.wording.forms import Forms, Wording

# The unit alone, in the plural, and definite in both, with the article of the singular.
_UNITS = {
    "minute": ("minut", "minuter", "den", "minuten", "minuterna"),
    "hour": ("timme", "timmar", "den", "timmen", "timmarna"),
    "day": ("dag", "dagar", "den", "dagen", "dagarna"),
    "week": ("vecka", "veckor", "den", "veckan", "veckorna"),
    "month": ("månad", "månader", "den", "månaden", "månaderna"),
    "year": ("år", "år", "det", "året", "åren"),
}

SWEDISH = Wording(
    language="sv",
    quotes=("”", "”"),
    conjunction="{left} och {right}",
    alternative="{left} eller {right}",
    denial="följande gäller inte: {rule}",
    more_values="{shown} … (+{count})",
    date_pattern="y-MM-dd",
    instant_pattern="y-MM-dd HH:mm 'UTC'",
    yes="ja",
    no="nej",
    missing="{field} saknas",
    given="{field} finns",
    comparisons={
        "text.is": "{field} är {value}",
        "text.is_not": "{field} är inte {value}",
        "text.in": "{field} är {value_or}",
        "text.not_in": "{field} är inget av följande: {values}",
        "text.contains": "{field} innehåller {value}",
        "text.not_contains": "{field} innehåller inte {value}",
        "text.contains_any": "{field} innehåller {value_or}",
        "text.starts_with": "{field} börjar med {value}",
        "text.ends_with": "{field} slutar med {value}",
        "amount.is": "{field} är exakt {value}",
        "amount.is_not": "{field} är inte {value}",
        "amount.more_than": "{field} är mer än {value}",
        "amount.at_least": "{field} är minst {value}",
        "amount.less_than": "{field} är mindre än {value}",
        "amount.at_most": "{field} är högst {value}",
        "amount.between": "{field} är mellan {low} och {high}",
        "time.is": "{field} är {value}",
        "time.is_not": "{field} är inte {value}",
        "time.more_than": "{field} är efter {value}",
        "time.at_least": "{field} är tidigast {value}",
        "time.less_than": "{field} är före {value}",
        "time.at_most": "{field} är senast {value}",
        "time.between": "{field} är mellan {low} och {high}",
        "time.within_last": "{field} är {adverbial}",
        "time.within_next": "{field} är {adverbial}",
        "choice.is": "{field} är {value}",
        "choice.is_not": "{field} är inte {value}",
        "choice.in": "{field} är {value_or}",
        "choice.not_in": "{field} är inget av följande: {values}",
        "yes_no.is": "{field}: {value}",
        "list.contains": "{field} innehåller {value}",
        "list.contains_any": "{field} innehåller {value_or}",
        "list.contains_all": "{field} innehåller alla dessa: {values}",
    },
    lengths={
        unit: Forms(f"1 {one}", "{count} " + more) for unit, (one, more, *_) in _UNITS.items()
    },
    last={
        unit: Forms(f"{article} senaste {one}", "de senaste {count} " + more)
        for unit, (_, _, article, one, more) in _UNITS.items()
    },
    next={
        unit: Forms(f"{article} närmaste {one}", "de närmaste {count} " + more)
        for unit, (_, _, article, one, more) in _UNITS.items()
    },
    at_least=Forms("{did} minst en gång", "{did} minst {count} gånger"),
    at_most=Forms("{did} högst en gång", "{did} högst {count} gånger"),
    never="{did}: inte en enda gång",
    during="{sentence} {adverbial}",
)
