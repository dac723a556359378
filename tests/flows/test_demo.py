"""The demo workspace: whole, true at whatever hour it is made, and gone without a trace."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests import build
from vaste.config.tables import tenant_tables
from vaste.flows import demo, importing
from vaste.flows.demo import directing, fates, removal, script, seeding
from vaste.infra import sql
from vaste.infra.tenancy import guard
from vaste.infra.tenancy.context import inside
from vaste.infra.tenancy.models import TenantModel
from vaste.leads.enquiry import REQUEST_TYPES
from vaste.leads.models import Activity, Arrival, Import, Lead, Notice
from vaste.ledger.models import Event
from vaste.people.models import Contact, Suggestion
from vaste.routing.models import Claim, Member, Team
from vaste.sla.models import Clock
from vaste.workspaces.models import Handle, Membership, Role, User, Workspace

#: A Sunday, 3:20 at night in Helsinki: the worst hour for a desk to be looked at.
NIGHT = datetime.datetime(2026, 3, 1, 1, 20, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(scope="module")
def statements() -> set[str]:
    return set()


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder of this module's own for the file that the sample imports."""
    with override_settings(IMPORT_FOLDER=tmp_path_factory.mktemp("imports")):
        yield


@pytest.fixture(scope="module", autouse=True)
def logins(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: None, statements: set[str]
) -> Iterator[list[demo.Login]]:
    """One seeding for the whole module; what a test does to it is undone after the test."""

    def wrap(execute: Any, statement: Any, params: Any, many: Any, context: Any) -> Any:
        statements.add(str(statement))
        return execute(statement, params, many, context)

    with django_db_blocker.unblock(), transaction.atomic():
        sql.watchers.append(statements.add)
        with connection.execute_wrapper(wrap):
            made = demo.seed_demo(at=NIGHT, beside_others=True)
        sql.watchers.remove(statements.add)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def sample(db: None) -> Iterator[Workspace]:
    """The sample, its rows in sight."""
    found = demo.sample()
    assert found is not None
    with inside(found.id):
        yield found


def leads(sample: Workspace) -> list[Lead]:
    """Return every lead of the sample, as they came."""
    return list(Lead.objects.within(sample.id).order_by("received_at", "id"))


def told(sample: Workspace) -> list[tuple[Any, ...]]:
    """Return what the story is about, without the ids that are new each time."""
    names = dict(User.objects.values_list("id", "full_name"))
    return [
        (lead.received_at, lead.category, lead.state, lead.close_reason, lead.won_value,
         lead.first_contact_at, lead.closed_at, lead.due_at, names.get(lead.owner_id or sample.id))
        for lead in leads(sample)
    ]  # fmt: skip


class TestSeedDemo:
    def test_it_is_marked_as_a_sample_and_has_its_people(
        self, sample: Workspace, logins: list[demo.Login]
    ) -> None:
        roles = Membership.objects.filter(workspace=sample).values_list("role", flat=True)

        assert (sample.slug, sample.is_sample) == ("nordic-demo", True)
        assert Counter(roles) == {"admin": 1, "manager": 1, "marketer": 1, "rep": 6}
        assert [login.role for login in logins] == ["manager", "rep"]

    def test_only_those_who_are_told_can_sign_in(
        self, sample: Workspace, logins: list[demo.Login]
    ) -> None:
        able = User.objects.filter(memberships__workspace=sample)

        assert {user.email for user in able if user.has_usable_password()} == {
            login.email for login in logins
        }
        for login in logins:
            assert User.objects.get(email=login.email).check_password(login.password)

    def test_every_enquiry_of_the_script_became_a_lead(self, sample: Workspace) -> None:
        scripted = len(script.enquiries())
        released, asked_twice, fair = 1, 1, 12

        assert len(leads(sample)) == scripted + released + asked_twice + fair == 102

    def test_there_is_something_of_everything(self, sample: Workspace) -> None:
        found = leads(sample)

        assert {lead.request_type for lead in found} == set(REQUEST_TYPES) - {"list"}
        assert {lead.language for lead in found} == {"fi", "sv", "hu", "en"}
        assert {lead.category for lead in found} == {"hot", "warm", "cold"}
        assert {lead.value_band for lead in found} == {"small", "medium", "large", ""}
        assert {lead.state for lead in found} == set(Lead.State.values)
        assert {lead.quadrant for lead in found} == {
            "sales_now", "nurture", "light_touch", "no_time",
        }  # fmt: skip
        assert {lead.source for lead in found} == {
            "Website", "Google", "Google Ads", "LinkedIn", "Newsletter", "Referral", "ChatGPT",
            "Partner", "Trade fair",
        }  # fmt: skip
        assert len({lead.campaign for lead in found}) == 7
        assert {lead.close_reason for lead in found if lead.state == "lost"} >= {
            "price", "competitor", "no_answer",
        }  # fmt: skip

    def test_it_fills_five_weeks_and_nothing_is_ahead_of_time(self, sample: Workspace) -> None:
        found = leads(sample)
        events = Event.objects.within(sample.id).order_by("at", "id")
        weeks = Counter((NIGHT - lead.received_at).days // 7 for lead in found)

        assert min(weeks[week] for week in range(5)) >= 8
        assert NIGHT - found[0].received_at < datetime.timedelta(days=37)
        assert events[0].at == NIGHT - seeding.SINCE
        assert [event.verb for event in events if event.at > NIGHT] == []

    def test_every_lead_was_worked_in_order(self, sample: Workspace) -> None:
        for lead in leads(sample):
            times = [lead.received_at, lead.taken_over_at, lead.first_contact_at, lead.closed_at]
            known = [at for at in times if at is not None]
            assert known == sorted(known), lead.id

    def test_arrivals_end_in_every_way(self, sample: Workspace) -> None:
        states = Arrival.objects.within(sample.id).values_list("state", flat=True)
        made = Import.objects.within(sample.id).get()

        assert Counter(states) == {
            "lead_created": 102,
            "quarantined": 3,
            "dismissed": 2,
            "refused": 2,
            "appended": 1,
        }
        assert (made.state, made.counts["created"], made.counts["refused"]) == ("done", 12, 1)

    def test_some_people_came_back_and_two_share_a_phone(self, sample: Workspace) -> None:
        returning = [lead for lead in leads(sample) if lead.is_returning]
        hint = Suggestion.objects.within(sample.id).get()

        assert len({lead.contact_id for lead in returning}) == 5
        assert hint.reason == "same_phone"

    def test_hungarian_goes_south_and_the_rest_north(self, sample: Workspace) -> None:
        teams = dict(Team.objects.within(sample.id).values_list("id", "slug"))
        gone = {(lead.language, teams[lead.team_id]) for lead in leads(sample) if lead.team_id}

        assert gone == {
            ("fi", "north"),
            ("sv", "north"),
            ("en", "north"),
            ("en", "south"),
            ("hu", "south"),
        }

    def test_clocks_run_even_on_a_sunday_night(self, sample: Workspace) -> None:
        running = Clock.objects.within(sample.id).filter(met_at=None, stopped_at=None)
        soon = running.filter(due_at__gt=NIGHT, due_at__lte=NIGHT + HOUR)
        names = Counter(soon.values_list("milestone", flat=True))

        assert names["take_over"] >= 5
        assert names["first_contact"] >= 4

    def test_hot_leads_wait_untouched_for_both_teams(self, sample: Workspace) -> None:
        hot = [lead for lead in leads(sample) if lead.category == "hot" and lead.state == "open"]
        fresh = [lead for lead in hot if lead.due_at and lead.due_at > NIGHT]
        waiting = [lead for lead in fresh if lead.taken_over_at is None]
        rep = User.objects.get(email=demo.logins()[1].email)

        assert len({lead.team_id for lead in waiting}) == 2
        assert rep.pk in {lead.owner_id for lead in leads(sample) if lead.taken_over_at is None}

    def test_one_lapsed_to_the_pool_and_its_people_were_told(self, sample: Workspace) -> None:
        unread = Notice.objects.within(sample.id).filter(read_at=None)
        pool = [lead for lead in leads(sample) if lead.owner_id is None and lead.state == "open"]
        open_claims = Claim.objects.within(sample.id).filter(released_at=None)

        assert any(NIGHT - lead.received_at < HOUR for lead in pool)
        assert {"clock_warned", "clock_breached", "clock_given_back"} == set(
            unread.values_list("kind", flat=True)
        )
        assert not open_claims.filter(lead_id__in=[lead.id for lead in pool]).exists()

    def test_notices_of_old_are_read(self, sample: Workspace) -> None:
        notices = Notice.objects.within(sample.id)
        old = notices.filter(made_at__lt=NIGHT - directing.READ_AFTER)

        assert old.exists()
        assert not old.filter(read_at=None).exists()

    def test_most_promises_were_kept_and_some_were_not(self, sample: Workspace) -> None:
        met = Clock.objects.within(sample.id).exclude(met_at=None)
        kept = met.filter(breached_at=None).count() / met.count()

        assert 0.7 < kept < 0.95

    def test_won_leads_have_their_value(self, sample: Workspace) -> None:
        won = [lead for lead in leads(sample) if lead.state == "won"]

        assert len(won) >= 14
        assert all(lead.won_value and lead.won_value > 0 for lead in won)

    def test_notes_are_in_the_language_of_the_lead(self, sample: Workspace) -> None:
        languages = {lead.id: lead.language for lead in leads(sample)}
        notes = script.part("notes")

        for done in Activity.objects.within(sample.id):
            texts = [kind.get(languages[done.lead_id], []) for kind in notes.values()]
            assert any(done.note in text for text in texts), done.note

    def test_nobody_real_can_be_reached(self, sample: Workspace) -> None:
        contacts = Contact.objects.within(sample.id)
        kept_for_fiction = (
            "+35845700", "+467017406", "+363000000", "+4420794601", "+4930231250", "+37255500",
            "+431555", "+421900000",
        )  # fmt: skip

        for email in contacts.exclude(email="").values_list("email", flat=True):
            assert email.endswith(".example")
        for phone in contacts.exclude(phone="").values_list("phone", flat=True):
            assert phone.startswith(kept_for_fiction), phone

    def test_every_statement_names_its_workspace(self, statements: set[str]) -> None:
        names = tenant_tables()

        assert [text for text in statements if guard.missing(text, names)] == []

    def test_again_it_changes_nothing(self, sample: Workspace, logins: list[demo.Login]) -> None:
        before = told(sample)
        events = Event.objects.within(sample.id).count()

        again = demo.seed_demo(at=NIGHT + HOUR)

        assert again == logins
        assert told(sample) == before
        assert Event.objects.within(sample.id).count() == events

    def test_a_changed_password_is_not_told(self, logins: list[demo.Login], db: None) -> None:
        manager = User.objects.get(email=logins[0].email)
        manager.set_password("my own from now on")
        manager.save()

        assert [login.role for login in demo.seed_demo(at=NIGHT)] == ["rep"]

    def test_it_is_the_same_each_time(self, sample: Workspace) -> None:
        before = told(sample)
        with transaction.atomic():
            connections["default"].enter("")  # type: ignore[attr-defined]
            demo.remove_demo()
            demo.seed_demo(at=NIGHT, beside_others=True)
        again = demo.sample()
        assert again is not None

        with inside(again.id):
            assert told(again) == before


@pytest.mark.django_db
class TestNotSeeded:
    def test_beside_another_workspace_none_is_made_by_itself(self) -> None:
        demo.remove_demo()
        build.office()

        assert demo.seed_demo(at=NIGHT) == []
        assert demo.sample() is None

    def test_a_failure_half_way_leaves_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        demo.remove_demo()
        folders = list(Path(settings.IMPORT_FOLDER).iterdir())
        monkeypatch.setattr(importing, "run", _fail)

        with pytest.raises(RuntimeError):
            demo.seed_demo(at=NIGHT, beside_others=True)

        assert not Workspace.objects.filter(slug="nordic-demo").exists()
        assert not User.objects.filter(email__endswith="@nordic-demo.example").exists()
        assert list(Path(settings.IMPORT_FOLDER).iterdir()) == folders

    def test_a_sample_half_removed_is_made_anew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        left = demo.sample()
        assert left is not None
        removal._remove_rows(left.id)
        made: list[datetime.datetime] = []
        monkeypatch.setattr(seeding, "_play", made.append)

        demo.seed_demo(at=NIGHT, beside_others=True)

        assert made == [NIGHT]
        assert not Workspace.objects.filter(id=left.id).exists()


def _fail(*_args: object, **_options: object) -> None:
    raise RuntimeError("the power went")


@pytest.mark.django_db
class TestRemoveDemo:
    def test_no_row_is_left_in_any_table(self) -> None:
        sample = demo.sample()
        assert sample is not None

        gone = demo.remove_demo()

        assert (gone.workspaces, gone.users) == (1, 9)
        assert gone.rows > 2000
        with inside(sample.id):
            left = {
                model._meta.label: model.objects.within(sample.id).count()
                for model in apps.get_models()
                if issubclass(model, TenantModel)
            }
        assert {label: count for label, count in left.items() if count} == {}
        assert len(left) == len(tenant_tables())
        assert not Handle.objects.filter(workspace_id=sample.id).exists()
        assert not Membership.objects.filter(workspace_id=sample.id).exists()
        assert not User.objects.filter(email__endswith="@nordic-demo.example").exists()
        assert not (Path(settings.IMPORT_FOLDER) / str(sample.id)).exists()

    def test_it_takes_one_statement_for_each_table(self) -> None:
        sample = demo.sample()
        assert sample is not None
        seen: list[str] = []

        def wrap(execute: Any, statement: Any, params: Any, many: Any, context: Any) -> Any:
            seen.append(statement)
            return execute(statement, params, many, context)

        with connection.execute_wrapper(wrap):
            removal._remove_rows(sample.id)

        deleted = [text.split('"')[1] for text in seen if text.startswith("DELETE")]
        assert sorted(deleted) == sorted([*tenant_tables(), "workspaces_handle"])

    def test_other_workspaces_and_who_belongs_to_them_stay(self) -> None:
        office = build.office()
        lead = build.lead(office)
        rep = User.objects.get(email=demo.logins()[1].email)
        Membership.objects.create(
            workspace=office.workspace, user=rep, role=Role.REP, joined_at=NIGHT
        )

        gone = demo.remove_demo()

        assert gone.users == 8
        assert User.objects.filter(id=rep.pk).exists()
        with inside(office.id):
            assert Lead.objects.within(office.id).get().id == lead.id
            assert Member.objects.within(office.id).count() == 2

    def test_without_a_sample_there_is_nothing_to_do(self) -> None:
        demo.remove_demo()

        assert demo.remove_demo() == demo.Removed(0, 0, 0)


class TestScript:
    def test_every_fate_and_origin_is_known(self) -> None:
        origins = script.part("doors")["origins"]

        for asked in script.enquiries():
            assert asked.fate.kind in ("", *fates.KINDS), asked.key
            assert asked.origin in origins, asked.key
        assert set(script.part("doors")["import"]["fates"]) <= set(fates.KINDS)
