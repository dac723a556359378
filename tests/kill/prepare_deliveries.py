"""Makes workspaces with many places to be told, and a promise in each that is broken at once."""

from __future__ import annotations

import json
import sys

from vaste.config import django_setup

django_setup.set_up()

import yaml  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import build  # noqa: E402
from tests.browser_keys import BrowserKeys  # noqa: E402
from vaste.definitions import queries as definitions  # noqa: E402
from vaste.infra.tenancy.context import inside  # noqa: E402
from vaste.notifications import choosing  # noqa: E402

LEADS = 3


def main() -> None:
    """Make as many workspaces as asked for, that tell the endpoint given; print their ids."""
    url, number = sys.argv[1], int(sys.argv[2])
    content = definitions.default_content()
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    content["calendar"] = {"zone": "UTC", "hours": dict.fromkeys(days, "00:00-24:00")}
    for category in content["categories"]:
        category |= {"take_over": "2 seconds", "first_contact": "4 seconds"}
        category["give_back_after"] = "2 days"
    source = yaml.safe_dump(content)
    offices = [build.office(at=timezone.now(), source=source) for _ in range(number)]
    for office in offices:
        _add_places(office, f"{url}{office.id}/")
    for office in offices:
        for _ in range(LEADS):
            build.lead(office, at=timezone.now(), request_type="offer")
    sys.stdout.write(json.dumps([str(office.id) for office in offices]) + "\n")


def _add_places(office: build.Office, url: str) -> None:
    at = timezone.now()
    with inside(office.id):
        for user in (office.ada, office.bob):
            choosing.choose(
                office.id, user.pk, chosen={}, quiet_from="", quiet_until="", zone="UTC"
            )
        choosing.choose(
            office.id, office.mo.pk, chosen={"clock_breached": ["push"]}, quiet_from="",
            quiet_until="", zone="UTC",
        )  # fmt: skip
        for one in range(choosing.MOST_BROWSERS):
            choosing.subscribe(
                office.id, office.mo.pk, endpoint=f"{url}push/{one}", agent="", local=True, at=at,
                **BrowserKeys().public(),
            )  # fmt: skip
        for one in range(choosing.MOST_CHATS):
            kind = ("slack", "teams")[one % 2]
            choosing.add_chat(
                office.id, kind=kind, name=f"{kind} {one}", url=f"{url}{kind}/{one}",
                events=["clock_breached"], local=True, by=None, at=at,
            )  # fmt: skip


if __name__ == "__main__":
    main()
