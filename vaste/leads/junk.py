"""Signs that a post is junk, each with its weight, from what it says and how it was sent."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vaste.kernel.domains import host_of
from vaste.kernel.emails import mail_kind
from vaste.kernel.text import fold
from vaste.leads import junk_phrases
from vaste.leads.enquiry import Enquiry

#: Reasons that weigh this much together hold a post back for review.
SUSPICIOUS: Final = 100
#: Seconds below which no person fills in a form.
TOO_FAST_S: Final = 3.0

_ENOUGH: Final = 20_000  # characters of a message that are looked at
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'\])]+", re.IGNORECASE)
_BAD_ENDING = re.compile(rf"\.(?:{'|'.join(junk_phrases.BAD_ENDINGS)})\b", re.IGNORECASE)
_BARE_LINK = re.compile(
    rf"(?<![/\w.@-])[a-z0-9-]+\.(?:{'|'.join(junk_phrases.BAD_ENDINGS)})\b(?:/\S*)?", re.IGNORECASE
)
_SELLING_HOST = re.compile(
    "seo|traffic|backlink|casino|viagra|crypto|follower|unsubscribe|formblast"
)
_LINK_IN_NAME = re.compile(r"https?:|www\.|\.(?:com|net|org|ru|xyz|top|info|shop)\b|[<>\[\]]", re.I)
_LINK_MARKUP = re.compile(r"<a\s|\[url|\[link|<script|<iframe|<img|href\s*=", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:b|i|u|p|br|div|span|strong|h[1-6]|font|center|ul|li)\b[^<>]{0,200}>", re.IGNORECASE
)
# UTF-8 that somebody read as Windows-1252, as mass mailers do.
_BROKEN_TEXT = re.compile(
    "\u00c3[\u0080-\u00bf\u0152-\u2122]|\u00e2\u20ac|\u00d0[\u0080-\u00bf\u0152-\u2122]\u00d1"
)
_RANDOM_CASE = re.compile(r"[a-z][A-Z]")
_NO_VOWELS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_OTHER_SCRIPTS = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign of junk: a stable `code`, the `detail` that showed it, and its `weight`."""

    code: str
    detail: str
    weight: int


def judge(
    enquiry: Enquiry,
    *,
    honeypot_filled: bool = False,
    seconds_to_fill: float | None = None,
    same_text_lately: int = 0,
    words: Iterable[str] = (),
) -> list[Reason]:
    """
    Return the signs that a post is junk, the heaviest first; an empty list for most.

    `seconds_to_fill` is from the form's showing to its posting, None where it is not known;
    `same_text_lately` counts other recent posts with this message; `words` are phrases that the
    workspace has learned to be junk.
    """
    message = f"{enquiry.subject} {enquiry.message}"[:_ENOUGH]
    reasons = [
        *_how_sent(honeypot_filled, seconds_to_fill, same_text_lately),
        *_who(enquiry),
        *_links(message),
        *_phrases(message, words),
        *_repetition(enquiry, message),
    ]
    return sorted(reasons, key=lambda reason: -reason.weight)


def is_suspicious(reasons: Sequence[Reason]) -> bool:
    """Say whether the reasons together are enough to hold a post back for review."""
    return sum(reason.weight for reason in reasons) >= SUSPICIOUS


def _how_sent(honeypot_filled: bool, seconds: float | None, same_text: int) -> list[Reason]:
    reasons = []
    if honeypot_filled:
        reasons.append(Reason("honeypot", "", 100))
    if seconds is not None and seconds < TOO_FAST_S:
        reasons.append(Reason("too_fast", f"{seconds:.1f} s", 100))
    if same_text >= 2:
        reasons.append(Reason("same_text", str(same_text), min(20 * same_text, 100)))
    return reasons


def _who(enquiry: Enquiry) -> list[Reason]:
    reasons = []
    domain = enquiry.email.rpartition("@")[2]
    if domain and mail_kind(domain) == "disposable":
        reasons.append(Reason("disposable_address", domain, 100))
    names = f"{enquiry.given_name} {enquiry.family_name} {enquiry.full_name}"
    if found := _LINK_IN_NAME.search(names):
        reasons.append(Reason("link_in_name", found[0], 100))
    if any(_is_random(name) for name in names.split()):
        reasons.append(Reason("random_name", names.strip()[:60], 60))
    if found := _LINK_MARKUP.search(enquiry.company_name):
        reasons.append(Reason("link_in_name", found[0], 100))
    return reasons


def _is_random(name: str) -> bool:
    """Say whether a name looks typed by a machine: wZfQxLpBn; McDonald and AnnaMaria do not."""
    return len(name) >= 8 and (
        len(_RANDOM_CASE.findall(name)) >= 3 or _NO_VOWELS.search(name) is not None
    )


def _links(message: str) -> list[Reason]:
    reasons = []
    links = _LINK.findall(message)
    if _BAD_ENDING.search(message):
        links += _BARE_LINK.findall(message)
    if found := _LINK_MARKUP.search(message):
        reasons.append(Reason("link_markup", found[0], 100))
    elif found := _MARKUP.search(message):
        reasons.append(Reason("markup", found[0], 60))
    if len(links) >= 3:
        reasons.append(Reason("many_links", str(len(links)), 100 if len(links) > 3 else 60))
    if bad := next(filter(_is_bad_host, map(host_of, links)), ""):
        reasons.append(Reason("bad_link", bad, 60))
    return reasons


def _is_bad_host(host: str) -> bool:
    is_listed = any(host == bad or host.endswith("." + bad) for bad in _BAD_HOSTS)
    is_selling = _SELLING_HOST.search(host) is not None
    return is_listed or is_selling or host.rpartition(".")[2] in junk_phrases.BAD_ENDINGS


_BAD_HOSTS: Final = frozenset(junk_phrases.BAD_HOSTS.split())


def _phrases(message: str, words: Iterable[str]) -> list[Reason]:
    folded = f" {fold(message)} "
    reasons = []
    if folded.strip() in _probes():
        reasons.append(Reason("price_probe", message.strip()[:60], 100))
    found = _listed(folded)
    if scam := found.pop("scam", None):
        reasons.append(Reason("scam_phrase", scam[0], 100))
    if weak := found.pop("selling", None):
        detail = ", ".join(sorted(weak))[:60]
        reasons.append(Reason("selling_words", detail, min(20 * len(weak), 50)))
    reasons += [Reason("pitch", phrases[0], 50) for phrases in found.values()]
    learned = (fold(word) for word in words)
    if known := next((word for word in learned if word and f" {word} " in folded), ""):
        reasons.append(Reason("learned_phrase", known, 100))
    return reasons


def _listed(folded: str) -> dict[str, list[str]]:
    """Return the listed phrases that stand in a folded text, by their group."""
    found: dict[str, list[str]] = {}
    place = 1
    for word in folded.split():
        for phrase, group in _by_first_word().get(word, ()):
            if folded.startswith(phrase, place) and phrase.rstrip() not in found.get(group, ()):
                found.setdefault(group, []).append(phrase.rstrip())
        place += len(word) + 1
    return found


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, list[tuple[str, str]]]:
    """Return every listed phrase, with a space behind, and its group, under its first word."""
    groups = {"scam": junk_phrases.SCAM, "selling": junk_phrases.SELLING_WORDS}
    groups |= {f"pitch {number}": phrases for number, phrases in enumerate(junk_phrases.PITCH)}
    index: dict[str, list[tuple[str, str]]] = {}
    for group, phrases in groups.items():
        for phrase in map(fold, phrases.split("|")):
            index.setdefault(phrase.split()[0], []).append((f"{phrase} ", group))
    return index


@lru_cache(maxsize=1)
def _probes() -> frozenset[str]:
    return frozenset(map(fold, junk_phrases.PRICE_PROBES.split("|")))


def _repetition(enquiry: Enquiry, message: str) -> list[Reason]:
    reasons = []
    told = [enquiry.full_name, enquiry.company_name, enquiry.message.strip()]
    if len(set(told)) == 1 and len(told[0]) >= 4:
        reasons.append(Reason("same_everywhere", told[0][:60], 100))
    words = _WORD.findall(message.lower())
    if len(words) >= 12 and len(set(words)) <= len(words) / 4:
        reasons.append(Reason("repeated_text", words[0], 100))
    lines = [line.strip() for line in message.splitlines() if len(line.strip()) >= 20]
    if len(lines) >= 3 and len(set(lines)) <= len(lines) / 3:
        reasons.append(Reason("repeated_text", lines[0][:60], 100))
    if words and sum(map(bool, map(_NO_VOWELS.search, words))) >= max(2, len(words) / 3):
        reasons.append(Reason("gibberish", words[0][:60], 100))
    if found := _BROKEN_TEXT.search(message):
        reasons.append(Reason("broken_text", found[0], 40))
    if len(_OTHER_SCRIPTS.findall(message)) > len(message) / 2:
        reasons.append(Reason("other_script", "", 40))
    return reasons
