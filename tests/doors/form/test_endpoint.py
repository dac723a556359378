"""The hosted form, over HTTP."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from django.core import signing

from tests.build import Office
from tests.doors.conftest import Book
from vaste.doors.form import trap
from vaste.infra.tenancy.context import inside
from vaste.leads import forms
from vaste.leads.models import Door
from vaste.leads.raw import raw_body
from vaste.people.models import Consent

FORM = "application/x-www-form-urlencoded"
MAIJA = {
    "full_name": "Maija Meikäläinen",
    "email": "maija@customer.example",
    "message": "Three booths.",
}
Post = Callable[..., httpx.Response]


@pytest.fixture
def address(office: Office) -> str:
    return f"/f/{office.doors['forms'].key}"


@pytest.fixture
def post(client: httpx.Client, address: str) -> Post:
    """Post a form as a browser does; without its showing as another site's page does."""

    def send(
        told: dict[str, str] | None = None, *, shown: str = "", **headers: str
    ) -> httpx.Response:
        fields = {**(MAIJA if told is None else told), **({forms.SHOWN: shown} if shown else {})}
        return client.post(address, data=fields, headers=headers)

    return send


def showing(client: httpx.Client, address: str, *, seconds: float = 60) -> str:
    """Open the form; return its time trap, as if it had been open for so long."""
    found = re.search(rf'name="{forms.SHOWN}" value="([^"]+)"', client.get(address).text)
    assert found is not None
    shown_s, nonce = signing.loads(found[1], salt=trap.SALT)
    return signing.dumps([shown_s - int(seconds), nonce], salt=trap.SALT)


def change(office: Office, **settings: Any) -> None:
    """Change the settings of the form's door."""
    with inside(office.id):
        door = Door.objects.within(office.id).get(slug="forms")
        door.settings.update(settings)
        door.save()


class TestTaking:
    def test_leads_on_to_the_promise(
        self, client: httpx.Client, address: str, post: Post, book: Book
    ) -> None:
        answer = post(shown=showing(client, address))

        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{address}/thanks/?a=")
        [arrival], [lead] = book.arrivals(), book.leads()
        assert (arrival.state, lead.message) == ("lead_created", "Three booths.")
        thanks = client.get(answer.headers["location"])
        assert thanks.status_code == 200
        assert str(arrival.id)[-8:].upper() in thanks.text

    def test_a_page_of_another_site_needs_no_token(self, post: Post, book: Book) -> None:
        answer = post(
            {"Name": "Maija", "Telefon": "+358 45 700 0999"}, origin="https://other.example"
        )

        assert answer.status_code == 303
        assert [(one.state, one.idempotency_key[:5]) for one in book.arrivals()] == [
            ("lead_created", "body:")
        ]

    def test_every_answer_of_a_group_of_boxes_is_kept(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        body = urlencode([*MAIJA.items(), ("color", "blue"), ("color", "red")])

        answer = client.post(address, content=body, headers={"content-type": FORM})

        assert answer.status_code == 303
        assert [lead.custom for lead in book.leads()] == [{"color": "blue, red"}]

    def test_no_field_decides_where_the_buyer_goes(
        self, post: Post, client: httpx.Client, address: str
    ) -> None:
        evil = dict.fromkeys(("retURL", "next", "redirect", "return_url"), "https://evil.example/")

        for place in (address, f"/{address}", f"{address}?next=https://evil.example/"):
            answer = client.post(place, data={**MAIJA, **evil}, headers={"host": "evil.example"})
            location = answer.headers.get("location", "")
            assert "evil" not in location
            assert not location.startswith("//")
        assert client.get(f"{address}/thanks/?a=https://evil.example").status_code == 200

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
    def test_other_methods_are_told_which_there_are(
        self, client: httpx.Client, address: str, method: str
    ) -> None:
        answer = client.request(method, address)

        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")

    @pytest.mark.parametrize("key", ["unknown", "%00", "%ff"])
    def test_an_unknown_form_says_so(self, client: httpx.Client, office: Office, key: str) -> None:
        shown, posted = client.get(f"/f/{key}"), client.post(f"/f/{key}", data=MAIJA)

        assert (shown.status_code, posted.status_code) == (404, 404)
        assert "There is no form at this address" in posted.text


class TestAgain:
    def test_the_same_showing_is_taken_once(
        self, client: httpx.Client, address: str, post: Post, book: Book
    ) -> None:
        shown = showing(client, address)

        first, again = post(shown=shown), post(shown=shown)

        assert (first.status_code, again.status_code) == (303, 303)
        assert (len(book.arrivals()), len(book.leads())) == (1, 1)

    def test_an_edited_one_is_another_enquiry(
        self, client: httpx.Client, address: str, post: Post, book: Book
    ) -> None:
        shown = showing(client, address)
        post(shown=shown)

        assert post({**MAIJA, "message": "Four booths."}, shown=shown).status_code == 303
        assert [lead.message for lead in book.leads()] == ["Three booths.", "Four booths."]


class TestDoubt:
    def test_a_filled_honeypot_waits_for_a_person(
        self, client: httpx.Client, address: str, post: Post, book: Book
    ) -> None:
        answer = post({**MAIJA, forms.HONEYPOT: "x"}, shown=showing(client, address))

        assert answer.status_code == 303
        assert [(one.state, one.reasons[0]["code"]) for one in book.arrivals()] == [
            ("quarantined", "honeypot")
        ]

    def test_one_that_was_too_fast_waits_too(
        self, client: httpx.Client, address: str, post: Post, book: Book
    ) -> None:
        assert post(shown=showing(client, address, seconds=0)).status_code == 303
        assert [(one.state, one.reasons[0]["code"]) for one in book.arrivals()] == [
            ("quarantined", "too_fast")
        ]

    @pytest.mark.parametrize("shown", ["", "forged", "\x00", "a:b:c", "ä" * 300])
    def test_a_forged_or_missing_time_trap_is_as_from_another_site(
        self, post: Post, book: Book, shown: str
    ) -> None:
        assert post(shown=shown).status_code == 303
        assert [one.state for one in book.arrivals()] == ["lead_created"]

    def test_an_old_showing_counts_as_none(
        self, client: httpx.Client, address: str, post: Post, book: Book
    ) -> None:
        post(shown=showing(client, address, seconds=trap.OLDEST_S + 60))

        assert [one.idempotency_key[:5] for one in book.arrivals()] == ["body:"]

    def test_a_foreign_origin_waits_where_origins_are_named(
        self, office: Office, client: httpx.Client, post: Post, book: Book
    ) -> None:
        change(office, allowed_origins=["https://www.customer.example"])
        own = str(client.base_url).rstrip("/")

        for number, origin in enumerate(
            (own, "https://www.customer.example", "https://evil.example")
        ):
            post({**MAIJA, "message": f"Booth {number}."}, origin=origin)

        assert [one.state for one in book.arrivals()] == [
            "lead_created", "lead_created", "quarantined",
        ]  # fmt: skip
        assert book.codes() == ["", "", "foreign_origin"]


class TestMissing:
    def test_shows_what_was_typed(
        self, client: httpx.Client, address: str, post: Post, book: Book
    ) -> None:
        told = {**MAIJA, "email": " ", "message": 'A <b>"bold"</b> wish', "utm_source": "fair"}

        answer = post(told, shown=showing(client, address), **{"accept-language": "sv"})

        assert answer.status_code == 422
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert html.escape('A <b>"bold"</b> wish') in answer.text
        assert 'value="Maija Meikäläinen"' in answer.text
        assert 'name="utm_source" value="fair"' in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert "Fyll i det här fältet." in answer.text
        assert book.arrivals() == []

    @pytest.mark.parametrize(
        ("accepted", "sentence"),
        [("fi", "Täytä tämä kohta."), ("sv-FI", "Fyll i"), ("hu", "Kérjük"), ("de", "Please fill")],
    )
    def test_in_the_buyers_language(
        self, client: httpx.Client, address: str, post: Post, accepted: str, sentence: str
    ) -> None:
        answer = post({}, shown=showing(client, address), **{"accept-language": accepted})

        assert answer.status_code == 422
        assert sentence in answer.text

    @pytest.mark.parametrize("body", [b"{bad", b"utm_source=x", b"message=+++", b"vaste_shown=x"])
    def test_a_post_that_says_nothing_is_shown_again_and_kept(
        self, client: httpx.Client, address: str, book: Book, body: bytes
    ) -> None:
        answer = client.post(address, content=body, headers={"content-type": FORM})

        assert answer.status_code == 422
        assert "Please fill this in." in answer.text
        assert [(raw_body(one), one.state, one.reasons[0]["code"]) for one in book.arrivals()] == [
            (body, "refused", "says_nothing")
        ]

    def test_what_no_page_can_hold_is_shown_all_the_same(
        self, client: httpx.Client, address: str
    ) -> None:
        shown = showing(client, address)
        body = f"{forms.SHOWN}={shown}&full_name=%5Cud800%FF".encode()
        headers = {"content-type": f"{FORM}; charset=unicode_escape"}

        assert client.post(address, content=body, headers=headers).status_code == 422

    def test_what_cannot_be_read_is_kept_and_refused(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        for content_type, body, status in (
            ("multipart/form-data", b"x", 400),
            ("image/png", b"\x89PNG", 415),
            (FORM, b"message=" + b"x" * (1024 * 1024), 413),
            (FORM, b"", 400),
        ):
            answer = client.post(address, content=body, headers={"content-type": content_type})
            assert answer.status_code == status

        assert book.codes() == ["bad_form", "unsupported_type", "body_too_large", "empty"]
        assert {one.state for one in book.arrivals()} == {"refused"}


class TestConsents:
    def test_are_kept_word_by_word_as_shown(
        self, client: httpx.Client, address: str, office: Office, post: Post
    ) -> None:
        shown = showing(client, address)
        post({**MAIJA, "consent_newsletter": "yes", "language": "fi"}, shown=shown)

        with inside(office.id):
            [kept] = Consent.objects.within(office.id)
        text = forms.STANDARD_CONSENTS[0]["texts"]["fi"]
        assert (kept.purpose, kept.given, kept.text, kept.version) == (
            "newsletter",
            True,
            text,
            "1",
        )
        assert text in client.get(f"{address}?lang=fi").text

    def test_one_left_open_is_kept_as_not_given(
        self, client: httpx.Client, address: str, office: Office, post: Post
    ) -> None:
        post(shown=showing(client, address))

        with inside(office.id):
            assert [one.given for one in Consent.objects.within(office.id)] == [False]

    def test_a_page_of_another_site_has_not_asked(self, office: Office, post: Post) -> None:
        post()

        with inside(office.id):
            assert not Consent.objects.within(office.id).exists()
