"""What brings the lines of a score to the number that is shown, in words."""

from __future__ import annotations

from vaste.rules.vocabulary import Labels, label
from vaste.scoring.formula import CEILING, FLOOR, LIMIT, ROUNDING, SCALE

#: Beside the steps of formula.py: what became known after a lead was judged.
SINCE = "since"
STEPS: dict[str, Labels] = {
    FLOOR: {
        "en": "No less than the floor of %(floor)s",
        "fi": "Ei vähempää kuin alaraja %(floor)s",
        "sv": "Inte mindre än golvet %(floor)s",
        "hu": "Nem kevesebb az alsó határnál: %(floor)s",
    },
    CEILING: {
        "en": "No more than the ceiling of %(ceiling)s",
        "fi": "Ei enempää kuin yläraja %(ceiling)s",
        "sv": "Inte mer än taket %(ceiling)s",
        "hu": "Nem több a felső határnál: %(ceiling)s",
    },
    SCALE: {
        "en": "The scale of %(floor)s to %(ceiling)s brought to 0–100",
        "fi": "Asteikko %(floor)s…%(ceiling)s muunnettu asteikoksi 0–100",
        "sv": "Skalan %(floor)s till %(ceiling)s omräknad till 0–100",
        "hu": "A(z) %(floor)s…%(ceiling)s skála átszámítva 0–100-ra",
    },
    LIMIT: {
        "en": "No more than 100",
        "fi": "Ei enempää kuin 100",
        "sv": "Inte mer än 100",
        "hu": "Legfeljebb 100",
    },
    ROUNDING: {
        "en": "Small amounts, and rounding",
        "fi": "Pienet määrät ja pyöristys",
        "sv": "Små belopp och avrundning",
        "hu": "Kis értékek és kerekítés",
    },
    SINCE: {
        "en": "Known only since it was judged, not counted yet",
        "fi": "Selvinnyt vasta arvioinnin jälkeen, ei vielä laskettu",
        "sv": "Känt först efter bedömningen, ännu inte räknat",
        "hu": "Az értékelés óta ismert, még nem számít",
    },
}


def say_step(step: str, language: str, *, floor: int = 0, ceiling: int = 100) -> str:
    """Return a step of formula.py, or SINCE, in words; `floor` and `ceiling` are of the fit."""
    words = label(STEPS[step], language, otherwise=step)
    return words % {"floor": floor, "ceiling": ceiling}
