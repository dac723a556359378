"""The cards of the lead page: who, which company, what they want, where from, why it came here."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vaste.definitions.fields import CustomField
from vaste.desk import formats
from vaste.desk.build import labels
from vaste.desk.build.lead_found import Found
from vaste.desk.build.people import contact_name, local_time
from vaste.desk.panels import (
    Candidate,
    CompanyCard,
    ConsentLine,
    ContactCard,
    FactLine,
    Money,
    Person,
    RoutingCard,
    Wants,
)
from vaste.leads.models import Lead
from vaste.pages.reader import language
from vaste.people.models import Company
from vaste.routing.records import candidates_of
from vaste.routing.rules import CHOSEN
from vaste.routing.words import say_candidate
from vaste.rules import words
from vaste.rules.vocabulary import label

MOST_OWN_FACTS = 30  # of the fields that a form of the workspace's own asked for
LONGEST_CALLED = 80  # characters


def contact(found: Found, *, now: datetime.datetime) -> ContactCard:
    """Return the person behind the lead, with every number that is known of them."""
    who = found.lead.contact
    phones = tuple(dict.fromkeys(filter(None, [who.phone, *[one.value for one in found.keys]])))
    return ContactCard(
        name=contact_name(
            given=who.given_name,
            family=who.family_name,
            full=who.full_name,
            spoken=who.language,
            email=who.email,
            phone=who.phone,
        ),
        job_title=who.job_title,
        email=who.email,
        mail_kind=who.mail_kind,
        phones=phones,
        language=who.language,
        local_time=local_time(phones[0], now=now) if phones else "",
        may_email=not who.do_not_email,
        may_call=not who.do_not_call,
        consents=tuple(
            ConsentLine(
                purpose=labels.say(labels.PURPOSES, one.purpose),
                is_given=one.given,
                text=one.text,
                given_at=one.at,
            )
            for one in found.consents
        ),
    )


def company(known: Company | None) -> CompanyCard | None:
    """Return the organization, None when it is not known; its page opens only over https."""
    if known is None:
        return None
    return CompanyCard(
        name=known.name or known.domain,
        domain=known.domain,
        url=f"https://{known.domain}/" if known.domain else "",
        industry=known.industry,
        city=known.city,
        country=country(known.country),
        business_id=known.business_id,
        employees=known.employees,
    )


def country(code: str) -> str:
    """Return a country's name in the reader's language; a code that is none stays as it is."""
    return str(formats.locale().territories.get(code, code))


def wants(lead: Lead) -> Wants:
    """Return what they asked for, in their words and in ours."""
    return Wants(
        message=lead.message,
        subject=lead.subject,
        request=labels.say(labels.REQUESTS, lead.request_type) if lead.request_type else "",
        timeframe=_needed(lead),
        value=labels.say(labels.BANDS, lead.value_band) if lead.value_band else "",
        amount=Money(amount=lead.value, currency=lead.value_currency or "EUR")
        if lead.value is not None
        else None,
    )


def _needed(lead: Lead) -> str:
    if lead.needed_by is None:
        return ""
    return _("Needed by %(date)s") % {"date": formats.full_date(lead.needed_by)}


def called(lead: Lead) -> str:
    """Return what one calls a lead in a line: its subject, its message, or what kind it is."""
    text = " ".join((lead.subject or lead.message).split())
    if not text:
        return labels.say(labels.REQUESTS, lead.request_type or "other")
    return text if len(text) <= LONGEST_CALLED else f"{text[:LONGEST_CALLED]}…"


def facts(lead: Lead, own: tuple[CustomField, ...]) -> tuple[FactLine, ...]:
    """
    Return what is known beside the cards, each with where it came from and how it was found; `own`
    are the workspace's fields.
    """
    who, told = lead.contact, lead.door.name
    source, method = _("told in an enquiry"), _("as written")
    lines = [
        FactLine(label=label, value=value, source=source, method=method, at=who.created_at)
        for label, value in _of_people(lead)
        if value
    ]
    if who.mail_kind == "business":
        lines.append(
            FactLine(
                label=_("Mail address"),
                value=_("A company's own domain"),
                source=_("checked"),
                method=_("against lists of free and throw-away providers"),
                at=who.created_at,
            )
        )
    lines += [
        FactLine(label=label, value=value, source=told, method=method, at=lead.received_at)
        for label, value in islice(_own(lead, own), MOST_OWN_FACTS)
        if value
    ]
    return tuple(lines)


def _own(lead: Lead, own: tuple[CustomField, ...]) -> Iterator[tuple[str, str]]:
    """Give the values of the workspace's fields in its order, then what has no field."""
    held = {"lead": lead.custom, "contact": lead.contact.custom}
    held["company"] = lead.company.custom if lead.company else {}
    for one in own:
        if one.key in held[one.of]:
            value = labels.custom_value(one, held[one.of][one.key])
            yield label(one.labels, language(), otherwise=one.key), value
    known = {one.key for one in own if one.of == "lead"}
    for name, value in lead.custom.items():
        if name not in known:
            yield name, str(value).strip()


def _of_people(lead: Lead) -> Iterator[tuple[str, str]]:
    who, firm = lead.contact, lead.company
    yield _("City"), who.city
    yield _("Country"), country(who.country or (firm.country if firm else ""))
    yield _("Language"), str(formats.locale().languages.get(who.language, who.language))
    if firm and firm.revenue is not None:
        yield _("Revenue"), formats.money(firm.revenue, firm.revenue_currency or "EUR")


def origin(lead: Lead) -> tuple[FactLine, ...]:
    """Return where the lead came from, as its door told it."""
    known = [
        (_("Door"), lead.door.name),
        (_("Source"), lead.source),
        (_("Medium"), lead.medium),
        (_("Campaign"), lead.campaign),
        (_("Search term"), lead.term),
        (_("Content"), lead.content),
        (_("Came from"), lead.referrer),
        (_("Landing page"), lead.landing_page),
    ]
    return tuple(
        FactLine(label=label, value=value, source=lead.door.name, at=lead.received_at)
        for label, value in known
        if value
    )


def routing(found: Found) -> RoutingCard | None:
    """Return why the lead came to its team and person, None for one that was never routed."""
    told: Mapping[str, Any] = found.decision.get("routing") or {}
    if not told:
        return None
    chosen = found.people.get(str(told.get("chosen")))
    team = str(told.get("team") or found.lead.team_id)
    return RoutingCard(
        decided_at=found.decision["at"],
        rule=_rule(found, str(told["rule"])),
        team=found.teams.get(team, _("A team that is closed")),
        outcome=_outcome(str(told["rule"]), chosen, has_members=bool(candidates_of(told))),
        candidates=tuple(
            Candidate(
                person=found.people[str(one[0])],
                is_chosen=one[1] in CHOSEN,
                why=say_candidate(
                    one,
                    language=language(),
                    zone=timezone.get_current_timezone_name(),
                    at=found.decision["at"],
                ),
            )
            for one in sorted(candidates_of(told), key=_nearness)
        ),
        version=found.lead.definition,
    )


def _nearness(record: Sequence[Any]) -> int:
    """Return how near a candidate came to the lead: chosen, free, passed over."""
    return 0 if record[1] in CHOSEN else 1 if record[1] == "turn" else 2


def _rule(found: Found, key: str) -> str:
    names = {
        "default": _("Every lead that no other rule names"),
        "any_team": _("No team of the rules is open"),
        "named_owner": _("The source names the owner"),
        "category": _("The category names the team"),
        "same_team": _("It stays in its team"),
        "team_closed": _("Its team was closed, and this one took over"),
        "keep_owner": _("The buyer stays with who has them"),
    }
    rule = next((one for one in found.decided_by.routing if one.key == key), None)
    if rule is not None and rule.when is not None:
        return words.say(rule.when, found.decided_by.vocabulary, language())
    return names.get(key) or labels.say({}, key)


def _outcome(rule: str, chosen: Person | None, *, has_members: bool) -> str:
    if chosen is None and not has_members:
        return _("Nobody is in the team: the lead waits in its pool. Give the team people.")
    if chosen is None:
        return _("Nobody was free: the lead waits for whoever in the team takes it over first.")
    if rule == "named_owner":
        return _("%(who)s was named as the owner.") % {"who": chosen.name}
    if rule == "keep_owner":
        return _("%(who)s has this buyer already.") % {"who": chosen.name}
    return _("%(who)s was next in turn.") % {"who": chosen.name}
