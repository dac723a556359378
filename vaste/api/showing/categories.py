"""Categories as bodies: the whole contract."""

from __future__ import annotations

import datetime

from vaste.api.shapes.definitions import (
    AfterAttemptsOut,
    CategoryOut,
    PromiseOut,
    ReminderRuleOut,
)
from vaste.api.showing.reasons import rule_of
from vaste.categories.contract import CHANNELS, Category
from vaste.flows import promises
from vaste.flows.define import Definition
from vaste.leads.outcomes import OUTCOMES
from vaste.rules.vocabulary import label
from vaste.sla.policies import MILESTONES
from vaste.sla.rules import WARN_SHARE, Target


def show_category(one: Category, definition: Definition, language: str) -> CategoryOut:
    """Return a category's contract, its words in a language."""
    return CategoryOut(
        key=one.key,
        rank=one.rank,
        name=label(one.names, language, otherwise=one.key),
        rule=rule_of(one, definition.vocabulary, language),
        take_over_s=_seconds(one.take_over),
        first_contact_s=_seconds(one.first_contact),
        give_back_after_s=_seconds(one.give_back_after),
        channel=one.channel,
        task=label(one.task, language, otherwise=""),
        team=one.team,
        reminder=_reminder(one, language),
        offer_newsletter=one.offer_newsletter,
        counts_as_contact={
            channel: [end for end in OUTCOMES[channel] if one.is_contact(channel, end)]
            for channel in CHANNELS
        },
        ladder=one.ladder,
        after_attempts=_after_attempts(one),
        hold_s=_seconds(one.hold),
        load=one.load,
        promises=[
            _promise(target, definition.policies.calendar)
            for target in promises.targets(definition, one, MILESTONES)
        ],
    )


def _reminder(one: Category, language: str) -> ReminderRuleOut | None:
    if one.reminder is None:
        return None
    return ReminderRuleOut(
        before_s=_seconds(one.reminder.before),
        words=label(one.reminder.words, language, otherwise=""),
    )


def _after_attempts(one: Category) -> AfterAttemptsOut | None:
    if one.after_attempts is None:
        return None
    told = one.after_attempts
    return AfterAttemptsOut(
        count=told.count, rest_s=_seconds(told.length), gap_s=_seconds(told.gap)
    )


def _promise(target: Target, calendar: str) -> PromiseOut:
    return PromiseOut(
        milestone=target.milestone,
        within_s=_seconds(target.within),
        warn_after_s=_seconds(
            target.within * WARN_SHARE if target.warn_after is None else target.warn_after
        ),
        give_back_after_s=None if target.grace is None else _seconds(target.grace),
        is_wall=target.is_wall,
        calendar=calendar,
    )


def _seconds(length: datetime.timedelta) -> int:
    return int(length.total_seconds())
