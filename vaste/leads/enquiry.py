"""What an arrival says, read into one plain shape: the same for every door."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Final

REQUEST_TYPES: Final = (
    "offer",
    "information",
    "visit",
    "event",
    "download",
    "newsletter",
    "list",
    "other",
)
VALUE_BANDS: Final = ("small", "medium", "large")
OUTCOMES: Final = ("won", "lost", "not_a_fit", "open")


@dataclass(slots=True)
class Problem:
    """One thing that could not be used as given, in words for people; the ledger keeps the raw."""

    field: str
    value: str
    message: str
    remedy: str


@dataclass(slots=True)
class Consent:
    """One answer to one question of consent: the purpose, the answer, the very text shown."""

    purpose: str
    given: bool
    text: str
    version: str = ""


@dataclass(slots=True)
class Enquiry:
    """
    What one arrival says: who, what, whence, and what could not be made out.

    Text that was not told is "", everything else not told is None. Money has no unit of its own:
    `currency` is that of `value` and `won_value`, `revenue_currency` that of `revenue`.
    `problems` are shown to people; `other` keeps unmapped fields under their own names.
    """

    # who
    external_id: str = ""
    given_name: str = ""
    family_name: str = ""
    full_name: str = ""
    email: str = ""
    phone: str = ""
    job_title: str = ""
    company_name: str = ""
    website: str = ""
    business_id: str = ""
    industry: str = ""
    nace: str = ""  # "62.01", or the first two digits alone
    employees: int | None = None
    revenue: Decimal | None = None
    revenue_currency: str = ""
    city: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    language: str = ""  # BCP 47 primary tag
    # what
    subject: str = ""
    message: str = ""
    request_type: str = ""  # one of REQUEST_TYPES, or "" for not told
    needed_by: date | None = None
    needed_within_days: int | None = None
    value: Decimal | None = None
    currency: str = ""
    value_band: str = ""  # one of VALUE_BANDS, or ""
    # whence
    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""
    referrer: str = ""
    landing_page: str = ""
    visitor_id: str = ""
    occurred_at: datetime | None = None  # when the source says it happened
    # imports only
    owner: str = ""
    outcome: str = ""  # one of OUTCOMES, or ""
    closed_at: datetime | None = None
    won_value: Decimal | None = None
    close_reason: str = ""
    first_contact_at: datetime | None = None
    do_not_email: bool | None = None
    do_not_call: bool | None = None
    consents: list[Consent] = field(default_factory=list)
    other: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


#: The fields that one value can be read into.
FIELDS: Final = frozenset(f.name for f in fields(Enquiry)) - {"consents", "other", "problems"}
