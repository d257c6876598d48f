"""Whether a camera still looks where it looked: edges against those of a reference view.

The reference is the mean of the edges (``streams.edges``) of many samples: what stands adds up, who
walks averages out. Every sample is compared with it tile by tile, and every tile has one vote, so a
burnt-in clock, a walker or a busy window is outvoted. So is the mean of the last seconds: it is as
calm as the reference, and tells small moves and other views behind people who never sit still.
"""

from dataclasses import dataclass, replace
from math import nan

import numpy as np

from streams.edges import (
    ANYHOW,
    COLUMNS,
    NEARLY,
    ROWS,
    Bank,
    Edges,
    Grey,
    Likeness,
    Votes,
    alike,
    edges_of,
)  # fmt: skip

ALIKE = 0.36
"""Correlation of the whole picture from which a view was found elsewhere: stripes are alike too."""
CHANCE, EARNEST = 0.1, 0.3
"""The same up to which votes for home are chance, and from which they count in full."""
LEARNT = 10
"""Samples that make a first reference."""
MEMORY = 240
"""Samples over which the reference forgets."""
RECENT = 10
"""Samples over which the last seconds are averaged."""
TEACHES = 0.4
"""Share of the votes for home from which a picture may teach the reference."""
ELSEWHERE = 0.3
"""Share of the votes for elsewhere from which it may not."""
AT_HOME, LOST = 0.95, 0.5
"""Votes for home from which nothing is looked for, and below which everything is."""
KEPT = 0.9
"""Correlation of the last seconds with the reference from which nothing is looked for."""
BEYOND = 0.05
"""By how much they must correlate better elsewhere before they teach the reference nothing."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the reference view is found in a picture."""

    home: float = nan
    """Share of the tiles whose edges are where they were; ``NaN`` without a reference."""
    away: float = nan
    """Share of the tiles whose edges are where ``shift_x``, ``shift_y`` and ``turn`` put them, and
    not where they were; 0 when none was looked for, ``NaN`` without a reference."""
    shift_x: float = nan
    """How far the view went to the right, share of the width; ``NaN`` unless looked for."""
    shift_y: float = nan
    """How far it went down, share of the height."""
    turn: float = nan
    """How far it turned clockwise, radians."""
    steady: float = nan
    """Share of the tiles whose edges are where they were in the sample before; ``NaN`` for the
    first, and for a picture without edges."""
    kept: float = nan
    """Correlation of what stood in the last seconds with the reference, −1–1; ``NaN`` without."""
    other: float = nan
    """The same where it is highest elsewhere; 0 when none was looked for, or that is no move."""
    left: float = nan
    """Share of the tiles that agree better there than at home; 0 when none was looked for."""


class ReferenceView:
    """Learns the view of a camera from its pictures, and finds it again in them."""

    def __init__(self) -> None:
        self.standing: Votes = np.zeros((ROWS, COLUMNS), np.bool_)
        """Tiles of the last picture whose edges are where they were."""
        self._mean: Edges = np.zeros((0, 0), np.complex64)
        self._learnt = 0
        self._recent: Edges = self._mean
        self._before: Edges | None = None
        self._banks: dict[int, Bank] = {}

    def locate(self, grey: Grey, *, sound: bool = True) -> Whereabouts:
        """Where the view is; a picture that is not ``sound`` does not begin a reference."""
        edges = edges_of(grey)
        if self._mean.shape != edges.shape:
            self._begin(edges)
        steady = nan if self._before is None else _votes(alike(self._before, edges))
        self._before = edges
        self._recent += (edges - self._recent) / RECENT
        if self._learnt >= LEARNT:
            return self._found(edges, steady)
        if sound:
            self._learn(edges)
        return Whereabouts(steady=steady)

    def _begin(self, edges: Edges) -> None:
        self._mean, self._learnt, self._before = np.zeros_like(edges), 0, None
        self._recent = np.zeros_like(edges)
        self.standing = np.zeros((ROWS, COLUMNS), np.bool_)

    def _found(self, edges: Edges, steady: float) -> Whereabouts:
        """Compared with the reference, which learns from a view at home, and from one in motion.

        So what moves all the time, such as a street, fades from the reference; a covered lens and a
        camera that was turned away show a strange view that stands, and teach nothing.
        """
        here = alike(self._mean, edges)
        home = _votes(here)
        self.standing = here.stands
        found = replace(self._stood(), home=home, away=0.0, steady=steady)
        if home < AT_HOME:
            found = self._looked_for(edges, here, found)
        gone = found.other > found.kept + BEYOND or found.away >= ELSEWHERE
        if not gone and not (home < TEACHES and not steady < TEACHES):
            self._learn(edges)
        return found

    def _looked_for(self, edges: Edges, here: Likeness, found: Whereabouts) -> Whereabouts:
        ways = ANYHOW if found.home < LOST else NEARLY
        there, move = self._bank(ways).best(self._mean, edges)
        height, width = edges.shape
        away = here.left(there) if there.whole >= ALIKE else 0.0
        x, y = move.x / width, move.y / height
        return replace(found, away=away, shift_x=x, shift_y=y, turn=move.turn)

    def _stood(self) -> Whereabouts:
        """What stood in the last seconds: how much of it where it was, how much elsewhere."""
        here = alike(self._mean, self._recent)
        if not here.told or here.whole >= KEPT:
            return Whereabouts(kept=here.whole if here.told else nan, other=0.0, left=0.0)
        there, move = self._bank(ANYHOW).best(self._mean, self._recent)
        if move.none:
            return Whereabouts(kept=here.whole, other=0.0, left=0.0)
        return Whereabouts(kept=here.whole, other=there.whole, left=here.left(there))

    def _learn(self, edges: Edges) -> None:
        self._learnt = min(self._learnt + 1, MEMORY)
        self._mean += (edges - self._mean) / self._learnt

    def _bank(self, ways: tuple[tuple[float, float], ...]) -> Bank:
        """Made anew when the reference has learnt much since."""
        known = self._banks.get(len(ways))
        if known is None or not known.fits(self._mean):
            known = self._banks[len(ways)] = Bank(self._mean, ways)
        return known


def _votes(likeness: Likeness) -> float:
    """Share of the tiles with a vote whose edges agree; ``NaN`` when they are too few.

    Where hardly anything correlates on the whole, the votes are chance and count for less.
    """
    if not likeness.told:
        return nan
    worth = np.clip((likeness.whole - CHANCE) / (EARNEST - CHANCE), 0.0, 1.0)
    return float(likeness.stands[likeness.votes].mean() * worth)
