"""Putting the script on the stage: what comes when, and what people then do about it."""

from __future__ import annotations

import datetime
import uuid
from functools import partial
from random import Random
from typing import Final

from django.db.models import F

from vaste.calendars.arithmetic import add_working_time
from vaste.flows import define, importing, receive, review
from vaste.flows.demo import acting, fates, letters, script, stage
from vaste.flows.demo.fates import MINUTE, Begun, Step
from vaste.flows.demo.play import Act, Play
from vaste.flows.demo.script import Asked, Fate, Odd, When
from vaste.flows.demo.stage import ZONE, Stage
from vaste.flows.receive import Receipt
from vaste.leads.models import Arrival, Lead, Notice

SEED: Final = "vaste demo 1"
LATELY: Final = datetime.timedelta(hours=4)  # since then the sample's desk is open round the clock
OPEN_AHEAD: Final = 2  # days from the seeding on which it stays so
SPAN: Final = (1, 34)  # days before the seeding on which an enquiry may come
LONG_AGO: Final = (10, 34)  # the same, for one that has ended since
READ_AFTER: Final = datetime.timedelta(hours=20)  # older notices of the sample have been read
DECIDED_AFTER: Final = 90 * MINUTE  # of working time, until a held arrival is decided


class Director:
    """One seeding under way, inside the workspace's transaction: everything leads up to `now`."""

    def __init__(self, built: Stage, *, now: datetime.datetime) -> None:
        self._stage = built
        self._now = now
        self._play = Play(built.id)

    def play(self) -> None:
        """Put everything of the script on, let it happen, and mark the notices of old as read."""
        for asked in script.enquiries():
            self._add(asked.key, asked.when, asked.fate, partial(self._receive, asked))
        for odd in script.oddities():
            self._add(odd.key, odd.when, Fate(), partial(self._receive_odd, odd))
        fair = When(days=script.part("doors")["import"]["day"])
        self._add("import", fair, Fate(), self._import_fair)
        self._play.add(self._now - LATELY, self._open_round_the_clock)
        self._play.run(until=self._now)
        old = Notice.objects.within(self._stage.id).filter(made_at__lt=self._now - READ_AFTER)
        old.update(read_at=F("made_at") + datetime.timedelta(hours=1))

    def _add(self, key: str, when: When, fate: Fate, act: Act) -> None:
        self._play.add(self._instant(when, fate, Random(f"{SEED}/{key}/when")), act)

    def _instant(self, when: When, fate: Fate, rng: Random) -> datetime.datetime:
        """Return when something of the script comes: mostly on working days, mostly by day."""
        if when.minutes is not None:
            return self._now - when.minutes * MINUTE
        days = when.days or rng.randint(*(LONG_AGO if fate.kind in fates.ENDINGS else SPAN))
        day = self._now.astimezone(ZONE).date() - datetime.timedelta(days=days)
        if day.weekday() >= 5 and rng.random() < 0.8:
            day -= datetime.timedelta(days=day.weekday() - 4)
        minute = int(rng.triangular(7 * 60, 21 * 60, 11 * 60))
        clock = datetime.time(minute // 60, minute % 60, rng.randint(0, 59), tzinfo=ZONE)
        came_at = datetime.datetime.combine(day, clock).astimezone(datetime.UTC)
        return min(came_at, self._now - LATELY - days * MINUTE)

    def _open_round_the_clock(self, at: datetime.datetime) -> None:
        """Publish the second version, so that clocks run at whatever hour the sample is made."""
        first, last = (
            moment.astimezone(ZONE).date()
            for moment in (at, self._now + datetime.timedelta(days=OPEN_AHEAD))
        )
        days = [first + datetime.timedelta(days=more) for more in range((last - first).days + 1)]
        define.publish(
            self._stage.id,
            stage.definition(*days),
            by=self._stage.one("admin").pk,
            at=at,
            note="Sample: open round the clock for its first days",
        )

    def _receive(self, asked: Asked, at: datetime.datetime) -> None:
        arrival = letters.letter(asked, self._stage.doors[asked.door], at=at)
        receipt = receive.receive_batch(self._stage.id, [arrival], at=at)[0]
        is_new = asked.when.minutes is not None and not asked.fate.kind
        self._follow(receipt.lead_id, Fate("waiting") if is_new else asked.fate, asked.key, at)

    def _follow(
        self, lead_id: uuid.UUID | None, fate: Fate, key: str, at: datetime.datetime
    ) -> None:
        """Put on what is done to a lead from `at` on; there is none where an arrival was held."""
        if lead_id is None:
            return
        lead = Lead.objects.within(self._stage.id).get(id=lead_id)
        definition = define.in_force(self._stage.id)
        category = definition.categories[lead.category_rank]
        begun = Begun(at, definition.calendar, category, lead.value_band)
        rng = Random(f"{SEED}/{key}/fate")
        for step in fates.plan(fate, begun, now=self._now, rng=rng):
            self._play.add(step.at, self._doing(lead.id, step, rng))

    def _doing(self, lead_id: uuid.UUID, step: Step, rng: Random) -> Act:
        return lambda _: acting.perform(self._stage, lead_id, step, rng)

    def _receive_odd(self, odd: Odd, at: datetime.datetime) -> None:
        at = letters.same_window(at) if odd.twice else at
        receipt = self._take_odd(odd, at)
        self._follow(receipt.lead_id, Fate(), odd.key, at)
        if odd.twice:
            self._play.add(at + odd.twice * MINUTE, partial(self._take_odd, odd))
        if odd.then:
            calendar = define.in_force(self._stage.id).calendar
            decided_at = add_working_time(calendar, at, DECIDED_AFTER)
            self._play.add(decided_at, partial(self._decide, odd, receipt.arrival_id))

    def _take_odd(self, odd: Odd, at: datetime.datetime) -> Receipt:
        arrival = letters.odd_letter(odd, self._stage.doors[odd.door], at=at)
        return receive.receive_batch(self._stage.id, [arrival], at=at)[0]

    def _decide(self, odd: Odd, arrival_id: uuid.UUID, at: datetime.datetime) -> None:
        """Let the marketer put a held arrival aside, or release it as an enquiry after all."""
        by = self._stage.one("marketer")
        if odd.then == "dismissed":
            review.dismiss(self._stage.id, arrival_id, by=by, at=at)
            return
        receipt = review.release(self._stage.id, arrival_id, by=by, at=at)
        self._follow(receipt.lead_id, Fate(), odd.key, at)

    def _import_fair(self, at: datetime.datetime) -> None:
        told = script.part("doors")["import"]
        made = importing.take_file(
            self._stage.id,
            self._stage.doors["files"].id,
            script.FOLDER / "fair.csv",
            filename=told["filename"],
            by=self._stage.one("marketer").pk,
            at=at,
        )
        importing.start(self._stage.id, made.id, field_map=told["map"], run_clocks=False, at=at)
        importing.run(self._stage.id, made.id, clock=lambda: at)
        rows = Arrival.objects.within(self._stage.id).filter(import_id=made.id)
        taken = rows.exclude(lead_id=None).order_by("row_number", "id")
        for row, kind in zip(taken, told["fates"], strict=True):
            self._follow(row.lead_id, Fate(kind), f"fair/{row.row_number}", at)
