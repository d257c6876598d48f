"""Which detector is used: choices that are only ever added, and the one in force.

Every choice and every step back is a row in ``weights.json``. A step back undoes the latest choice
that still stands, so several of them go back further, and nothing is forgotten. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Act: TypeAlias = Literal["use", "rollback"]


@dataclass(frozen=True, slots=True)
class Activation:
    """One choice of a detector, or one step back."""

    act: Act
    """``rollback`` undoes the latest ``use`` that stands."""
    name: str
    """The detector in force from then on; ``none`` for no object detector, empty for the usual."""
    sha256: str
    """Of its weights; empty with ``none`` and the usual one."""
    runtime: str
    """Runtime that was asked for; empty leaves it to the file."""
    at: str
    """When, ISO 8601 with zone."""
    by: str
    """Who, empty when nobody said."""
    reason: str
    """Why, in words."""


def standing(history: Iterable[Activation]) -> list[Activation]:
    """The choices that were not undone, oldest first; the last one is in force."""
    stack: list[Activation] = []
    for activation in history:
        if activation.act == "use":
            stack.append(activation)
        elif stack:
            stack.pop()
    return stack
