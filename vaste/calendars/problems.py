"""What is wrong with a calendar as written, in words that say how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person must mend: where it stands, what is wrong, what to write instead."""

    path: str
    message: str
    remedy: str


class BadCalendar(ValueError):
    """A calendar that cannot be used; `problems` says all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem, so that a person can mend them in one go."""
        super().__init__("; ".join(f"{found.path}: {found.message}" for found in problems))
        self.problems = tuple(problems)


@dataclass(slots=True)
class Findings:
    """The problems met so far while one calendar is read."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, message: str, remedy: str) -> None:
        """Note one more problem."""
        self.problems.append(Problem(path, message, remedy))
