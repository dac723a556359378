"""Rules said in Hungarian."""

from vaste.rules.wording.forms import Forms, Wording

# The unit alone (the same after a number), inessive, and superessive.
_UNITS = {
    "minute": ("perc", "percben", "percen"),
    "hour": ("óra", "órában", "órán"),
    "day": ("nap", "napban", "napon"),
    "week": ("hét", "hétben", "héten"),
    "month": ("hónap", "hónapban", "hónapon"),
    "year": ("év", "évben", "éven"),
}

HUNGARIAN = Wording(
    language="hu",
    quotes=("„", "”"),
    conjunction="{left} és {right}",
    alternative="{left} vagy {right}",
    denial="nem igaz, hogy {rule}",
    more_values="{shown} … (+{count})",
    date_pattern="y. MM. dd.",
    instant_pattern="y. MM. dd. H:mm 'UTC'",
    yes="igen",
    no="nem",
    missing="{field} hiányzik",
    given="{field} meg van adva",
    comparisons={
        "text.is": "{field}: {value}",
        "text.is_not": "{field} nem {value}",
        "text.in": "{field}: {value_or}",
        "text.not_in": "{field} nem szerepel ezek között: {values}",
        "text.contains": "{field} tartalmazza: {value}",
        "text.not_contains": "{field} nem tartalmazza: {value}",
        "text.contains_any": "{field} tartalmazza: {value_or}",
        "text.starts_with": "{field} így kezdődik: {value}",
        "text.ends_with": "{field} így végződik: {value}",
        "amount.is": "{field} pontosan {value}",
        "amount.is_not": "{field} nem {value}",
        "amount.more_than": "{field} több mint {value}",
        "amount.at_least": "{field} legalább {value}",
        "amount.less_than": "{field} kevesebb mint {value}",
        "amount.at_most": "{field} legfeljebb {value}",
        "amount.between": "{field} {low} és {high} között van",
        "time.is": "{field}: {value}",
        "time.is_not": "{field} nem {value}",
        "time.more_than": "{field} későbbi, mint {value}",
        "time.at_least": "{field} legkorábban {value}",
        "time.less_than": "{field} korábbi, mint {value}",
        "time.at_most": "{field} legkésőbb {value}",
        "time.between": "{field} {low} és {high} között van",
        "time.within_last": "{field} {adverbial} van",
        "time.within_next": "{field} {adverbial} van",
        "choice.is": "{field}: {value}",
        "choice.is_not": "{field} nem {value}",
        "choice.in": "{field}: {value_or}",
        "choice.not_in": "{field} nem szerepel ezek között: {values}",
        "yes_no.is": "{field}: {value}",
        "list.contains": "{field} tartalmazza: {value}",
        "list.contains_any": "{field} tartalmazza: {value_or}",
        "list.contains_all": "{field} mindezeket tartalmazza: {values}",
    },
    lengths={unit: Forms(f"1 {one}", "{count} " + one) for unit, (one, _, _) in _UNITS.items()},
    last={
        unit: Forms(f"az elmúlt 1 {within}", "az elmúlt {count} " + within)
        for unit, (_, within, _) in _UNITS.items()
    },
    next={
        unit: Forms(f"a következő 1 {on} belül", "a következő {count} " + on + " belül")
        for unit, (_, _, on) in _UNITS.items()
    },
    at_least=Forms("{did} legalább egyszer", "{did} legalább {count} alkalommal"),
    at_most=Forms("{did} legfeljebb egyszer", "{did} legfeljebb {count} alkalommal"),
    never="{did}: egyszer sem",
    during="{sentence} {adverbial}",
)
