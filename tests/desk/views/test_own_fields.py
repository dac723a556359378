"""Own fields over HTTP: shown on the lead page, written from there."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON, Office
from tests.desk.browser import lead_now, panel, text
from tests.desk.conftest import SignIn
from tests.flows.test_custom_fields import contact_of, source
from vaste.leads.models import Lead
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build.office(source=source())


def url(lead: Lead) -> str:
    return f"/leads/{lead.id}/fields/"


class TestForm:
    def test_shows_what_is_known_of_the_fields_there_can_be(
        self, sign_in: SignIn, office: Office
    ) -> None:
        lead = build.lead(office, email="a@gmail.com", other={"seats": "12", "plan": "pro"})

        form = panel(sign_in(office.ada).get(f"/leads/{lead.id}/"), "lead").own_form

        assert [(one.name, one.label, one.kind, one.value) for one in form.fields] == [
            ("lead.custom.seats", "Seats", "text", "12"),
            ("contact.custom.plan", "Plan", "select", "pro"),
            ("contact.custom.score", "Score", "text", ""),
        ]  # and none of a company: there is none
        assert [option.key for option in form.fields[1].options if option.is_selected] == ["pro"]

    def test_who_may_only_look_has_none(self, sign_in: SignIn, office: Office) -> None:
        lead = build.lead(office)

        workspaces.join(office.workspace, office.eve, Role.VIEWER, at=NOON)

        desk = sign_in(office.eve)

        assert panel(desk.get(f"/leads/{lead.id}/"), "lead").own_form is None
        assert desk.post(url(lead), **{"lead.custom.seats": "3"}).status_code == 403


class TestCreate:
    def test_writes_what_was_changed(self, sign_in: SignIn, office: Office) -> None:
        lead = build.lead(office, other={"score": "1.5"})

        response = sign_in(office.ada).post(
            url(lead),
            **{
                "lead.custom.seats": "1 200", "contact.custom.plan": "basic",
                "contact.custom.score": "1.5", "version": str(lead.version),
            },
        )  # fmt: skip

        assert response.status_code == 200
        assert "Ada wrote what is known: Seats, Plan." in text(response)
        assert lead_now(office, lead).custom == {"seats": 1200}
        assert contact_of(office, lead).custom == {"plan": "basic", "score": 1.5}

    def test_refuses_what_cannot_be_read_and_keeps_what_was_typed(
        self, sign_in: SignIn, office: Office
    ) -> None:
        lead = build.lead(office)

        response = sign_in(office.ada).post(
            url(lead), **{"lead.custom.seats": "a dozen", "contact.custom.plan": "pro"}
        )

        assert response.status_code == 422
        form = panel(response, "lead").own_form
        seats, plan, _score, *_ = form.fields
        assert (seats.value, plan.value) == ("a dozen", "pro")
        assert seats.error
        assert not plan.error
        assert contact_of(office, lead).custom == {}

    def test_a_page_that_is_stale_is_told_so(self, sign_in: SignIn, office: Office) -> None:
        lead = build.lead(office)

        response = sign_in(office.ada).post(
            url(lead), **{"lead.custom.seats": "3", "version": str(lead.version + 1)}
        )

        assert response.status_code == 409
        assert panel(response, "lead").own_form.fields[0].value == "3"
        assert lead_now(office, lead).custom == {}

    def test_without_script_it_leads_back_to_the_page(
        self, sign_in: SignIn, office: Office
    ) -> None:
        lead = build.lead(office)

        response = sign_in(office.ada).post_plainly(url(lead), **{"lead.custom.seats": "3"})

        assert (response.status_code, response["Location"]) == (303, f"/leads/{lead.id}/")
        assert lead_now(office, lead).custom == {"seats": 3}
