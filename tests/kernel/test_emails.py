"""E-mail addresses read, keyed and judged."""

import disposable_email_domains
import email_validator
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaste.kernel import emails
from vaste.kernel.emails import Email, mail_kind, normalize_email


class TestNormalizeEmail:
    @pytest.mark.parametrize(
        ("raw", "address", "key"),
        [
            ("aino@esimerkki.fi", "aino@esimerkki.fi", "aino@esimerkki.fi"),
            (" Aino.V@Esimerkki.FI ", "Aino.V@esimerkki.fi", "aino.v@esimerkki.fi"),
            ("aino+news@esimerkki.fi", "aino+news@esimerkki.fi", "aino@esimerkki.fi"),
            ("a.b.c+d@googlemail.com", "a.b.c+d@googlemail.com", "abc@gmail.com"),
            ("A.B@gmail.com", "A.B@gmail.com", "ab@gmail.com"),
            ("+x@esimerkki.fi", "+x@esimerkki.fi", "+x@esimerkki.fi"),
            ('"Aino V" <aino@esimerkki.fi>', "aino@esimerkki.fi", "aino@esimerkki.fi"),
            ("<aino@esimerkki.fi>;", "aino@esimerkki.fi", "aino@esimerkki.fi"),
            ("mailto:a@b.fi?subject=x", "a@b.fi", "a@b.fi"),
            ("aino@esimerkki.fi.", "aino@esimerkki.fi", "aino@esimerkki.fi"),
            ("'aino@esimerkki.fi'", "aino@esimerkki.fi", "aino@esimerkki.fi"),
            ("o'neil@foo.ie", "o'neil@foo.ie", "o'neil@foo.ie"),
            ("aino@äiti.fi", "aino@äiti.fi", "aino@xn--iti-pla.fi"),
            ("äiti@esimerkki.fi", "äiti@esimerkki.fi", "äiti@esimerkki.fi"),
            ("a@xn--iti-pla.fi", "a@äiti.fi", "a@xn--iti-pla.fi"),
            ("someone@demo.test", "someone@demo.test", "someone@demo.test"),
        ],
    )
    def test_reads_address_and_key(self, raw: str, address: str, key: str) -> None:
        found = normalize_email(raw)

        assert found is not None
        assert (found.address, found.key) == (address, key)
        assert found.key.endswith("@gmail.com") or found.key.endswith("@" + found.domain)

    @pytest.mark.parametrize(
        "raw",
        [
            "",
            "aino",
            "aino at esimerkki.fi",
            "@esimerkki.fi",
            "aino@",
            "a..b@c.fi",
            ".a@c.fi",
            "a@b",
            "a@-b.fi",
            "a@b-.fi",
            "a@b..fi",
            "a@1.2.3.4",
            "a@localhost",
            "a@printer.local",
            "a@x.invalid",
            "a@b.fi, c@d.fi",
            "a b@c.fi",
            "a@b.f1",
            "x" * 65 + "@b.fi",
            "a@" + "b" * 64 + ".fi",
            "a@b.fi\x00",
            "x" * 1_001,
        ],
    )
    def test_refuses_what_is_no_address(self, raw: str) -> None:
        assert normalize_email(raw) is None

    @given(
        st.from_regex(r"[a-z0-9.+_-]{1,12}@[a-z0-9.-]{1,16}\.[a-z]{1,5}", fullmatch=True)
        | st.emails()
    )
    @settings(max_examples=300)
    def test_quick_way_agrees_with_email_validator(self, raw: str) -> None:
        quick = emails._ORDINARY.fullmatch(raw)
        if quick is None or raw.endswith(".") or len(raw) > 254:
            return

        try:
            slow = email_validator.validate_email(
                raw, check_deliverability=False, test_environment=True, strict=True
            )
        except email_validator.EmailNotValidError:
            assert normalize_email.__wrapped__(raw) is None  # type: ignore[attr-defined]
            return

        found = normalize_email.__wrapped__(raw)  # type: ignore[attr-defined]
        assert isinstance(found, Email)
        assert found.domain == slow.ascii_domain.lower()
        assert found.address.lower() == slow.normalized.lower()


class TestMailKind:
    @pytest.mark.parametrize(
        "domain",
        [
            "gmail.com",
            "hotmail.fi",
            "luukku.com",
            "suomi24.fi",
            "kolumbus.fi",
            "elisanet.fi",
            "saunalahti.fi",
            "pp.inet.fi",
            "telia.com",
            "bredband.net",
            "spray.se",
            "comhem.se",
            "freemail.hu",
            "citromail.hu",
            "t-online.hu",
            "indamail.hu",
            "upcmail.hu",
            "icloud.com",
            "proton.me",
            "GMAIL.com.",
        ],
    )
    def test_free_providers(self, domain: str) -> None:
        assert mail_kind(domain) == "free"

    @pytest.mark.parametrize("domain", ["mailinator.com", "yopmail.com", "x.yopmail.com"])
    def test_disposable_providers_and_what_is_under_them(self, domain: str) -> None:
        assert mail_kind(domain) == "disposable"

    @pytest.mark.parametrize(
        "domain", ["esimerkki.fi", "example.com", "nokia.com", "kone.com", "volvo.com", "gmail.fi"]
    )
    def test_the_rest_is_business(self, domain: str) -> None:
        assert mail_kind(domain) == "business"

    def test_no_disposable_domain_is_listed_as_free(self) -> None:
        assert not emails._free_domains() & disposable_email_domains.blocklist

    def test_lists_hold_domains_only(self) -> None:
        domains = emails._free_domains()

        assert len(domains) > 3_500
        assert all(d == d.lower().strip() and "." in d and "@" not in d for d in domains)
