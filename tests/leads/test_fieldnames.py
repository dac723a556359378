"""Foreign field names understood without any set-up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.leads import field_synonyms
from vaste.leads.enquiry import FIELDS
from vaste.leads.fieldnames import BELIEVED, Guess, guess_field, is_reserved

KNOWN = [
    # HTML autocomplete
    ("given-name", "given_name"),
    ("organization-title", "job_title"),
    ("section-a billing email", "email"),
    ("work tel", "phone"),
    ("address-level2", "city"),
    # Salesforce web-to-lead and exports
    ("first_name", "given_name"),
    ("last_name", "family_name"),
    ("lead_source", "source"),
    ("Lead.LastName", "family_name"),
    ("NumberOfEmployees", "employees"),
    ("AnnualRevenue", "revenue"),
    ("HasOptedOutOfEmail", "do_not_email"),
    ("DoNotCall", "do_not_call"),
    ("emailOptOut", "do_not_email"),
    ("Lead Owner", "owner"),
    # HubSpot
    ("firstname", "given_name"),
    ("jobtitle", "job_title"),
    ("hs_object_id", "external_id"),
    ("hs_analytics_source", "source"),
    ("hs_email_optout", "do_not_email"),
    ("Mobile Phone Number", "phone"),
    ("Website URL", "website"),
    ("Create Date", "occurred_at"),
    # Pipedrive
    ("Person - Name", "full_name"),
    ("Person - Email - Work", "email"),
    ("Person - Phone - Mobile", "phone"),
    ("Organization - Name", "company_name"),
    ("Lead - Title", "subject"),
    ("Deal - Value", "value"),
    ("Deal - Stage", "outcome"),
    # WordPress
    ("your-name", "full_name"),
    ("your-message", "message"),
    ("form_fields[email]", "email"),
    ("item_meta[phone]", "phone"),
    # JSON paths
    ("contact.email", "email"),
    ("lead.company", "company_name"),
    ("company.name", "company_name"),
    ("payload.data.First Name", "given_name"),
    ("worksFor.name", "company_name"),
    ("address.addressLocality", "city"),
    ("tracking.utm_campaign", "campaign"),
    # Google's columns
    ("FULL_NAME", "full_name"),
    ("WORK_EMAIL", "email"),
    ("COMPANY_NAME", "company_name"),
    # Finnish, Swedish, Hungarian
    ("Sähköposti", "email"),
    ("Puhelinnumero (pakollinen)", "phone"),
    ("Yrityksen nimi", "company_name"),
    ("Y-tunnus", "business_id"),
    ("Lisätietoja", "message"),
    ("E-post *", "email"),
    ("Företag", "company_name"),
    ("Organisationsnummer", "business_id"),
    ("Antal anställda", "employees"),
    ("Vezetéknév", "family_name"),
    ("E-mail cím", "email"),
    ("Telefonszám", "phone"),
    ("Cégnév", "company_name"),
    ("Adószám", "business_id"),
    ("Üzenet", "message"),
    # questions and labels
    ("What is your first name?", "given_name"),
    ("EMAIL ADDRESS:", "email"),
    ("marketing_consent", "consent:marketing"),
    ("GDPR", "consent:privacy"),
    # nothing
    ("favorite color", None),
    ("state", None),
    ("00N5000000ABC", None),
    ("", None),
    ("x" * 201, None),
]


class TestGuessField:
    @pytest.mark.parametrize(("name", "field"), KNOWN)
    def test_knows_the_names_of_common_tools(self, name: str, field: str | None) -> None:
        guess = guess_field(name)

        assert (guess.field if guess else None) == field

    @pytest.mark.parametrize("field", sorted(FIELDS))
    def test_knows_our_own_names(self, field: str) -> None:
        guess = guess_field(field)

        assert guess == Guess(field, "synonym", 0.95)

    @pytest.mark.parametrize(
        ("name", "field"), [("name", "full_name"), ("Title", "job_title"), ("id", "external_id")]
    )
    def test_says_when_a_name_may_mean_something_else(self, name: str, field: str) -> None:
        assert guess_field(name) == Guess(field, "unsure_synonym", BELIEVED)

    def test_a_telling_word_is_not_believed_by_itself(self) -> None:
        guess = guess_field("Please give us your e-mail or email address!")

        assert guess == Guess("email", "telling_word", 0.4)
        assert guess.confidence < BELIEVED

    @pytest.mark.parametrize("name", ["e-mail", "E-MAIL", " E Mail ", "e_mail", "É-mail"])
    def test_case_accents_and_punctuation_do_not_count(self, name: str) -> None:
        guess = guess_field(name)

        assert guess is not None
        assert guess.field == "email"

    def test_every_synonym_leads_to_a_field(self) -> None:
        fields = {*field_synonyms.CERTAIN, *field_synonyms.UNSURE, *field_synonyms.TELLING_WORDS}

        assert {field for field in fields if not field.startswith("consent:")} <= FIELDS

    def test_no_synonym_stands_under_two_fields(self) -> None:
        names = [n for names in field_synonyms.CERTAIN.values() for n in names.split("|")]

        assert sorted({name for name in names if names.count(name) > 1}) == []

    @given(st.text(st.characters(), max_size=220))
    def test_answers_anything(self, name: str) -> None:
        assert isinstance(guess_field(name), Guess | None)


class TestIsReserved:
    @pytest.mark.parametrize(
        "name",
        [
            "csrfmiddlewaretoken",
            "g-recaptcha-response",
            "cf-turnstile-response",
            "h-captcha-response",
            "altcha",
            "_wpcf7_unit_tag",
            "_wpnonce",
            "oid",
            "retURL",
            "authenticity_token",
            "@type",
            "@context",
            "_token",
            "google_key",
        ],
    )
    def test_tools_own_business_is_no_data(self, name: str) -> None:
        assert is_reserved(name)
        assert guess_field(name) is None

    @pytest.mark.parametrize("name", ["type", "context", "token", "email", "tokens", ""])
    def test_data_is_data(self, name: str) -> None:
        assert not is_reserved(name)
