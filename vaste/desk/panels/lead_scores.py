"""Fit and interest of a lead: the scores with their lines, and how they have changed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """
    One line of a score: what counted, and the points it gave (may be negative).

    `at` is when the buyer did so last, None for facts.
    """

    text: str
    points: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """
    A score 0-100 with the lines that made it; `version` is the definition's number.

    `steps` bring the sum of the lines to the score (floor, ceiling, scale, rounding): lines and
    steps always add up to `value`. `note` says that the lines would give another score by now, ""
    for nothing. `before` are the lines of another time, under `before_title`.
    """

    value: int
    lines: tuple[ScoreLine, ...]
    version: int
    steps: tuple[ScoreLine, ...] = ()
    note: str = ""
    before_title: str = ""
    before: tuple[ScoreLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """One judgment of the lead: what changed, in sentences, and why; `version` decided."""

    at: datetime
    text: str
    version: int
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreHistory:
    """
    How the scores have changed: a plot ("" for a lead that has just come), its judgments, the
    latest first, and a few `values` of interest in words, the first first. `end` says why the plot
    does not go on until now, "" where it does.
    """

    svg: SafeString
    changes: tuple[ScoreChange, ...]
    values: tuple[str, ...]
    end: str = ""
