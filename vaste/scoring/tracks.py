"""The four quadrants in words, and the track that each of them puts a lead on."""

from __future__ import annotations

from vaste.leads.vocabulary import QUADRANTS as TRACKS
from vaste.rules.vocabulary import Labels, label

#: As they lie in the plot, from the top: fit high, then low; interest low, then high.
PLACES = ("nurture", "sales_now", "no_time", "light_touch")
#: In the order in which they deserve time.
RANKED = ("sales_now", "nurture", "light_touch", "no_time")
NAMES: dict[str, Labels] = {
    "sales_now": {"en": "Good fit, interested", "fi": "Hyvä sopivuus, kiinnostunut", "sv": "Bra matchning, intresserad", "hu": "Jól illeszkedik, érdeklődik"},
    "nurture": {"en": "Good fit, less interested", "fi": "Hyvä sopivuus, vähemmän kiinnostunut", "sv": "Bra matchning, mindre intresserad", "hu": "Jól illeszkedik, kevésbé érdeklődik"},
    "light_touch": {"en": "Poor fit, interested", "fi": "Heikko sopivuus, kiinnostunut", "sv": "Svag matchning, intresserad", "hu": "Gyengén illeszkedik, érdeklődik"},
    "no_time": {"en": "Poor fit, less interested", "fi": "Heikko sopivuus, vähemmän kiinnostunut", "sv": "Svag matchning, mindre intresserad", "hu": "Gyengén illeszkedik, kevésbé érdeklődik"},
}  # fmt: skip
SENTENCES: dict[str, Labels] = {
    "sales_now": {"en": "A salesperson gets in touch at once.", "fi": "Myyjä ottaa yhteyttä heti.", "sv": "En säljare tar kontakt genast.", "hu": "Egy értékesítő azonnal felveszi a kapcsolatot."},
    "nurture": {"en": "Marketing keeps in touch until interest rises.", "fi": "Markkinointi pitää yhteyttä, kunnes kiinnostus kasvaa.", "sv": "Marknadsföringen håller kontakten tills intresset växer.", "hu": "A marketing tartja a kapcsolatot, amíg az érdeklődés nő."},
    "light_touch": {"en": "Light-touch offers and a friendly relation.", "fi": "Kevyitä tarjouksia ja ystävällinen suhde.", "sv": "Lätta erbjudanden och en vänlig relation.", "hu": "Könnyed ajánlatok és baráti viszony."},
    "no_time": {"en": "No sales time, until something changes.", "fi": "Ei myyntiaikaa, kunnes jokin muuttuu.", "sv": "Ingen säljtid förrän något ändras.", "hu": "Nem igényel értékesítői időt, amíg nem változik valami."},
}  # fmt: skip


def name(quadrant: str, language: str) -> str:
    """Return a quadrant in words ("Good fit, interested")."""
    return label(NAMES.get(quadrant, {}), language, otherwise=quadrant)


def track(quadrant: str, language: str) -> str:
    """Return what a quadrant's track is called ("Sales at once")."""
    called = label(TRACKS.get(quadrant, {}), language, otherwise=quadrant)
    return called[:1].upper() + called[1:]


def sentence(quadrant: str, language: str) -> str:
    """Return what happens on a quadrant's track, in a sentence."""
    return label(SENTENCES.get(quadrant, {}), language, otherwise="")
