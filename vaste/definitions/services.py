"""The verbs of the draft: begin, change, end. Whether it may be published is asked elsewhere."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from vaste.definitions.models import Draft, Version
from vaste.kernel.errors import VasteError


class DraftChanged(VasteError):
    """The draft is no longer as it was seen; `draft` is how it stands, None when it has ended."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__("Somebody else has changed the draft.")
        self.draft = draft


def begin_draft(
    version: Version, *, source: str, content: Any, by: uuid.UUID | None, at: datetime.datetime
) -> Draft:
    """
    Begin the workspace's draft, based on `version`.

    Raises DraftChanged, with nothing written, when somebody has begun one.
    """
    try:
        with transaction.atomic():
            return Draft.objects.create(
                workspace_id=version.workspace_id,
                source=source,
                content=content,
                based_on=version.number,
                edited_by_id=by,
                edited_at=at,
            )
    except IntegrityError:
        found = Draft.objects.within(version.workspace_id).first()
        raise DraftChanged(found) from None


def save_draft(
    draft: Draft, *, source: str, content: Any, by: uuid.UUID | None, at: datetime.datetime
) -> Draft:
    """
    Give the draft, as it was read, a new text; return it with its new revision.

    Raises DraftChanged, with nothing written, when its revision is another one by now.
    """
    rows = Draft.objects.within(draft.workspace_id).filter(id=draft.id, revision=draft.revision)
    changed = rows.update(
        source=source, content=content, edited_by_id=by, edited_at=at, revision=F("revision") + 1
    )
    found = Draft.objects.within(draft.workspace_id).first()
    if not changed or found is None:
        raise DraftChanged(found)
    return found


def end_draft(draft: Draft) -> None:
    """
    Take the draft away, as it was read.

    Raises DraftChanged, with nothing written, when its revision is another one by now.
    """
    rows = Draft.objects.within(draft.workspace_id).filter(id=draft.id, revision=draft.revision)
    if not rows.delete()[0]:
        raise DraftChanged(Draft.objects.within(draft.workspace_id).first())
