"""Recording what known contacts do."""

from __future__ import annotations

import random
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import build
from tests.build import NOON, Office
from tests.counting import statements
from vaste.flows import define
from vaste.flows.touch import NotRecorded, Recorded, Told, record_touches
from vaste.infra import sql
from vaste.infra.bound import Bound
from vaste.infra.tenancy.context import inside
from vaste.kernel.ids import uuid7
from vaste.leads.models import Lead, Touch
from vaste.leads.touches import KINDS
from vaste.scoring import in_sql
from vaste.scoring import queries as scoring
from vaste.scoring import services as scores
from vaste.scoring.definition import parse_scoring
from vaste.scoring.formula import Sum

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AINO = "aino@customer.example"


@pytest.fixture
def office() -> Office:
    return build.office()


@pytest.fixture
def lead(office: Office) -> Lead:
    return build.lead(office, email=AINO, request_type="newsletter", external_id="C-7")


def page(**told: Any) -> Told:
    """Return a look at the price list by Aino."""
    return Told(**{"kind": "page", "occurred_at": NOON, "email": AINO, "path": "/pricing", **told})


def kept(office: Office) -> list[Touch]:
    """Return the touches that no enquiry is, in the order in which they happened."""
    with inside(office.id):
        rows = Touch.objects.within(office.id).filter(arrival_id=None)
        return list(rows.order_by("occurred_at", "id"))


def sums(office: Office, lead: Lead) -> dict[str, Sum]:
    with inside(office.id):
        return scoring.interest_sums(office.id, [lead.contact_id])[lead.contact_id]


class TestRecordTouches:
    def test_stores_and_counts(self, office: Office, lead: Lead) -> None:
        later = NOON + timedelta(hours=1)
        address = "https://www.acme.example/Pricing/?utm_source=x"
        told = page(path=address, occurred_at=later, campaign="spring")

        (made,) = record_touches(office.id, [told], at=later)

        (row,) = kept(office)
        assert made == Recorded("recorded", lead.contact_id, row.id, "pricing_page")
        assert (row.kind, row.path, row.channel, row.campaign) == (
            "page", "/pricing", "api", "spring",
        )  # fmt: skip
        assert (row.occurred_at, row.human, row.lead_id) == (later, 100, None)
        assert sums(office, lead)["pricing_page"] == Sum(8.0, later)

    def test_raises_an_untouched_lead(self, office: Office, lead: Lead) -> None:
        told = [page(kind="purchase", own_id=str(number)) for number in range(2)]

        record_touches(office.id, told, at=NOON)

        with inside(office.id):
            after = Lead.objects.within(office.id).get(id=lead.id)
        assert (lead.quadrant, after.quadrant) == ("no_time", "light_touch")

    def test_records_an_own_id_once(self, office: Office, lead: Lead) -> None:
        twice = [page(own_id="v-1"), page(own_id="v-1", path="/"), page()]

        first = record_touches(office.id, twice, at=NOON)
        again = record_touches(office.id, twice[:1], at=NOON + DAY)

        assert [one.status for one in first] == ["recorded", "repeated", "recorded"]
        assert again == [Recorded("repeated", lead.contact_id)]
        assert len(kept(office)) == 2
        assert sums(office, lead)["pricing_page"] == Sum(16.0, NOON)

    def test_knows_contacts_by_id_mail_and_their_id_at_a_door(
        self, office: Office, lead: Lead
    ) -> None:
        told = [
            page(email="", contact_id=lead.contact_id),
            page(email=" AINO@Customer.example "),
            page(email="", external_id="C-7"),
            page(email="nobody@customer.example"),
            page(email="", external_id="C-8"),
            page(email="no address"),
            page(email=""),
            page(email=AINO, contact_id=uuid7()),
        ]

        made = record_touches(office.id, told, at=NOON)

        assert [one.contact_id for one in made] == [lead.contact_id] * 3 + [None] * 5
        assert {one.status for one in made[3:]} == {"unknown_contact"}
        assert len(kept(office)) == 3

    def test_an_id_at_two_doors_names_nobody(self, office: Office, lead: Lead) -> None:
        build.lead(office, email="other@customer.example", door="forms", external_id="C-7")

        (made,) = record_touches(office.id, [page(email="", external_id="C-7")], at=NOON)

        assert made == Recorded("unknown_contact")

    def test_knows_nobody_of_another_workspace(self, office: Office, lead: Lead) -> None:
        other = build.office()
        told = [page(), page(email="", contact_id=lead.contact_id)]

        made = record_touches(other.id, told, at=NOON)

        assert made == [Recorded("unknown_contact")] * 2
        assert kept(other) == []
        assert kept(office) == []

    def test_what_a_machine_did_is_kept_and_counts_nowhere(
        self, office: Office, lead: Lead
    ) -> None:
        before = sums(office, lead)

        made = record_touches(office.id, [page(human=49), page(human=50, path="/")], at=NOON)

        assert [one.signal for one in made] == ["", "page"]
        assert sorted(row.human for row in kept(office)) == [49, 50]
        assert sums(office, lead) == before | {"page": Sum(1.0, NOON)}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"occurred_at": NOON + timedelta(seconds=61)}, "occurred_at"),
            ({"kind": "like"}, "kind"),
            ({"human": 101}, "human"),
        ],
    )
    def test_refuses_the_whole_list(
        self, office: Office, lead: Lead, change: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(NotRecorded) as refused:
            record_touches(office.id, [page(), page(**change)], at=NOON)

        assert (refused.value.index, refused.value.field) == (1, field)
        assert refused.value.remedy
        assert kept(office) == []

    def test_a_clock_that_is_a_little_ahead_counts_as_of_now(
        self, office: Office, lead: Lead
    ) -> None:
        record_touches(office.id, [page(occurred_at=NOON + timedelta(seconds=60))], at=NOON)

        assert kept(office)[0].occurred_at == NOON

    def test_late_events_are_exact_in_any_order(self, office: Office, lead: Lead) -> None:
        moments = [NOON - number * timedelta(hours=31) for number in range(12)]
        shuffled = moments[:]
        random.Random(3).shuffle(shuffled)

        for part in (shuffled[:5], shuffled[5:6], shuffled[6:]):
            record_touches(office.id, [page(occurred_at=one) for one in part], at=NOON)

        week = timedelta(days=7)
        expected = sum(8 * 2.0 ** (-((NOON - one) / week)) for one in moments)
        found = sums(office, lead)["pricing_page"]
        assert found.as_of == NOON
        assert found.strength == pytest.approx(expected, rel=1e-12)

    def test_the_sums_are_those_that_the_touches_tell(self, office: Office, lead: Lead) -> None:
        chance = random.Random(5)
        told = [
            page(
                kind=chance.choice(KINDS),
                path=chance.choice(["/", "/pricing/team", "/Price-List", "/x-pricing", "", "x"]),
                occurred_at=NOON - DAY * chance.random() * 60,
                human=chance.choice([0, 49, 50, 100]),
            )
            for _ in range(120)
        ]
        for first in range(0, 120, 40):
            record_touches(office.id, told[first : first + 40], at=NOON)
        added = sums(office, lead)

        with inside(office.id):
            scores.recount_sums(office.id, define.in_force(office.id).scoring, after=None, limit=10)

        counted = sums(office, lead)
        assert counted.keys() == added.keys()
        for key, one in added.items():
            assert counted[key].as_of == one.as_of
            assert counted[key].strength == pytest.approx(one.strength, rel=1e-9)

    def test_asks_no_more_for_many_than_for_one(self, office: Office, lead: Lead) -> None:
        record_touches(office.id, [page()], at=NOON)
        counts = []
        for many in (1, 1_000):
            told = [page(external_id="C-7", own_id=f"{many}-{n}") for n in range(many)]
            with statements() as asked:
                record_touches(office.id, told, at=NOON)
            counts.append(len(asked))

        assert counts[0] == counts[1]

    def test_nothing_asks_nothing(self, office: Office) -> None:
        with statements() as asked:
            assert record_touches(office.id, [], at=NOON) == []

        assert asked == []


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_many_senders_of_one_id_counts(self) -> None:
        office = build.office()
        lead = build.lead(office, email=AINO)
        together, made = threading.Barrier(6), []

        def send() -> None:
            together.wait()
            try:
                told = [page(own_id=f"v-{number}") for number in range(3)]
                made.extend(record_touches(office.id, told, at=NOON))
            finally:
                connection.close()

        threads = [threading.Thread(target=send) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        statuses = [one.status for one in made]
        assert (statuses.count("recorded"), statuses.count("repeated")) == (3, 15)
        assert sums(office, lead)["pricing_page"].strength == pytest.approx(24.0)


_PATHS = st.sampled_from(["", "/", "/pricing", "/pricing/a", "/a%b_c", "it's", "x\\y", "äö"])
_SIGNAL = st.fixed_dictionaries(
    {
        "kinds": st.lists(st.sampled_from(["page", "custom"]), min_size=1, max_size=2),
        "points": st.just(1),
        "cap": st.just(1),
        "half_life": st.just("1 day"),
    },
    optional={
        "path": st.builds(
            lambda operator, text: {operator: text},
            st.sampled_from(["is", "starts_with", "contains"]),
            st.sampled_from(["/", "/pricing", "_", "%", "it's", "\\", "{0}", "%s", "%(x)s", "ö"]),
        )
    },
)


class TestSignalOf:
    @settings(
        max_examples=60,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(entries=st.lists(_SIGNAL, min_size=1, max_size=4), data=st.data())
    def test_the_database_and_the_program_choose_one_signal(
        self, entries: list[dict[str, Any]], data: st.DataObject
    ) -> None:
        named = [{**entry, "key": f"s{number}"} for number, entry in enumerate(entries)]
        scoring = parse_scoring({"signals": named})
        kind = data.draw(st.sampled_from(["page", "custom", "chat"]))
        path, human = data.draw(_PATHS), data.draw(st.sampled_from([0, 49, 50, 100]))
        bound = Bound("s")
        case = in_sql.signal_of("touch", scoring.signals, bound)
        row = (
            "(VALUES (%(kind)s::text, %(path)s::text, %(human)s::int)) AS touch (kind, path, human)"
        )

        ((found,),) = sql.run(
            f"SELECT {case} FROM {row}",
            {**bound.params, "kind": kind, "path": path, "human": human},
            prepare=False,
        )

        signal = scoring.signal_for(kind, path) if human >= 50 else None
        assert found == (signal.key if signal else None)
