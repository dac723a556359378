"""The matrix: what its address asks for, its quadrants, its filters and its list."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk.build import labels
from vaste.desk.build.people import named
from vaste.desk.build.rows import rows_of
from vaste.desk.http import DeskRequest
from vaste.desk.panels import Choice, Corner, MatrixPage
from vaste.flows.define import Definition
from vaste.pages.reader import language
from vaste.scoring import matrix, tracks
from vaste.scoring.matrix import Chosen, Codes, Spot

PAGE = 50  # leads on one page of the list
SALT = "desk.matrix"
NOBODY = "none"  # as an owner
NOT_TOLD = "-"  # as a source
STATES: labels.Words = {
    "": gettext_lazy("Open and snoozed"),
    "open": gettext_lazy("Open"),
    "snoozed": gettext_lazy("Snoozed"),
}
_MINE = "me"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; anything unknown in it is as if it were not there."""

    owner: str = ""
    source: str = ""
    category: str = ""
    state: str = ""
    quadrant: str = ""
    after: str = ""

    def url(self, name: str = "desk:matrix", **changes: str) -> str:
        """Return an address of the matrix with these filters, some of them changed."""
        told = {
            "owner": self.owner,
            "source": self.source,
            "category": self.category,
            "state": self.state,
            "quadrant": self.quadrant,
            **changes,
        }
        query = urlencode({key: value for key, value in told.items() if value})
        return f"{reverse(name)}?{query}" if query else reverse(name)


def filters(request: DeskRequest) -> Filters:
    """Read the filters from the address."""
    asked = request.GET
    owner, state, quadrant = asked.get("owner", ""), asked.get("state", ""), asked.get("quadrant")
    return Filters(
        owner=owner if owner in (NOBODY, _MINE) or _is_id(owner) else "",
        source=asked.get("source", "")[:120],
        category=asked.get("category", "")[:40],
        state=state if state in STATES else "",
        quadrant=quadrant if quadrant in tracks.RANKED else "",
        after=asked.get("after", ""),
    )


def _is_id(told: str) -> bool:
    try:
        return str(uuid.UUID(told)) == told
    except ValueError:
        return False


def chosen(request: DeskRequest, asked: Filters) -> Chosen:
    """Return which leads are plotted: those that the viewer may see, under the filters."""
    owner = {_MINE: request.viewer.user_id, NOBODY: None, "": None}
    return Chosen(
        user_id=request.viewer.user_id,
        sees_all=request.viewer.sees_all,
        teams=sorted(request.viewer.teams),
        states=[asked.state] if asked.state else list(matrix.UNFINISHED),
        owner=owner[asked.owner] if asked.owner in owner else uuid.UUID(asked.owner),
        is_free=asked.owner == NOBODY,
        source=("" if asked.source == NOT_TOLD else asked.source) if asked.source else None,
        category=asked.category or None,
    )


def points(request: DeskRequest, definition: Definition, asked: Filters) -> bytes:
    """
    Return every lead that the viewer may see, packed, for the plot to filter and draw by itself.

    Four bytes of length, so much JSON that says what the codes stand for, then the leads as
    scoring.matrix.points packs them. `asked` may name a source that is not among those offered.
    """
    everything = chosen(request, Filters())
    facets = matrix.facets(request.workspace.id, everything)
    named_ones = [category.key for category in definition.categories]
    unlisted = [] if asked.source in ("", NOT_TOLD) else [asked.source]
    codes = Codes(
        owners=[key for key in facets.owners if key],
        sources=list(dict.fromkeys([*unlisted, *facets.sources])),
        categories=list(dict.fromkeys([*named_ones, *facets.categories])),
    )
    at, _start = _place(asked.after) or (request.at, matrix.START)
    leads = matrix.points(request.workspace.id, everything, definition.scoring, codes=codes, at=at)
    told = msgspec.json.encode(codes)
    return len(told).to_bytes(4, "big") + told + leads


def page(request: DeskRequest, definition: Definition, asked: Filters) -> MatrixPage:
    """Return the page under its filters, with a constant number of statements."""
    workspace_id, rules = request.workspace.id, definition.scoring
    leads = chosen(request, asked)
    at, after = _place(asked.after) or (request.at, matrix.START)
    standing = matrix.page(
        workspace_id,
        leads,
        rules,
        at=at,
        quadrants=[asked.quadrant] if asked.quadrant else tracks.RANKED,
        after=after,
        most=PAGE + 1,
    )
    spots, facets = standing.spots, matrix.facets(workspace_id, leads)
    tags = tuple(labels.tag(definition, one.key, one.rank) for one in definition.categories)
    return MatrixPage(
        at=at,
        corners=_corners(standing.counts, asked),
        good_fit=rules.good_fit,
        interested=rules.interested,
        points_url=_points_url(asked, at),
        owners=_owners(request, facets.owners, asked.owner),
        sources=_sources(facets.sources, asked.source),
        categories=_categories(definition, facets.categories, asked.category),
        states=_choices(((key, str(name)) for key, name in STATES.items()), asked.state),
        legend=tags,
        mine=str(request.viewer.user_id),
        rows=tuple(rows_of(request, definition, [spot.id for spot in spots[:PAGE]])),
        quadrant=asked.quadrant,
        title=_title(asked.quadrant),
        all_url=f"{asked.url(quadrant='')}#list",
        next_url=_next(asked, spots),
        first_url=f"{asked.url()}#list" if asked.after else "",
        is_filtered=any((asked.owner, asked.source, asked.category, asked.state)),
    )


def _title(quadrant: str) -> str:
    if not quadrant:
        return _("All leads of the matrix")
    return f"{tracks.name(quadrant, language())} · {tracks.track(quadrant, language())}"


def _corners(counts: Mapping[str, int], asked: Filters) -> tuple[Corner, ...]:
    return tuple(
        Corner(
            key=key,
            label=tracks.name(key, language()),
            track=tracks.track(key, language()),
            sentence=tracks.sentence(key, language()),
            count=counts[key],
            url=f"{asked.url(quadrant=key)}#list",
            is_current=key == asked.quadrant,
        )
        for key in tracks.PLACES
    )


def _owners(request: DeskRequest, counts: Mapping[str, int], current: str) -> tuple[Choice, ...]:
    """
    Return everybody, oneself, nobody, and who else has leads here, by name.

    Nobody else is named: an id in the address may be of a stranger to this workspace.
    """
    mine = str(request.viewer.user_id)
    people = named(counts)
    others = [(key, one.name) for key, one in people.items() if key != mine or key == current]
    others.sort(key=lambda pair: pair[1].casefold())
    if _is_id(current) and current not in people:
        others.append((current, _("Somebody without leads here")))
    fixed = [("", _("Everyone")), (_MINE, _("Me")), (NOBODY, _("Nobody yet"))]
    return _choices([*fixed, *others], current)


def _sources(counts: Mapping[str, int], current: str) -> tuple[Choice, ...]:
    known = [(key or NOT_TOLD, key or _("Not told")) for key in counts]
    chosen_one = [(current, current)] if current and current not in dict(known) else []
    return _choices([("", _("All sources")), *known, *chosen_one], current)


def _categories(
    definition: Definition, counts: Mapping[str, int], current: str
) -> tuple[Choice, ...]:
    named_ones = [(one.key, labels.category_name(one)) for one in definition.categories]
    asked = [current] if current else []
    gone = [key for key in dict.fromkeys([*counts, *asked]) if key not in dict(named_ones)]
    shown = [("", _("All categories")), *named_ones, *((key, labels.say({}, key)) for key in gone)]
    return _choices(shown, current)


def _choices(pairs: Iterable[tuple[str, str]], current: str) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, label=name, is_selected=key == current) for key, name in pairs)


def _next(asked: Filters, spots: Sequence[Spot]) -> str:
    if len(spots) <= PAGE:
        return ""
    last = spots[PAGE - 1]
    return f"{asked.url(after=_cursor(last.at, last.interest, last.fit, last.id))}#list"


def _points_url(asked: Filters, at: datetime.datetime) -> str:
    """Return where the plot gets its leads, as they stand at the instant of the page."""
    only = Filters(source=asked.source)
    return only.url("desk:matrix_points", after=_cursor(at, *matrix.START))


def _cursor(at: datetime.datetime, interest: int, fit: int, lead_id: object) -> str:
    return signing.dumps([at.isoformat(), interest, fit, str(lead_id)], salt=SALT)


def _place(after: str) -> tuple[datetime.datetime, tuple[int, int, str]] | None:
    """Return the instant and place that a cursor stands for; None for one that is not ours."""
    if not after:
        return None
    try:
        at, interest, fit, lead_id = signing.loads(after, salt=SALT)
        return datetime.datetime.fromisoformat(at), (interest, fit, lead_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None
