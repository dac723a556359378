"""E-mail addresses: read, brought to one key, and judged by their domain."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

import disposable_email_domains
import email_validator

from vaste.kernel.memory import remember_short

MailKind = Literal["business", "free", "disposable"]

# Ordinary ASCII addresses (RFC 5322 dot-atom, RFC 1035 host labels): all of these, and only
# these, take the quick way; email-validator decides about the rest.
_ORDINARY = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:(?![^.]{64})(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_ANGLE = re.compile(r"<\s*([^<>]+?)\s*>\s*$")
_WRAPPING = ' \t\r\n",;:()[]\u00a0'
_LONGEST_INPUT: Final = 1_000  # characters, with a name and brackets around the address
_MAX_LENGTH: Final = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
_SPECIAL_USE = frozenset(email_validator.SPECIAL_USE_DOMAIN_NAMES) - {"test"}
_SPECIAL_ENDINGS = frozenset(name.rpartition(".")[2] for name in _SPECIAL_USE)
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True, slots=True)
class Email:
    """
    One address: `address` as shown, `key` for recognising the person, `domain` in ASCII.

    The key is lower-case, without a plus-tag, with Gmail's points and second name undone.
    """

    address: str
    key: str
    domain: str


@remember_short(longest=254, most=8_192)
def normalize_email(raw: str) -> Email | None:
    """
    Read one address, with or without "mailto:", a name and angle brackets; None if it is none.

    Only the form is checked, nothing is looked up. International domains get their ASCII form
    in `key` and `domain`.
    """
    if len(raw) > _LONGEST_INPUT:
        return None
    text = _unwrapped(raw)
    if len(text) > _MAX_LENGTH:
        return None
    if _ORDINARY.fullmatch(text) is None:
        return _unusual(text)
    local, _, domain = text.rpartition("@")
    domain = domain.lower()
    if _is_special_use(domain):
        return None
    return Email(f"{local}@{domain}", _key(local, domain), domain)


def _unwrapped(raw: str) -> str:
    text = raw.strip(_WRAPPING)
    if text[:1] == text[-1:] == "'":
        text = text[1:-1]
    if "<" in text and (found := _ANGLE.search(text)):
        text = found[1]
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    return text.rstrip(".")


def _is_special_use(domain: str) -> bool:
    labels = domain.split(".")
    if labels[-1] not in _SPECIAL_ENDINGS:
        return False
    return any(".".join(labels[i:]) in _SPECIAL_USE for i in range(len(labels)))


def _unusual(text: str) -> Email | None:
    if "@" not in text:
        return None
    try:
        found = email_validator.validate_email(
            text, check_deliverability=False, test_environment=True, strict=True
        )
    except (email_validator.EmailNotValidError, UnicodeError):
        return None
    domain = found.ascii_domain.lower()
    return Email(found.normalized, _key(found.local_part, domain), domain)


def _key(local: str, domain: str) -> str:
    name = local.casefold()
    name = name.partition("+")[0] or name
    if domain in _GMAIL:
        name, domain = name.replace(".", "") or name, "gmail.com"
    return f"{name}@{domain}"


def _listed(name: str) -> set[str]:
    text = resources.files("vaste.kernel").joinpath("data", name).read_text("utf-8")
    return {line for line in text.splitlines() if line and not line.startswith("#")}


@cache
def _free_domains() -> frozenset[str]:
    return frozenset(_listed("free_mail_domains.txt") | _listed("free_mail_supplement.txt"))


@remember_short(longest=254, most=8_192)
def mail_kind(domain: str) -> MailKind:
    """
    Say what an address at `domain` (ASCII) tells: a business, anyone, or nobody for long.

    A domain under a listed one counts as that one. Not listed anywhere means business.
    """
    labels = domain.lower().rstrip(".").split(".")
    parents = [".".join(labels[i:]) for i in range(len(labels) - 1)]
    if any(parent in disposable_email_domains.blocklist for parent in parents):
        return "disposable"
    free = _free_domains()
    return "free" if any(parent in free for parent in parents) else "business"
