"""The workspace's own fields in a hosted form: asked, refused politely, kept; without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
import yaml

from tests import build
from tests.build import Office
from tests.doors.conftest import Book
from tests.doors.form.test_endpoint import FORM, MAIJA, change, showing
from vaste.definitions import queries as definitions
from vaste.doors import cards
from vaste.infra.tenancy.context import inside
from vaste.leads import forms
from vaste.people.models import Contact

OWN = """
- {key: seats, of: lead, kind: number, ask: required, labels: {en: Seats, fi: Paikkoja}}
- {key: budget, of: lead, kind: money, ask: optional, labels: {en: Budget}}
- {key: since, of: lead, kind: date, ask: optional, labels: {en: Since}}
- {key: fair, of: lead, kind: yes_no, ask: optional, labels: {en: "Did we meet at the fair?"}}
- {key: plan, of: contact, kind: choice, ask: optional, choices: {basic: {en: Basic, hu: Alap}, pro: {en: Pro}}, labels: {en: Plan}}
- {key: rooms, of: lead, kind: list, ask: optional, choices: {hall: {en: Hall}, cafe: {en: Café}}, labels: {en: Rooms}}
- {key: secret, of: lead, kind: text, labels: {en: Only for us}}
"""  # noqa: E501
ANSWERS = [
    ("lead.custom.seats", "1 200"), ("lead.custom.budget", "10 000,50"),
    ("lead.custom.since", "2019-05-02"), ("lead.custom.fair", "yes"),
    ("contact.custom.plan", "pro"), ("lead.custom.rooms", "hall"), ("lead.custom.rooms", "cafe"),
]  # fmt: skip


@pytest.fixture
def office(site: str) -> Iterator[Office]:
    """A workspace with fields of its own, some of which its forms ask for."""
    content = definitions.default_content() | {"fields": yaml.safe_load(OWN)}
    cards.forget()
    yield build.office(source=yaml.safe_dump(content, allow_unicode=True))
    cards.forget()


@pytest.fixture
def address(office: Office) -> str:
    return f"/f/{office.doors['forms'].key}"


def send(
    client: httpx.Client, address: str, answers: list[tuple[str, str]], language: str = "en"
) -> httpx.Response:
    marks = [(forms.SHOWN, showing(client, address)), ("language", language)]
    body = urlencode([*MAIJA.items(), *answers, *marks])
    return client.post(address, content=body, headers={"content-type": FORM})


class TestAsked:
    def test_in_the_buyers_language_before_the_message(
        self, client: httpx.Client, address: str
    ) -> None:
        page = client.get(f"{address}?lang=fi").text

        names = re.findall(r'name="((?:lead|contact)\.custom\.\w+|message)"', page)
        assert list(dict.fromkeys(names)) == [
            "lead.custom.seats", "lead.custom.budget", "lead.custom.since", "lead.custom.fair",
            "contact.custom.plan", "lead.custom.rooms", "message",
        ]  # fmt: skip
        assert "Paikkoja" in page
        assert "Budget (EUR)" in page
        assert "Kyllä" in page
        assert "Alap" in client.get(f"{address}?lang=hu").text
        assert "Only for us" not in page

    def test_a_door_may_place_one_where_it_likes(
        self, client: httpx.Client, office: Office, address: str
    ) -> None:
        words = {"name": "message", "kind": "textarea", "labels": {"en": "Message"}}
        change(office, fields=[{"name": "lead.custom.seats", "labels": {"en": "How many?"}}, words])
        cards.forget()

        page = client.get(address).text

        assert page.index("How many?") < page.index("Budget (EUR)") < page.index("Message")
        assert page.count('name="lead.custom.seats"') == 1


class TestTaken:
    def test_answers_are_kept_by_their_kinds(
        self, client: httpx.Client, office: Office, address: str, book: Book
    ) -> None:
        answer = send(client, address, ANSWERS)

        assert answer.status_code == 303
        [lead] = book.leads()
        assert lead.custom == {
            "seats": 1200, "budget": 10000.5, "since": "2019-05-02", "fair": True,
            "rooms": ["hall", "cafe"],
        }  # fmt: skip
        with inside(office.id):
            assert Contact.objects.within(office.id).get().custom == {"plan": "pro"}

    @pytest.mark.parametrize(
        ("name", "given", "language", "said"),
        [
            ("lead.custom.seats", "", "en", "Please fill this in."),
            ("lead.custom.seats", "many", "fi", "Kirjoita yksi luku, esimerkiksi 12."),
            ("lead.custom.budget", "a lot", "sv", "Skriv ett tal, till exempel 12."),
            ("lead.custom.since", "long", "hu", "Kérjük, dátumot írjon"),
            ("contact.custom.plan", "gold", "en", "Please choose from the answers."),
            ("lead.custom.fair", "perhaps", "en", "Please choose from the answers."),
            ("lead.custom.rooms", "cellar", "en", "Please choose from the answers."),
        ],
    )
    def test_what_cannot_be_read_is_refused_and_the_rest_kept(
        self,
        client: httpx.Client,
        address: str,
        book: Book,
        name: str,
        given: str,
        language: str,
        said: str,
    ) -> None:
        others = [(key, value) for key, value in ANSWERS if key != name]

        answer = send(client, address, [*others, (name, given)], language)

        assert answer.status_code == 422
        assert said in answer.text
        assert f'href="#f-{name}"' in answer.text
        assert "Three booths." in answer.text
        assert book.leads() == []
        if name != "lead.custom.rooms":
            assert answer.text.count("checked") >= 2  # both rooms are still ticked
        mended = [(key, value) for key, value in ANSWERS]
        assert send(client, address, mended, language).status_code == 303

    def test_another_sites_form_is_never_refused_for_them(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        body = urlencode([*MAIJA.items(), ("seats", "many")])

        answer = client.post(
            address, content=body,
            headers={"content-type": FORM, "origin": "https://other.example"},
        )  # fmt: skip

        assert answer.status_code == 303
        assert [lead.custom for lead in book.leads()] == [{"seats (raw)": "many"}]
