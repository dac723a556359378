"""The JSON door, over HTTP."""

from __future__ import annotations

import datetime
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from django.utils import timezone

from tests.build import Office
from tests.doors.conftest import Book
from vaste.doors import cards, suspicion
from vaste.doors import pace as paces
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Door
from vaste.leads.raw import raw_body
from vaste.ledger.models import Event
from vaste.routing.models import Member
from vaste.workspaces.models import Handle, Membership, User

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MAIJA = {"name": "Maija Meikäläinen", "email": "maija@customer.example", "message": "Three booths."}


@pytest.fixture
def address(office: Office) -> str:
    return f"/in/api/{office.doors['api'].key}"


def post(
    client: httpx.Client, address: str, told: Any = None, *, key: str = "", **options: Any
) -> httpx.Response:
    """Post one enquiry, as JSON unless `content` is given."""
    headers = {"content-type": JSON, **options.pop("headers", {})}
    if key:
        headers["idempotency-key"] = key
    content = options.pop("content", None)
    body = json.dumps(MAIJA if told is None else told).encode() if content is None else content
    return client.post(address, content=body, headers=headers)


class TestTaking:
    def test_answers_with_the_arrival_and_the_promise(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        answer = post(client, address)

        [arrival], [lead] = book.arrivals(), book.leads()
        assert answer.status_code == 202
        assert answer.headers["content-type"] == JSON
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["arrival"] == str(arrival.id)
        told = datetime.datetime.fromisoformat(answer.json()["answer_by"])
        assert told == lead.promised_at
        assert told > timezone.now()
        assert (arrival.state, arrival.lead_id) == ("lead_created", lead.id)
        assert json.loads(raw_body(arrival)) == MAIJA

    def test_takes_forms_and_json_that_is_called_a_form(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        form = post(client, address, content=b"name=A&message=One", headers={"content-type": FORM})
        curl = post(client, address, content=b'{"message": "Two"}', headers={"content-type": FORM})
        bare = post(client, address, content=b'{"message": "Three"}', headers={"content-type": ""})

        assert [one.status_code for one in (form, curl, bare)] == [202, 202, 202]
        assert [one.message for one in book.leads()] == ["One", "Two", "Three"]

    def test_believes_no_header_about_where_a_post_comes_from(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        forged = {
            "x-forwarded-for": "203.0.113.9",
            "x-forwarded-host": "evil.example",
            "x-forwarded-proto": "https",
            "forwarded": "for=203.0.113.9",
            "authorization": "Bearer secret",
            "cookie": "sessionid=secret",
            "user-agent": "shop/1",
        }

        assert post(client, address, headers=forged).status_code == 202

        [arrival] = book.arrivals()
        assert arrival.headers == {"content-type": JSON, "user-agent": "shop/1"}

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
    def test_only_by_post(self, client: httpx.Client, address: str, method: str) -> None:
        answer = client.request(method, address)

        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        assert answer.json()["code"] == "post_only"


class TestRepeats:
    def test_the_same_key_and_body_is_answered_alike(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        first, again = post(client, address, key="k-1"), post(client, address, key="k-1")

        assert first.status_code == again.status_code == 202
        assert first.content == again.content
        assert (len(book.arrivals()), len(book.leads())) == (1, 1)

    def test_the_same_key_for_another_body_is_refused(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        post(client, address, key="k-1")
        other = post(client, address, {**MAIJA, "message": "Four booths."}, key="k-1")

        assert (other.status_code, other.json()["code"]) == (422, "key_used")
        assert other.headers["content-type"] == "application/problem+json"
        assert [lead.message for lead in book.leads()] == ["Three booths."]

    def test_sixteen_at_once_make_one_lead(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        with ThreadPoolExecutor(16) as senders:
            jobs = [senders.submit(post, client, address, key="storm") for _ in range(16)]
            answers = [job.result() for job in jobs]

        assert {one.status_code for one in answers} == {202}
        assert len({one.content for one in answers}) == 1
        assert (len(book.arrivals()), len(book.leads())) == (1, 1)

    def test_without_a_key_an_equal_body_is_put_to_the_first(
        self, client: httpx.Client, address: str, book: Book, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(suspicion, "WINDOW_S", 10**9)  # the window's border may be just now
        first, again = post(client, address), post(client, address)

        assert first.content == again.content
        [lead] = book.leads()
        assert [(one.state, one.lead_id) for one in book.arrivals()] == [
            ("lead_created", lead.id),
            ("appended", lead.id),
        ]

    @pytest.mark.parametrize("key", ["two words", "ä" * 3, "k" * 256, "tab\tinside"])
    def test_a_key_that_is_none_is_refused(
        self, client: httpx.Client, address: str, book: Book, key: str
    ) -> None:
        headers = [
            (b"content-type", b"application/json"),
            (b"idempotency-key", key.encode("latin-1")),
        ]
        answer = client.post(address, content=b'{"name": "A"}', headers=headers)

        assert (answer.status_code, answer.json()["code"]) == (400, "bad_key")
        assert book.codes() == ["bad_key"]


class TestWhichDoor:
    @pytest.mark.parametrize(
        "key", ["", "unknown", "%00", "a%2Fb", "..%2f..", "%ff", "x" * 5000, "%F0%9F%92%A9"]
    )
    def test_an_unknown_key_is_told_so(
        self, client: httpx.Client, office: Office, key: str
    ) -> None:
        answer = post(client, f"/in/api/{key}")

        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_door")

    def test_the_key_of_a_form_is_none(self, client: httpx.Client, office: Office) -> None:
        assert post(client, f"/in/api/{office.doors['forms'].key}").status_code == 404

    def test_a_closed_door_takes_nothing(
        self, client: httpx.Client, office: Office, address: str, book: Book
    ) -> None:
        with inside(office.id):
            doors = Door.objects.within(office.id)
            doors.filter(slug="api").update(closed_at=timezone.now())

        assert post(client, address).status_code == 404
        assert book.arrivals() == []

    def test_a_revoked_key_takes_nothing_once_the_card_is_old(
        self, client: httpx.Client, office: Office, address: str, book: Book
    ) -> None:
        assert post(client, address).status_code == 202
        Handle.objects.filter(name=office.doors["api"].key).update(revoked_at=timezone.now())
        cards.forget()

        assert post(client, address).status_code == 404
        assert len(book.arrivals()) == 1


DEEP = b'{"a":' * 200 + b"1" + b"}" * 200
ABYSS = b"[" * 100_000
MANY = json.dumps({f"f{n}": n for n in range(501)}).encode()
BAD: list[tuple[str, bytes, int, str]] = [
    (JSON, b"", 400, "empty"),
    (JSON, b"  \n", 400, "empty"),
    (JSON, b"{}", 400, "empty"),
    (JSON, b"[]", 400, "not_an_object"),
    (JSON, b"null", 400, "not_an_object"),
    (JSON, b'"text"', 400, "not_an_object"),
    (JSON, b'{"name": "Maija"', 400, "bad_json"),
    (JSON, b'{"value": NaN}', 400, "bad_json"),
    (JSON, b'{"value": -Infinity}', 400, "bad_json"),
    (JSON, b"\x00", 400, "bad_json"),
    (JSON, DEEP, 400, "too_deep"),
    (JSON, ABYSS, 400, "too_deep"),
    (JSON, b'{"name": "A", "name": "B"}', 400, "duplicate_key"),
    (JSON, b'{"\\ud800": "A", "\\ud800": "B"}', 400, "duplicate_key"),
    (JSON, b'{"\\u0000": "A", "\\u0000": "B"}', 400, "duplicate_key"),
    (JSON, b'{"\\u0000\\ud800": ' + DEEP + b"}", 400, "too_deep"),
    (JSON, '{"name": "Mäki"}'.encode("latin-1"), 400, "not_utf8"),
    (JSON, '{"name": "Mäki"}'.encode("utf-16"), 400, "not_utf8"),
    (JSON, b'{"name": "\xed\xa0\x80"}', 400, "not_utf8"),
    (JSON, MANY, 400, "too_many_fields"),
    (JSON, json.dumps({"n" * 201: "x"}).encode(), 400, "name_too_long"),
    (JSON, json.dumps({"message": "x" * 100_001}).encode(), 400, "value_too_long"),
    (JSON, b'{"utm_source": "google", "language": "fi"}', 422, "says_nothing"),
    (JSON, b'{"name": "", "email": null, "message": "-"}', 422, "says_nothing"),
    (FORM, b"{bad", 422, "says_nothing"),
    (FORM, b"&&&=", 400, "empty"),
    (FORM, b"&".join(b"f%d=1" % n for n in range(501)), 400, "too_many_fields"),
    ("multipart/form-data", b"name=A", 400, "bad_form"),
    ("multipart/form-data; boundary=x", b"--x\r\nno end", 400, "bad_form"),
    ("application/xml", b"<a/>", 415, "unsupported_type"),
    ("text/plain", b"hello", 415, "unsupported_type"),
    ("; charset=\xff", b"hello", 415, "unsupported_type"),
]


class TestRefusing:
    def test_says_what_is_wrong_and_keeps_what_came(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        wrong = []
        for content_type, body, status, code in BAD:
            headers = [(b"content-type", content_type.encode("latin-1"))]
            answer = client.post(address, content=body, headers=headers)
            told = answer.json()
            if (answer.status_code, told["code"], told["status"]) != (status, code, status):
                wrong.append((content_type, body[:60], answer.status_code, told))
            assert answer.headers["content-type"] == "application/problem+json"
            assert told["type"] == f"urn:vaste:problem:{code}"
            assert told["title"].endswith(".")
            assert told["detail"].endswith(".")

        assert wrong == []
        kept = book.arrivals()
        assert {one.state for one in kept} == {"refused"}
        assert [(raw_body(one), one.reasons[0]["code"]) for one in kept] == [
            (body, code) for _, body, _, code in BAD
        ]
        assert book.leads() == []

    @pytest.mark.parametrize("size", [1024 * 1024 + 1, 10 * 1024 * 1024])
    def test_a_body_over_one_megabyte_keeps_its_beginning(
        self, client: httpx.Client, address: str, book: Book, size: int
    ) -> None:
        body = b'{"email": "maija@customer.example", "message": "'.ljust(size, b"x")

        answer = client.post(address, content=body, headers={"content-type": JSON})

        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
        [arrival] = book.arrivals()
        assert raw_body(arrival) == body[: 16 * 1024]
        assert book.codes() == ["body_too_large"]

    def test_just_one_megabyte_is_read(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        body = b'{"name": "Maija"}'.ljust(1024 * 1024)

        assert post(client, address, content=body).status_code == 202
        assert len(book.leads()) == 1


ODD: list[dict[str, Any]] = [
    {"name": "Nul\x00 Byte", "message": "a\x00b"},
    {"name": "Half \ud800 pair", "\udfff": "odd name"},
    {"name": "X", "phone": "3,58E+11"},
    {"name": "X", "needed_by": "2026-02-31"},
    {"name": "X", "needed_by": "99999-99-99", "occurred_at": "0000-00-00T99:99:99Z"},
    {"name": "X", "occurred_at": "9999-12-31T23:59:59+14:00"},
    {"name": "X", "occurred_at": "0001-01-01T00:00:00+14:00"},
    {"name": "X", "value": "1e999999", "employees": "-1e400", "revenue": "9" * 400},
    {"name": "X", "needed_within_days": 10**30, "employees": 10**40},
    {"name": "X", "country": "Narnia", "currency": "Galleon", "language": "tlh-" * 40},
    {"name": "X" * 90_000, "email": "a" * 50_000 + "@x.example"},
    {"name": ["list", {"deep": None}], "message": {"a": {"b": True}}},
    {"request_type": "\u202egnp.exe", "value_band": "gigantic", "message": "?"},
]


class TestOddValues:
    def test_are_taken_with_what_can_be_used(
        self, client: httpx.Client, address: str, book: Book
    ) -> None:
        answers = [post(client, address, told, key=f"odd-{n}") for n, told in enumerate(ODD)]

        assert [one.status_code for one in answers] == [202] * len(ODD)
        assert {one.state for one in book.arrivals()} == {"lead_created"}
        assert len(book.leads()) == len(ODD)

    def test_say_on_the_lead_what_could_not_be_used(
        self, client: httpx.Client, address: str, office: Office, book: Book
    ) -> None:
        post(client, address, {**MAIJA, "phone": "3,58E+11", "needed_by": "2026-02-31"})

        [lead] = book.leads()
        with inside(office.id):
            told = Event.objects.within(office.id).get(verb="lead.received").detail["problems"]
        assert (lead.needed_by, [one[:2] for one in told]) == (
            None,
            [["needed_by", "2026-02-31"], ["phone", "3,58E+11"]],
        )
        assert all(message and remedy for _, _, message, remedy in told)

    def test_what_nobody_can_be_answered_by_is_a_lead_that_says_so(
        self, client: httpx.Client, address: str, office: Office, book: Book
    ) -> None:
        assert post(client, address, {"color": "blue"}).status_code == 202

        [lead] = book.leads()
        with inside(office.id):
            told = Event.objects.within(office.id).get(verb="lead.received").detail["problems"]
        assert lead.custom == {"color": "blue"}
        assert told == [
            ["", "", suspicion.NO_WAY_TO_ANSWER.message, suspicion.NO_WAY_TO_ANSWER.remedy]
        ]


class TestOwnersWhoLeft:
    def test_a_lead_of_somebody_whose_owner_is_gone_goes_to_who_is_there(
        self, client: httpx.Client, address: str, office: Office, book: Book
    ) -> None:
        assert post(client, address).status_code == 202
        [first] = book.leads()
        assert first.owner_id in {office.ada.pk, office.bob.pk}
        left, stays = sorted((office.ada, office.bob), key=lambda rep: rep.pk != first.owner_id)
        Membership.objects.filter(workspace=office.workspace, user=left).update(
            left_at=timezone.now()
        )
        with inside(office.id):
            members = Member.objects.within(office.id).filter(user_id=left.pk)
            members.update(left_at=timezone.now())
        User.objects.filter(pk=left.pk).update(is_active=False)

        assert post(client, address, {**MAIJA, "message": "Four."}).status_code == 202

        assert [lead.owner_id for lead in book.leads()] == [left.pk, stays.pk]


class TestOrigins:
    def test_a_page_of_another_site_waits_for_a_person(
        self, client: httpx.Client, address: str, office: Office, book: Book
    ) -> None:
        with inside(office.id):
            door = Door.objects.within(office.id).get(slug="api")
            door.settings["allowed_origins"] = ["https://www.customer.example/"]
            door.save()
        origins = ["https://www.customer.example", "https://evil.example", "null", ""]
        answers = [
            post(client, address, key=f"o{n}", headers={"origin": one} if one else {})
            for n, one in enumerate(origins)
        ]

        assert [one.status_code for one in answers] == [202] * 4
        assert [one.state for one in book.arrivals()] == [
            "lead_created", "quarantined", "quarantined", "lead_created",
        ]  # fmt: skip
        assert book.arrivals()[1].reasons == [
            {"code": "foreign_origin", "detail": "https://evil.example"}
        ]
        assert [answers[1].json()["answer_by"], str(uuid.UUID(answers[1].json()["arrival"]))] == [
            None, answers[1].json()["arrival"],
        ]  # fmt: skip


@pytest.fixture
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes between two posts, however slow the machine is."""
    monkeypatch.setattr(paces.pace, "_clock", lambda: 1_000.0)


@pytest.mark.usefixtures("_standing_clock")
class TestPace:
    def test_what_comes_too_fast_is_told_when_to_come_again_and_not_kept(
        self, client: httpx.Client, office: Office, address: str, book: Book
    ) -> None:
        slow_down(office, "api")

        answers = [post(client, address, {"message": f"{number}"}) for number in range(12)]

        assert [one.status_code for one in answers] == [202] * 10 + [429] * 2
        refused = answers[-1]
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "too_many"
        assert refused.headers["retry-after"] == "60"
        assert len(book.arrivals()) == 10

    def test_a_form_says_it_in_words(
        self, client: httpx.Client, office: Office, book: Book
    ) -> None:
        slow_down(office, "forms")
        address = f"/f/{office.doors['forms'].key}"
        told = {"content-type": FORM}

        answers = [
            client.post(address, content=b"message=Hello&name=A", headers=told) for _ in range(11)
        ]

        assert answers[-1].status_code == 429
        assert "retry-after" in answers[-1].headers
        assert answers[-1].headers["content-type"].startswith("text/html")
        assert answers[0].status_code != 429


def slow_down(office: Office, door: str) -> None:
    """Let a door take one post a minute, beyond the ten that may come at once."""
    with inside(office.id):
        rows = Door.objects.within(office.id).filter(id=office.doors[door].id)
        rows.update(settings={"posts_per_minute": 1})
    cards.forget()
