"""Names and texts read into one enquiry: nothing told is lost, nothing raises."""

import itertools
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaste.leads.enquiry import FIELDS, Consent, Enquiry
from vaste.leads.reading import FieldMap, parse_field_map, read_fields, says_nothing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
HELSINKI = ZoneInfo("Europe/Helsinki")


def read(*fields: tuple[str, str], **how: object) -> Enquiry:
    told = {"country": "FI", "at": NOON, "zone": HELSINKI} | how
    return read_fields(fields, **told)  # type: ignore[arg-type]


def messages(enquiry: Enquiry) -> list[tuple[str, str]]:
    return [(problem.field, problem.value) for problem in enquiry.problems]


class TestReadFields:
    def test_reads_a_typical_enquiry(self) -> None:
        found = read(
            ("given_name", "Aino"),
            ("family_name", "Virtanen"),
            ("email", "Aino@Esimerkki.fi"),
            ("phone", "040 123 4567"),
            ("company", "Esimerkki Oy"),
            ("message", "Hei, tarvitsemme tarjouksen.\r\nVoisitteko soittaa meille?"),
            ("request_type", "tarjouspyyntö"),
            ("utm_source", "google"),
        )

        assert found == Enquiry(
            given_name="Aino",
            family_name="Virtanen",
            full_name="Aino Virtanen",
            email="Aino@esimerkki.fi",
            phone="+358401234567",
            company_name="Esimerkki Oy",
            message="Hei, tarvitsemme tarjouksen.\nVoisitteko soittaa meille?",
            request_type="offer",
            source="Google",
            language="fi",
        )

    def test_takes_a_mapping_too(self) -> None:
        assert read_fields({"email": "a@b.fi"}, at=NOON).email == "a@b.fi"

    def test_what_it_does_not_know_keeps_its_own_name(self) -> None:
        found = read(("Favorite color", " red "), ("csrfmiddlewaretoken", "x"), ("empty", " "))

        assert found.other == {"Favorite color": "red"}

    def test_the_first_value_counts_and_the_others_stay(self) -> None:
        found = read(("phone", ""), ("mobile", "+358 40 1234567"), ("telephone", "+46 70 1234567"))

        assert found.phone == "+358401234567"
        assert found.other == {"telephone": "+46 70 1234567"}

    def test_repeated_names_are_joined(self) -> None:
        assert read(("tag", "a"), ("tag", "b"), ("tag", "b")).other == {"tag": "a, b, b"}

    def test_defaults_fill_what_stays_empty(self) -> None:
        found = read(("source", "Fair"), defaults={"source": "Web", "request_type": "information"})

        assert (found.source, found.request_type) == ("Fair", "information")

    def test_what_cannot_be_stored_is_taken_out_and_said(self) -> None:
        found = read(("message", "a\x00b\ud800c"))

        assert found.message == "abc"
        assert messages(found) == [("message", "abc")]

    def test_a_long_text_keeps_its_beginning_and_says_so(self) -> None:
        found = read(("company", "x" * 301))

        assert found.company_name == "x" * 300
        assert messages(found) == [("company_name", "x" * 200)]


class TestWho:
    @pytest.mark.parametrize(
        ("fields", "full", "given", "family"),
        [
            ([("name", "Virtanen, Aino")], "Aino Virtanen", "Aino", "Virtanen"),
            ([("name", "Aino Virtanen")], "Aino Virtanen", "", ""),
            ([("last_name", "Virtanen")], "Virtanen", "", "Virtanen"),
            ([("name", "Esimerkki, 2, Oy")], "Esimerkki, 2, Oy", "", ""),
        ],
    )
    def test_names(self, fields: list[tuple[str, str]], full: str, given: str, family: str) -> None:
        found = read(*fields)

        assert (found.full_name, found.given_name, found.family_name) == (full, given, family)

    def test_the_name_of_a_form_is_not_the_persons(self) -> None:
        found = read(("name", "Contact Us"), ("First Name", "Zaphod"), ("Last Name", "Beeblebrox"))

        assert found.full_name == "Zaphod Beeblebrox"
        assert found.other == {"name": "Contact Us"}

    def test_several_addresses_or_numbers_give_the_first_and_keep_all(self) -> None:
        found = read(("email", "a@b.fi; c@d.fi"), ("phone", "040 1234567 / 09 123456"))

        assert (found.email, found.phone) == ("a@b.fi", "+358401234567")
        assert found.other == {"email": "a@b.fi; c@d.fi", "phone": "040 1234567 / 09 123456"}
        assert found.problems == []

    def test_bad_addresses_and_numbers_are_problems(self) -> None:
        found = read(("email", "aino at b.fi"), ("phone", "3,58E+11"))

        assert (found.email, found.phone) == ("", "")
        assert messages(found) == [("email", "aino at b.fi"), ("phone", "3,58E+11")]
        assert "spreadsheet" in found.problems[1].message

    def test_the_senders_country_decides_about_the_number_wherever_it_stands(self) -> None:
        assert read(("phone", "070-123 45 67"), ("country", "Ruotsi")).phone == "+46701234567"

    def test_a_home_number_from_a_foreigner_is_still_read(self) -> None:
        assert read(("country", "Germany"), ("phone", "+358 40 1234567")).phone == "+358401234567"

    def test_an_extension_stays_beside_its_number(self) -> None:
        found = read(("phone", "040 1234567 alanumero 12"))

        assert (found.phone, found.other) == ("+358401234567", {"phone extension": "12"})

    def test_a_label_with_a_telling_word_needs_a_value_that_proves_it(self) -> None:
        good = read(("Give us your email, if you like", "a@b.fi"))
        bad = read(("Why no email from us", "I get too many"))

        assert good.email == "a@b.fi"
        assert (bad.email, bad.problems) == ("", [])
        assert bad.other == {"Why no email from us": "I get too many"}

    def test_numbered_questions_are_told_by_their_answers(self) -> None:
        found = read(("20502584796", "test@firma.fi"), ("20502643516", "+358401234567"))

        assert (found.email, found.phone, found.other) == ("test@firma.fi", "+358401234567", {})

    @pytest.mark.parametrize(
        "site", ["javascript:alert(1)", "javascript://x.fi/%0aalert(1)", "data:text/html,x"]
    )
    def test_scripts_are_no_websites(self, site: str) -> None:
        found = read(("website", site), ("referrer", site))

        assert (found.website, found.referrer) == ("", "")
        assert found.other == {"website": site, "referrer": site}

    def test_company_facts(self) -> None:
        found = read(
            ("website", "www.esimerkki.fi"),
            ("Y-tunnus", "0112038-9"),
            ("Henkilöstö", "11-50"),
            ("Liikevaihto", "1,5 milj. €"),
            ("Maa", "Suomi"),
        )

        assert found.website == "www.esimerkki.fi"
        assert (found.business_id, found.employees) == ("FI01120389", 11)
        assert (found.revenue, found.revenue_currency) == (Decimal("1500000"), "EUR")
        assert (found.country, found.other) == ("FI", {"Henkilöstö": "11-50"})

    @pytest.mark.parametrize(
        ("name", "value", "field"),
        [
            ("website", "none yet", "website"),
            ("business_id", "0112038-8", "business_id"),
            ("employees", "-5", "employees"),
            ("employees", "99999999999", "employees"),
            ("revenue", "a lot", "revenue"),
            ("country", "Atlantis", "country"),
            ("currency", "shells", "currency"),
        ],
    )
    def test_what_cannot_be_used_is_a_problem(self, name: str, value: str, field: str) -> None:
        found = read((name, value))

        assert messages(found) == [(field, value)]
        assert getattr(found, field) in ("", None)


class TestWhat:
    @pytest.mark.parametrize(
        ("name", "text", "days"),
        [
            ("timeframe", "within 3 months", 90),
            ("timeframe", "45", 45),
            ("aikataulu", "yli 6 kk", 181),
            ("needed_by", "asap", 0),
            ("needed_by", "1.6.2026", 91),
            ("deadline", "2026-03-01", 0),
        ],
    )
    def test_needed_within(self, name: str, text: str, days: int) -> None:
        assert read((name, text)).needed_within_days == days

    def test_a_date_is_kept_as_a_date(self) -> None:
        assert read(("timeline", "1.6.2026")).needed_by == date(2026, 6, 1)

    def test_words_without_a_time_stay_aside_and_bad_dates_are_problems(self) -> None:
        found = read(("timeframe", "just looking"))
        bad = read(("needed_by", "31.2.2026"))

        assert (found.needed_within_days, found.other) == (None, {"timeframe": "just looking"})
        assert (bad.needed_by, messages(bad)) == (None, [("needed_by", "31.2.2026")])

    def test_a_budget_may_be_an_amount_a_range_or_a_band(self) -> None:
        assert read(("budget", "12 500,50 €")).value == Decimal("12500.50")
        ranged = read(("budget", "10 000–20 000 €"))
        assert (ranged.value, ranged.currency) == (Decimal(10_000), "EUR")
        assert ranged.other == {"budget": "10 000–20 000 €"}
        assert read(("budget", "keskisuuri")).value_band == "medium"

    @pytest.mark.parametrize(
        ("text", "choice"),
        [
            ("Tarjouspyyntö", "offer"),
            ("offert", "offer"),
            ("árajánlat", "offer"),
            ("Request a quote", "offer"),
            ("demo", "visit"),
            ("Lisätietoja", "information"),
            ("white paper", "download"),
            ("hírlevél", "newsletter"),
            ("messut", "event"),
        ],
    )
    def test_request_types_in_four_languages(self, text: str, choice: str) -> None:
        assert read(("request_type", text)).request_type == choice

    def test_an_unknown_request_type_stays_under_its_name(self) -> None:
        found = read(("interested in", "Standing desks"))

        assert (found.request_type, found.other) == ("", {"interested in": "Standing desks"})

    def test_a_told_language_beats_the_guess(self) -> None:
        assert read(("lang", "sv-FI"), ("message", "Hei, me olemme tehdas")).language == "sv"


class TestWhence:
    def test_the_campaign_is_read_from_the_landing_page(self) -> None:
        found = read(("landing_page", "https://x.fi/?utm_source=google&utm_campaign=kev%C3%A4t"))

        assert (found.source, found.campaign) == ("Google", "kevät")

    def test_told_values_beat_the_landing_page(self) -> None:
        page = "https://x.fi/?utm_source=google"

        assert read(("source", "Fair"), ("landing_page", page)).source == "Fair"

    def test_google_and_google_are_one_source(self) -> None:
        assert {read(("source", s)).source for s in ("google", "Google", "GOOGLE")} == {"Google"}

    def test_a_field_map_has_its_own_say_about_sources(self) -> None:
        assert read(("Src", "bing"), field_map=MAP).source == "bing"

    def test_instants_are_local_to_the_zone_and_never_in_the_future(self) -> None:
        found = read(("created_at", "5.2.2026 14.07"), ("closed_at", "5.3.2026"))

        assert found.occurred_at == datetime(2026, 2, 5, 12, 7, tzinfo=UTC)
        assert found.closed_at is None
        assert messages(found) == [("closed_at", "5.3.2026")]

    def test_doubtful_dates_are_used_and_said(self) -> None:
        found = read(("created", "01/02/2026"))

        assert found.occurred_at == datetime(2026, 1, 31, 22, tzinfo=UTC)
        assert messages(found) == [("occurred_at", "01/02/2026")]


class TestConsents:
    def test_ticks_and_texts(self) -> None:
        found = read(
            ("marketing_consent", "on"),
            ("newsletter", "no"),
            ("gdpr", "I have read the privacy notice."),
        )

        assert found.consents == [
            Consent("marketing", True, "marketing_consent"),
            Consent("marketing", False, "newsletter"),
            Consent("privacy", True, "I have read the privacy notice."),
        ]

    def test_in_full_by_the_api(self) -> None:
        found = read(
            ("consents.0.purpose", "marketing"),
            ("consents.0.given", "true"),
            ("consents.0.text", "You may write to me."),
            ("consents.0.version", "3"),
            ("consents.1.purpose", "calls"),
        )

        assert found.consents == [Consent("marketing", True, "You may write to me.", "3")]
        assert found.other == {"consent purpose": "calls"}

    @pytest.mark.parametrize(
        ("text", "answer"), [("Yes", True), ("x", True), ("nej", False), ("0", False)]
    )
    def test_flags(self, text: str, answer: bool) -> None:
        assert read(("Do Not Email", text)).do_not_email is answer

    def test_neither_yes_nor_no_is_a_problem(self) -> None:
        found = read(("Do Not Call", "perhaps"))

        assert (found.do_not_call, messages(found)) == (None, [("do_not_call", "perhaps")])


MAP = parse_field_map("""
missing: [Select, "-"]
others: keep
currency: USD
dates: {order: mdy, zone: Europe/Stockholm}
constants: {medium: fair}
columns:
  Lead No: external_id
  Src: {field: source, values: {goo: Google, none: missing}}
  State: {field: outcome, values: {"1": won, "0": lost}}
  Price: {field: won_value, scale: 1000}
  Closed: closed_at
  Shoe size: custom:shoe
  Secret: ignore
  News: consent:marketing
  Surname: family_name
close_reasons: {lost: Not converted}
""")


class TestFieldMap:
    def test_reads_by_the_map_and_nothing_else(self) -> None:
        found = read(
            ("LEAD NO.", "17"),
            ("Src", "GOO"),
            ("State", "0"),
            ("Price", "1.5"),
            ("Closed", "02/01/2026"),
            ("Shoe size", "42"),
            ("Secret", "x"),
            ("News", "yes"),
            ("Phone", "040 1234567"),
            ("Rest", "Select"),
            ("Surname", "Null"),
            field_map=MAP,
        )

        assert found == Enquiry(
            external_id="17",
            source="Google",
            medium="fair",
            outcome="lost",
            close_reason="Not converted",
            won_value=Decimal("1500.0"),
            currency="USD",
            closed_at=datetime(2026, 1, 31, 23, tzinfo=UTC),
            family_name="Null",
            full_name="Null",
            consents=[Consent("marketing", True, "News")],
            other={"shoe": "42", "Phone": "040 1234567"},
        )

    def test_an_outcome_the_map_does_not_know_is_a_problem(self) -> None:
        found = read(("State", "maybe"), field_map=MAP)

        assert (found.outcome, found.other) == ("", {"State": "maybe"})
        assert messages(found) == [("outcome", "maybe")]

    def test_unknown_and_empty_are_two_things(self) -> None:
        found = read(("Src", "unknown"), ("Rest", ""), field_map=MAP)

        assert (found.source, found.other) == ("unknown", {})

    def test_a_map_may_guess_or_ignore_the_others(self) -> None:
        assert read(("Phone", "040 1234567"), field_map=FieldMap()).phone == "+358401234567"
        assert read(("Phone", "040 1"), field_map=FieldMap(others="ignore")).other == {}


class TestSaysNothing:
    def test_only_noise(self) -> None:
        assert says_nothing(read(("utm_source", "google"), ("language", "fi")))

    @pytest.mark.parametrize("field", [("email", "a@b.fi"), ("message", "x"), ("color", "red")])
    def test_anything_told_counts(self, field: tuple[str, str]) -> None:
        assert not says_nothing(read(field))


class TestAnything:
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(sorted(FIELDS)) | st.text(st.characters(), max_size=30),
                st.text(st.characters(), max_size=60)
                | st.sampled_from(["1e9999", "NaN", "99.99.9999", "+358", "a@b.fi", "-1", "0"]),
            ),
            max_size=12,
        ),
        st.sampled_from([None, MAP, FieldMap()]),
    )
    @settings(max_examples=400)
    def test_nothing_raises_and_everything_can_be_stored(
        self, fields: list[tuple[str, str]], field_map: FieldMap | None
    ) -> None:
        found = read(*fields, field_map=field_map)

        texts = [*found.other, *found.other.values()]
        texts += [getattr(found, name) for name in FIELDS if isinstance(getattr(found, name), str)]
        texts += [part for p in found.problems for part in (p.field, p.value)]
        for text in texts:
            text.encode("utf-8")
            assert "\x00" not in text
        for number in (found.value, found.won_value, found.revenue):
            assert number is None or (number.is_finite() and number >= 0)


class TestSpeed:
    def test_a_typical_enquiry_takes_well_under_a_millisecond(self) -> None:
        people = itertools.count()

        def enquiry() -> list[tuple[str, str]]:
            n = next(people)
            return [
                ("given_name", "Aino"),
                ("family_name", "Virtanen"),
                ("email", f"aino{n}@esimerkki{n}.fi"),
                ("phone", f"+358 40 {n:07}"),
                ("company", "Esimerkki Oy"),
                ("message", "Hei, tarvitsemme tarjouksen 20 hengen toimistosta. " * 4),
                ("request_type", "tarjouspyyntö"),
                ("utm_source", "google"),
            ]

        told = [enquiry() for _ in range(500)]
        read(*told[0])

        started = time.process_time()
        for fields in told:
            read(*fields)
        spent = timedelta(seconds=time.process_time() - started) / len(told)

        # About 30 µs on the reference machine; the limit leaves room for slow and busy ones.
        assert spent < timedelta(microseconds=300)
