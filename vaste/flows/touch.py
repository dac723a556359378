"""
Recording what known contacts do: pages, clicks, replies, webinars, purchases, events of one's own.

One story for one touch and for thousands, with a number of statements that does not grow with
them: find whose each is, store it, add it to the fading sums, and judge the contacts' open leads
again. A touch with the sender's own id is recorded once, however often it is sent.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from vaste.flows import buyers, define
from vaste.flows.define import Definition
from vaste.flows.judging import applying, waking
from vaste.infra.tenancy.context import inside
from vaste.kernel.emails import normalize_email
from vaste.kernel.errors import VasteError
from vaste.kernel.ids import uuid7
from vaste.kernel.paths import path_of
from vaste.kernel.text import one_line
from vaste.leads import services as leads
from vaste.leads.models import Door
from vaste.leads.touches import KINDS
from vaste.people import queries as people
from vaste.rules.vocabulary import HUMAN_FROM
from vaste.scoring import services as scoring
from vaste.scoring.services import Act

#: How far the sender's clock may be ahead; what is dated so counts as of now.
AHEAD = datetime.timedelta(minutes=1)
RECORDED, REPEATED, UNKNOWN = "recorded", "repeated", "unknown_contact"


@dataclass(frozen=True, slots=True)
class Told:
    """
    One touch as its sender tells it.

    Whose it is: `contact_id`, or else `email`, or else `external_id`, the contact's own at a door.
    `path` is the address of a page, or the name of a webinar, event, purchase or custom event.
    `human` is per cent of certainty that a person did it. `own_id` is the sender's id of the touch.
    """

    kind: str
    occurred_at: datetime.datetime
    contact_id: uuid.UUID | None = None
    email: str = ""
    external_id: str = ""
    path: str = ""
    channel: str = "api"
    campaign: str = ""
    human: int = 100
    own_id: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    What became of one touch: `recorded`, `repeated` (its own id was here before), or
    `unknown_contact`, which stores nothing.

    `signal` is the key of the signal it counts for, "" for none.
    """

    status: str
    contact_id: uuid.UUID | None = None
    touch_id: uuid.UUID | None = None
    signal: str = ""


class NotRecorded(VasteError):
    """A touch can't be taken, and none of its list was: which one, its field, and why."""

    def __init__(self, index: int, field: str, message: str, remedy: str) -> None:
        super().__init__(f"touches[{index}].{field}: {message} {remedy}")
        self.index, self.field = index, field
        self.message, self.remedy = message, remedy


def record_touches(
    workspace_id: uuid.UUID, touches: Sequence[Told], *, at: datetime.datetime
) -> list[Recorded]:
    """
    Record what contacts did, durably, and return what became of each in the order given.

    Late events are added exactly as if they had come in time. What a machine did more likely than a
    person is stored and counts nowhere. Open leads of the contacts are judged again.

    Raises NotRecorded, with nothing stored, for a kind that is not known, a moment in the future
    and a certainty that is no percentage.
    """
    for index, touch in enumerate(touches):
        _check(index, touch, at)
    if not touches:
        return []
    with inside(workspace_id):
        scoring.share_sums(workspace_id)
        definition = define.in_force(workspace_id)
        owners = _owners(workspace_id, touches)
        rows = [
            _row(workspace_id, touch, owner, at)
            for touch, owner in zip(touches, owners, strict=True)
        ]
        fresh = leads.store_new_touches([row for row in rows if row["contact_id"] is not None])
        told = [_outcome(row, fresh, definition) for row in rows]
        _count(workspace_id, [row for row in rows if row["id"] in fresh], definition, at)
        return told


def _check(index: int, touch: Told, at: datetime.datetime) -> None:
    if touch.kind not in KINDS:
        raise NotRecorded(
            index, "kind", "There is no such kind of touch.", f"Use one of: {', '.join(KINDS)}."
        )
    if touch.occurred_at > at + AHEAD:
        raise NotRecorded(
            index, "occurred_at", "It lies in the future.", "Send what has happened, in UTC."
        )
    if not 0 <= touch.human <= 100:
        raise NotRecorded(index, "human", "It is no percentage.", "Write 0 to 100.")


def _owners(workspace_id: uuid.UUID, touches: Sequence[Told]) -> list[uuid.UUID | None]:
    emails = [normalize_email(touch.email) if touch.email else None for touch in touches]
    return people.find_contacts(
        workspace_id,
        ids=[touch.contact_id for touch in touches],
        emails=[email.key if email else "" for email in emails],
        external_ids=[touch.external_id for touch in touches],
        doors=_doors(workspace_id) if any(touch.external_id for touch in touches) else [],
    )


def _doors(workspace_id: uuid.UUID) -> list[uuid.UUID]:
    return list(Door.objects.within(workspace_id).order_by("id").values_list("id", flat=True))


def _row(
    workspace_id: uuid.UUID, touch: Told, owner: uuid.UUID | None, at: datetime.datetime
) -> dict[str, object]:
    return {
        "workspace_id": workspace_id,
        "id": uuid7(),
        "contact_id": owner,
        "lead_id": None,
        "arrival_id": None,
        "kind": touch.kind,
        "channel": one_line(touch.channel, 20),
        "campaign": one_line(touch.campaign, 200),
        "occurred_at": min(touch.occurred_at, at),
        "path": path_of(touch.path),
        "human": touch.human,
        "external_id": one_line(touch.own_id, 200) or None,
    }


def _outcome(row: dict[str, object], fresh: set[uuid.UUID], definition: Definition) -> Recorded:
    contact_id, touch_id = row["contact_id"], row["id"]
    assert isinstance(touch_id, uuid.UUID)
    if not isinstance(contact_id, uuid.UUID):
        return Recorded(UNKNOWN)
    if touch_id not in fresh:
        return Recorded(REPEATED, contact_id)
    counted = int(str(row["human"])) >= HUMAN_FROM
    signal = definition.scoring.signal_for(str(row["kind"]), str(row["path"])) if counted else None
    return Recorded(RECORDED, contact_id, touch_id, signal.key if signal else "")


def _count(
    workspace_id: uuid.UUID,
    rows: Sequence[dict[str, object]],
    definition: Definition,
    at: datetime.datetime,
) -> None:
    """Add fresh touches to the sums; judge and start what they begin on their contacts' leads."""
    acts = [
        Act(row["contact_id"], row["kind"], row["occurred_at"], row["path"], row["human"])  # type: ignore[arg-type]  # as `_row` made them
        for row in rows
    ]
    scoring.add_interest(workspace_id, acts, definition.scoring, returning=set())
    contacts = sorted({act.contact_id for act in acts if act.human >= HUMAN_FROM})
    waking.judge_contacts(workspace_id, contacts, because=applying.TOUCHED, at=at)
    said = [act for act in acts if act.kind in buyers.SAID and act.human >= HUMAN_FROM]
    buyers.contacts_wrote(workspace_id, [(act.contact_id, act.at) for act in said], at=at)
