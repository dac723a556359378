"""Every question of the desk plans, and the queue's read their own indexes and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from tests import build
from tests.build import Office
from tests.desk.browser import full_office
from vaste.desk import queries
from vaste.desk.queries import START
from vaste.infra import sql
from vaste.infra.tenancy.context import inside

NAMES = sorted(path.stem for path in queries.FOLDER.glob("[cq]*_*.sql"))
SORTS = {"Sort", "Incremental Sort"}


def params(office: Office) -> dict[str, Any]:
    """Return a value for every parameter that a question may have."""
    return {
        "workspace": office.id,
        "owner": office.ada.pk,
        "teams": [str(office.team.id), str(uuid.uuid4())],
        "sees_all": False,
        **START._asdict(),
        "last_rank": 32_767,
        "most": 51,
        "ranks": [0, 1, 2],
        "cap": 1001,
        "ids": [uuid.uuid4() for _ in range(50)],
        "low": "buyer12",
        "high": "buyer12\U0010ffff",
        "keys": ["maija@customer.example"],
    }


def plan(office: Office, name: str) -> dict[str, Any]:
    """Return how PostgreSQL answers a question."""
    with inside(office.id):
        asked = f"EXPLAIN (FORMAT JSON) {queries.text(name)}"
        return dict(sql.run(asked, params(office))[0][0][0]["Plan"])


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give every step of a plan."""
    yield tree
    for child in tree.get("Plans", []):
        yield from nodes(child)


def scans(tree: dict[str, Any]) -> set[tuple[str, str]]:
    """Return how leads are read: the kind of scan and the index."""
    return {
        (node["Node Type"], node.get("Index Name", ""))
        for node in nodes(tree)
        if node.get("Relation Name") == "leads_lead"
    }


def indexes(tree: dict[str, Any], room: str) -> set[str]:
    """Return the indexes of a room's tables that are read."""
    names = {str(node["Index Name"]) for node in nodes(tree) if "Index Name" in node}
    return {name for name in names if name.startswith(room)}


def kinds(tree: dict[str, Any]) -> set[str]:
    """Return the kinds of steps in a plan."""
    return {str(node["Node Type"]) for node in nodes(tree)}


def _copy(table: str, count: int, **changed: str) -> str:
    """Return the statement that copies a workspace's first row `count` times, with changes."""
    changed = {"id": "gen_random_uuid()", **changed}
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = [field.column for field in fields]
    values = ", ".join(changed.get(name, f"one.{name}") for name in names)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values}"
        f" FROM (SELECT first.* FROM {table} AS first WHERE first.workspace_id = %(workspace)s"
        " ORDER BY first.id LIMIT 1) AS one,"
        f" generate_series(1, {count}) AS n"
    )


def _key(kind: str, number: str) -> str:
    """Return the SQL of the id of the so-manieth copy, so that copies find each other."""
    return f"md5(%(workspace)s::text || '{kind}' || {number})::uuid"


_CROWD = (
    _copy("people_company", 2000, id=_key("company", "n"), name="'Firm ' || n"),
    _copy(
        "people_contact",
        4000,
        id=_key("contact", "n"),
        full_name="'Buyer' || n || ' Name' || n",
        email="'buyer' || n || '@firm.example'",
        company_id=_key("company", "(n %% 2000 + 1)"),
    ),
    _copy(
        "leads_lead",
        10_000,
        contact_id=_key("contact", "(n %% 4000 + 1)"),
        company_id=_key("company", "(n %% 2000 + 1)"),
        category_rank="n %% 3",
        due_at="one.due_at + n * interval '1 minute'",
        state="CASE WHEN n %% 2 = 0 THEN 'open' WHEN n %% 20 = 1 THEN 'snoozed' ELSE 'won' END",
        closed_at="one.received_at",
        close_reason="'won'",
        owner_id="CASE WHEN n %% 4 = 0 THEN NULL WHEN n %% 40 = 2 THEN %(owner)s::uuid"
        " ELSE gen_random_uuid() END",
    ),
)


def crowd() -> Office:
    """Return one of two offices with 10,000 leads each, and let the planner know of them."""
    for office in (full_office(), full_office()):
        build.lead(office, company_name="Acme Oy", phone="+358401234567")
        with inside(office.id):
            for statement in _CROWD:
                sql.run(statement, {"workspace": office.id, "owner": office.ada.pk})
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return office


@pytest.mark.django_db
class TestText:
    @pytest.mark.parametrize("name", NAMES)
    def test_plans_against_the_real_tables(self, name: str) -> None:
        assert plan(build.office(), name)

    @pytest.mark.parametrize("name", NAMES)
    def test_says_what_it_asks_and_answers(self, name: str) -> None:
        head = queries.text(name).partition("SELECT")[0]

        assert head.startswith(("-- One row is", "-- The one row"))
        assert "workspace uuid" in head


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
class TestPlans:
    """Among 20,000 leads of 8,000 people in two workspaces, with the planner as it is."""

    def test_every_list_reads_the_indexes_made_for_it(self) -> None:
        office = crowd()

        self.everyones_queue(plan(office, "queue_open"))
        self.queue_of_a_rep(plan(office, "queue_waiting"))
        visible = plan(office, "queue_visible")
        assert scans(visible) == {("Index Scan", "leads_queue")}
        assert not SORTS & kinds(visible)
        assert scans(plan(office, "queue_snoozed")) == {("Index Scan", "leads_snoozed_until")}
        self.of_one_person(office)
        self.counts(office)
        self.search(plan(office, "queue_search"))
        assert indexes(plan(office, "queue_rows"), "leads_lead") == {
            "leads_lead_pkey", "leads_lead_by_contact",
        }  # fmt: skip

    def everyones_queue(self, tree: dict[str, Any]) -> None:
        assert scans(tree) == {("Index Only Scan", "leads_queue")}
        assert not SORTS & kinds(tree)
        [scan] = [node for node in nodes(tree) if "Index Cond" in node]
        assert "ROW(category_rank, due_at, id) >" in scan["Index Cond"]  # the page begins there
        assert "Filter" not in scan

    def queue_of_a_rep(self, tree: dict[str, Any]) -> None:
        assert scans(tree) == {
            ("Index Only Scan", "leads_queue_of_owner"),
            ("Index Only Scan", "leads_queue_of_pool"),
        }
        _whole, *branches = [node for node in nodes(tree) if node["Node Type"] == "Limit"]
        assert len(branches) == 2  # each stops after a page of its own
        assert not any(SORTS & kinds(branch) for branch in branches)

    def of_one_person(self, office: Office) -> None:
        for name in ("queue_owned", "count_owned"):
            used = {index for _, index in scans(plan(office, name))}
            assert used == {"leads_queue_of_owner", "leads_snoozed_until"}

    def counts(self, office: Office) -> None:
        assert scans(plan(office, "count_open")) == {("Index Only Scan", "leads_queue")}
        assert scans(plan(office, "count_waiting")) == {
            ("Index Only Scan", "leads_queue_of_owner"),
            ("Index Only Scan", "leads_queue_of_pool"),
        }
        assert {index for _, index in scans(plan(office, "count_visible"))} == {"leads_queue"}
        assert {kind for kind, _ in scans(plan(office, "count_navigation"))} == {"Index Only Scan"}

    def search(self, tree: dict[str, Any]) -> None:
        assert indexes(tree, "people_") >= {
            "people_company_by_name_key", "people_contact_by_email_key",
            "people_contact_by_last_name", "people_contact_by_name_key",
        }  # fmt: skip
        assert not any(
            node["Node Type"] == "Seq Scan" and node["Relation Name"] == "people_contact"
            for node in nodes(tree)
        )
        assert {index for _, index in scans(tree)} == {"leads_lead_by_contact"}


@pytest.mark.django_db
class TestCounts:
    def test_stop_at_the_cap(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "MOST_COUNTED", 2)
        office = full_office()
        for _ in range(4):
            build.lead(office, request_type="offer")

        with inside(office.id):
            found = queries.counts("count_open", office.id, ranks=[0, 1])
            numbers = queries.navigation(office.id, owner=office.mo.pk, teams=[], sees_all=True)

        assert found == {0: 3, 1: 0}
        # The manager of a team in which nobody is free is told once.
        assert numbers == (3, 0, 1, 0)

    def test_of_a_rep_add_up_their_own_and_their_pools(self) -> None:
        office = full_office()
        for _ in range(2):
            build.lead(office, request_type="offer")
        build.lead(office, request_type="information")

        teams = [str(office.team.id)]
        with inside(office.id):
            found = queries.counts(
                "count_waiting", office.id, owner=office.ada.pk, teams=teams, ranks=[0, 1, 2]
            )
            numbers = queries.navigation(
                office.id, owner=office.ada.pk, teams=teams, sees_all=False
            )

        assert found == {0: 2, 1: 1, 2: 0}
        assert numbers.queue == 3
