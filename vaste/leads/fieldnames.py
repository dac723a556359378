"""Which of our fields a foreign name means: form inputs, import headers, JSON keys."""

import re
from dataclasses import dataclass
from typing import Final

from vaste.kernel.currency import currency_code
from vaste.kernel.memory import remember_short
from vaste.kernel.text import fold
from vaste.leads import field_synonyms as synonyms

LONGEST_NAME: Final = 200
#: From here on a guess is believed; below, only when the value itself proves it.
BELIEVED: Final = 0.6


@dataclass(frozen=True, slots=True)
class Guess:
    """
    A foreign name understood: our `field` (or "consent:<purpose>"), why, and how surely (0 to 1).

    `why` is a code: autocomplete, synonym, unsure_synonym or telling_word.
    """

    field: str
    why: str
    confidence: float


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEGMENTS = re.compile(r"[.\[\]/>|]+|\s+[-\u2013:]\s+|__")
_QUESTION = re.compile(
    r"^(?:what is|what s|please enter|enter|mika on|anna|kirjoita|vad ar|ange|mi az?"
    r"|kerjuk adja meg)(?: (?:your|the|sinun|din|ditt|on))? "
)


def _table(names_of: dict[str, str]) -> dict[str, str]:
    """Turn the synonyms of each field round: compact folded name to field."""
    return {
        fold(name).replace(" ", ""): field
        for field, names in names_of.items()
        for name in [field, *names.split("|")]
    }


_CERTAIN = _table(synonyms.CERTAIN)
_UNSURE = {name: field for name, field in _table(synonyms.UNSURE).items() if name not in _CERTAIN}
_TELLING = {
    fold(word).replace(" ", ""): field
    for field, words in synonyms.TELLING_WORDS.items()
    for word in words.split()
}


# What the sender says is a field of the workspace's own is never taken for a built-in one.
_OWN = re.compile(r"(?:(?:lead|contact|company)\.)?custom\.")


@remember_short(longest=200, most=16_384)
def guess_field(name: str) -> Guess | None:
    """
    Return which field `name` means, or None for a name that says nothing or is reserved.

    Case, spaces, punctuation, accents and the wrappings of common tools ("Person - ",
    "form_fields[…]", "your-", "Lead.") do not count.
    """
    if not name or len(name) > LONGEST_NAME or is_reserved(name) or _OWN.match(name):
        return None
    return _by_autocomplete(name) or _by_synonym(name) or _by_telling_word(name)


def _by_autocomplete(name: str) -> Guess | None:
    tokens = name.lower().split()
    before = [token for token in tokens[:-1] if not token.startswith("section-")]
    is_list = len(tokens) > 1 and _GROUPS.issuperset(before)
    is_token = len(tokens) == 1 and "-" in name
    field = synonyms.AUTOCOMPLETE.get(tokens[-1]) if is_list or is_token else None
    return Guess(field, "autocomplete", 1.0) if field else None


_GROUPS = frozenset({"work", "home", "mobile", "fax", "pager", "billing", "shipping"})


def _by_synonym(name: str) -> Guess | None:
    for form in _forms(name):
        if field := _CERTAIN.get(form):
            return Guess(field, "synonym", 0.95)
    for form in _forms(name):
        if field := _UNSURE.get(form):
            return Guess(field, "unsure_synonym", BELIEVED)
    if bare := without_currency(name)[0]:
        guess = _by_synonym(bare)
        return guess if guess is not None and guess.field in _MONEY else None
    return None


_MONEY: Final = frozenset({"value", "won_value", "revenue"})


def without_currency(name: str) -> tuple[str, str]:
    """Return a name less the currency that ends it, and its code; both "" for none."""
    bare, _space, last = name.rstrip(" )]").rpartition(" ")
    code = currency_code(last.strip("([")) if bare else ""
    return (bare, code) if code else ("", "")


def _forms(name: str) -> list[str]:
    """List the compact forms to look up, the most exact first."""
    segments = [_words(segment) for segment in _SEGMENTS.split(name)]
    segments = [words for words in segments if words and not words[0].isdigit()]
    inner = [words for words in segments if "".join(words) not in synonyms.WRAPPERS]
    if len(inner) > 1 and "".join(inner[-1]) in synonyms.QUALIFIERS:
        inner.pop()
    whole = [word for words in segments for word in words]
    tries = [whole, [word for words in inner for word in words]]
    if len(inner) == 1 or (segments and not inner):
        tries.append((inner or segments)[-1])
    tries += [_unwrapped(words) for words in tries]
    return ["".join(words) for words in tries if words]


def _words(text: str) -> list[str]:
    words = _QUESTION.sub("", fold(_CAMEL.sub(" ", text))).split()
    return [word for word in words if word not in synonyms.NOISE] or words


def _unwrapped(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and words[start] in synonyms.WRAPPERS:
        start += 1
    return words[start:]


def _by_telling_word(name: str) -> Guess | None:
    for word in fold(_CAMEL.sub(" ", name)).split():
        if field := _TELLING.get(word):
            return Guess(field, "telling_word", 0.4)
    return None


_RESERVED_WORDS: Final = (
    "csrfmiddlewaretoken csrftoken csrf xsrf authenticitytoken token requestverificationtoken "
    "grecaptcharesponse hcaptcharesponse cfturnstileresponse frccaptchasolution altcha oid returl "
    "debug debugemail hscontext wpnonce wphttpreferer nonce submit charset method encoding "
    "formtoken context type googlekey redirect"
)
_RESERVED: Final = frozenset(_RESERVED_WORDS.split())
# Data unless marked as the form plug-in's own ("_token") or as JSON-LD's ("@type").
_RESERVED_WHEN_MARKED: Final = frozenset({"type", "context", "token", "method", "redirect"})
_RESERVED_PREFIXES: Final = ("_wpcf7", "_wp", "gform_", "is_submit_", "state_", "hp_", "_gl", "@")


@remember_short(longest=200, most=16_384)
def is_reserved(name: str) -> bool:
    """Say whether `name` carries a tool's own business (a token, a captcha) and no data."""
    if name.startswith(_RESERVED_PREFIXES):
        return True
    compact = fold(name).replace(" ", "")
    return compact in _RESERVED and (compact not in _RESERVED_WHEN_MARKED or name[0] in "_@")
