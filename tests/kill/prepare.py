"""Makes the workspace of the storm: round-the-clock hours, and promises of a few seconds."""

from __future__ import annotations

import sys

from vaste.config import django_setup

django_setup.set_up()

import yaml  # noqa: E402
from django.utils import timezone  # noqa: E402

from vaste.definitions import queries as definitions  # noqa: E402
from vaste.flows import found  # noqa: E402
from vaste.infra.tenancy.context import inside  # noqa: E402
from vaste.workspaces import services as workspaces  # noqa: E402


def main() -> None:
    """Found the workspace and print the key of its JSON door."""
    at = timezone.now()
    content = definitions.default_content()
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    content["calendar"] = {"zone": "UTC", "hours": dict.fromkeys(days, "00:00-24:00")}
    for category in content["categories"]:
        category |= {"take_over": "4 seconds", "first_contact": "6 seconds"}
        category["give_back_after"] = "2 seconds"
    admin = workspaces.ensure_user("storm@vaste.example", "Storm", password=None)
    office = found.found_workspace(
        "Storm", "storm", admin=admin, at=at, source=yaml.safe_dump(content)
    )
    with inside(office.workspace.id):
        for name in ("ada", "bob"):
            rep = workspaces.ensure_user(f"{name}@storm.example", name, password=None)
            workspaces.join(office.workspace, rep, "rep", at=at)
            found.join_team(office.workspace.id, office.team, rep, capacity=100_000)
    sys.stdout.write(f"{office.doors['api'].key}\n")


if __name__ == "__main__":
    main()
