"""A definition drafted, looked at, published and rolled back."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests import build
from tests.build import NOON, Office
from vaste.definitions import queries as definitions
from vaste.definitions import writing
from vaste.definitions.models import Draft, Version
from vaste.definitions.services import DraftChanged
from vaste.flows import define, drafting
from vaste.flows.define import NotPublishable
from vaste.flows.drafting import NewerPublished, NoDraft, NoSuchVersion, Seen
from vaste.infra.tenancy.context import inside
from vaste.ledger.models import Event

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
NONE_YET = Seen(1, 0)


def slower(content: dict[str, Any]) -> dict[str, Any]:
    """Give half an hour for taking over a hot lead."""
    content["categories"][0]["take_over"] = "30 minutes"
    return content


def broken(content: dict[str, Any]) -> dict[str, Any]:
    """Leave a condition unfinished."""
    content["mql"] = {"field": "", "is": ""}
    return content


def change(
    office: Office, edit: Callable[[dict[str, Any]], Any] = slower, seen: Seen = NONE_YET
) -> Draft:
    """Change the draft as Mo."""
    with inside(office.id):
        return drafting.change_draft(office.id, edit, seen=seen, by=office.mo.pk, at=NOON)


def publish(office: Office, seen: Seen, **told: Any) -> Version:
    """Publish the draft as Mo."""
    with inside(office.id):
        return drafting.publish_draft(office.id, seen=seen, by=office.mo.pk, at=NOON, **told)


def counts(office: Office) -> tuple[int, int]:
    """Return how many drafts and versions there are."""
    with inside(office.id):
        rows = (Draft.objects.within(office.id), Version.objects.within(office.id))
        return rows[0].count(), rows[1].count()


class TestOpenDraft:
    def test_begins_as_what_is_in_force_and_is_there_once(self) -> None:
        office = build.office()
        with inside(office.id):
            first = drafting.open_draft(office.id, by=office.mo.pk, at=NOON)
            again = drafting.open_draft(office.id, by=office.ada.pk, at=NOON + MINUTE)

        assert first == again
        assert first.source == definitions.default_source()
        assert (first.based_on, first.revision, first.edited_by_id) == (1, 1, office.mo.pk)


class TestChangeDraft:
    def test_the_first_change_begins_the_draft_and_nothing_is_in_force_yet(self) -> None:
        office = build.office()

        draft = change(office)

        assert draft.content["categories"][0]["take_over"] == "30 minutes"
        assert (draft.based_on, draft.revision) == (1, 1)
        with inside(office.id):
            hot = define.in_force(office.id).categories[0]
        assert hot.take_over == 15 * MINUTE

    def test_the_text_says_the_same_and_keeps_its_comments(self) -> None:
        draft = change(build.office())

        assert define.read_source(draft.source) == draft.content
        assert "# When a lead counts as marketing-qualified." in draft.source

    def test_keeps_what_cannot_be_published_yet(self) -> None:
        office = build.office()

        draft = change(office, broken)

        with inside(office.id):
            places = [one.path for one in drafting.check_draft(draft, at=NOON)]
        assert places == ["mql.field"]

    def test_whoever_has_not_seen_the_last_change_is_told(self) -> None:
        office = build.office()
        seen = change(office)

        with pytest.raises(DraftChanged) as late:
            change(office, broken, NONE_YET)

        assert late.value.draft == seen
        with inside(office.id):
            kept = definitions.draft_of(office.id)
        assert kept is not None
        assert (kept.revision, kept.content) == (1, seen.content)

    def test_a_version_that_came_into_force_meanwhile_is_told_too(self) -> None:
        office = build.office()
        with inside(office.id):
            define.publish(office.id, definitions.default_source(), by=None, at=NOON)

        with pytest.raises(DraftChanged):
            change(office)

        assert counts(office) == (0, 2)

    def test_what_cannot_be_stored_changes_nothing(self) -> None:
        office = build.office()

        with pytest.raises(NotPublishable):
            change(office, lambda content: {**content, "currency": "\0"})

        assert counts(office) == (0, 1)


class TestReplaceDraft:
    def replace(self, office: Office, source: str, seen: Seen = NONE_YET) -> Draft:
        with inside(office.id):
            return drafting.replace_draft(office.id, source, seen=seen, by=None, at=NOON)

    def test_keeps_the_text_as_it_is_written(self) -> None:
        source = definitions.default_source().replace("# The definition", "# Our definition")

        assert self.replace(build.office(), source).source == source

    @pytest.mark.parametrize("source", ["a: [", "", "- 1", "x" * 500_001])
    def test_refuses_what_is_no_definition(self, source: str) -> None:
        office = build.office()

        with pytest.raises(NotPublishable):
            self.replace(office, source)

        assert counts(office) == (0, 1)

    def test_equals_the_same_change_made_on_screen(self) -> None:
        """Editing by file and by screen give the same version."""
        by_screen, by_file = build.office(), build.office()
        change(by_screen)
        source = definitions.default_source()
        self.replace(by_file, source.replace("take_over: 15 minutes", "take_over: 30 minutes", 1))

        versions = [publish(office, Seen(1, 1)) for office in (by_screen, by_file)]

        assert versions[0].content == versions[1].content
        assert writing.write(versions[0].content) == writing.write(versions[1].content)


class TestDiscardDraft:
    def test_what_is_in_force_stays_and_it_is_recorded(self) -> None:
        office = build.office()
        change(office)
        with inside(office.id):
            drafting.discard_draft(office.id, seen=Seen(1, 1), by=office.mo.pk, at=NOON)
            [told] = Event.objects.within(office.id).filter(verb="definition.draft_discarded")

        assert counts(office) == (0, 1)
        assert (told.actor_id, told.detail) == (office.mo.pk, {"based_on": 1, "revision": 1})

    def test_not_when_it_has_changed_or_is_gone(self) -> None:
        office = build.office()
        with inside(office.id), pytest.raises(NoDraft):
            drafting.discard_draft(office.id, seen=NONE_YET, by=None, at=NOON)
        change(office)
        with inside(office.id), pytest.raises(DraftChanged):
            drafting.discard_draft(office.id, seen=Seen(1, 2), by=None, at=NOON)

        assert counts(office) == (1, 1)


class TestPublishDraft:
    def test_puts_it_in_force_and_ends_it(self) -> None:
        office = build.office()
        change(office)

        version = publish(office, Seen(1, 1), note="Slower")

        assert (version.number, version.note) == (2, "Slower")
        assert (version.published_by_id, version.published_at) == (office.mo.pk, NOON)
        assert counts(office) == (0, 2)
        with inside(office.id):
            assert define.in_force(office.id).categories[0].take_over == 30 * MINUTE

    def test_with_problems_nothing_is_published_and_the_draft_stays(self) -> None:
        office = build.office()
        change(office, broken)

        with pytest.raises(NotPublishable) as refused:
            publish(office, Seen(1, 1))

        assert [one.path for one in refused.value.problems] == ["mql.field"]
        assert counts(office) == (1, 1)

    def test_not_what_was_changed_after_it_was_looked_at(self) -> None:
        office = build.office()
        change(office)
        change(office, lambda content: content, Seen(1, 1))

        with pytest.raises(DraftChanged):
            publish(office, Seen(1, 1))

        assert counts(office) == (1, 1)

    def test_not_over_a_newer_version_unless_it_was_looked_at(self) -> None:
        office = build.office()
        change(office)
        with inside(office.id):
            newer = define.publish(office.id, definitions.default_source(), by=None, at=NOON)

        with pytest.raises(NewerPublished) as refused:
            publish(office, Seen(1, 1))
        with pytest.raises(NewerPublished):
            publish(office, Seen(1, 1), replacing=3)

        assert refused.value.version == newer
        assert counts(office) == (1, 2)
        assert publish(office, Seen(1, 1), replacing=2).number == 3

    def test_there_has_to_be_one(self) -> None:
        with pytest.raises(NoDraft):
            publish(build.office(), NONE_YET)


class TestRollBack:
    def back(self, office: Office, number: int, **told: Any) -> Version:
        with inside(office.id):
            return drafting.roll_back(office.id, number, by=office.mo.pk, at=NOON, **told)

    def test_publishes_the_older_text_under_a_new_number(self) -> None:
        office = build.office()
        change(office)
        publish(office, Seen(1, 1), note="Slower")

        version = self.back(office, 1, replacing=2)

        assert (version.number, version.note) == (3, "Back to version 1: Beginning")
        assert version.source == definitions.default_source()
        with inside(office.id):
            assert define.in_force(office.id).categories[0].take_over == 15 * MINUTE

    def test_leaves_the_draft_which_then_is_not_based_on_what_is_in_force(self) -> None:
        office = build.office()
        change(office)
        self.back(office, 1)

        with inside(office.id):
            assert drafting.standing(office.id).is_overtaken

    def test_not_over_what_nobody_has_seen(self) -> None:
        office = build.office()

        with pytest.raises(NewerPublished):
            self.back(office, 1, replacing=7)
        for number in (0, 2, 2**40):
            with pytest.raises(NoSuchVersion):
                self.back(office, number)

        assert counts(office) == (0, 1)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_eight_who_change_what_they_have_seen_one_wins(self) -> None:
        office = build.office()
        change(office)

        assert sorted(self.race(lambda: change(office, slower, Seen(1, 1)))) == ["", *["x"] * 7]

        with inside(office.id):
            draft = definitions.draft_of(office.id)
        assert draft is not None
        assert draft.revision == 2

    def test_of_eight_who_begin_one_wins(self) -> None:
        office = build.office()

        assert sorted(self.race(lambda: change(office))) == ["", *["x"] * 7]
        assert counts(office) == (1, 1)

    def test_of_eight_who_publish_one_wins(self) -> None:
        office = build.office()
        change(office)

        assert sorted(self.race(lambda: publish(office, Seen(1, 1)))) == ["", *["x"] * 7]
        assert counts(office) == (0, 2)

    def race(self, verb: Callable[[], object]) -> list[str]:
        """Do it eight times at once; return "" for each that was done and "x" for each refused."""
        ready, told = threading.Barrier(8), []

        def run() -> None:
            ready.wait()
            try:
                verb()
                told.append("")
            except (DraftChanged, NewerPublished, NoDraft):
                told.append("x")
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        return told
