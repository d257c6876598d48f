"""Which of many spans share time with one span, without looking at each of them.

A day has thousands of flags and events, and nearly all pairs of them have nothing in common.
"""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

import numpy as np

from proctor.timeline import Span


class Lasting(Protocol):
    """Whatever lasts from one moment to another."""

    @property
    def span(self) -> Span:
        """Media time."""
        ...


_Item = TypeVar("_Item", bound=Lasting)


class Crossing(Generic[_Item]):
    """Items to be asked for by time."""

    def __init__(self, items: Sequence[_Item]) -> None:
        self._items = items
        self._starts = np.array([item.span.start_us for item in items], np.int64)
        self._ends = np.array([item.span.end_us for item in items], np.int64)

    def at(self, span: Span) -> list[int]:
        """Numbers of the items that share time with ``span``, in their order."""
        inside = (self._starts < span.end_us) & (self._ends > span.start_us)
        return [int(n) for n in np.flatnonzero(inside)]

    def of(self, span: Span) -> list[_Item]:
        """The items that share time with ``span``, in their order."""
        return [self._items[n] for n in self.at(span)]
