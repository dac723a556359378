"""What somebody is told whose draft another person has changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from vaste.flows.drafting import Standing
from vaste.studio import build
from vaste.studio.panels import Clash, Saying


def clash_of(stands: Standing, differences: Sequence[Saying], *, is_gone: bool = False) -> Clash:
    """Return who was faster, with what differs between theirs and ours."""
    draft = stands.draft
    who = build.editor_of(draft) if draft else build.publisher_of(stands.version)
    at = draft.edited_at if draft else stands.version.published_at
    return Clash(who=who, at=at, differences=differences, is_gone=is_gone)
