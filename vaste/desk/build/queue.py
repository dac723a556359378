"""The queue: which leads, in which order, how many in each category, and one row of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk import queries
from vaste.desk.build import clocks, labels, search
from vaste.desk.build.people import reader
from vaste.desk.build.rows import rows_of
from vaste.desk.http import DeskRequest
from vaste.desk.panels import (
    CategoryGroup,
    FilterOption,
    LeadPage,
    OwnedBy,
    QueuePage,
    QueueRow,
)
from vaste.desk.queries import START, Found, Place
from vaste.desk.viewers import Viewer
from vaste.flows.define import Definition
from vaste.leads.models import Lead
from vaste.workspaces import queries as workspaces

PAGE = 50  # leads on one page
SALT = "desk.queue"
SCOPES: labels.Words = {
    "waiting": gettext_lazy("Mine and my teams'"),
    "all": gettext_lazy("Everyone's"),
    "mine": gettext_lazy("Mine"),
    "pool": gettext_lazy("Free to take"),
    "snoozed": gettext_lazy("Snoozed"),
}
_OF_ALL = ("all", "mine", "pool", "snoozed")
_OF_REP = ("waiting", "mine", "pool", "all", "snoozed")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; anything unknown in it is as if it were not there."""

    scope: str
    category: str = ""
    q: str = ""
    after: str = ""
    owner: str = ""

    def url(self, **changes: str) -> str:
        """Return the queue's address with these filters, some of them changed."""
        told = {"scope": self.scope, "category": self.category, "owner": self.owner, "q": self.q}
        told |= {"after": "", **changes}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{reverse('desk:queue')}?{query}" if query else reverse("desk:queue")


def of_person(user_id: uuid.UUID | str) -> str:
    """Return the queue's address with all that one person answers for, for who sees all."""
    return Filters(scope="all", owner=str(user_id)).url()


def filters(request: DeskRequest, definition: Definition) -> Filters:
    """Read the filters from the address."""
    known = _OF_ALL if request.viewer.sees_all else _OF_REP
    scope = request.GET.get("scope", "")
    category = request.GET.get("category", "")
    owner = _id(request.GET.get("owner", "")) if request.viewer.sees_all else ""
    return Filters(
        scope=scope if scope in known and not owner else known[0],
        category=category if labels.category_of(definition, category) else "",
        q=request.GET.get("q", "").strip()[: search.LONGEST],
        after=request.GET.get("after", ""),
        owner=owner,
    )


def _id(told: str) -> str:
    try:
        return str(uuid.UUID(told))
    except ValueError:
        return ""


def page(
    request: DeskRequest, definition: Definition, asked: Filters, selected: LeadPage | None = None
) -> QueuePage:
    """Return one page of the queue under its filters, with a constant number of statements."""
    found = search.leads(request, asked.q, PAGE) if asked.q else _found(request, definition, asked)
    rows = rows_of(request, definition, [one.id for one in found[:PAGE]])
    counts = _counts(request, definition, asked)
    groups = _groups(definition, rows, found, _shown(definition, asked, counts))
    total = sum(group.count for group in groups)
    is_searched = bool(asked.q)
    return QueuePage(
        url=asked.url(after=asked.after),
        groups=groups,
        scopes=_scopes(asked, is_rep=not request.viewer.sees_all),
        categories=_categories(definition, asked, counts),
        total=min(total, queries.MOST_COUNTED),
        is_capped=total > queries.MOST_COUNTED,
        q=asked.q,
        next_url=asked.url(after=_cursor(found[PAGE - 1])) if _has_more(found, is_searched) else "",
        first_url=asked.url() if asked.after else "",
        selected=selected,
        is_filtered=is_searched
        or bool(asked.category or asked.owner)
        or asked.scope in ("mine", "pool"),
        has_samples=request.workspace.is_sample,
        owned_by=_owned_by(request, asked),
    )


def _owned_by(request: DeskRequest, asked: Filters) -> OwnedBy | None:
    if not asked.owner or asked.q:
        return None
    users = {str(user.pk): user for user in workspaces.members(request.workspace.id)}
    if asked.owner not in users:
        return None
    open_leads, snoozed = _held(request.workspace.id, asked.owner)
    return OwnedBy(
        person=reader(users[asked.owner]),
        clear_url=asked.url(owner=""),
        # What the button gives away is what the list shows: never more than a category of it.
        can_give=workspaces.may_manage(request.viewer.role) and not asked.category,
        open_leads=open_leads,
        snoozed=snoozed,
    )


def _held(workspace_id: uuid.UUID, owner: str) -> tuple[int, int]:
    """Return how many leads somebody has open, and how many snoozed."""
    rows = Lead.objects.within(workspace_id).filter(
        owner_id=owner, state__in=(Lead.State.OPEN, Lead.State.SNOOZED)
    )
    told = rows.aggregate(
        open=Count("pk", filter=Q(state=Lead.State.OPEN)),
        snoozed=Count("pk", filter=Q(state=Lead.State.SNOOZED)),
    )
    return told["open"], told["snoozed"]


def _has_more(found: Sequence[Found], is_searched: bool) -> bool:
    return len(found) > PAGE and not is_searched


def _found(request: DeskRequest, definition: Definition, asked: Filters) -> list[Found]:
    is_snoozed = asked.scope == "snoozed"
    category = None if is_snoozed else labels.category_of(definition, asked.category)
    start = _place(asked.after) or (Place(category.rank, *START[1:]) if category else START)
    last_rank = category.rank if category else 32_767
    name, params = _question(request.viewer, asked)
    return queries.page(
        f"queue_{name}",
        request.workspace.id,
        **params,
        **start._asdict(),
        last_rank=last_rank,
        most=PAGE + 1,
    )


def _question(viewer: Viewer, asked: Filters) -> tuple[str, dict[str, Any]]:
    """Return the name of a scope's question and what it asks besides the place."""
    scope = asked.scope
    if asked.owner:
        return "owned", {"owner": uuid.UUID(asked.owner)}
    teams = sorted(viewer.teams)
    everything = {"owner": viewer.user_id, "teams": teams, "sees_all": viewer.sees_all}
    if scope == "snoozed":
        return "snoozed", everything
    if scope == "all":
        return ("open" if viewer.sees_all else "visible"), everything
    return "waiting", {
        "owner": None if scope == "pool" else viewer.user_id,
        "teams": [] if scope == "mine" else teams,
    }


def _counts(request: DeskRequest, definition: Definition, asked: Filters) -> dict[int, int]:
    if asked.q or asked.scope == "snoozed":
        return {}
    ranks = [category.rank for category in definition.categories]
    name, params = _question(request.viewer, asked)
    return queries.counts(f"count_{name}", request.workspace.id, **params, ranks=ranks)


def _shown(definition: Definition, asked: Filters, counts: Mapping[int, int]) -> dict[int, int]:
    category = labels.category_of(definition, asked.category)
    return {rank: n for rank, n in counts.items() if category is None or rank == category.rank}


def _cursor(last: Found) -> str:
    due_at = last.due_at.isoformat() if last.due_at else START.due_at
    return signing.dumps([last.category_rank, due_at, str(last.id)], salt=SALT)


def _place(after: str) -> Place | None:
    """Return the place that a cursor stands for; None for none, and for one that is not ours."""
    if not after:
        return None
    try:
        return Place._make(signing.loads(after, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _groups(
    definition: Definition,
    rows: Sequence[QueueRow],
    found: Sequence[Found],
    counts: Mapping[int, int],
) -> tuple[CategoryGroup, ...]:
    ranks = {str(one.id): one.category_rank for one in found}
    by_rank: dict[int, list[QueueRow]] = {}
    for row in rows:
        by_rank.setdefault(ranks[row.lead_id], []).append(row)
    for rank, count in counts.items():
        if count:
            by_rank.setdefault(rank, [])
    return tuple(
        _group(definition, rank, by_rank[rank], counts.get(rank)) for rank in sorted(by_rank)
    )


def _group(
    definition: Definition, rank: int, rows: list[QueueRow], count: int | None
) -> CategoryGroup:
    own = next((one.key for one in definition.categories if one.rank == rank), "")
    key = own or rows[0].category.key
    total = max(len(rows), count or 0)
    return CategoryGroup(
        category=labels.tag(definition, key, rank),
        count=min(total, queries.MOST_COUNTED),
        rows=tuple(rows),
        is_capped=total > queries.MOST_COUNTED,
        promise=clocks.promise(definition, key),
    )


def _scopes(asked: Filters, *, is_rep: bool) -> tuple[FilterOption, ...]:
    names = dict(SCOPES)
    if is_rep:
        names["all"] = _("Whole team")
    return tuple(
        FilterOption(
            key=key,
            label=str(names[key]),
            url=asked.url(scope=key, q="", owner=""),
            is_current=key == asked.scope and not asked.q and not asked.owner,
        )
        for key in (_OF_REP if is_rep else _OF_ALL)
    )


def _categories(
    definition: Definition, asked: Filters, counts: Mapping[int, int]
) -> tuple[FilterOption, ...]:
    if asked.q or asked.scope == "snoozed":
        return ()
    return (
        FilterOption(
            key="every", label=_("Every"), url=asked.url(category=""), is_current=not asked.category
        ),
        *[
            FilterOption(
                key=category.key,
                label=tag.label,
                url=asked.url(category=category.key),
                is_current=category.key == asked.category,
                count=min(counts.get(category.rank, 0), queries.MOST_COUNTED),
                is_capped=counts.get(category.rank, 0) > queries.MOST_COUNTED,
                tone=tag.tone,
            )
            for category in definition.categories
            for tag in [labels.tag(definition, category.key, category.rank)]
        ],
    )
