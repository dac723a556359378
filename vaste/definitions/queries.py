"""Questions about published definitions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from vaste.definitions.models import Draft, Version
from vaste.infra import sql

LARGEST = 2**31 - 1  # the largest number that a version can have
DEFAULT = Path(__file__).with_name("default.yaml")


class NotDefined(Exception):
    """The workspace has published nothing yet."""


def in_force(workspace_id: uuid.UUID) -> Version:
    """
    Return the newest published version of the workspace.

    Raises NotDefined when there is none.
    """
    found = Version.objects.within(workspace_id).order_by("-number", "id").first()
    if found is None:
        raise NotDefined(str(workspace_id))
    return found


def ask_number_in_force(workspace_id: uuid.UUID) -> Callable[[], int]:
    """
    Ask for the number of the newest published version; what is returned gives it when called.

    That raises NotDefined when there is none.
    """
    answer = sql.ask(
        "SELECT number FROM definitions_version WHERE workspace_id = %(workspace)s"
        " ORDER BY number DESC, id LIMIT 1",
        {"workspace": workspace_id},
    )

    def number() -> int:
        if not answer.rows:
            raise NotDefined(str(workspace_id))
        found: int = answer.rows[0][0]
        return found

    return number


def number_in_force(workspace_id: uuid.UUID) -> int:
    """
    Return the number of the newest published version.

    Raises NotDefined when there is none.
    """
    return ask_number_in_force(workspace_id)()


def draft_of(workspace_id: uuid.UUID) -> Draft | None:
    """Return the workspace's draft, None when nobody has begun one."""
    return Draft.objects.within(workspace_id).first()


def version_of(workspace_id: uuid.UUID, number: int) -> Version | None:
    """Return the version of this number, None when there is none."""
    if not 0 < number <= LARGEST:
        return None
    return Version.objects.within(workspace_id).filter(number=number).first()


@lru_cache(maxsize=1)
def default_source() -> str:
    """Return the text of the definition that a new workspace begins with."""
    return DEFAULT.read_text(encoding="utf-8")


def default_content() -> dict[str, Any]:
    """Return the definition that a new workspace begins with, as data."""
    content: dict[str, Any] = yaml.safe_load(default_source())
    return content
