"""Where new leads belong: needs by facts, kept owners, credits for bad ones."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests import build
from tests.build import NOON, Office
from vaste.definitions import queries as definitions
from vaste.flows import rosters, work
from vaste.flows.rosters import Place
from vaste.infra import sql
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead, Notice
from vaste.ledger.models import Event
from vaste.routing.models import Credit, Member
from vaste.routing.records import candidates_of

DAY = datetime.timedelta(days=1)


def office_with(routing: str) -> Office:
    source = definitions.default_source().replace(
        "  default: sales\n", f"  default: sales\n{routing}"
    )
    return build.office(source=source)


def hold(office: Office, **attributes: list[str]) -> None:
    rosters.set_member(
        office.id, office.team.id, office.bob.pk, Place(attributes=attributes), at=NOON, by=None
    )


def decision(office: Office, lead: Lead) -> dict[str, Any]:
    with inside(office.id):
        event = Event.objects.within(office.id).get(subject_id=lead.id, verb="lead.received")
    told: dict[str, Any] = event.detail["routing"]
    return told


@pytest.mark.django_db
class TestNeeds:
    def test_facts_of_the_lead_say_who_can(self) -> None:
        office = office_with("  needs: {language: lead.language, territory: contact.country}\n")
        hold(office, language=["fi"], territory=["*"])

        leads = [build.lead(office, language="fi", country="FI") for _ in range(3)]
        nobody = build.lead(office, language="hu", country="FI")

        assert {lead.owner_id for lead in leads} == {office.bob.pk}
        assert {one[1] for one in candidates_of(decision(office, leads[0]))} == {"chosen", "lacks"}
        assert nobody.owner_id is None
        assert nobody.due_at is not None

    def test_nobody_is_told_to_the_manager_once_an_hour(self) -> None:
        office = office_with("  needs: {skill: welding}\n")

        first, _ = build.lead(office), build.lead(office)
        build.lead(office, at=NOON + datetime.timedelta(hours=1))

        with inside(office.id):
            told = Notice.objects.within(office.id).filter(kind="routing_nobody")
            rows = list(told.order_by("made_at").values_list("user_id", "lead_id"))
        assert len(rows) == 2
        assert rows[0] == (office.mo.pk, first.id)


@pytest.mark.django_db
class TestCategorysTeam:
    def test_answers_before_the_rules_while_it_is_open(self) -> None:
        plain = definitions.default_source()
        source = plain.replace("  - key: hot\n", "  - key: hot\n    team: hotline\n")
        office = build.office(source=source)
        assert build.lead(office, request_type="offer").team_id == office.team.id
        hotline = rosters.make_team(office.id, slug="hotline", name="Hot", at=NOON, by=None)

        lead = build.lead(office, request_type="offer")

        assert (lead.team_id, lead.owner_id) == (hotline.id, None)
        assert decision(office, lead)["rule"] == "category"
        assert build.lead(office, request_type="newsletter").team_id == office.team.id


@pytest.mark.django_db
class TestKeepOwner:
    def test_the_contacts_owner_comes_first(self) -> None:
        office = office_with("  keep_owner: contact\n")
        first = build.lead(office, email="maija@customer.example")

        again = [build.lead(office, email="maija@customer.example") for _ in range(3)]

        assert {lead.owner_id for lead in again} == {first.owner_id}
        told = decision(office, again[0])
        assert told["rule"] == "keep_owner"
        assert {one[1] for one in candidates_of(told)} == {"kept", "turn"}

    def test_the_companys_owner_comes_first(self) -> None:
        office = office_with("  keep_owner: company\n")
        first = build.lead(office, email="maija@firma.example", company_name="Firma Oy")

        again = build.lead(office, email="matti@firma.example", company_name="Firma Oy")

        assert again.company_id == first.company_id is not None
        assert again.owner_id == first.owner_id

    @pytest.mark.parametrize("kin", ["contact", "company"])
    def test_whose_a_buyer_is_is_looked_up_and_not_searched_for(
        self, kin: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = office_with(f"  keep_owner: {kin}\n")
        build.lead(office, email="maija@firma.example", company_name="Firma Oy")
        plans = []
        run = sql.run

        def explained(text: str, params: Any, **how: Any) -> Any:
            if "DISTINCT ON (l." in text:
                plans.append(str(run(f"EXPLAIN {text}", params, prepare=False)))
            return run(text, params, **how)

        monkeypatch.setattr(sql, "run", explained)
        with inside(office.id):
            sql.run("SET LOCAL enable_seqscan = off", {})
            build.lead(office, email="maija@firma.example", company_name="Firma Oy")

        assert [f"leads_lead_by_{kin}" in plan for plan in plans] == [True]

    def test_where_nobody_is_kept_turns_go_on(self) -> None:
        office = office_with("")

        owners = {build.lead(office, email="maija@customer.example").owner_id for _ in range(2)}

        assert owners == {office.ada.pk, office.bob.pk}


@pytest.mark.django_db
class TestCredits:
    CREDITS = "  credits: {within: 3 days, reasons: [junk]}\n"

    def close(self, office: Office, lead: Lead, reason: str, at: datetime.datetime) -> None:
        by = office.ada if lead.owner_id == office.ada.pk else office.bob
        work.close(office.id, lead.id, outcome="not_a_fit", reason=reason, by=by, at=at)

    def owed(self, office: Office) -> int:
        with inside(office.id):
            return sum(Member.objects.within(office.id).values_list("owed", flat=True))

    def test_a_bad_lead_gives_its_owner_the_next_one(self) -> None:
        office = office_with(self.CREDITS)
        first, second = build.lead(office), build.lead(office)
        self.close(office, first, "junk", NOON + DAY)

        assert self.owed(office) == 1
        third = build.lead(office, at=NOON + DAY)
        assert third.owner_id == first.owner_id
        assert self.owed(office) == 0
        assert {one[1] for one in candidates_of(decision(office, third))} == {"owed", "turn"}
        assert second.owner_id != first.owner_id

    def test_once_a_lead(self) -> None:
        office = office_with(self.CREDITS)
        lead = build.lead(office)
        for _ in range(2):
            self.close(office, lead, "junk", NOON + DAY)
            by = office.ada if lead.owner_id == office.ada.pk else office.bob
            work.reopen(office.id, lead.id, by=by, at=NOON + DAY)

        assert self.owed(office) == 1
        with inside(office.id):
            assert Credit.objects.within(office.id).count() == 1

    @pytest.mark.parametrize(("reason", "days"), [("student", 1), ("junk", 4)])
    def test_not_for_other_reasons_or_later(self, reason: str, days: int) -> None:
        office = office_with(self.CREDITS)

        self.close(office, build.lead(office), reason, NOON + days * DAY)

        assert self.owed(office) == 0
