"""Importing a file on screen: upload, match the columns, read in, take the bad rows home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import Desk, panel, text
from tests.desk.conftest import SignIn
from tests.flows.test_custom_fields import source
from vaste.flows import importing
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Import, Lead

FILE = (
    "Nimi;Sähköposti;Puhelin;Lähde;Huomio\n"
    "Maija Meri;maija@pumppu.example;3,58E+11;google;=1+1\n"
    "-;;;-;\n"
    "Kalle Kivi;kalle@kivi.example;+358 40 123 4567;Google;ok\n"
)


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> None:
    settings.IMPORT_FOLDER = tmp_path


@pytest.fixture
def office(db: None) -> Office:
    return build.office()


@pytest.fixture
def desk(office: Office, sign_in: SignIn) -> Desk:
    return sign_in(office.mo)


def upload(desk: Desk, office: Office, content: str = FILE, name: str = "leads.csv") -> Any:
    file = SimpleUploadedFile(name, content.encode())
    told = {"door": str(office.doors["files"].id), "file": file}
    return desk.client.post("/imports/new/", told)


def made(office: Office) -> Import:
    with inside(office.id):
        return Import.objects.within(office.id).get()


def test_the_columns_are_guessed_and_the_first_rows_shown(office: Office, desk: Desk) -> None:
    sent = upload(desk, office)
    page = panel(desk.get(sent["Location"]), "page")

    assert [(one.header, one.field_key, one.filled) for one in page.columns] == [
        ("Nimi", "full_name", 3),
        ("Sähköposti", "email", 2),
        ("Puhelin", "phone", 2),
        ("Lähde", "source", 3),
        ("Huomio", "", 2),
    ]
    assert [row.number for row in page.preview] == [2, 3, 4]
    assert page.problem_count == 1
    assert "it would be a bad row" in page.preview[1].problems[0]


@pytest.mark.django_db
def test_own_fields_are_offered_and_shown_as_they_will_be_kept(sign_in: SignIn) -> None:
    office = build.office(source=source())
    desk = sign_in(office.mo)
    file = "Email;Seats;Plan;Customer since\nb@pumppu.example;12;PRO;2.5.2019\nc@x.example;lots;;\n"

    page = panel(desk.get(upload(desk, office, file)["Location"]), "page")

    assert [one.field_key for one in page.columns] == [
        "email", "custom:lead.custom.seats", "custom:contact.custom.plan",
        "custom:company.custom.since",
    ]  # fmt: skip
    assert page.preview_headers == ("E-mail", "Seats", "Plan", "Customer since")
    first, second = page.preview
    assert [cell.value for cell in first.cells] == [
        "b@pumppu.example", "12", "Pro", "02/05/2019",
    ]  # fmt: skip
    assert (second.cells[1].value, bool(second.cells[1].problem)) == ("lots", True)
    assert page.problem_count == 1


def test_what_is_chosen_is_read_in_and_sources_are_one(office: Office, desk: Desk) -> None:
    url = upload(desk, office)["Location"]
    fields = ["full_name", "email", "phone", "source", "-"]
    told = {f"column-{index}": name for index, name in enumerate(fields)}

    seen = panel(desk.post_plainly(url, action="preview", **told), "page")
    assert [one.field_key for one in seen.columns] == fields
    assert desk.post_plainly(url, action="start", **told)["Location"] == url

    importing.run(office.id, made(office).id, clock=timezone.now)
    page = panel(desk.get(url), "page")
    assert (page.row.created, page.row.bad, page.accounted) == (2, 1, True)
    with inside(office.id):
        rows = Lead.objects.within(office.id)
        assert sorted((one.source, one.message) for one in rows) == [("Google", ""), ("Google", "")]


def test_what_an_outcome_means_is_shown_and_chosen(office: Office, desk: Desk) -> None:
    content = "Email,Converted\n" + "".join(
        f"n{n}@pumppu.example,{word}\n" for n, word in enumerate(["No", "Yes", "No", "Later", ""])
    )
    url = upload(desk, office, content)["Location"]

    [_email, column] = panel(desk.get(url), "page").columns
    assert column.field_key == "outcome"
    assert [(one.value, one.count, one.outcome) for one in column.ends] == [
        ("No", 2, "open"), ("Yes", 1, "won"), ("Later", 1, ""),
    ]  # fmt: skip

    told = {"column-0": "email", "column-1": "outcome", "end-1-0": "lost", "end-1-1": "won"}
    seen = panel(desk.post_plainly(url, action="preview", **told), "page")
    assert [one.outcome for one in seen.columns[1].ends] == ["lost", "won", ""]
    desk.post_plainly(url, action="start", **told)
    importing.run(office.id, made(office).id, clock=timezone.now)
    with inside(office.id):
        states = Lead.objects.within(office.id).order_by("contact__email")
        assert [one.state for one in states] == ["lost", "won", "lost", "open", "open"]


def test_bad_rows_come_home_with_their_reasons(office: Office, desk: Desk) -> None:
    url = upload(desk, office, FILE.replace("-;;;-;", "-;;;-;=2+2"))["Location"]
    desk.post_plainly(url, action="start", **{"column-4": "-"})
    importing.run(office.id, made(office).id, clock=timezone.now)

    sheet = desk.get(f"{url}bad-rows.csv").content.decode("utf-8-sig").splitlines()

    assert sheet[0] == "Row,Reason,Nimi,Sähköposti,Puhelin,Lähde,Huomio"
    (row,) = sheet[1:]
    assert row.startswith('3,"The row names nobody and says nothing. Fill in ')
    assert row.endswith(",'-,,,'-,'=2+2")  # no spreadsheet takes a cell for a formula


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [("", "leads.csv", "The file is empty."), ("\0\1" * 99, "leads.csv", "can be read")],
)
def test_a_file_that_is_none_is_refused_where_it_was_chosen(
    office: Office, desk: Desk, content: str, name: str, said: str
) -> None:
    response = upload(desk, office, content, name)
    assert response.status_code == 422
    assert said in text(response)


def test_the_same_file_leads_to_its_earlier_import(office: Office, desk: Desk) -> None:
    first = upload(desk, office)["Location"]
    assert upload(desk, office)["Location"] == f"{first}?again=1"


def test_words_that_say_no_outcome_stand_on_the_page(office: Office, desk: Desk) -> None:
    sent = upload(desk, office, "Email,Status\na@b.example,Won\nc@d.example,Parked\n")
    field_map = {"columns": {"Email": "email", "Status": "outcome"}}
    importing.start(office.id, made(office).id, field_map=field_map, run_clocks=False, at=NOON)
    importing.run(office.id, made(office).id, clock=lambda: NOON)

    shown = text(desk.get(sent["Location"]))

    assert "Words that say no outcome" in shown
    assert "Parked 1 row" in shown
