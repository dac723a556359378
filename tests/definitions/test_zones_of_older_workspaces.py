"""Workspaces and users of an earlier release see the right times once it is upgraded."""

import pytest
from django.core.management import call_command

from tests import build
from vaste.definitions import queries as definitions
from vaste.flows import define
from vaste.infra.tenancy.context import inside
from vaste.workspaces.models import User, Workspace

HOME = definitions.default_source()
BUDAPEST = HOME.replace("zone: Europe/Helsinki", "zone: Europe/Budapest")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_upgrade_takes_zones_from_calendars_and_keeps_only_chosen_ones() -> None:
    for app, name in (("definitions", "0006"), ("workspaces", "0002")):
        call_command("migrate", app, name, database="owner", verbosity=0)
    abroad, moved = build.office(source=BUDAPEST), build.office(source=BUDAPEST)
    with inside(moved.id):
        define.publish(moved.id, HOME, by=moved.mo.pk, at=build.NOON)
    Workspace.objects.filter(pk=abroad.id).update(zone="Europe/Helsinki")
    Workspace.objects.filter(pk=moved.id).update(zone="Europe/Budapest")
    User.objects.update(zone="Europe/Helsinki")
    User.objects.filter(pk=abroad.ada.pk).update(zone="Asia/Tokyo")

    call_command("migrate", database="owner", verbosity=0)

    zones = dict(Workspace.objects.values_list("id", "zone"))
    assert zones == {abroad.id: "Europe/Budapest", moved.id: "Europe/Helsinki"}
    assert list(User.objects.exclude(zone="").values_list("id", "zone")) == [
        (abroad.ada.pk, "Asia/Tokyo")
    ]
