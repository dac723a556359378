"""What a user should know: their notices as sentences, the newest first."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaste.desk import formats
from vaste.desk.access import sees
from vaste.desk.build import labels
from vaste.desk.build.people import contact_name, named
from vaste.desk.build.queue import of_person
from vaste.desk.http import DeskRequest
from vaste.desk.panels import NoticeRow, NoticesPage, Person, Tone
from vaste.leads.models import Lead, Notice

PAGE = 50  # notices on one page
SALT = "desk.notices"
_SENTENCES: Mapping[str, str | Promise] = {
    "clock_warned": gettext_lazy("Due soon for %(name)s: %(milestone)s."),
    "clock_breached": gettext_lazy("Not done in time for %(name)s: %(milestone)s."),
    "lead_given": gettext_lazy("You got %(name)s, who was another's before."),
    "routing_nobody": gettext_lazy(
        "Nobody was free for %(name)s: the lead waits in the team's pool."
    ),
    "leads_moved": gettext_lazy(
        "%(person)s gets no leads now. Given to others: %(given)s. In the pool: %(pooled)s."
        " Still held: %(held)s."
    ),
    "homeless_housed": gettext_lazy(
        "Leads without an owner or an open team were found and routed: %(given)s."
    ),
    "clock_given_back": gettext_lazy(
        "Time ran out, and %(name)s is back in the team's pool: %(milestone)s."
    ),
    "clock_second": gettext_lazy("Please help with %(name)s, time ran out: %(milestone)s."),
    "feed_failing": gettext_lazy(
        "The calendar of %(person)s at %(host)s has not been readable for a day: absences in it"
        " may be missing."
    ),
    "mail_failing": gettext_lazy("E-mail to %(person)s can't be delivered: %(error)s"),
    "chat_failing": gettext_lazy("The chat %(chat)s can't be reached: %(error)s"),
    "push_ended": gettext_lazy(
        "Push to one of your browsers has ended. Turn it on again there, if you still want it."
    ),
    "clock_rerouted": gettext_lazy("%(name)s came to your team's pool: %(milestone)s."),
}
_TONES: Mapping[str, Tone] = {
    "clock_warned": "warn",
    "clock_breached": "bad",
    "clock_given_back": "bad",
    "routing_nobody": "warn",
    "leads_moved": "warn",
    "homeless_housed": "warn",
    "clock_second": "warn",
    "feed_failing": "warn",
    "mail_failing": "bad",
    "chat_failing": "bad",
    "push_ended": "warn",
    "clock_rerouted": "warn",
    "clock_digest": "bad",
}


def page(request: DeskRequest, *, after: str) -> NoticesPage:
    """Return one page of the viewer's own notices, in a constant number of statements."""
    own = Notice.objects.within(request.workspace.id).filter(user_id=request.viewer.user_id)
    found = list(own.filter(_older(after)).order_by("-made_at", "-id")[: PAGE + 1])
    names = _names(request, found[:PAGE])
    people = named(str(one.detail["user"]) for one in found[:PAGE] if "user" in one.detail)
    return NoticesPage(
        rows=tuple(_row(notice, names, people) for notice in found[:PAGE]),
        unread=own.filter(read_at=None).count(),
        next_url=_url(found[PAGE - 1]) if len(found) > PAGE else "",
    )


def _names(request: DeskRequest, notices: Sequence[Notice]) -> dict[uuid.UUID, str]:
    """Return the names of the leads that notices are about, of those that the viewer may see."""
    ids = [notice.lead_id for notice in notices if notice.lead_id]
    leads = Lead.objects.within(request.workspace.id).filter(sees(request.viewer), id__in=ids)
    return {
        lead.id: contact_name(
            given=lead.contact.given_name,
            family=lead.contact.family_name,
            full=lead.contact.full_name,
            spoken=lead.contact.language,
            email=lead.contact.email,
            phone=lead.contact.phone,
        )
        for lead in leads.select_related("contact")
    }


def _row(notice: Notice, names: Mapping[uuid.UUID, str], people: Mapping[str, Person]) -> NoticeRow:
    name = names.get(notice.lead_id) if notice.lead_id else None
    return NoticeRow(
        notice_id=str(notice.id),
        at=notice.made_at,
        text=_text(notice, name or _("a lead that is another's now"), people),
        url=_about(notice, is_seen=name is not None),
        tone=_TONES.get(notice.kind, "info"),
        is_read=notice.read_at is not None,
    )


def _about(notice: Notice, *, is_seen: bool) -> str:
    """Return where what a notice tells of stands: its lead, or the leads that a person holds."""
    if notice.kind in ("mail_failing", "chat_failing", "push_ended"):
        is_own = notice.detail.get("user", str(notice.user_id)) == str(notice.user_id)
        is_chat = notice.kind == "chat_failing"
        return reverse("desk:outside" if is_own and not is_chat else "desk:chats")
    if notice.kind == "feed_failing":
        return reverse("desk:person_absences", args=[notice.detail["user"]])
    if is_seen:
        return reverse("desk:lead", args=[notice.lead_id])
    if notice.detail.get("held") and notice.detail.get("user"):
        return of_person(notice.detail["user"])
    return reverse("desk:notices")


def _digest(notice: Notice) -> str:
    """Return the sentence of what passed while the clocks could not be told in time."""
    count = {kind: int(notice.detail.get(kind, 0)) for kind in _SENTENCES}
    return _(
        "While Vaste was away, promised times passed: %(warned)d due soon, %(breached)d not done"
        " in time, %(back)d back in the pool."
    ) % {
        "warned": count["clock_warned"],
        "breached": count["clock_breached"],
        "back": count["clock_given_back"],
    }


def _text(notice: Notice, name: str, people: Mapping[str, Person]) -> str:
    if notice.kind == "clock_digest":
        return _digest(notice)
    pattern = _SENTENCES.get(notice.kind)
    if pattern is None:
        return labels.say({}, notice.kind)
    detail = notice.detail
    person = people.get(str(detail.get("user", "")))
    text = str(pattern) % {
        "name": name,
        "milestone": labels.say(labels.MILESTONES, str(detail.get("milestone", ""))),
        "person": person.name if person else "",
        **{key: str(detail.get(key, "")) for key in ("host", "chat", "error")},
        **{key: formats.number(detail.get(key, 0)) for key in ("given", "pooled", "held")},
    }
    is_own = detail.get("user") == str(notice.user_id)
    if person and not is_own and notice.kind.startswith("clock_"):
        owner = _("Owner: %(person)s.") % {"person": person.name}
        return f"{text} {owner}"
    return text


def _older(after: str) -> Q:
    try:
        told, last_id = signing.loads(after, salt=SALT)
        at = datetime.datetime.fromisoformat(told)
    except (signing.BadSignature, ValueError, TypeError):
        return Q()
    return Q(made_at__lte=at) & (Q(made_at__lt=at) | Q(id__lt=last_id))


def _url(last: Notice) -> str:
    place = signing.dumps([last.made_at.isoformat(), str(last.id)], salt=SALT)
    return f"{reverse('desk:notices')}?{urlencode({'after': place})}"
