"""Defining a workspace: publish a checked text as its next version, have it at hand compiled."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from functools import lru_cache

from django.db import transaction

from vaste.definitions import queries as definitions
from vaste.definitions import rollouts
from vaste.definitions.models import Version
from vaste.flows.defining.checking import (
    NotPublishable,
    check,
    check_hours_to_come,
    check_in,
    read_source,
)
from vaste.flows.defining.compiled import Definition, answering_team, compile_definition
from vaste.flows.defining.vocabulary import vocabulary_of
from vaste.ledger import services as ledger
from vaste.workspaces import services as workspaces

__all__ = [
    "Definition",
    "NotPublishable",
    "answering_team",
    "ask",
    "check",
    "check_in",
    "compile_definition",
    "in_force",
    "of_number",
    "publish",
    "read_source",
    "vocabulary_of",
]


@transaction.atomic
def publish(
    workspace_id: uuid.UUID,
    text: str,
    *,
    by: uuid.UUID | None,
    at: datetime.datetime,
    note: str = "",
) -> Version:
    """
    Check a definition's text and put it in force as the workspace's next version.

    Raises NotPublishable, with nothing written, when anything in it is wrong.
    """
    content = read_source(text)
    newest = Version.objects.within(workspace_id).order_by("-number", "id").first()
    if newest is not None:
        problems = check_in(workspace_id, content, at=at)
    else:  # the first one comes before the first team
        problems = check(content) or check_hours_to_come(content, at)
    if problems:
        raise NotPublishable(problems)
    version = Version.objects.create(
        workspace_id=workspace_id,
        number=newest.number + 1 if newest else 1,
        source=text,
        content=content,
        note=note,
        published_at=at,
        published_by_id=by,
    )
    ledger.record_one(
        workspace_id,
        "definition.published",
        version.id,
        by=by,
        at=at,
        detail={"number": version.number, "note": note},
    )
    workspaces.set_zone(workspace_id, str(content["calendar"]["zone"]))
    _roll_out(workspace_id, version, newest, at)
    return version


def _roll_out(
    workspace_id: uuid.UUID, version: Version, before: Version | None, at: datetime.datetime
) -> None:
    definition = compile_definition(version.content, version.number)
    was = compile_definition(before.content, before.number) if before else definition
    rollouts.begin(
        workspace_id,
        version.number,
        is_first=before is None,
        recounts=was.scoring.signals != definition.scoring.signals,
        drifts_in=definition.zone if definition.drifts else None,
        at=at,
    )


def ask(workspace_id: uuid.UUID) -> Callable[[], Definition]:
    """
    Ask for the definition in force with the next trip; what is returned gives it when called.

    That raises NotDefined when nothing is published.
    """
    number = definitions.ask_number_in_force(workspace_id)
    return lambda: _compiled(workspace_id, number())


def in_force(workspace_id: uuid.UUID) -> Definition:
    """
    Return the workspace's definition in force; one short question to the database a call.

    Raises NotDefined when nothing is published.
    """
    return ask(workspace_id)()


def of_number(workspace_id: uuid.UUID, number: int) -> Definition:
    """
    Return the workspace's version of this number, to explain what it decided; it never changes.
    """
    return _compiled(workspace_id, number)


@lru_cache(maxsize=512)
def _compiled(workspace_id: uuid.UUID, number: int) -> Definition:
    version = Version.objects.within(workspace_id).get(number=number)
    return compile_definition(version.content, number)
