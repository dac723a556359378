"""Generated rules and rows, from pools so small that they meet."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.rules import sample
from tests.rules.oracle import Event, Row
from vaste.rules.fold import folded
from vaste.rules.operators import OPERATORS, SHAPES, Kind
from vaste.rules.vocabulary import Field

# Letters and their other forms, and everything that means something to SQL, LIKE, regular
# expressions, Python's formats or psycopg's placeholders.
_LETTERS = "Äiti a\u0308iti AITI ő Ö ö o O ß S s Ł l й И Ж ж ς Σ 漢 😀 x X 1 \u00ad \u0301 \u00a0"
_SIGNS = "’ ' - – % _ \\ $$ ; -- * ( ) [ ] ^ $ . + ? { } | , / # \" \\m ***: (?i) %s %(r0)s {}"
PIECES = [
    *f"{_LETTERS} {_SIGNS} student Student".split(" "),
    *(" ", "\n", "\t", "'; DROP TABLE leads_lead; --"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
LONG_TEXTS = TEXTS.map(lambda text: "a \u0308" * 70 + text + "x" * 20)
WORDS = TEXTS.filter(lambda text: folded(text).strip() != "")
LETTERS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x24F),
        st.characters(min_codepoint=0x300, max_codepoint=0x373),
        st.characters(min_codepoint=0x388, max_codepoint=0x52F),
        st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF),
    ),
    max_size=12,
)

TODAY = date(2026, 3, 29)  # in the sample's zone
DATES = st.sampled_from(
    [TODAY + timedelta(days=days) for days in (-366, -93, -31, -30, -1, 0, 1, 14, 31, 93, 94, 367)]
)
INSTANTS = st.sampled_from(
    [
        sample.NOW + timedelta(seconds=seconds)
        for seconds in (-86_400 * 31, -86_400 * 14, -86_401, -86_400, -3_600, -1, 0, 1, 3_600)
    ]
    + [sample.NOW + timedelta(hours=hours) for hours in (-25, -24.5, 14, 24, 24 * 31, 24 * 94)]
    + [sample.NOW - timedelta(days=14, microseconds=1)]
)
LENGTHS = st.sampled_from(
    ["0 days", "1 day", "14 days", "2 weeks", "30 days", "1 month", "3 months", "1 YEAR"]
)
SPANS = LENGTHS.filter(lambda text: text != "0 days")
SHORT_LENGTHS = LENGTHS | st.sampled_from(["1 hour", "48 hours", "24 hours", "336 hours"])
DAYS = st.sampled_from([0, 1, 14, 30, 31, 93, 94, 366])
NUMBERS = st.sampled_from([-5, 0, 1, 9, 10, 11, 1_000, 10**12, 0.5, 10.0, 0.1, "10.25"])
AMOUNTS = st.sampled_from(["0", "9999.99", "10000", "10000.50", "50000", "-1"])
TAGS = WORDS | st.sampled_from(["VIP", "vip", "Messu", "fair"])
TOPICS = st.sampled_from(list(sample.TOPICS))
_NUMBERLESS = [
    "",
    " 12",
    "12 ",
    "1e5",
    "NaN",
    "-",
    "١٢",
    "0x1F",
    "1.",
    ".5",
    "1" * 31,
    "yes",
    "True",
]
_TIMELESS = ["2026-02-30", "0000-01-01", "2026-3-5", "2026-03-29T24:00:00Z", "2026-03-29T10:00"]
_TIMELESS += ["2026-03-29 10:00:60+00:00", "2026-13-01T10:00:00Z", "infinity", "now", "today"]
_OTHERWISE: list[Any] = [0, 10, -5, 1.5, True, False, None, {}, [], {"a": 1}]
JUNK = st.sampled_from([*_NUMBERLESS, *_TIMELESS, *_OTHERWISE]) | TEXTS


def _amount(currencies: list[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda amount, code: f"{amount} {code}", AMOUNTS, st.sampled_from(currencies))


def value_for(field: Field) -> st.SearchStrategy[Any]:
    """Values that a rule may hold `field` against."""
    currencies = [field.unit] if field.unit else ["EUR", "SEK"]
    values: dict[Kind, st.SearchStrategy[Any]] = {
        "text": WORDS | LETTERS.filter(lambda text: folded(text).strip() != ""),
        "number": NUMBERS,
        "money": _amount(currencies),
        "date": DATES.map(date.isoformat),
        "instant": DATES.map(date.isoformat) | INSTANTS.map(lambda instant: instant.isoformat()),
        "duration": LENGTHS if field.unit in (None, "day") else SHORT_LENGTHS,
        "choice": st.sampled_from(list(field.choices) or [""]),
        "yes_no": st.booleans(),
        "list": st.sampled_from(list(field.choices)) if field.choices else TAGS,
    }
    return values[field.kind]


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    """A comparison that suits its field."""
    field = draw(st.sampled_from(list(sample.VOCABULARY.fields.values())))
    operator = draw(st.sampled_from(OPERATORS[field.kind]))
    value = value_for(field)
    written: Any = None
    match SHAPES[operator]:
        case "one":
            written = draw(value)
        case "many":
            written = draw(st.lists(value, min_size=1, max_size=4))
        case "pair":
            written = draw(_pairs(field))
        case "duration":
            written = draw(SPANS)
        case "flag":
            written = draw(st.booleans())
    return {"field": field.name, operator: written}


def _pairs(field: Field) -> st.SearchStrategy[Any]:
    if field.kind == "number":
        return st.sampled_from([[0, 10], [0.1, 0.5], ["9", "10.25"], [10, 10]])
    if field.kind == "money":
        return st.sampled_from([["0 EUR", "10000.00 EUR"], ["10000 EUR", "10000 EUR"]])
    if field.kind == "duration":
        return st.sampled_from([["0 days", "2 weeks"], ["1 month", "3 months"]])
    if field.kind == "date":
        return st.lists(DATES, min_size=2, max_size=2).map(
            lambda pair: [*map(date.isoformat, sorted(pair))]
        )
    either = st.sampled_from([DATES, INSTANTS]).flatmap(
        lambda pool: st.lists(pool, min_size=2, max_size=2).map(sorted)
    )
    return either.map(lambda pair: [end.isoformat() for end in pair])


@st.composite
def happenings(draw: st.DrawFn) -> dict[str, Any]:
    """A count of something that happened."""
    times = draw(
        st.sampled_from([{}, {"at_least": 1}, {"at_least": 2}, {"at_most": 0}, {"at_most": 2}])
    )
    within = draw(st.none() | SPANS | st.just("1 hour"))
    name = draw(st.sampled_from(["download", "anything"]))
    where = draw(st.none() | path_tests()) if name == "download" else None
    return {
        "happened": name,
        **times,
        **({"within": within} if within else {}),
        **({"path": where} if where else {}),
    }


# As they are kept: small letters, no slash at the end.
PATHS = st.sampled_from(["", "/", "/pricing", "/pricing/team", "/a_b", "/a%b", "/äö\\'", "50%;--"])


def path_tests() -> st.SearchStrategy[dict[str, str]]:
    """Tests of where something happened."""
    texts = st.sampled_from(
        ["/", "/PRICING", "/pricing/", "pric", "_", "%", "/Äö", "\\'", ";--", "(.*)"]
    )
    return st.builds(
        lambda operator, text: {operator: text},
        st.sampled_from(["is", "starts_with", "contains"]),
        texts,
    )


def rules() -> st.SearchStrategy[dict[str, Any]]:
    """Trees of conditions, several levels deep."""
    return st.recursive(
        comparisons() | comparisons() | happenings(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map(lambda children: {"all": children}),
            st.lists(inner, min_size=1, max_size=4).map(lambda children: {"any": children}),
            inner.map(lambda child: {"not": child}),
        ),
        max_leaves=8,
    )


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_NUMERIC = AMOUNTS.map(Decimal)
_CUSTOM = st.fixed_dictionaries(
    {},
    optional={
        sample.OWN_KEY: TEXTS | LETTERS | JUNK,
        "number": st.sampled_from(["10", "-5", "0.5", "10.25", 10, 0.5]) | JUNK,
        "money": AMOUNTS | JUNK,
        "date": DATES.map(date.isoformat) | JUNK,
        "instant": INSTANTS.map(lambda instant: instant.isoformat())
        | st.sampled_from(
            ["2026-03-28T22:30:00Z", "2026-03-29 00:30+02:00", "2026-03-29T00:30:00.5+02:00"]
        )
        | JUNK,
        "duration": st.sampled_from([24, "336", "1", 0]) | JUNK,
        "choice": st.sampled_from(list(sample.BANDS)) | JUNK,
        "yes_no": st.sampled_from([True, False, "true", "false", "TRUE"]) | JUNK,
        "list": st.lists(TAGS | st.none() | st.just(7), max_size=3) | JUNK,
    },
)
_LEAD = st.fixed_dictionaries(
    {
        "message": TEXTS | LETTERS | LONG_TEXTS,
        "request_type": st.sampled_from(["", "offer", "visit", "other", "gone"]),
        "value_band": st.sampled_from([None, "", "small", "medium", "large", "Medium"]),
        "needed_within_days": _maybe(DAYS),
        "answer_minutes": _maybe(st.sampled_from([0, 60, 1_440, 20_160])),
        "needed_by": _maybe(DATES),
        "received_at": _maybe(INSTANTS),
        "value": _maybe(_NUMERIC),
        "value_currency": st.sampled_from([None, "", "EUR", "SEK"]),
        "budget": _maybe(_NUMERIC),
        "tags": _maybe(st.lists(TAGS | st.none(), max_size=3)),
        "topics": _maybe(st.lists(TOPICS | st.none() | st.just(5), max_size=3) | JUNK),
        "custom": _maybe(_CUSTOM | st.just([1]) | st.just("text")),
    }
)
_CONTACT = st.fixed_dictionaries({"job_title": _maybe(TEXTS), "do_not_call": _maybe(st.booleans())})
_COMPANY = st.fixed_dictionaries(
    {
        "employees": _maybe(st.sampled_from([0, 1, 9, 10, 11, 1_000])),
        "growth": _maybe(st.sampled_from([-5.0, 0.1, 0.5, 10.25])),
    }
)
_EVENT = st.builds(
    Event,
    st.sampled_from(["download", "it's; DROP TABLE %s", "page"]),
    INSTANTS,
    st.sampled_from([100, 50, 49, 0, None]),
    st.sampled_from([sample.WORKSPACE, sample.WORKSPACE, sample.STRANGER]),
    PATHS,
)


def rows() -> st.SearchStrategy[Row]:
    """Leads with their contact, company and events, values missing and unfit included."""
    return st.builds(Row, _LEAD, _CONTACT, _maybe(_COMPANY), st.lists(_EVENT, max_size=4))
