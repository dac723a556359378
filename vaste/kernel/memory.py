"""Remembering answers about short texts, so that a long one cannot fill the memory."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


def remember_short(
    *, longest: int, most: int
) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """
    Remember the last `most` answers of a pure function for texts of at most `longest` characters.

    Longer texts are answered afresh every time: a cache of 8,192 answers to texts of 100 kB each
    would be a way to use up the memory of a door.
    """

    def decorate(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        # typeshed says that a cache takes hashables only; P cannot promise that.
        remembered = cast("Callable[Concatenate[str, P], R]", lru_cache(maxsize=most)(function))

        @wraps(function)
        def answer(text: str, /, *args: P.args, **named: P.kwargs) -> R:
            if len(text) > longest:
                return function(text, *args, **named)
            return remembered(text, *args, **named)

        return answer

    return decorate
