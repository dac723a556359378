"""Web addresses brought to the domain somebody registered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaste.kernel.domains import host_of, registrable_domain


class TestHostOf:
    @pytest.mark.parametrize(
        ("address", "host"),
        [
            ("https://www.esimerkki.fi/en?x=1#y", "www.esimerkki.fi"),
            ("WWW.Esimerkki.co.uk:8080/x", "www.esimerkki.co.uk"),
            ("esimerkki.fi.", "esimerkki.fi"),
            ("aino@esimerkki.fi", "esimerkki.fi"),
            ("https://a:b@esimerkki.fi", "esimerkki.fi"),
            ("//esimerkki.fi/x", "esimerkki.fi"),
            ("http:/esimerkki.fi", "esimerkki.fi"),
            ("äiti.fi", "xn--iti-pla.fi"),
        ],
    )
    def test_takes_it_out(self, address: str, host: str) -> None:
        assert host_of(address) == host

    @pytest.mark.parametrize(
        "address", ["", "n/a", "com", "1.2.3.4", "http://[::1]/", "no site", "javascript:alert(1)"]
    )
    def test_is_empty_where_there_is_none(self, address: str) -> None:
        assert host_of(address) == ""

    @given(st.text(st.characters(), max_size=300))
    def test_answers_anything_in_ascii(self, address: str) -> None:
        assert host_of(address).isascii()


class TestRegistrableDomain:
    @pytest.mark.parametrize(
        ("address", "domain"),
        [
            ("https://www.esimerkki.fi/en", "esimerkki.fi"),
            ("shop.esimerkki.co.uk", "esimerkki.co.uk"),
            ("aino@mail.esimerkki.hu", "esimerkki.hu"),
            ("kauppa.myshopify.com", "kauppa.myshopify.com"),
            ("one.blogspot.com", "one.blogspot.com"),
            ("äiti.fi", "xn--iti-pla.fi"),
            ("co.uk", ""),
            ("1.2.3.4", ""),
            ("", ""),
        ],
    )
    def test_follows_the_public_suffix_list(self, address: str, domain: str) -> None:
        assert registrable_domain(address) == domain
