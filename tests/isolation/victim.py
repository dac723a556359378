"""A workspace whose every text can be recognized, so that a leak shows wherever it comes out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from tests import build
from tests.api import rooms
from tests.build import Office
from vaste.config import tables
from vaste.definitions import queries as definitions
from vaste.flows import drafting, found, work
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival, Door, Import, Lead, Notice
from vaste.notifications import choosing
from vaste.notifications.models import Delivery, Subscription
from vaste.routing.models import Team
from vaste.workspaces.models import Handle, Membership, User

WORD = "kvarnsten"  # in the names of the workspace, its people, teams, doors and definition
FIELDS = "\nfields:\n  - {key: seats, of: lead, kind: number, labels: {en: Seats}}\n"
LADDERS = "\nladders:\n  steep: [{at: breached, do: tell_manager}]\n"
RULE = "{key: far, team: sales, when: {field: lead.language, is: hu}}"
LEAD_WORD = "ruiskukka"  # in everything that a buyer said, or that was said about one


@dataclass(frozen=True, slots=True)
class Victim:
    """The workspace, and an id of each kind by the name that paths give it."""

    office: Office
    ids: dict[str, object]

    @property
    def id(self) -> uuid.UUID:
        """The workspace's id."""
        return self.office.id


def outside(office: Office, user: User) -> dict[str, object]:
    """Return the ids of a browser of a person, a chat, and a delivery that could not be sent."""
    at = timezone.now()
    with inside(office.id):
        browser = Subscription.objects.create(
            workspace_id=office.id, user_id=user.pk, p256dh="x", auth="y", created_at=at,
            endpoint=f"https://push.example/{uuid.uuid4()}",
        )  # fmt: skip
        chat = choosing.add_chat(
            office.id, kind="slack", name=WORD, url="https://hooks.example/1",
            events=["clock_breached"], local=False, by=None, at=at,
        )  # fmt: skip
        dead = Delivery.objects.create(
            workspace_id=office.id, key=str(uuid.uuid4()), channel="slack", target_id=chat.id,
            kind="clock_breached", state="dead", error=LEAD_WORD, made_at=at,
        )  # fmt: skip
    return {"subscription_id": browser.id, "chat_id": chat.id, "delivery_id": dead.id}


def furnish() -> Victim:
    """Return the victim: leads, arrivals, an import, notices, each with its word."""
    source = definitions.default_source().replace("{en: Hot,", f"{{en: Hot {WORD},")
    source = source.replace("rules: []", f"rules: [{RULE}]").replace(
        "\nfit:", f"{FIELDS}{LADDERS}\nfit:"
    )
    office = build.office(source=source, reps=False)
    with inside(office.id):
        drafting.open_draft(office.id, by=office.mo.pk, at=timezone.now())
    with inside(office.id):  # the reps are full, so that leads wait in their team's pool
        for rep in (office.ada, office.bob):
            found.join_team(office.id, office.team, rep, capacity=0)
    _name(office)
    lead = _lead(office, "offer")
    closed = _lead(office, "visit")
    now = timezone.now()
    work.close(
        office.id, closed.id, outcome="lost", reason="price", note=LEAD_WORD, by=office.mo, at=now
    )
    absence = rooms.absence(office, office.ada, reason=LEAD_WORD)
    feed = rooms.feed(office, office.ada, word=LEAD_WORD)
    rooms.credit(office, closed)
    arrival = rooms.arrival(office, Arrival.State.QUARANTINED)
    notice = rooms.notice(office, lead)
    file = rooms.file_import(office)
    _plant(office, arrival, notice, file)
    ids: dict[str, object] = {
        **outside(office, office.ada),
        "lead_id": lead.id,
        "arrival_id": arrival.id,
        "import_id": file.id,
        "trial_id": rooms.trial(office).id,
        "backtest_id": rooms.backtest(office).id,
        "what_if_id": rooms.what_if(office).id,
        "notice_id": notice.id,
        "absence_id": absence.id,
        "feed_id": feed.id,
        "workspace_id": office.id,
        "user_id": office.ada.pk,
        "team_id": office.team.id,
        "door_id": office.doors["files"].id,
        "key": office.doors["forms"].key,
        "number": 1,
        "category": "hot",
        "criterion": "company_mail",
        "signal": "offer",
        "rule": "far",
        "field": "seats",
        "ladder": "steep",
        "word": LEAD_WORD,
        "pk": 1,
        "uidb36": "1",
    }
    return Victim(office, ids)


def _name(office: Office) -> None:
    office.workspace.name = f"{WORD} Oy"
    office.workspace.save()
    for user in (office.mo, office.ada, office.bob):
        user.full_name = f"{user.full_name} {WORD}"
        user.email = f"{WORD}.{user.email}"
        user.save()
    with inside(office.id):
        Team.objects.within(office.id).update(name=f"{WORD} sales")
        Door.objects.within(office.id).update(name=f"{WORD} door")


def _lead(office: Office, kind: str) -> Lead:
    return build.lead(
        office,
        at=timezone.now(),
        full_name=f"{LEAD_WORD} Salo",
        email=f"{LEAD_WORD}.{uuid.uuid4().hex[:6]}@{LEAD_WORD}.example",
        company_name=f"{LEAD_WORD} Oy",
        subject=LEAD_WORD,
        message=f"Ten {LEAD_WORD}, please",
        request_type=kind,
        source=f"{LEAD_WORD} fair",
        other={"note": LEAD_WORD},
    )


def _plant(office: Office, arrival: Arrival, notice: Notice, file: Import) -> None:
    with inside(office.id):
        arrivals = Arrival.objects.within(office.id)
        arrivals.filter(id=arrival.id).update(
            body=f'{{"name": "{LEAD_WORD}", "email": "a@{LEAD_WORD}.example"}}'
        )
        Notice.objects.within(office.id).filter(id=notice.id).update(detail={"word": LEAD_WORD})
        files = Import.objects.within(office.id).filter(id=file.id)
        files.update(filename=f"{LEAD_WORD}.csv", problem=LEAD_WORD)


def fingerprint(workspace_id: uuid.UUID) -> dict[str, str]:
    """Return a hash of each tenant table's rows of the workspace, and of who may enter it."""
    with inside(workspace_id), connection.cursor() as cursor:
        parts = [
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, '' ORDER BY t.id), ''))"
            f' FROM "{table}" AS t WHERE t.workspace_id = %(workspace)s'
            for table in sorted(tables.TENANT - {"ledger_outbox"})
        ]
        cursor.execute(" UNION ALL ".join(parts), {"workspace": workspace_id})
        seen = dict(cursor.fetchall())
    for model in (Membership, Handle):
        rows = model.objects.filter(workspace_id=workspace_id).order_by("pk").values_list()
        seen[model.__name__] = repr(list(rows))
    return seen
