"""Signs of junk: spam is held back, people are not."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.leads.enquiry import Enquiry
from vaste.leads.junk import SUSPICIOUS, Reason, is_suspicious, judge

SPAM = Path(__file__).parents[3] / "shared/data/contact_messages/contact_form_spam_filter"


def codes(enquiry: Enquiry, **how: object) -> list[str]:
    return [reason.code for reason in judge(enquiry, **how)]  # type: ignore[arg-type]


GENUINE = [
    ("Ö", "o@esimerkki.fi", "Hei, tarvitsemme tarjouksen 20 hengen toimistosta."),
    ("Li X", "li@gmail.com", "Is this in stock?"),
    ("Aino Virtanen", "aino@esimerkki.fi", "Katso https://esimerkki.fi/tilat ja soita minulle."),
    ("McDonald AnnaMaria", "am@suomi24.fi", "Paljonko maksaa 12 tuolia? Katsoin kuvastosta."),
    ("Björn Åkesson", "bjorn@exempel.se", "Hej! Vi behöver en offert på möbler till kontoret."),
    ("Kovács-Szabó Ágnes", "agnes@pelda.hu", "Jó napot, szeretnék árajánlatot kérni 30 székre."),
    ("Szabó Péter", "peter@freemail.hu", "Mennyi az ára?"),
    ("Jane Doe", "jane@acme.com", "We need help with SEO and Google Ads for our new shop."),
    ("J. Smith", "j@acme.com", "See www.acme.com/a and www.acme.com/b: we want the same, in blue."),
    ("Wolfgang Schtschrbk", "w@firma.de", "Bitte rufen Sie mich an, danke."),
    ("Ivan Petrov", "ivan@firma.bg", "Здравейте, интересувам се от вашите офис столове."),
    ("Anna", "anna@example.com", "ok ok ok"),
    ("Ville", "ville@yritys.fi", "Tarjouspyyntö\n\n- 10 pöytää\n- 10 tuolia\n- 10 lamppua"),
    (
        "Kim",
        "kim@acme.com",
        "Is delivery free of charge? Please unsubscribe me from the magazine."[:30],
    ),
    (
        "Mia",
        "mia@startup.io",
        "We have funding and look for an office; lead generation matters to us.",
    ),
]


class TestGenuine:
    @pytest.mark.parametrize(("name", "email", "message"), GENUINE)
    def test_is_not_held_back(self, name: str, email: str, message: str) -> None:
        enquiry = Enquiry(full_name=name, email=email, message=message)

        assert not is_suspicious(judge(enquiry, seconds_to_fill=20))

    def test_most_have_no_sign_at_all(self) -> None:
        marked = [
            name
            for name, email, text in GENUINE
            if judge(Enquiry(full_name=name, email=email, message=text))
        ]

        assert len(marked) <= 5

    def test_an_empty_enquiry_has_none(self) -> None:
        assert judge(Enquiry()) == []


class TestHowItWasSent:
    def test_a_filled_honeypot(self) -> None:
        assert judge(Enquiry(), honeypot_filled=True) == [Reason("honeypot", "", 100)]

    @pytest.mark.parametrize(("seconds", "found"), [(2.9, True), (3.0, False), (None, False)])
    def test_too_fast_is_under_three_seconds(self, seconds: float | None, found: bool) -> None:
        assert ("too_fast" in codes(Enquiry(), seconds_to_fill=seconds)) is found

    @pytest.mark.parametrize(("times", "held"), [(1, False), (2, False), (5, True)])
    def test_the_same_text_again_and_again(self, times: int, held: bool) -> None:
        assert is_suspicious(judge(Enquiry(message="x"), same_text_lately=times)) is held


class TestWhoSentIt:
    def test_a_disposable_address(self) -> None:
        reasons = judge(Enquiry(email="x@mailinator.com"))

        assert reasons == [Reason("disposable_address", "mailinator.com", 100)]

    @pytest.mark.parametrize(
        "name", ["Win http://x.ru", "www.casino.com", "<b>Aino</b>", "[url=x]", "bestshop.xyz"]
    )
    def test_links_and_markup_in_names(self, name: str) -> None:
        assert codes(Enquiry(full_name=name)) == ["link_in_name"]

    def test_a_company_may_be_called_like_its_site(self) -> None:
        assert codes(Enquiry(company_name="Amazon.com")) == []

    @pytest.mark.parametrize("name", ["wZfQxLpBnKr", "Xqzwtrplk"])
    def test_names_typed_by_machines_are_a_sign(self, name: str) -> None:
        assert judge(Enquiry(full_name=name)) == [Reason("random_name", name, 60)]


class TestWhatItSays:
    @pytest.mark.parametrize(
        ("message", "code"),
        [
            ('Look <a href="http://x.com">here</a>', "link_markup"),
            ("[url=http://x.com]x[/url]", "link_markup"),
            ("http://a.com http://b.com http://c.com http://d.com", "many_links"),
            ("I am an heir: your late relative left a fund", "scam_phrase"),
            ("Hej, jeg ønskede at kende din pris.", "price_probe"),
            ("Szia, meg akartam tudni az árát.", "price_probe"),
            ("Buy now " * 12, "repeated_text"),
            ("This very line stands here.\n" * 4, "repeated_text"),
            ("Ojwdjxkwdkfj sfhwdfwhhw hjkkskdfwjfgh wwjjpx ssdkfjgh", "gibberish"),
        ],
    )
    def test_is_held_back_by_one_strong_sign(self, message: str, code: str) -> None:
        reasons = judge(Enquiry(message=message))

        assert reasons[0].code == code
        assert is_suspicious(reasons)

    def test_a_price_question_in_a_longer_text_is_genuine(self) -> None:
        message = "Szia, meg akartam tudni az árát. A 30 székre gondolok, köszönöm, Anna"

        assert judge(Enquiry(message=message)) == []

    def test_one_pitch_is_let_pass_and_two_are_not(self) -> None:
        one = judge(Enquiry(message="Can you boost your website traffic numbers for us?"))
        two = judge(Enquiry(message="We boost your website traffic. See our portfolio."))

        assert ([r.code for r in one], is_suspicious(one)) == (["pitch"], False)
        assert is_suspicious(two)

    def test_selling_words_alone_never_suffice(self) -> None:
        words = "seo, google ads, lead generation, funding, wordpress, pay per click, investment"

        reasons = judge(Enquiry(message=words))

        assert [(r.code, r.weight) for r in reasons] == [("selling_words", 50)]

    @pytest.mark.parametrize("link", ["http://x.xyz", "https://wa.link/abc", "goldtip.shop/pete"])
    def test_known_bad_links_are_a_sign(self, link: str) -> None:
        assert codes(Enquiry(message=f"See {link}")) == ["bad_link"]

    def test_a_workspace_teaches_its_own_words(self) -> None:
        enquiry = Enquiry(message="Container houses for your office")

        assert judge(enquiry) == []
        assert codes(enquiry, words=["container houses"]) == ["learned_phrase"]

    def test_the_same_in_every_field(self) -> None:
        enquiry = Enquiry(full_name="google", company_name="google", message="google")

        assert codes(enquiry) == ["same_everywhere"]

    def test_reasons_come_heaviest_first(self) -> None:
        reasons = judge(Enquiry(message="boost your website traffic"), honeypot_filled=True)

        assert [r.weight for r in reasons] == [100, 50]
        assert is_suspicious(reasons)
        assert SUSPICIOUS == 100

    @given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
    def test_judges_anything(self, message: str, name: str, email: str) -> None:
        for reason in judge(Enquiry(message=message, full_name=name, email=email)):
            assert 0 < reason.weight <= 100


@pytest.mark.skipif(not SPAM.is_dir(), reason="needs the recorded contact-form spam")
class TestRecordedSpam:
    def test_most_messages_made_of_six_recorded_phrases_are_held_back(self) -> None:
        phrases = json.loads((SPAM / "messages.json").read_text())
        names = json.loads((SPAM / "names.json").read_text())
        chance = random.Random(1)

        held = sum(
            is_suspicious(
                judge(
                    Enquiry(
                        full_name=chance.choice(names), message=". ".join(chance.sample(phrases, 6))
                    )
                )
            )
            for _ in range(300)
        )

        assert held >= 240  # 80 %; single phrases such as "LLP" tell nothing by themselves

    def test_recorded_names_alone_hold_nobody_back(self) -> None:
        names = json.loads((SPAM / "names.json").read_text())

        assert not any(is_suspicious(judge(Enquiry(full_name=name))) for name in names)
