"""Whether a recording is a composite picture: seams that never move, and panels of text.

Where two unrelated pictures meet, nearly every row (or column) jumps exactly there, and hardly any
jumps beside it; in one picture an edge that follows a half or a third from end to end does not
happen. A panel is flat and stands still but once a second. Numbers: docs/design/composite.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from proctor.geometry import Box
from proctor.grids import SHAPES, Cell, Composite, Role, zones_of
from proctor.perception import Frame, Image
from proctor.timeline import SECOND, Microseconds
from streams.container import Container
from streams.recording import upright

MOMENTS = 8
"""Moments of a recording that are looked at."""
GLANCE_US: Microseconds = 1_200_000
STEP_US: Microseconds = 160_000
"""Length of a glance at each, and the least time between two pictures of it."""
WIDE = 960
"""Pixels across at most, of the pictures in which panels are told from cameras."""

BESIDE, AROUND = 2, (-12, -9, -7, 7, 9, 12)
"""Pixels from a seam at which it must jump, and away from it where it must not."""
LEAP, MORE = 12, 1.5
"""Grey levels of a jump, and how much more than beside it."""
LASTING = 0.7
"""Share of the moments in which a row must jump."""
SEEN, SEEN_MEAN = 0.25, 0.45
"""Share of the rows that must jump along each piece of a seam, and along all of them on average."""
RIM = 4
"""Pixels left out at the ends of a seam and the edges of a cell."""

CHANGED, CHANGED_SHARE = 6, 0.005
"""Grey levels of a change, and share of a cell that must change for a picture to be a new one."""
QUIET = 0.5
"""Share of the steps at which a panel does not change."""
EVEN, STARK = 6, 60
"""Grey levels within 5 x 5 pixels: at most so many on a flat ground, more at the edge of print."""
FLAT, FEW = 0.65, 0.7
"""Share of a panel that is flat, or that has its four commonest of 64 grey levels."""
DARK = 48
"""A ground darker than this may be a camera at night."""
PRINT, PRINT_ON_DARK = 0.004, 0.03
"""Share of a panel that is edges of print, also on a dark ground."""
BLANK = 0.998
"""Share of a cell without a signal that is flat."""

Grey: TypeAlias = NDArray[np.uint8]
Levels: TypeAlias = NDArray[np.int16]
Jumps: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Glance:
    """A moment of a recording."""

    picture: Image
    """Its first picture."""
    after: tuple[Grey, ...]
    """It and what follows, grey, at most ``WIDE`` across."""


@dataclass(frozen=True, slots=True)
class Seam:
    """A straight piece of a border between two cells of a shape."""

    upright: bool
    """Whether it runs from top to bottom."""
    at: float
    """0–1 across."""
    start: float
    """0–1 along."""
    end: float
    """0–1 along."""
    cells: tuple[int, int]
    """Which cells it parts, by their place in the shape."""


def find_composite(frames: Iterable[Frame]) -> Composite | None:
    """The cells of a composite picture, ``None`` where it is one picture; by the shape that fits.

    ``frames`` are those of ``glances``. Roles are ``view``, ``panel`` and ``empty``.
    """
    found = list(_apart(frames))
    if not found:
        return None
    for shape in sorted(SHAPES, key=lambda shape: -len(zones_of(shape))):
        zones = zones_of(shape)
        roles = [_role(zone, found) for zone in zones]
        if "view" in roles and _fits(shape, roles, found):
            cells = tuple(Cell(role, zone) for role, zone in zip(roles, zones, strict=True))
            return Composite(cells, tuple(glance.picture for glance in found))
    return None


def glances(path: Path) -> Iterator[Frame]:
    """Some moments, evenly spread over what the file promises; else one after another at its start.

    A moment is ``GLANCE_US`` long. Raises ``RecordingError`` when the file is none.
    """
    with Container(path) as container:
        length = container.promised_us()
        if length:
            for number in range(MOMENTS):
                yield from _around(container, round(length * (number + 0.5) / MOMENTS))
        else:
            frames = container.pictures(container.packets())
            yield from _thinned(frames, container, MOMENTS * GLANCE_US)


def _around(container: Container, at_us: Microseconds) -> Iterator[Frame]:
    """A glance from the keyframe before a moment."""
    container.restart()
    try:
        container.file.seek(container.ticks(at_us), stream=container.video, backward=True)
    except FFmpegError:  # no index, and no way to guess: the other moments may be reached
        return
    yield from _thinned(_decoded(container), container, GLANCE_US)


def _decoded(container: Container) -> Iterator[VideoFrame]:
    """Frames from where the file stands."""
    try:
        for packet in container.file.demux(container.video):
            yield from container.decoded(packet)
    except FFmpegError:
        return


def _thinned(
    frames: Iterator[VideoFrame], container: Container, whole_us: Microseconds
) -> Iterator[Frame]:
    """Frames at least ``STEP_US`` apart, until ``whole_us`` after the first."""
    began: Microseconds | None = None
    due = 0
    for number, frame in enumerate(frames):
        guessed = round(number * SECOND / (container.rate or 25))
        at = guessed if frame.pts is None else container.media(frame.pts)
        began = at if began is None else began
        if at - began >= whole_us:
            return
        if at - began >= due:
            due = at - began + STEP_US
            yield Frame(at, upright(frame))


def _apart(frames: Iterable[Frame]) -> Iterator[Glance]:
    """Frames by glance, without those of another size than the first."""
    images: list[Image] = []
    began = last = 0
    shape: tuple[int, ...] | None = None
    for frame in frames:
        shape = shape or frame.image.shape
        if frame.image.shape != shape:
            continue
        if images and (frame.media_us <= last or frame.media_us - began >= GLANCE_US):
            yield _glance(images)
            images = []
        if not images:
            began = frame.media_us
        last = frame.media_us
        images.append(frame.image)
    if images:
        yield _glance(images)


def _glance(images: Sequence[Image]) -> Glance:
    return Glance(images[0], tuple(_small(image) for image in images))


def _small(image: Image) -> Grey:
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    height, width = grey.shape
    if width <= WIDE:
        return grey
    size = WIDE, max(1, round(height * WIDE / width))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def seams(shape: str) -> list[Seam]:
    """Every piece of border between two cells of a shape."""
    zones = zones_of(shape)
    found = []
    for one, a in enumerate(zones):
        for other, b in enumerate(zones):
            down = max(a.y0, b.y0), min(a.y1, b.y1)
            across = max(a.x0, b.x0), min(a.x1, b.x1)
            if abs(a.x1 - b.x0) < 1e-6 and down[1] - down[0] > 1e-6:
                found.append(Seam(True, a.x1, *down, (one, other)))
            if abs(a.y1 - b.y0) < 1e-6 and across[1] - across[0] > 1e-6:
                found.append(Seam(False, a.y1, *across, (one, other)))
    return found


def _fits(shape: str, roles: Sequence[Role], found: Sequence[Glance]) -> bool:
    """Whether the seams are there; between two cells without a camera one may not be seen."""
    pieces = seams(shape)
    known = {piece: seam_share(piece, [g.picture for g in found]) for piece in pieces}
    must = [p for p in pieces if any(roles[cell] == "view" for cell in p.cells)]
    shares = [known[piece] for piece in must]
    return len(must) >= 2 and min(shares) >= SEEN and bool(np.mean(shares) >= SEEN_MEAN)


def seam_share(seam: Seam, pictures: Sequence[Image]) -> float:
    """Share of the rows along a seam that jump there in most of the pictures."""
    jumping = np.mean([_jumps(seam, picture) for picture in pictures], axis=0)
    return float((jumping >= LASTING).mean()) if jumping.size else 0.0


def _jumps(seam: Seam, picture: Image) -> Jumps:
    """Which rows jump at the seam, and not as much beside it."""
    lying = picture if seam.upright else np.swapaxes(picture, 0, 1)
    height, width = lying.shape[:2]
    x = round(seam.at * width)
    start, end = round(seam.start * height) + RIM, round(seam.end * height) - RIM
    reach = max(AROUND) + BESIDE + 1
    if x < reach or x > width - reach or end <= start:
        return np.zeros(0, bool)
    rows = lying[start:end, x - reach : x + reach].astype(np.int16)
    here = _step(rows, reach)
    beside = np.median([_step(rows, reach + away) for away in AROUND], axis=0)
    return np.asarray((here > LEAP) & (here > MORE * beside))


def _step(rows: Levels, x: int) -> Levels:
    """How much each row changes across column ``x``, in the colour that changes most."""
    left, right = rows[:, max(0, x - 1 - BESIDE)], rows[:, min(x + BESIDE, rows.shape[1] - 1)]
    return np.asarray(np.abs(right - left).max(axis=1), np.int16)


def _role(zone: Box, found: Sequence[Glance]) -> Role:
    """What a cell is, as far as pixels tell."""
    cells = [[_cut(grey, zone) for grey in glance.after] for glance in found]
    ranges = [_ranges(cell[0]) for cell in cells]
    flat = float(np.mean([(r <= EVEN).mean() for r in ranges]))
    if flat >= BLANK:
        return "empty"
    edges = float(np.mean([(r > STARK).mean() for r in ranges]))
    few = float(np.mean([_commonest(cell[0]) for cell in cells]))
    ground = float(np.median([np.median(cell[0]) for cell in cells]))
    printed = edges >= (PRINT if ground >= DARK else PRINT_ON_DARK)
    plain = flat >= FLAT or few >= FEW
    return "panel" if plain and printed and _quiet(cells) >= QUIET else "view"


def _cut(grey: Grey, zone: Box) -> Grey:
    height, width = grey.shape
    x0, y0, x1, y1 = (round(v) for v in zone.scaled(width, height))
    return grey[y0 + RIM : y1 - RIM, x0 + RIM : x1 - RIM]


def _ranges(grey: Grey) -> Levels:
    """Brightest less darkest of the 5 x 5 pixels around each."""
    around = np.ones((5, 5), np.uint8)
    high, low = cv2.dilate(grey, around), cv2.erode(grey, around)
    return np.asarray(cv2.subtract(high, low), np.int16)


def _commonest(grey: Grey) -> float:
    """Share of the four commonest of 64 grey levels."""
    counts = np.bincount(grey.ravel() // 4, minlength=64)
    return float(np.sort(counts)[-4:].sum() / max(1, grey.size))


def _quiet(cells: Sequence[Sequence[Grey]]) -> float:
    """Share of the steps at which nothing changes; 0 where no glance has two pictures."""
    steps = [
        float((cv2.absdiff(one, other) > CHANGED).mean()) < CHANGED_SHARE
        for cell in cells
        for one, other in pairwise(cell)
    ]
    return float(np.mean(steps)) if steps else 0.0
