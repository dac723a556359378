"""What the hosted form's pages show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldKind = Literal[
    "text", "email", "tel", "url", "number", "date", "textarea", "select", "radio", "checks"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOption:
    """One answer of a select or radio field."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """
    One question of the form, in the buyer's language.

    `autocomplete` is an HTML token ("email", "organization"), "" for none. `value` is what was
    typed before a refusal. `error` is a full sentence, "" when the answer is fine. `is_half`
    puts two short fields side by side on a wide screen. `chosen` are the keys ticked in checks.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""
    autocomplete: str = ""
    options: tuple[FieldOption, ...] = ()
    value: str = ""
    chosen: tuple[str, ...] = ()
    error: str = ""
    is_required: bool = False
    is_half: bool = False
    max_length: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentBox:
    """One consent, never ticked beforehand; `text` is kept with the arrival word by word."""

    name: str
    text: str
    is_given: bool = False
    is_required: bool = False
    error: str = ""
    link_url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """The same form in another language; `name` is in that language."""

    code: str
    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """
    Whose form it is. `css_url` serves `:root{--brand:…}` as a style sheet of this origin, since
    the policy allows no inline style; "" for the house colors. `logo_url` is of this origin.
    """

    name: str
    logo_url: str = ""
    css_url: str = ""
    site_url: str = ""
    privacy_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """
    The hosted form.

    `hidden` are name and value of hidden inputs: the signed time trap, UTM values, referrer.
    `trap_name` is the honeypot's field name. `promise` says when an answer comes, "" if the
    workspace promises nothing. `errors` counts refused fields.
    """

    action: str
    language: str
    title: str
    intro: str
    fields: tuple[FormField, ...]
    consents: tuple[ConsentBox, ...]
    brand: Brand
    submit_label: str
    trap_name: str = "website_2"
    hidden: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[LanguageLink, ...] = ()
    promise: str = ""
    errors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksPage:
    """
    What the buyer sees after sending.

    `promise` is the sentence that says when a person answers, in their zone and language.
    `reference` is the arrival's short number, for a call about it.
    """

    language: str
    brand: Brand
    promise: str
    reference: str
    again_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPage:
    """A form that takes no answers; `reason` is "closed", "unknown" or "busy" (429, 503)."""

    language: str
    reason: Literal["closed", "unknown", "busy"]
    brand: Brand | None = None
