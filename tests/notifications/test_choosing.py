"""What people choose to hear outside the desk."""

import pytest

from tests import build
from vaste.infra.tenancy.context import inside
from vaste.notifications import choosing, matrix


@pytest.mark.django_db
class TestChoose:
    def test_an_event_that_is_left_out_reaches_nowhere(self) -> None:
        office = build.office()
        with inside(office.id):
            kept = choosing.choose(
                office.id, office.ada.pk, chosen={"clock_breached": ["push", "email", "push"]},
                quiet_from="", quiet_until="", zone="Europe/Helsinki",
            )  # fmt: skip

        assert kept.matrix["clock_breached"] == ["email", "push"]
        assert matrix.channels(kept.matrix, "lead_new") == ()
        assert set(kept.matrix) == set(matrix.EVENTS)
