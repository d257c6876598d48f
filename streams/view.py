"""Whether a camera still looks where it looked: edges against those of a reference view.

A picture becomes a field of edge directions, ``(gx + i·gy)² / |g|²``: brightness, contrast and its
sign fall out, so lamps, exposure and infrared leave it nearly as it was (A. J. Fitch et al.,
Orientation correlation, BMVC 2002). The reference is the mean of such fields: what stands adds up,
who walks averages out. It is compared tile by tile and every tile has one vote, so a burnt-in
clock, a walker or a busy window is outvoted.
"""

from dataclasses import dataclass
from math import cos, nan, radians, sin
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Grey: TypeAlias = NDArray[np.uint8]
"""Grey levels 0–255, (height, width)."""
Edges: TypeAlias = NDArray[np.complex64]
"""Angle: twice the direction of the edge; length: how much of an edge, 0–1; (height, width)."""
Tiles: TypeAlias = NDArray[np.float32]
"""One number per tile, (5, 8)."""
Move: TypeAlias = tuple[float, float, int, int]
"""Zoom, turn (radians), pixels to the right, pixels down."""

LONG_SIDE = 160
"""Pixels of the longer side of a picture that is compared."""
ROWS, COLUMNS = 5, 8
STANDS = 0.35
"""Correlation from which a tile's edges are where they are looked for."""
ALIKE = 0.36
"""Correlation of the whole picture from which a view was found elsewhere: stripes are alike too."""
CHANCE, EARNEST = 0.1, 0.3
"""The same up to which votes for home are chance, and from which they count in full."""
BETTER = 0.1
"""By how much a tile must correlate better elsewhere than at home, to vote for elsewhere."""
STRUCTURE = 0.1
"""Mean squared length of a tile's edges from which it has a vote."""
FEWEST = 8
"""Tiles with a vote before anything is said."""
LEARNT = 10
"""Samples that make a first reference."""
MEMORY = 240
"""Samples over which the reference forgets."""
TEACHES = 0.4
"""Share of the votes for home from which a picture may teach the reference."""
ELSEWHERE = 0.3
"""Share of the votes for elsewhere from which it may not."""
AT_HOME, LOST = 0.95, 0.5
"""Votes for home from which nothing is looked for, and below which everything is."""
TURNS = tuple(radians(turn) for turn in (-12, -9, -6, -3, 0, 3, 6, 9, 12))
ZOOMS = (0.87, 0.93, 1.0, 1.07, 1.15, 1.24, 1.33)
ANYHOW = tuple((zoom, turn) for zoom in ZOOMS for turn in TURNS)
NEARLY = tuple((1.0, turn) for turn in TURNS[3:6])
FARTHEST = 0.35
"""No further shift is looked for, share of the picture."""


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


class ReferenceView:
    """Learns the view of a camera from its pictures, and finds it again in them."""

    def __init__(self) -> None:
        self._mean: Edges = np.zeros((0, 0), np.complex64)
        self._learnt = 0
        self._before: Edges | None = None
        self._banks: dict[int, _Bank] = {}

    def locate(self, grey: Grey, *, sound: bool = True) -> Whereabouts:
        """Where the view is; a picture that is not ``sound`` does not begin a reference."""
        edges = edges_of(grey)
        if self._mean.shape != edges.shape:
            self._mean, self._learnt, self._before = np.zeros_like(edges), 0, None
        steady = nan if self._before is None else _votes(self._before, edges)
        self._before = edges
        if self._learnt >= LEARNT:
            return self._found(edges, steady)
        if sound:
            self._learn(edges)
        return Whereabouts(steady=steady)

    def _found(self, edges: Edges, steady: float) -> Whereabouts:
        """Compared with the reference, which learns from a view at home, and from one in motion.

        So what moves all the time, such as a street, fades from the reference; a covered lens and a
        camera that was turned away show a strange view that stands, and teach nothing.
        """
        home = _votes(self._mean, edges)
        found = Whereabouts(home, 0.0, steady=steady)
        if home < AT_HOME:
            ways = ANYHOW if home < LOST else NEARLY
            away, (_, turn, x, y) = self._bank(ways).best(self._mean, edges)
            height, width = edges.shape
            found = Whereabouts(home, away, x / width, y / height, turn, steady)
        if found.away < ELSEWHERE and not (home < TEACHES and not steady < TEACHES):
            self._learn(edges)
        return found

    def _learn(self, edges: Edges) -> None:
        self._learnt = min(self._learnt + 1, MEMORY)
        self._mean += (edges - self._mean) / self._learnt

    def _bank(self, ways: tuple[tuple[float, float], ...]) -> "_Bank":
        """Made anew when the reference has learnt much since."""
        known = self._banks.get(len(ways))
        if known is None or not known.fits(self._mean):
            known = self._banks[len(ways)] = _Bank(self._mean, ways)
        return known


def edges_of(grey: Grey) -> Edges:
    """The directions of a picture's edges; what is fainter than most of it counts little."""
    scale = LONG_SIDE / max(grey.shape)
    size = (
        max(2 * COLUMNS, round(grey.shape[1] * scale)),
        max(2 * ROWS, round(grey.shape[0] * scale)),
    )
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    soft = cv2.GaussianBlur(small, (0, 0), 1.0)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    power = across**2 + down**2
    faint = max(4.0, 2.0 * float(np.median(power)))
    return np.asarray((across + 1j * down) ** 2 / (power + faint), np.complex64)


def _tiled(values: NDArray[np.float32]) -> Tiles:
    """The mean of each tile."""
    tiles = cv2.resize(values, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
    return np.asarray(tiles, np.float32)


def _alike(reference: Edges, edges: Edges) -> tuple[Tiles, NDArray[np.bool_], float]:
    """Correlation of each tile, whether the reference has edges there, and of all together."""
    structure = _tiled(reference.real**2 + reference.imag**2)
    theirs = _tiled(edges.real**2 + edges.imag**2)
    product = _tiled(reference.real * edges.real + reference.imag * edges.imag)
    whole = float(product.sum() / np.sqrt(structure.sum() * theirs.sum() + 1e-9))
    return product / np.sqrt(structure * theirs + 1e-9), structure >= STRUCTURE, whole


def _votes(reference: Edges, edges: Edges) -> float:
    """Share of the tiles with a vote whose edges agree; ``NaN`` when they are too few.

    Where hardly anything correlates on the whole, the votes are chance and count for less.
    """
    alike, votes, whole = _alike(reference, edges)
    if votes.sum() < FEWEST:
        return nan
    worth = np.clip((whole - CHANCE) / (EARNEST - CHANCE), 0.0, 1.0)
    return float((alike[votes] >= STANDS).mean() * worth)


class _Bank:
    """The reference zoomed and turned in all ways that are looked for, ready to be correlated."""

    def __init__(self, reference: Edges, ways: tuple[tuple[float, float], ...]) -> None:
        self.ways = ways
        self.reference = reference.copy()
        fields = np.stack([_zoomed(_halved(reference), *way) for way in ways])
        power = np.sqrt((np.abs(fields) ** 2).sum(axis=(1, 2), keepdims=True))
        self.spectra = np.conj(np.fft.fft2(fields / (power + 1e-9)).astype(np.complex64))

    def fits(self, reference: Edges) -> bool:
        """Whether the reference is still much what it was."""
        off = np.abs(reference - self.reference).mean()
        return bool(off < 0.1 * np.abs(reference).mean())

    def best(self, reference: Edges, edges: Edges) -> tuple[float, Move]:
        """The share of votes for the likeliest move that is none at all, and that move."""
        zoom, turn, x, y = self._peak(edges)
        there = _zoomed(reference, zoom, turn)
        near = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        x, y = max(near, key=lambda at: _product(_shifted(there, *at), edges))
        alike, votes, whole = _alike(_shifted(there, x, y), edges)
        if votes.sum() < FEWEST or whole < ALIKE:
            return 0.0, (zoom, turn, x, y)
        better = alike > _alike(reference, edges)[0] + BETTER
        return float((better & (alike >= STANDS))[votes].mean()), (zoom, turn, x, y)

    def _peak(self, edges: Edges) -> Move:
        surface = np.fft.ifft2(self.spectra * np.fft.fft2(_halved(edges))).real
        _, height, width = surface.shape
        far_x, far_y = int(FARTHEST * width), int(FARTHEST * height)
        surface[:, far_y + 1 : height - far_y] = -1.0
        surface[:, :, far_x + 1 : width - far_x] = -1.0
        surface[self.ways.index((1.0, 0.0)), 0, 0] = -1.0
        way, y, x = (int(i) for i in np.unravel_index(int(surface.argmax()), surface.shape))
        x, y = (x if x <= far_x else x - width), (y if y <= far_y else y - height)
        return (*self.ways[way], 2 * x, 2 * y)


def _halved(field: Edges) -> Edges:
    size = field.shape[1] // 2, field.shape[0] // 2
    return _joined(cv2.resize(_split(field), size, interpolation=cv2.INTER_AREA))


def _zoomed(field: Edges, zoom: float, turn: float) -> Edges:
    """What a camera sees that zoomed and turned about the middle; outside is 0."""
    height, width = field.shape
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    c, s = zoom * cos(turn), zoom * sin(turn)
    right, down = middle_x * (1 - c) + s * middle_y, middle_y * (1 - c) - s * middle_x
    matrix = np.array([[c, -s, right], [s, c, down]], np.float32)
    spun = _joined(cv2.warpAffine(_split(field), matrix, (width, height)))
    return np.asarray(spun * np.exp(2j * turn), np.complex64)


def _shifted(field: Edges, x: int, y: int) -> Edges:
    """The field moved by whole pixels; what comes in from outside is 0."""
    height, width = field.shape
    moved = np.zeros_like(field)
    moved[max(0, y) : height + min(0, y), max(0, x) : width + min(0, x)] = field[
        max(0, -y) : height - max(0, y), max(0, -x) : width - max(0, x)
    ]
    return moved


def _product(one: Edges, other: Edges) -> float:
    return float(np.vdot(one, other).real)


def _split(field: Edges) -> NDArray[np.float32]:
    """Real and imaginary part as two channels, as OpenCV wants them."""
    return np.ascontiguousarray(field).view(np.float32).reshape(*field.shape, 2)


def _joined(pair: ArrayLike) -> Edges:
    return np.asarray(np.ascontiguousarray(pair, np.float32).view(np.complex64)[..., 0])
