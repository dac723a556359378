"""Who asks, what they want, and what is known of them."""

from dataclasses import dataclass
from datetime import datetime

from vaste.desk.panels.common import (
    CategoryTag,
    Money,
    Tone,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One purpose the contact said yes or no to, with the text that was shown."""

    purpose: str
    is_given: bool
    text: str
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """
    The person.

    `phones` are E.164. `mail_kind` is "business", "free", "disposable" or "" (no address);
    `may_email` and `may_call` are False where the contact has said no.
    """

    name: str
    job_title: str = ""
    email: str = ""
    mail_kind: str = ""
    phones: tuple[str, ...] = ()
    language: str = ""
    local_time: str = ""
    may_email: bool = True
    may_call: bool = True
    consents: tuple[ConsentLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """The organization; `employees` in persons, `url` with its scheme."""

    name: str
    domain: str = ""
    url: str = ""
    industry: str = ""
    city: str = ""
    country: str = ""
    business_id: str = ""
    employees: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """
    What they asked for.

    `message` is their own text, as it came. `request`, `timeframe` and `value` are sentences or
    labels in the reader's language, "" when not told; `amount` is set when they named a sum.
    """

    message: str
    subject: str = ""
    request: str = ""
    timeframe: str = ""
    value: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact with where it came from, how it was found, and when."""

    label: str
    value: str
    source: str
    method: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierLead:
    """Another lead of the same contact; `ended` says how it stands, in words."""

    lead_id: str
    wants: str
    received_at: datetime
    category: CategoryTag
    ended: str
    tone: Tone = "plain"
