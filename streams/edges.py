"""Edges of a picture as a field of directions, and how alike two fields are, tile by tile.

A picture becomes a field of edge directions, ``(gx + i·gy)² / |g|²``: brightness, contrast and its
sign fall out, so lamps, exposure and infrared leave it nearly as it was (A. J. Fitch et al.,
Orientation correlation, BMVC 2002). Fields of successive pictures may be averaged: what stands adds
up, who walks averages out.
"""

from dataclasses import dataclass
from math import cos, radians, sin
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
Votes: TypeAlias = NDArray[np.bool_]
"""Whether a tile has a vote, or what it says, (5, 8)."""

LONG_SIDE = 160
"""Pixels of the longer side of a picture that is compared."""
ROWS, COLUMNS = 5, 8
STANDS = 0.35
"""Correlation from which a tile's edges are where they are looked for."""
BETTER = 0.1
"""By how much a tile must correlate better elsewhere than at home, to vote for elsewhere."""
STRUCTURE = 0.1
"""Mean squared length of a tile's edges from which it has a vote."""
FEWEST = 8
"""Tiles with a vote before anything is said."""
TURNS = tuple(radians(turn) for turn in (-12, -9, -6, -3, 0, 3, 6, 9, 12))
ZOOMS = (0.87, 0.93, 1.0, 1.07, 1.15, 1.24, 1.33)
ANYHOW = tuple((zoom, turn) for zoom in ZOOMS for turn in TURNS)
NEARLY = tuple((1.0, turn) for turn in TURNS[3:6])
FARTHEST = 0.35
"""No further shift is looked for, share of the picture."""
NEAR = 1
"""Pixels up to which a shift is none."""


@dataclass(frozen=True, slots=True)
class Move:
    """How a field went elsewhere, about the middle of the picture."""

    zoom: float
    """How many times larger."""
    turn: float
    """Clockwise, radians."""
    x: int
    """Pixels to the right."""
    y: int
    """Pixels down."""

    @property
    def none(self) -> bool:
        """Whether it is no move but what noise makes of none."""
        return self.zoom == 1.0 and not self.turn and max(abs(self.x), abs(self.y)) <= NEAR


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two fields are."""

    tiles: Tiles
    """Correlation of each tile, −1–1."""
    votes: Votes
    """Whether the first field has edges there."""
    whole: float
    """Correlation of all together, −1–1."""

    @property
    def told(self) -> bool:
        """Whether enough tiles have a vote for anything to be said."""
        return bool(self.votes.sum() >= FEWEST)

    @property
    def stands(self) -> Votes:
        """Tiles whose edges are where they are looked for."""
        return self.votes & (self.tiles >= STANDS)

    def left(self, there: "Likeness") -> float:
        """Share of the votes ``there`` that are better there than here, and well enough."""
        better = (there.tiles > self.tiles + BETTER) & (there.tiles >= STANDS)
        return float(better[there.votes].mean()) if there.told else 0.0


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


def alike(reference: Edges, edges: Edges) -> Likeness:
    """How alike ``edges`` are to the reference, where they are."""
    structure = _tiled(reference.real**2 + reference.imag**2)
    theirs = _tiled(edges.real**2 + edges.imag**2)
    product = _tiled(reference.real * edges.real + reference.imag * edges.imag)
    whole = float(product.sum() / np.sqrt(structure.sum() * theirs.sum() + 1e-9))
    tiles = product / np.sqrt(structure * theirs + 1e-9)
    return Likeness(tiles, structure >= STRUCTURE, whole)


class Bank:
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

    def best(self, reference: Edges, edges: Edges) -> tuple[Likeness, Move]:
        """The likeliest move but none at all, and how alike the reference is when so moved."""
        likely = self._peak(edges)
        there = _zoomed(reference, likely.zoom, likely.turn)
        near = [(likely.x + dx, likely.y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        x, y = max(near, key=lambda at: _product(_shifted(there, *at), edges))
        return alike(_shifted(there, x, y), edges), Move(likely.zoom, likely.turn, x, y)

    def _peak(self, edges: Edges) -> Move:
        surface = np.fft.ifft2(self.spectra * np.fft.fft2(_halved(edges))).real
        _, height, width = surface.shape
        far_x, far_y = int(FARTHEST * width), int(FARTHEST * height)
        surface[:, far_y + 1 : height - far_y] = -1.0
        surface[:, :, far_x + 1 : width - far_x] = -1.0
        surface[self.ways.index((1.0, 0.0)), 0, 0] = -1.0
        way, y, x = (int(i) for i in np.unravel_index(int(surface.argmax()), surface.shape))
        x, y = (x if x <= far_x else x - width), (y if y <= far_y else y - height)
        return Move(*self.ways[way], 2 * x, 2 * y)


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
