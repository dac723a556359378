"""Importing a file by the API alone: upload, columns, preview, start, follow, bad rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests import build
from tests.api import machine
from tests.api.machine import Answer, Machine
from tests.build import Office
from vaste.flows import importing
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Import, Lead
from vaste.workspaces.models import Role

FILE = (
    "Nimi;Sähköposti;Puhelin;Lähde\n"
    "Maija Meri;maija@pumppu.example;3,58E+11;google\n"
    "-;;;-\n"
    "Kalle Kivi;kalle@kivi.example;+358 40 123 4567;Google\n"
)


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> None:
    settings.IMPORT_FOLDER = tmp_path


@pytest.fixture
def office(db: None) -> Office:
    return build.office()


@pytest.fixture
def mo(office: Office) -> Machine:
    return machine.machine(office, office.mo)


def upload(who: Machine, office: Office, text: str | bytes = FILE, **told: Any) -> Answer:
    raw = text if isinstance(text, bytes) else text.encode()
    parts = [(name, str(value).encode(), "") for name, value in told.items()]
    if "door" not in told:
        parts.append(("door", str(office.doors["files"].id).encode(), ""))
    parts.append(("file", raw, "leads.csv"))
    body = b"".join(_part(*one) for one in parts) + b"--edge--\r\n"
    return who.send("POST", "/imports", body, Content_Type="multipart/form-data; boundary=edge")


def _part(name: str, value: bytes, filename: str) -> bytes:
    said = f'; filename="{filename}"' if filename else ""
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"{said}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def run(office: Office, import_id: str) -> None:
    with inside(office.id):
        made = Import.objects.within(office.id).get(id=import_id)
    importing.run(office.id, made.id, clock=timezone.now)


def test_a_file_goes_in_by_the_api_alone(office: Office, mo: Machine) -> None:
    taken = upload(mo, office)
    assert (taken.status, taken.body["state"], taken.body["filename"]) == (
        201, "uploaded", "leads.csv",
    )  # fmt: skip
    path = f"/imports/{taken.body['id']}"
    looked = mo.get(f"{path}/columns").body
    assert [(one["name"], one["field"], one["filled"]) for one in looked["columns"]] == [
        ("Nimi", "full_name", 3),
        ("Sähköposti", "email", 2),
        ("Puhelin", "phone", 2),
        ("Lähde", "source", 3),
    ]
    assert looked["sampled"] == 3
    seen = mo.post(f"{path}/preview", {"field_map": looked["field_map"]}).body["rows"]
    assert [row["says_nothing"] for row in seen] == [False, True, False]
    assert seen[0]["fields"]["email"] == "maija@pumppu.example"
    assert [one["field"] for one in seen[0]["problems"]] == ["phone"]
    assert seen[2]["fields"]["phone"] == "+358401234567"
    begun = mo.post(f"{path}/start", {"field_map": looked["field_map"]})
    assert (begun.status, begun.body["state"]) == (200, "running")
    run(office, taken.body["id"])
    done = mo.get(path).body
    assert (done["state"], done["counts"]["created"], done["counts"]["refused"]) == ("done", 2, 1)
    (bad,) = mo.get(f"{path}/bad-rows").body["items"]
    assert (bad["number"], bad["code"]) == (3, "says_nothing")
    assert bad["cells"]["Nimi"] == "-"
    with inside(office.id):
        assert {one.source for one in Lead.objects.within(office.id)} == {"Google"}


def test_the_same_file_is_told_and_taken_again_when_said(office: Office, mo: Machine) -> None:
    first = upload(mo, office).body["id"]
    refused = upload(mo, office)
    assert (refused.status, refused.code, refused.body["earlier"]) == (
        409, "already_imported", first,
    )  # fmt: skip
    assert upload(mo, office, again="true").status == 201


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"text": b""}, 400, "empty_file"),
        ({"text": b"\x00\x01\x02" * 50}, 415, "not_a_table"),
        ({"door": "01890a5d-ac96-774b-bcce-b302099a8057"}, 404, "no_such_door"),
        ({"door": "home"}, 422, "invalid"),
        ({"again": "perhaps"}, 422, "invalid"),
    ],
)
def test_what_can_not_be_taken(
    office: Office, mo: Machine, told: dict[str, Any], status: int, code: str
) -> None:
    answer = upload(mo, office, **told)
    assert answer.status == status, answer.text
    assert answer.code == code
    with inside(office.id):
        assert not Import.objects.within(office.id).exists()


def test_a_door_that_takes_no_files_is_none(office: Office, mo: Machine) -> None:
    assert upload(mo, office, door=office.doors["forms"].id).code == "no_such_door"


def test_a_body_that_is_no_form_is_refused(office: Office, mo: Machine) -> None:
    assert mo.post("/imports", {"door": "x"}).status == 422


def test_a_map_with_a_slip_is_refused_with_its_place(office: Office, mo: Machine) -> None:
    path = f"/imports/{upload(mo, office).body['id']}"
    for verb in ("preview", "start"):
        refused = mo.post(f"{path}/{verb}", {"field_map": {"columns": {"Nimi": "fullname"}}})
        assert (refused.status, refused.code) == (422, "bad_field_map")
        assert refused.body["place"] == "columns.Nimi"
    assert mo.get(path).body["state"] == "uploaded"


def test_starting_twice_reads_in_once(office: Office, mo: Machine) -> None:
    path = f"/imports/{upload(mo, office).body['id']}"
    assert mo.post(f"{path}/start", {"field_map": {}}).status == 200
    again = mo.post(f"{path}/start", {"field_map": {}})
    assert (again.status, again.code) == (409, "import_not_ready")


def test_stopping_and_going_on(office: Office, mo: Machine) -> None:
    path = f"/imports/{upload(mo, office).body['id']}"
    assert mo.post(f"{path}/stop").code == "import_not_ready"
    mo.post(f"{path}/start", {"field_map": {}})
    assert mo.post(f"{path}/stop").body["state"] == "canceled"
    assert mo.post(f"{path}/start", {"field_map": {}}).body["state"] == "running"


def test_a_file_that_is_gone_is_told(office: Office, mo: Machine) -> None:
    path = f"/imports/{upload(mo, office).body['id']}"
    with inside(office.id):
        Path(Import.objects.within(office.id).get().path).unlink()
    assert mo.get(f"{path}/columns").code == "file_gone"
    assert mo.post(f"{path}/preview", {"field_map": {}}).code == "file_gone"


def test_who_may(office: Office) -> None:
    rep = machine.machine(office, office.ada)
    marketer = machine.machine(office, machine.member(office, "Mark", Role.MARKETER))
    reader = machine.machine(office, office.mo, ["imports:read"])
    assert upload(rep, office).code == "role_not_allowed"
    assert upload(reader, office).code == "scope_missing"
    assert upload(marketer, office).status == 201
