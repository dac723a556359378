"""What a lead's category asks of whoever works it, as the lead page and its forms show it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.utils import timezone

from vaste.desk.build import chips, labels
from vaste.desk.panels import AskedCard
from vaste.flows import asking, promises
from vaste.flows.define import Definition
from vaste.leads.models import Lead
from vaste.pages.reader import language
from vaste.people.models import Consent
from vaste.rules.vocabulary import label


class Planned(NamedTuple):
    """A reminder as a next step: what it says, and when (aware UTC)."""

    step: str
    at: datetime.datetime


def card(lead: Lead, definition: Definition, consents: Sequence[Consent]) -> AskedCard | None:
    """
    Return what is asked for a lead, None for nothing beside what is planned anyway.

    `consents` are its contact's, the latest first.
    """
    asked = asking.asked_of(lead, definition, joined=_joined(consents))
    if asked is None:
        return None
    task = label(asked.task, language(), otherwise="")
    is_planned = lead.next_step in asked.task.values()
    made = AskedCard(
        task="" if is_planned else task,
        channel=asked.channel,
        remind_on=asked.remind_on,
        reminder=label(asked.reminder, language(), otherwise=""),
        offer_newsletter=asked.offer_newsletter,
    )
    return made if made.task or made.remind_on or made.offer_newsletter else None


def _joined(consents: Sequence[Consent]) -> Collection[uuid.UUID]:
    said = next((one for one in consents if one.purpose == asking.NEWSLETTER), None)
    return [said.contact_id] if said is not None and said.given else []


def reminder(lead: Lead, definition: Definition, *, now: datetime.datetime) -> Planned | None:
    """
    Return the reminder that the lead's category asks for, at nine by the reader's wall clock.

    None where none is asked for, or its day has come.
    """
    category = promises.category_of(definition, lead.category)
    day = category.remind_on(lead.needed_by) if category else None
    if category is None or category.reminder is None or day is None:
        return None
    if day <= timezone.localtime(now).date():
        return None
    words = label(category.reminder.words, language(), otherwise="")
    at_nine = datetime.datetime.combine(day, chips.NINE, timezone.get_current_timezone())
    return Planned(words or labels.say({}, chips.REMINDER), at_nine.astimezone(datetime.UTC))
