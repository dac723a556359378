"""The form of a what-if: the roster as it is, with what was changed in it, drawn and read back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from vaste.flows.replaying import Change
from vaste.flows.replaying.roster import ABSENCES, Crew, Roster, Seat
from vaste.flows.rosters import MOST_CAPACITY, MOST_WEIGHT
from vaste.kernel import text
from vaste.routing.models import Team
from vaste.studio.panels import Option
from vaste.studio.what_ifs import words
from vaste.studio.what_ifs.panels import SeatRow, TeamForm

LONGEST = 4_000  # characters of what somebody holds
FIELDS = ("weight", "capacity", "absence", "holds")


@dataclass(slots=True)
class Told:
    """One person in one team as the form says, and what is wrong with it."""

    team: str
    user_id: uuid.UUID
    values: dict[str, str]
    is_out: bool
    is_new: bool
    errors: list[tuple[str, str]] = field(default_factory=list)

    def change(self) -> Change:
        """Return it as a change of the roster; notes what is wrong in `errors`."""
        return Change(
            self.team,
            self.user_id,
            self._number("weight", MOST_WEIGHT),
            self._number("capacity", MOST_CAPACITY),
            self._holds(),
            self.values["absence"] if self.values["absence"] in ABSENCES else "as_it_was",
            self.is_out,
        )

    def _number(self, name: str, most: int) -> int | None:
        told = self.values[name].strip()
        if told.isascii() and told.isdecimal() and len(told) < 9 and int(told) <= most:
            return int(told)
        self.errors.append((name, _("Write a whole number from 0 to %(most)d.") % {"most": most}))
        return None

    def _holds(self) -> dict[str, list[str]] | None:
        try:
            return words.read_holds(self.values["holds"])
        except ValueError:
            kinds = ", ".join(str(name) for name in words.KINDS.values())
            told = _("Write a kind, a colon and words; kinds: %(kinds)s.") % {"kinds": kinds}
            self.errors.append(("holds", told))
            return None


def seats_told(
    roster: Roster, post: QueryDict | None, people: Mapping[uuid.UUID, str]
) -> list[Told]:
    """
    Return every place of the form: those of the roster as it is, then who comes in.

    What the form (None: it was not sent) does not say of a place is as it is.
    """
    found = [
        _told(slug, seat, post, is_new=False)
        for slug, crew in roster.items()
        for seat in crew.seats
    ]
    known = {(one.team, one.user_id) for one in found}
    for slug, user_id in _newcomers(roster, post):
        if user_id in people and (slug, user_id) not in known:
            known.add((slug, user_id))
            found.append(_told(slug, Seat(user_id), post, is_new=True))
    return found


def _newcomers(roster: Roster, post: QueryDict | None) -> list[tuple[str, uuid.UUID]]:
    """Return who was added to which team, before and just now."""
    found = []
    for slug in roster:
        for told in (*post.getlist(f"new:{slug}"), *post.getlist(f"add:{slug}")) if post else ():
            try:
                found.append((slug, uuid.UUID(told)))
            except ValueError:
                continue
    return found


def _told(team: str, seat: Seat, post: QueryDict | None, *, is_new: bool) -> Told:
    usual = {
        "weight": str(seat.weight),
        "capacity": str(seat.capacity),
        "absence": "as_it_was",
        "holds": words.show_holds(seat.attributes),
    }
    key = key_of(team, seat.user_id)
    if post is None:
        return Told(team, seat.user_id, usual, is_out=False, is_new=is_new)
    values = {name: text.clean(post.get(f"{key}:{name}", usual[name]), LONGEST) for name in FIELDS}
    return Told(team, seat.user_id, values, is_out=f"{key}:out" in post, is_new=is_new)


def key_of(team: str, user_id: uuid.UUID) -> str:
    """Return what the fields of a place are named by."""
    return f"{team}:{user_id.hex}"


def team_forms(
    teams: Sequence[Team], roster: Mapping[str, Crew], told: Sequence[Told],
    people: Mapping[uuid.UUID, str],
) -> list[TeamForm]:  # fmt: skip
    """Return the roster as the form draws it; people by their names."""
    forms = []
    for team in teams:
        if team.slug not in roster:
            continue
        mine = [one for one in told if one.team == team.slug]
        here = {one.user_id for one in mine}
        newcomers = [Option(str(key), name) for key, name in people.items() if key not in here]
        mine.sort(key=lambda one: (one.is_new, people.get(one.user_id, "").casefold()))
        forms.append(
            TeamForm(
                slug=team.slug,
                name=team.name,
                seats=[_row(one, people.get(one.user_id, "")) for one in mine],
                newcomers=newcomers,
            )
        )
    return forms


def _row(told: Told, name: str) -> SeatRow:
    return SeatRow(
        key=key_of(told.team, told.user_id),
        user_id=str(told.user_id),
        name=name,
        weight=told.values["weight"],
        capacity=told.values["capacity"],
        holds=told.values["holds"],
        absences=[
            Option(key, str(label), is_chosen=key == told.values["absence"])
            for key, label in words.ABSENCES.items()
        ],
        is_out=told.is_out,
        is_new=told.is_new,
        errors=told.errors,
    )
