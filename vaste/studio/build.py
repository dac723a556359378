"""Makes the studio's pages out of a workspace's definitions."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vaste.calendars.public_holidays import named_regions
from vaste.definitions.models import Draft, Version
from vaste.flows import define
from vaste.flows.drafting import Standing
from vaste.pages.reader import language
from vaste.routing import queries as routing
from vaste.rules.language import Problem
from vaste.rules.vocabulary import Vocabulary
from vaste.studio import places
from vaste.studio.panels import Bar, Person, VersionRow
from vaste.studio.parts import Context
from vaste.studio.sections import CATEGORIES, LADDERS, Section
from vaste.workspaces import queries as workspaces
from vaste.workspaces.models import User

HUES = 8


def context_of(
    workspace_id: uuid.UUID, content: Mapping[str, Any], focus: tuple[int, ...] | None = None
) -> Context:
    """Return what the forms over a definition need to know; never fails on a broken one."""
    currency = content.get("currency")
    return Context(
        vocabulary=vocabulary_of(content),
        language=language(),
        currency=currency if isinstance(currency, str) and currency else "EUR",
        teams=[(team.slug, team.name) for team in routing.teams(workspace_id)],
        categories=_named(content, CATEGORIES),
        ladders=[key for key, _name in _named(content, LADDERS)],
        reasons=_reasons(content),
        regions=_regions(content),
        focus=focus,
    )


def _named(content: Mapping[str, Any], section: Section) -> list[tuple[str, str]]:
    """Return the entries of a section that a form can reach, by key, with their names."""
    found = {places.key_of(one): one for one in places.entries(content, section) or []}
    return [(key, places.name_of(one, section, language())) for key, one in found.items() if key]


def _regions(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the regions of the country whose holidays a definition keeps, none of a broken one."""
    calendar = content.get("calendar")
    told = calendar.get("holidays") if isinstance(calendar, Mapping) else None
    country = told.get("country") if isinstance(told, Mapping) else told
    return [(code, name or code) for code, name in named_regions(str(country or ""))]


def _reasons(content: Mapping[str, Any]) -> list[str]:
    told = content.get("close_reasons")
    lists = told.values() if isinstance(told, Mapping) else ()
    codes = [code for one in lists if isinstance(one, list) for code in one]
    return list(dict.fromkeys(str(code) for code in codes))


def vocabulary_of(content: Mapping[str, Any]) -> Vocabulary:
    """Return the fields that rules of a draft may speak of; of a broken one, those of the house."""
    try:
        return define.vocabulary_of(content)
    except (TypeError, ValueError, AttributeError, LookupError):
        return define.vocabulary_of({})


def faults_of(stands: Standing) -> list[Problem]:
    """Return what keeps the draft from being tried: what is wrong with it wherever it stands."""
    return define.check(stands.content) if stands.draft else []


def bar(stands: Standing, role: str, *, problems: int) -> Bar:
    """Return how the draft stands with so many problems, for the top of every page."""
    draft = stands.draft
    people = people_of([draft.edited_by_id if draft else None])
    return Bar(
        token=f"{stands.seen.based_on}.{stands.seen.revision}",
        in_force=stands.version.number,
        is_draft=draft is not None,
        changes=len(stands.differences()) if draft else 0,
        problems=problems,
        editor=people.get(draft.edited_by_id) if draft and draft.edited_by_id else None,
        edited_at=draft.edited_at if draft else None,
        is_overtaken=stands.is_overtaken,
        may_publish=workspaces.may_publish(role),
    )


def people_of(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, Person]:
    """Return users by their ids, in one statement; one who is gone is somebody who has left."""
    wanted = sorted({one for one in ids if one})
    if not wanted:
        return {}
    known = {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)}
    return {one: _person(one, known.get(one, _("Somebody who has left"))) for one in wanted}


def _person(user_id: uuid.UUID, name: str) -> Person:
    words = [word for word in name.split() if word[0].isalnum()]
    initials = "".join(word[0] for word in words[:1] + words[1:][-1:]).upper() or "?"
    return Person(name=name, initials=initials, hue=user_id.int % HUES)


def version_rows(versions: Sequence[Version], in_force: int) -> list[VersionRow]:
    """Return published versions as the history shows them."""
    people = people_of(version.published_by_id for version in versions)
    return [
        VersionRow(
            number=version.number,
            note=version.note,
            publisher=people.get(version.published_by_id) if version.published_by_id else None,
            published_at=version.published_at,
            is_in_force=version.number == in_force,
            url=reverse("studio:version", args=[version.number]),
            compare_url=_compare_url(version.number),
        )
        for version in versions
    ]


def _compare_url(number: int) -> str:
    before = max(number - 1, 1)
    return f"{reverse('studio:compare')}?before={before}&after={number}"


def editor_of(draft: Draft | None) -> str:
    """Return who changed the draft last."""
    people = people_of([draft.edited_by_id if draft else None])
    return next((one.name for one in people.values()), _("Somebody"))


def publisher_of(version: Version) -> str:
    """Return who published a version."""
    people = people_of([version.published_by_id])
    return next((one.name for one in people.values()), _("Somebody"))


def copied(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a definition that may be changed."""
    return copy.deepcopy(dict(content))
