"""What a lead's category asks of whoever works the lead: a task, a reminder, an offer."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vaste.flows import promises
from vaste.flows.define import Definition
from vaste.leads.models import Lead
from vaste.people.models import Consent
from vaste.rules.vocabulary import Labels

NEWSLETTER = "newsletter"  # the purpose of a consent


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is asked: `task` by `channel`, in words by language.

    `remind_on` is the day of a reminder that says `reminder`, None where none is due: the category
    asks for none, or nobody knows when the purchase is. `offer_newsletter` is False for who has
    joined it, has no address, or wants no mail.
    """

    channel: str
    task: Labels
    remind_on: datetime.date | None
    reminder: Labels
    offer_newsletter: bool


def asked_of(lead: Lead, definition: Definition, *, joined: Collection[uuid.UUID]) -> Asked | None:
    """
    Return what a lead's category asks, None for a lead that is closed or of no category any more.

    `joined` are contacts who get the newsletter. The lead is loaded with its contact.
    """
    category = promises.category_of(definition, lead.category)
    if category is None or lead.state not in (Lead.State.OPEN, Lead.State.SNOOZED):
        return None
    who = lead.contact
    may_offer = bool(who.email) and not who.do_not_email and lead.contact_id not in joined
    return Asked(
        channel=category.channel,
        task=category.task,
        remind_on=category.remind_on(lead.needed_by),
        reminder=category.reminder.words if category.reminder else {},
        offer_newsletter=category.offer_newsletter and may_offer,
    )


def joined_newsletter(leads: Sequence[Lead], definition: Definition) -> set[uuid.UUID]:
    """
    Return the contacts of these leads who get the newsletter, by what they said last.

    One statement, and none where no category offers it.
    """
    offering = {one.key for one in definition.categories if one.offer_newsletter}
    contacts = {lead.contact_id for lead in leads if lead.category in offering}
    if not contacts:
        return set()
    said = (
        Consent.objects.within(leads[0].workspace_id)
        .filter(contact_id__in=contacts, purpose=NEWSLETTER)
        .order_by("contact_id", "-at", "-id")
        .distinct("contact_id")
    )
    return {contact_id for contact_id, given in said.values_list("contact_id", "given") if given}
