"""The words of a what-if: what members hold, why leads wait, which promises there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy

KINDS = {
    "skill": gettext_lazy("Skills"),
    "language": gettext_lazy("Languages"),
    "territory": gettext_lazy("Territories"),
    "product": gettext_lazy("Products"),
    "client": gettext_lazy("Clients"),
}
ABSENCES = {
    "as_it_was": gettext_lazy("As it was"),
    "always": gettext_lazy("Away all the time"),
    "never": gettext_lazy("Never away"),
}
#: Why leads wait in a pool: nobody who came nearer was there.
WHY = {
    "full": gettext_lazy("Whoever could take them was full"),
    "off_shift": gettext_lazy("Whoever could take them was not on shift"),
    "away": gettext_lazy("Whoever could take them was away"),
    "no_weight": gettext_lazy("Whoever could take them takes no new leads"),
    "lacks": gettext_lazy("Nobody holds what they need"),
    "nobody": gettext_lazy("Nobody is in the team"),
}
#: Why somebody was passed over; those who only waited for their turn are not counted.
PASSED = {
    "full": gettext_lazy("full %(n)s"),
    "away": gettext_lazy("away %(n)s"),
    "off_shift": gettext_lazy("not on shift %(n)s"),
    "lacks": gettext_lazy("lacks what is needed %(n)s"),
    "no_weight": gettext_lazy("takes no new leads %(n)s"),
}
MILESTONES = {
    "take_over": gettext_lazy("Take over"),
    "first_contact": gettext_lazy("First contact"),
}


def show_holds(attributes: Mapping[str, Sequence[str]]) -> str:
    """Return what somebody holds as it is written: `Territories: North, West; Skills: export`."""
    return "; ".join(
        f"{KINDS[kind]}: {', '.join(attributes[kind])}" for kind in KINDS if attributes.get(kind)
    )


def read_holds(text: str) -> dict[str, list[str]]:
    """
    Return what was written as `show_holds` does; kinds in the reader's language or by their keys.

    Raises ValueError for a part that names no kind.
    """
    names = {str(name).casefold(): kind for kind, name in KINDS.items()} | {
        kind: kind for kind in KINDS
    }
    found: dict[str, list[str]] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, colon, words = part.partition(":")
        kind = names.get(name.strip().casefold())
        if not colon or kind is None:
            raise ValueError(part)
        found.setdefault(kind, []).extend(filter(None, (one.strip() for one in words.split(","))))
    return found
