"""Who is behind a raw connection, and in which of their workspaces."""

from __future__ import annotations

import pytest

from tests import build, serving
from tests.build import NOON
from vaste.desk.viewers import load_viewer
from vaste.workspaces import services as workspaces
from vaste.workspaces.models import Role


@pytest.mark.django_db(transaction=True)
class TestLoadViewer:
    def test_a_page_hears_of_its_own_workspace_wherever_its_reader_is(self) -> None:
        office, other, foreign = build.office(), build.office(), build.office()
        workspaces.join(other.workspace, office.ada, Role.REP, at=NOON)
        [(name, value)] = serving.cookies_of(office.ada, office).items()
        scope = {"headers": [(b"cookie", f"{name}={value}".encode())]}

        seen = [
            load_viewer({**scope, "query_string": f"in_workspace={one}".encode()})
            for one in (office.id, other.id, foreign.id, "nonsense")
        ]
        chosen = load_viewer(scope)

        told = [one.workspace_id if one else None for one in seen]
        assert told == [office.id, other.id, None, None]
        assert chosen is not None
        assert chosen.workspace_id == office.id
