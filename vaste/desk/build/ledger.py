"""The ledger's page: the sums that prove that nothing was lost, and the arrivals behind them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vaste.desk import formats, queries
from vaste.desk.build import arrivals
from vaste.desk.build.labels import Words, say
from vaste.desk.http import DeskRequest
from vaste.desk.panels import DoorKind, FilterOption, LedgerDay, LedgerPage
from vaste.flows import define
from vaste.infra import named_sql
from vaste.leads.models import Arrival, Door

PAGE = 50  # arrivals on one page
SALT = "desk.ledger"
PERIODS: Mapping[str, int] = {"1": 1, "7": 7, "30": 30, "90": 90, "365": 365}  # days, with today
PERIOD_WORDS: Words = {
    "1": gettext_lazy("Today"),
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("12 months"),
}
DEFAULT = "7"
#: Each state's count in sql/ledger_days.sql.
COUNTS: Mapping[str, str] = {
    Arrival.State.LEAD_CREATED: "created",
    Arrival.State.APPENDED: "appended",
    Arrival.State.QUARANTINED: "quarantined",
    Arrival.State.REFUSED: "refused",
    Arrival.State.NEEDS_A_LOOK: "needs_look",
    Arrival.State.DISMISSED: "dismissed",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `on` is one day (ISO 8601) in place of the period."""

    period: str = DEFAULT
    on: str = ""
    door: str = ""
    state: str = ""
    after: str = ""

    def url(self, **changes: str) -> str:
        """Return the ledger's address with this asked for, some of it changed."""
        told = replace(self, **{"after": "", **changes})
        names = ("period", "on", "door", "state", "after")
        query = {name: getattr(told, name) for name in names if getattr(told, name)}
        return f"{reverse('desk:ledger')}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class Span:
    """The instants that a period covers: from `since` to before `until`, days of `zone`."""

    since: datetime.datetime
    until: datetime.datetime
    zone: str


def asked_of(request: DeskRequest) -> Asked:
    """Read the address; anything unknown in it is as if it were not there."""
    period, state = request.GET.get("period", ""), request.GET.get("state", "")
    return Asked(
        period=period if period in PERIODS else DEFAULT,
        on=_day(request.GET.get("on", "")),
        door=_id(request.GET.get("door", "")),
        state=state if state in COUNTS else "",
        after=request.GET.get("after", ""),
    )


def page(request: DeskRequest, asked: Asked) -> LedgerPage:
    """Return the sums of a period and a page of its arrivals, in so many statements always."""
    workspace_id = request.workspace.id
    span = _span(asked, define.in_force(workspace_id).zone, at=request.at)
    doors = arrivals.doors_of(workspace_id)
    *days, total = _sums(workspace_id, asked, span)
    days.sort(key=lambda day: (-day["day"].toordinal(), doors[day["door_id"]].name))
    found = _found(workspace_id, asked, span)
    return LedgerPage(
        period=_period_name(asked),
        days=tuple(_ledger_day(asked, day, doors[day["door_id"]]) for day in days),
        total=_total(asked, total) if days else None,
        sum_text=_sum_text(total) if days else "",
        periods=_periods(asked),
        doors=_door_options(asked, doors),
        states=_state_options(asked, total),
        arrivals=arrivals.rows(workspace_id, found[:PAGE], doors),
        next_url=asked.url(after=_cursor(found[PAGE - 1])) if len(found) > PAGE else "",
        first_url=asked.url() if asked.after else "",
    )


def _span(asked: Asked, zone: str, *, at: datetime.datetime) -> Span:
    today = at.astimezone(ZoneInfo(zone)).date()
    first, last = today - datetime.timedelta(days=PERIODS[asked.period] - 1), today
    if asked.on:
        first = last = datetime.date.fromisoformat(asked.on)
    return Span(_midnight(first, zone), _midnight(last + datetime.timedelta(days=1), zone), zone)


def _midnight(day: datetime.date, zone: str) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), ZoneInfo(zone))


def _sums(workspace_id: uuid.UUID, asked: Asked, span: Span) -> list[dict[str, Any]]:
    params = {"since": span.since, "until": span.until, "zone": span.zone}
    door = uuid.UUID(asked.door) if asked.door else None
    return named_sql.ask(
        queries.FOLDER, "ledger_days", {"workspace": workspace_id, "door": door, **params}
    )


def _found(workspace_id: uuid.UUID, asked: Asked, span: Span) -> list[Arrival]:
    """Return the arrivals of a page and one more, the newest first."""
    rows = Arrival.objects.within(workspace_id)
    rows = rows.filter(received_at__gte=span.since, received_at__lt=span.until)
    if asked.door:
        rows = rows.filter(door_id=asked.door)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if place := _place(asked.after):
        at, last_id = place
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=last_id))
        rows = rows.filter(received_at__lte=at)  # where the index begins
    return list(arrivals.short(rows).order_by("-received_at", "-id")[: PAGE + 1])


def _cursor(last: Arrival) -> str:
    return signing.dumps([last.received_at.isoformat(), str(last.id)], salt=SALT)


def _place(after: str) -> tuple[datetime.datetime, uuid.UUID] | None:
    """Return the place that a cursor stands for; None for none, and for one that is not ours."""
    if not after:
        return None
    try:
        at, last_id = signing.loads(after, salt=SALT)
        return datetime.datetime.fromisoformat(at), uuid.UUID(last_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _day(told: str) -> str:
    try:
        on = datetime.date.fromisoformat(told)
    except ValueError:
        return ""
    return on.isoformat() if 1970 <= on.year <= 9000 else ""


def _id(told: str) -> str:
    try:
        return str(uuid.UUID(told))
    except ValueError:
        return ""


def _period_name(asked: Asked) -> str:
    if asked.on:
        return formats.full_date(datetime.date.fromisoformat(asked.on))
    return say(PERIOD_WORDS, asked.period)


def _ledger_day(asked: Asked, day: Mapping[str, Any], door: Door) -> LedgerDay:
    url = asked.url(on=day["day"].isoformat(), door=str(door.id))
    return _numbers(day, on=day["day"], door=door.name, kind=door.kind, url=url)


def _total(asked: Asked, total: Mapping[str, Any]) -> LedgerDay:
    return _numbers(total, on=datetime.date.min, door="", kind="form", url=asked.url())


def _numbers(
    row: Mapping[str, Any], *, on: datetime.date, door: str, kind: str, url: str
) -> LedgerDay:
    counts = {name: row[name] for name in ("received", *COUNTS.values())}
    return LedgerDay(
        on=on,
        door=door,
        door_kind=cast(DoorKind, kind),
        adds_up=row["adds_up"],
        url=url,
        **counts,
    )


def _sum_text(total: Mapping[str, Any]) -> str:
    """Return the sum as a line: what came, and each part of it that is not nothing."""
    n = {name: total[name] for name in ("received", *COUNTS.values())}
    words = {
        "created": ngettext("%(n)s new lead", "%(n)s new leads", n["created"]),
        "appended": ngettext("%(n)s added to a lead", "%(n)s added to leads", n["appended"]),
        "quarantined": ngettext("%(n)s held for review", "%(n)s held for review", n["quarantined"]),
        "refused": ngettext("%(n)s refused", "%(n)s refused", n["refused"]),
        "needs_look": ngettext("%(n)s needs a look", "%(n)s need a look", n["needs_look"]),
        "dismissed": ngettext("%(n)s dismissed", "%(n)s dismissed", n["dismissed"]),
    }
    parts = [text % {"n": formats.number(n[name])} for name, text in words.items() if n[name]]
    received = ngettext("%(n)s received", "%(n)s received", n["received"])
    whole = received % {"n": formats.number(n["received"])}
    return f"{whole} = {' + '.join(parts)}"


def _periods(asked: Asked) -> tuple[FilterOption, ...]:
    return tuple(
        FilterOption(
            key=key,
            label=say(PERIOD_WORDS, key),
            url=asked.url(period=key, on=""),
            is_current=key == asked.period and not asked.on,
        )
        for key in PERIODS
    )


def _door_options(asked: Asked, doors: Mapping[uuid.UUID, Door]) -> tuple[FilterOption, ...]:
    every = FilterOption(
        key="", label=_("Every door"), url=asked.url(door=""), is_current=not asked.door
    )
    return (
        every,
        *(
            FilterOption(
                key=str(key),
                label=door.name,
                url=asked.url(door=str(key)),
                is_current=str(key) == asked.door,
            )
            for key, door in doors.items()
        ),
    )


def _state_options(asked: Asked, total: Mapping[str, Any]) -> tuple[FilterOption, ...]:
    every = FilterOption(
        key="",
        label=_("Every state"),
        url=asked.url(state=""),
        is_current=not asked.state,
        count=total["received"],
    )
    return (
        every,
        *(
            FilterOption(
                key=state,
                label=say(arrivals.STATE_WORDS, state),
                url=asked.url(state=state),
                is_current=state == asked.state,
                count=total[name],
                tone=arrivals.STATE_TONES[state],
            )
            for state, name in COUNTS.items()
        ),
    )
