"""The palette's search."""

from __future__ import annotations

import pytest

from tests import build
from tests.desk.conftest import SignIn


@pytest.mark.django_db
class TestIndex:
    def test_tells_what_was_found_and_where_it_is(self, sign_in: SignIn) -> None:
        office = build.office()
        lead = build.lead(
            office, full_name="Maija Meikäläinen", company_name="Acme Oy", request_type="offer",
            message="Pumps",
        )  # fmt: skip
        build.lead(office, full_name="Otto Other")

        response = sign_in(office.mo).get("/search/", q="meik")

        assert response.json() == {
            "leads": [
                {
                    "url": f"/leads/{lead.id}/",
                    "name": "Maija Meikäläinen",
                    "company": "Acme Oy",
                    "wants": "Pumps",
                    "category": "Hot",
                    "tone": "hot",
                }
            ]
        }

    def test_nothing_asked_is_nothing_found(self, sign_in: SignIn) -> None:
        office = build.office()
        build.lead(office)

        assert sign_in(office.mo).get("/search/", q="  ").json() == {"leads": []}
