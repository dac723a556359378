"""Recognizing people at the same time as others do."""

from __future__ import annotations

import pytest

from tests import build
from tests.build import NOON, Office
from tests.racing import at_once
from vaste.infra.tenancy.context import inside
from vaste.leads.enquiry import Enquiry
from vaste.leads.who import person_of
from vaste.people import services as people
from vaste.people.models import Contact
from vaste.people.recognition import Person

MANY = 400


def persons(office: Office, city: str = "", country: str = "") -> list[Person]:
    """Return the same people each time, all without a company."""
    return [
        person_of(
            Enquiry(email=f"{number}@gmail.com", city=city, country=country),
            door_id=office.doors["api"].id,
        )
        for number in range(MANY)
    ]


@pytest.mark.django_db(transaction=True)
class TestRecognize:
    def test_batches_that_learn_of_the_same_people_do_not_lock_each_other_out(self) -> None:
        office = build.office()
        with inside(office.id):
            people.recognize(office.id, persons(office), at=NOON)

        def learn(office: Office, told: list[Person]) -> None:
            with inside(office.id):
                people.recognize(office.id, told, at=NOON)

        at_once(
            lambda: learn(office, persons(office, city="Turku")),
            lambda: learn(office, persons(office, city="Turku")[::-1]),
            lambda: learn(office, persons(office, country="FI")),
            lambda: learn(office, persons(office, country="FI")[::-1]),
        )

        with inside(office.id):
            known = Contact.objects.within(office.id)
            assert known.filter(city="Turku", country="FI").count() == MANY
