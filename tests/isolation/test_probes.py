"""No one sees or changes what is not theirs: every route, asked by everybody who should not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone

from tests import build
from tests.api import rooms
from tests.api.machine import member, secret
from tests.build import NOON, Office
from tests.isolation import asking, victim
from tests.isolation.asking import METHODS, Answer, Route, Visitor
from tests.isolation.probes import PROBES, Ask, Probe
from tests.isolation.victim import LEAD_WORD, WORD, Victim
from vaste.api.scopes import SCOPES
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User

pytestmark = pytest.mark.django_db
ROUTES = asking.routes()
UNKNOWN = Probe()  # of a route without an entry, which TestRegistry names
PAGES_AND_API = [one for one in ROUTES if not PROBES.get(one.name, UNKNOWN).own]


class TestRegistry:
    def test_every_route_has_a_probe(self) -> None:
        """Add a line to tests/isolation/probes.py for each route that is named here."""
        assert {route.name for route in ROUTES} - set(PROBES) == set()

    def test_no_probe_is_of_a_route_that_is_gone(self) -> None:
        assert set(PROBES) - {route.name for route in ROUTES} == set()

    def test_a_probe_of_members_says_how_to_ask(self) -> None:
        for name, probe in PROBES.items():
            assert probe.everybody or probe.own or probe.asks, name


@pytest.fixture
def house(settings: object) -> Victim:
    """The workspace that nobody else should see into."""
    return victim.furnish()


@pytest.fixture
def neighbors() -> Office:
    """Another workspace."""
    return build.office()


def visitor(name: str, office: Office, user: User) -> Visitor:
    return Visitor(name, user, office.id, secret(office, user))


def declared(probe: Probe) -> tuple[Ask, ...]:
    return probe.asks or (Ask("GET", frozenset()), Ask("POST", frozenset()))


def every_method(probe: Probe) -> Iterator[Ask]:
    """Give the asks of a probe, and one for each method that it does not have."""
    yield from probe.asks
    known = {one.method for one in probe.asks}
    for method in METHODS:
        if method not in known:
            yield Ask(method, frozenset())


def look_in(
    who: Visitor, house: Victim, routes: list[Route], *words: str, everything: bool
) -> list[str]:
    """Ask routes with the house's ids; return what was told, changed or broken that should not."""
    wrong: list[str] = []
    client = who.client()
    before = victim.fingerprint(house.id)
    for route in routes:
        probe = PROBES.get(route.name, UNKNOWN)
        for one in every_method(probe) if everything else declared(probe):
            for answer in asking.ask(who, client, route, one, house.ids):
                wrong += [f"{answer} tells {word!r}" for word in words if answer.tells(word)]
                wrong += _broken(answer, route)
        if (after := victim.fingerprint(house.id)) != before:
            wrong.append(f"{who.name} changed the house by {route.name}")
            before = after
    return wrong


def _broken(answer: Answer, route: Route) -> list[str]:
    found = []
    if answer.status >= 500:
        found.append(f"{answer} is a fault of ours")
    if route.names_a_row and answer.status < 300:
        found.append(f"{answer} is a success")
    return found


class TestStranger:
    def test_sees_what_is_public_and_nothing_else(self, house: Victim) -> None:
        who = Visitor("stranger")

        public = [one for one in PAGES_AND_API if PROBES.get(one.name, UNKNOWN).everybody]
        hidden = [one for one in PAGES_AND_API if one not in public]

        assert look_in(who, house, public, LEAD_WORD, everything=True) == []
        assert look_in(who, house, hidden, LEAD_WORD, WORD, everything=True) == []

    def test_is_sent_to_sign_in(self, house: Victim) -> None:
        who = Visitor("stranger")
        client = who.client()
        for route in PAGES_AND_API:
            for one in PROBES.get(route.name, UNKNOWN).asks:
                for answer in asking.ask(who, client, route, one, house.ids):
                    assert answer.status in (302, 401), answer

    def test_gets_no_500_from_account_pages(self, house: Victim) -> None:
        pages = [one for one in ROUTES if PROBES.get(one.name, UNKNOWN).own]

        assert look_in(Visitor("stranger"), house, pages, WORD, LEAD_WORD, everything=True) == []


class TestNeighbor:
    def test_admin_of_another_workspace_sees_and_changes_nothing(
        self, house: Victim, neighbors: Office
    ) -> None:
        who = visitor("neighbor", neighbors, neighbors.mo)
        closed = [one for one in PAGES_AND_API if not one.name.startswith("form:")]

        assert look_in(who, house, closed, WORD, LEAD_WORD, everything=True) == []

    def test_on_their_account_pages_neither(self, house: Victim, neighbors: Office) -> None:
        who = visitor("neighbor", neighbors, neighbors.mo)
        pages = [
            one for one in ROUTES if PROBES.get(one.name, UNKNOWN).own and "logout" not in one.name
        ]

        assert look_in(who, house, pages, WORD, LEAD_WORD, everything=False) == []

    def test_cannot_switch_into_it(self, house: Victim, neighbors: Office) -> None:
        client = visitor("neighbor", neighbors, neighbors.mo).client()

        answer = client.post("/workspace/switch/", {"workspace": str(house.id)})
        page = client.get("/queue/").content.decode()

        assert answer.status_code == 404
        assert WORD not in page

    def test_a_session_that_names_it_leads_into_their_own(
        self, house: Victim, neighbors: Office
    ) -> None:
        who = Visitor("forger", neighbors.mo, house.id)
        pages = [
            one for one in PAGES_AND_API if one.name.startswith(("desk:", "reports:", "studio:"))
        ]

        assert look_in(who, house, pages, WORD, LEAD_WORD, everything=False) == []


class TestAgency:
    def test_member_of_both_sees_only_the_one_they_are_in(
        self, house: Victim, neighbors: Office
    ) -> None:
        workspaces.join(neighbors.workspace, house.office.mo, Role.ADMIN, at=NOON)
        who = visitor("agency", neighbors, house.office.mo)
        # Switching is how they would come in, and is theirs to do.
        others = [one for one in PAGES_AND_API if one.name != "desk:workspace_switch"]

        assert look_in(who, house, others, LEAD_WORD, everything=False) == []


class TestEve:
    def test_who_belongs_nowhere_gets_in_nowhere(self, house: Victim) -> None:
        who = Visitor("eve", house.office.eve)
        closed = [one for one in PAGES_AND_API if not PROBES.get(one.name, UNKNOWN).everybody]

        assert look_in(who, house, closed, WORD, LEAD_WORD, everything=False) == []

    def test_who_has_left_gets_in_no_more(self, house: Victim) -> None:
        office = house.office
        who = visitor("bob", office, office.bob)
        workspaces.leave(office.id, office.bob.pk, at=timezone.now())
        others = [
            one
            for one in PAGES_AND_API
            if not PROBES.get(one.name, UNKNOWN).everybody and one.name != "desk:preferences"
        ]

        assert look_in(who, house, others, LEAD_WORD, everything=False) == []


class TestOutsideRep:
    def test_sees_and_changes_no_lead_of_a_team_they_are_not_in(self, house: Victim) -> None:
        rep = member(house.office, "rita", Role.REP)
        who = visitor("rita", house.office, rep)
        # Reading a version of the definition is anybody's, and no row of a buyer.
        # Neither is what they choose for themselves.
        own = {"desk:outside", "api:choose_preferences"}
        others = [one for one in PAGES_AND_API if one.name not in own]
        assert look_in(who, house, others, LEAD_WORD, everything=False) == []


class TestRoles:
    @pytest.mark.parametrize("role", list(Role))
    def test_may_what_the_registry_says_and_nothing_else(self, house: Victim, role: Role) -> None:
        user = _of_role(house.office, role)
        who = visitor(role, house.office, user)
        ids = {
            **house.ids,
            **victim.outside(house.office, user),
            "notice_id": _own_notice(house, user),
        }
        wrong: list[str] = []
        before = victim.fingerprint(house.id)
        for route in ROUTES:
            for one in PROBES.get(route.name, UNKNOWN).asks:
                with transaction.atomic():
                    for answer in asking.ask(who, who.client(), route, one, ids):
                        wrong += _judged(answer, may=role in one.roles)
                    if role not in one.roles and victim.fingerprint(house.id) != before:
                        wrong.append(f"{role} {one.method} {route.name} changed something")
                    transaction.set_rollback(True)
        assert wrong == []


def _of_role(office: Office, role: Role) -> User:
    """Return somebody with the role; the rep is of the team that the leads are with."""
    if role == Role.ADMIN:
        return office.mo
    return office.ada if role == Role.REP else member(office, role.value, role)


def _own_notice(house: Victim, user: User) -> uuid.UUID:
    with inside(house.id):
        lead = Lead.objects.within(house.id).filter(state=Lead.State.OPEN)[0]
    made: uuid.UUID = rooms.notice(house.office, lead, user).id
    return made


def _judged(answer: Answer, *, may: bool) -> list[str]:
    if answer.status >= 500:
        return [f"{answer} is a fault of ours"]
    if may and answer.status in (401, 403, 404, 405):
        return [f"{answer} although they may"]
    if not may and answer.status not in (403, 404):
        return [f"{answer} although they may not"]
    if not may and answer.tells(LEAD_WORD):
        return [f"{answer} tells what they may not see"]
    return []


class TestTokens:
    def test_a_revoked_one_opens_nothing(self, house: Victim) -> None:
        token = secret(house.office, house.office.mo)
        workspaces.revoke(workspaces.token_name(token), at=timezone.now())
        who = Visitor("revoked", token=token)

        for answer in _api_answers(who, house):
            assert answer.status == 401, answer

    def test_one_without_scopes_opens_nothing_but_itself(self, house: Victim) -> None:
        who = Visitor("bare", token=secret(house.office, house.office.mo, []))

        for answer in _api_answers(who, house):
            wanted = 200 if answer.asked.endswith("read_me") else 403
            assert answer.status == wanted, answer

    @pytest.mark.parametrize("scope", [one for one in SCOPES if one.endswith(":read")])
    def test_one_that_may_read_changes_nothing(self, house: Victim, scope: str) -> None:
        who = Visitor(scope, token=secret(house.office, house.office.mo, [scope]))
        before = victim.fingerprint(house.id)

        for answer in _api_answers(who, house, "POST", "PUT", "DELETE"):
            assert answer.status == 403, answer
        assert victim.fingerprint(house.id) == before

    def test_a_session_is_no_token(self, house: Victim) -> None:
        office = house.office
        who = Visitor("signed in", office.mo, office.id)

        for answer in _api_answers(who, house):
            assert answer.status == 401, answer


def _api_answers(who: Visitor, house: Victim, *methods: str) -> Iterator[Answer]:
    client = who.client()
    for route in ROUTES:
        if route.is_api:
            for one in PROBES.get(route.name, UNKNOWN).asks:
                if not methods or one.method in methods:
                    yield from asking.ask(who, client, route, one, house.ids)
