"""Finding leads by who they are from: names by their beginning, numbers as a whole."""

from __future__ import annotations

from vaste.desk import queries
from vaste.desk.http import DeskRequest
from vaste.desk.queries import Found
from vaste.kernel import text
from vaste.kernel.emails import normalize_email
from vaste.kernel.errors import Unread
from vaste.kernel.phones import normalize_phone
from vaste.people.models import search_text

LONGEST = 120  # characters of a search
LAST = "\U0010ffff"  # sorts after every other character
_COUNTRIES = ("FI", "SE", "HU")  # whose numbers are written without a country code


def leads(request: DeskRequest, q: str, most: int) -> list[Found]:
    """Return visible leads whose contact or company begins with `q`, at most `most`, open first."""
    term = text.one_line(q, LONGEST)
    if not term:
        return []
    low = search_text(term)
    return queries.page(
        "queue_search",
        request.workspace.id,
        sees_all=request.viewer.sees_all,
        owner=request.viewer.user_id,
        teams=sorted(request.viewer.teams),
        low=low,
        high=low + LAST,
        keys=keys(term),
        most=most,
    )


def keys(term: str) -> list[str]:
    """Return what `term` is as a normalized address, or number in the plan of each country."""
    found = set()
    if "@" in term and (email := normalize_email(term)):
        found.add(email.key)
    if any(letter.isdigit() for letter in term):
        numbers = (normalize_phone(term, country) for country in _COUNTRIES)
        found |= {one.e164 for one in numbers if not isinstance(one, Unread)}
    return sorted(found)
