"""Drafting a definition: begin from what is in force, change it, look at it, publish it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vaste.definitions import queries as definitions
from vaste.definitions import services, writing
from vaste.definitions import source as texts
from vaste.definitions.differences import Difference, compare
from vaste.definitions.models import Draft, Version
from vaste.definitions.services import DraftChanged
from vaste.flows import define
from vaste.flows.define import NotPublishable
from vaste.kernel.errors import VasteError
from vaste.ledger import services as ledger
from vaste.rules.language import Problem

Edit = Callable[[dict[str, Any]], Mapping[str, Any]]
LONGEST_NOTE = 200  # characters


class NoDraft(VasteError):
    """There is no draft: nothing was changed, or somebody has published or discarded it."""


class NoSuchVersion(VasteError):
    """The workspace has published no version of this number."""


class NewerPublished(VasteError):
    """A version that the draft is not based on has come into force; `version` is that one."""

    def __init__(self, version: Version) -> None:
        super().__init__("Somebody has published a newer version.")
        self.version = version


@dataclass(frozen=True, slots=True)
class Seen:
    """How the draft stood when somebody looked at it; revision 0: there was none."""

    based_on: int
    revision: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force, and what stands in its place once the draft, if any, is published."""

    version: Version
    draft: Draft | None

    @property
    def seen(self) -> Seen:
        """How this stands, for a change to say what it was made on."""
        draft = self.draft
        return Seen(draft.based_on, draft.revision) if draft else Seen(self.version.number, 0)

    @property
    def source(self) -> str:
        """The text: the draft's, or that in force."""
        return self.draft.source if self.draft else self.version.source

    @property
    def content(self) -> dict[str, Any]:
        """The same as data."""
        content: dict[str, Any] = (self.draft or self.version).content
        return content

    @property
    def is_overtaken(self) -> bool:
        """Whether a version that the draft does not know of is in force."""
        return self.draft is not None and self.draft.based_on != self.version.number

    def differences(self) -> list[Difference]:
        """Return what publishing the draft would change."""
        return compare(self.version.content, self.content)


def standing(workspace_id: uuid.UUID) -> Standing:
    """
    Return the version in force and the draft.

    Raises NotDefined when nothing is published.
    """
    return Standing(definitions.in_force(workspace_id), definitions.draft_of(workspace_id))


def version(workspace_id: uuid.UUID, number: int) -> Version:
    """Return a published version; raises NoSuchVersion."""
    found = definitions.version_of(workspace_id, number)
    if found is None:
        raise NoSuchVersion(str(number))
    return found


@transaction.atomic
def open_draft(workspace_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime.datetime) -> Draft:
    """Return the workspace's draft, begun from the version in force if there is none yet."""
    stands = standing(workspace_id)
    if stands.draft is not None:
        return stands.draft
    base = stands.version
    try:
        return services.begin_draft(base, source=base.source, content=base.content, by=by, at=at)
    except DraftChanged as raced:
        if raced.draft is None:
            raise
        return raced.draft


@transaction.atomic
def change_draft(
    workspace_id: uuid.UUID,
    edit: Edit,
    *,
    seen: Seen,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Draft:
    """
    Change the draft by `edit`, a pure function from its content to the new one.

    The first change begins the draft. It may hold what can't be published yet. What the edit did
    not touch keeps its text, comments included.

    Raises DraftChanged when the draft is not as `seen`, and NotPublishable for content that can't
    be stored; then nothing is written.
    """
    stands = _as_seen(workspace_id, seen)
    try:
        content = texts.plain(edit(texts.plain(stands.content)))
    except texts.Unreadable as refused:
        raise NotPublishable(refused.problems) from None
    return _keep(
        stands, writing.rewrite(stands.source, stands.content, content), content, by=by, at=at
    )


@transaction.atomic
def replace_draft(
    workspace_id: uuid.UUID,
    source: str,
    *,
    seen: Seen,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Draft:
    """
    Make `source` the draft's text, as it is written.

    Raises DraftChanged when the draft is not as `seen`, and NotPublishable for a text that is no
    definition at all; then nothing is written. What else is wrong with it, `check_draft` says.
    """
    content = define.read_source(source)
    if not isinstance(content, Mapping):
        raise NotPublishable(define.check(content))
    return _keep(_as_seen(workspace_id, seen), source, content, by=by, at=at)


def _as_seen(workspace_id: uuid.UUID, seen: Seen) -> Standing:
    stands = standing(workspace_id)
    if stands.seen != seen:
        raise DraftChanged(stands.draft)
    return stands


def _keep(
    stands: Standing,
    source: str,
    content: Any,
    *,
    by: uuid.UUID | None,
    at: datetime.datetime,
) -> Draft:
    if len(source) > texts.LONGEST_SOURCE:
        remedy = _("Leave out what is not needed.")
        raise NotPublishable([Problem("", _("The text is too long."), remedy)])
    if stands.draft is None:
        return services.begin_draft(stands.version, source=source, content=content, by=by, at=at)
    return services.save_draft(stands.draft, source=source, content=content, by=by, at=at)


def check_draft(draft: Draft, *, at: datetime.datetime) -> list[Problem]:
    """Return what has to be mended before the draft can be published at `at`, with the places."""
    return define.check_in(draft.workspace_id, draft.content, at=at)


@transaction.atomic
def discard_draft(
    workspace_id: uuid.UUID, *, seen: Seen, by: uuid.UUID | None, at: datetime.datetime
) -> None:
    """
    Throw the draft away; what is in force stays.

    Raises NoDraft, and DraftChanged when it is not as `seen`.
    """
    draft = _draft_as_seen(workspace_id, seen)
    services.end_draft(draft)
    ledger.record_one(
        workspace_id,
        "definition.draft_discarded",
        draft.id,
        by=by,
        at=at,
        detail={"based_on": draft.based_on, "revision": draft.revision},
    )


def _draft_as_seen(workspace_id: uuid.UUID, seen: Seen) -> Draft:
    draft = definitions.draft_of(workspace_id)
    if draft is None:
        raise NoDraft("There is no draft.")
    if Seen(draft.based_on, draft.revision) != seen:
        raise DraftChanged(draft)
    return draft


@transaction.atomic
def publish_draft(
    workspace_id: uuid.UUID,
    *,
    seen: Seen,
    by: uuid.UUID | None,
    at: datetime.datetime,
    note: str = "",
    replacing: int | None = None,
) -> Version:
    """
    Put the draft in force as the next version; the draft ends.

    `replacing` is the version in force whose differences somebody has looked at; None: the one
    that the draft is based on.

    Raises NoDraft, DraftChanged when the draft is not as `seen`, NewerPublished when another
    version than `replacing` is in force, NotPublishable for what has problems; then nothing is
    written.
    """
    draft = _draft_as_seen(workspace_id, seen)
    _require_in_force(workspace_id, draft.based_on if replacing is None else replacing)
    published = _publish(workspace_id, draft.source, by=by, at=at, note=note)
    services.end_draft(draft)
    return published


@transaction.atomic
def roll_back(
    workspace_id: uuid.UUID,
    number: int,
    *,
    by: uuid.UUID | None,
    at: datetime.datetime,
    replacing: int | None = None,
) -> Version:
    """
    Publish the text of an older version under a new number; its note says which it was.

    A draft stays as it is. `replacing` is the version in force that was seen, None: whichever.

    Raises NoSuchVersion, NewerPublished when another one is in force, and NotPublishable when the
    older text would not be taken today; then nothing is written.
    """
    older = version(workspace_id, number)
    if replacing is not None:
        _require_in_force(workspace_id, replacing)
    note = _("Back to version %(number)d") % {"number": number}
    if older.note:
        note = f"{note}: {older.note}"[:LONGEST_NOTE]
    return _publish(workspace_id, older.source, by=by, at=at, note=note)


def _require_in_force(workspace_id: uuid.UUID, number: int) -> None:
    newest = definitions.in_force(workspace_id)
    if newest.number != number:
        raise NewerPublished(newest)


def _publish(
    workspace_id: uuid.UUID, source: str, *, by: uuid.UUID | None, at: datetime.datetime, note: str
) -> Version:
    try:
        return define.publish(workspace_id, source, by=by, at=at, note=note[:LONGEST_NOTE])
    except IntegrityError:
        raise NewerPublished(definitions.in_force(workspace_id)) from None
