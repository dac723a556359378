"""Rules said in Finnish."""

from vaste.rules.wording.forms import Forms, Wording

# The unit alone, after a number (partitive), and in the genitive.
_UNITS = {
    "minute": ("minuutti", "minuuttia", "minuutin"),
    "hour": ("tunti", "tuntia", "tunnin"),
    "day": ("päivä", "päivää", "päivän"),
    "week": ("viikko", "viikkoa", "viikon"),
    "month": ("kuukausi", "kuukautta", "kuukauden"),
    "year": ("vuosi", "vuotta", "vuoden"),
}

FINNISH = Wording(
    language="fi",
    quotes=("”", "”"),
    conjunction="{left} ja {right}",
    alternative="{left} tai {right}",
    denial="ei pidä paikkaansa, että {rule}",
    more_values="{shown} … (+{count})",
    date_pattern="d.M.y",
    instant_pattern="d.M.y 'klo' H.mm 'UTC'",
    yes="kyllä",
    no="ei",
    missing="{field} puuttuu",
    given="{field} on annettu",
    comparisons={
        "text.is": "{field} on {value}",
        "text.is_not": "{field} ei ole {value}",
        "text.in": "{field} on {value_or}",
        "text.not_in": "{field} ei ole mikään näistä: {values}",
        "text.contains": "{field} sisältää tekstin {value}",
        "text.not_contains": "{field} ei sisällä tekstiä {value}",
        "text.contains_any": "{field} sisältää tekstin {value_or}",
        "text.starts_with": "{field} alkaa tekstillä {value}",
        "text.ends_with": "{field} päättyy tekstiin {value}",
        "amount.is": "{field} on tasan {value}",
        "amount.is_not": "{field} ei ole {value}",
        "amount.more_than": "{field} on enemmän kuin {value}",
        "amount.at_least": "{field} on vähintään {value}",
        "amount.less_than": "{field} on vähemmän kuin {value}",
        "amount.at_most": "{field} on enintään {value}",
        "amount.between": "{field} on välillä {low} – {high}",
        "time.is": "{field} on {value}",
        "time.is_not": "{field} ei ole {value}",
        "time.more_than": "{field} on myöhemmin kuin {value}",
        "time.at_least": "{field} on aikaisintaan {value}",
        "time.less_than": "{field} on aikaisemmin kuin {value}",
        "time.at_most": "{field} on viimeistään {value}",
        "time.between": "{field} on välillä {low} – {high}",
        "time.within_last": "{field} on {adverbial}",
        "time.within_next": "{field} on {adverbial}",
        "choice.is": "{field} on {value}",
        "choice.is_not": "{field} ei ole {value}",
        "choice.in": "{field} on {value_or}",
        "choice.not_in": "{field} ei ole mikään näistä: {values}",
        "yes_no.is": "{field}: {value}",
        "list.contains": "{field} sisältää arvon {value}",
        "list.contains_any": "{field} sisältää arvon {value_or}",
        "list.contains_all": "{field} sisältää kaikki nämä: {values}",
    },
    lengths={unit: Forms("1 " + one, "{count} " + more) for unit, (one, more, _) in _UNITS.items()},
    last={
        unit: Forms(f"viimeisen {of} aikana", "viimeisten {count} " + of + " aikana")
        for unit, (_, _, of) in _UNITS.items()
    },
    next={
        unit: Forms(f"seuraavan {of} aikana", "seuraavien {count} " + of + " aikana")
        for unit, (_, _, of) in _UNITS.items()
    },
    at_least=Forms("{did} vähintään kerran", "{did} vähintään {count} kertaa"),
    at_most=Forms("{did} enintään kerran", "{did} enintään {count} kertaa"),
    never="{did}: ei kertaakaan",
    during="{sentence} {adverbial}",
)
