"""A real sales book in an office that has its teams and people: 8,800 deals, 35 people."""

from __future__ import annotations

import csv
import datetime
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests import build
from tests.build import NOON, Office
from tests.studio.what_ifs.oracle import ZONE, Deal
from vaste.definitions.queries import default_content
from vaste.flows import importing, rosters
from vaste.flows.rosters import Place
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Lead
from vaste.leads.reading.map_file import load_map
from vaste.routing.models import Member
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role, User

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT.parent / "shared" / "data" / "crm_sales_opportunities"
ARRIVED = NOON - datetime.timedelta(days=1)  # the file, and deals that nobody has engaged
MAP = ROOT / "examples" / "imports" / "crm_sales_opportunities.yaml"


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def agents() -> dict[str, str]:
    """Return the region of each sales person."""
    return {row["sales_agent"]: row["regional_office"] for row in rows_of("sales_teams.csv")}


def content() -> dict[str, Any]:
    """Return a definition that routes by region, needs the product's series, and has all three."""
    made = default_content()
    made["fields"] = [
        {"key": key, "of": "lead", "kind": "text", "labels": {"en": key}}
        for key in ("region", "product_series")
    ]
    series = "lead.custom.product_series"
    made["categories"][0] |= {"when": {"field": series, "is": "GTK"}, "load": 2}
    made["categories"][1]["when"] = {"field": series, "is": "GTX"}
    made["routing"] = {
        "needs": {"product": series},
        "rules": [
            {"key": name, "team": name, "when": {"field": "lead.custom.region", "is": name.title()}}
            for name in ("central", "east", "west")
        ],
        "default": "sales",
    }
    return made


@dataclass
class Book:
    """The office, its leads in the order of their receipt, and its people by name."""

    office: Office
    deals: list[Deal]
    members: dict[str, Member]


def opened() -> Book:
    """Import the file by the example map; in the file's regions, with the file's people."""
    office = build.office(source=yaml.safe_dump(content()), reps=False)
    regions = agents()
    users = {agent: _user(office, agent) for agent in sorted(regions)}
    teams = {
        region: rosters.make_team(office.id, slug=region.lower(), name=region, at=NOON, by=None)
        for region in sorted(set(regions.values()))
    }
    for agent, region in regions.items():
        place = Place(capacity=100_000, attributes={"product": ["*"]})
        rosters.set_member(office.id, teams[region].id, users[agent].pk, place, at=NOON, by=None)
    _import(office)
    names = {user.pk: agent for agent, user in users.items()}
    with inside(office.id):
        leads = Lead.objects.within(office.id).order_by("received_at", "id")
        deals = [_deal(one, names) for one in leads]
        members = Member.objects.within(office.id).order_by("id")
        return Book(office, deals, {names[one.user_id]: one for one in members})


def _user(office: Office, name: str) -> User:
    email = f"{uuid.uuid4().hex[:12]}@book.example"
    user = workspaces.ensure_user(email, name, password=None)
    workspaces.join(office.workspace, user, Role.REP, at=NOON)
    return user


def _deal(lead: Lead, names: Mapping[uuid.UUID, str]) -> Deal:
    owner = names[lead.owner_id] if lead.owner_id else ""
    region, series = lead.custom["region"], lead.custom["product_series"]
    return Deal(lead.id, lead.received_at, lead.closed_at, lead.category, owner, region, series)


def _import(office: Office) -> None:
    path = FOLDER / "sales_pipeline.csv"
    companions = [FOLDER / name for name in ("accounts.csv", "products.csv", "sales_teams.csv")]
    made = importing.take_file(
        office.id, office.doors["files"].id, path, filename=path.name, by=office.mo.pk, at=ARRIVED,
        companions=companions, again=False,
    )  # fmt: skip
    told = load_map(MAP.read_text(encoding="utf-8"))
    importing.start(office.id, made.id, field_map=told, run_clocks=False, at=ARRIVED)
    importing.run(office.id, made.id, clock=lambda: ARRIVED)


def hold_against_the_file(book: Book) -> None:
    """Hold the imported rows against the file: agent, region, series, both days."""
    series = {row["product"].replace(" ", ""): row["series"] for row in rows_of("products.csv")}
    rows, regions = rows_of("sales_pipeline.csv"), agents()
    assert len(book.deals) == len(rows) == 8800

    def day(at: datetime.datetime | None) -> str:
        return at.astimezone(ZONE).date().isoformat() if at else ""

    arrived = ARRIVED.astimezone(ZONE).date().isoformat()
    told = Counter(
        (one.owner, one.region, one.series, day(one.at), day(one.closed)) for one in book.deals
    )
    assert told == Counter(
        (
            row["sales_agent"],
            regions[row["sales_agent"]],
            series[row["product"].replace(" ", "")],
            row["engage_date"] or arrived,
            row["close_date"],
        )
        for row in rows
    )
