"""Where to look: the squares of a picture that the detector is shown."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from models.cuts import Square, tiled, whole
from proctor.geometry import Box
from proctor.perception import ROOMS, Subject

SHARE, LARGEST = 0.65, 720
"""Side of a square in a hall over the shorter side of the frame, and its limit in pixels: a head of
20 pixels must not shrink."""
STEP, CABIN_STEP = 0.87, 0.8
"""Steps between squares, in sides."""
CLOSEST = 224.0
"""Side, pixels, of the smallest square around a place; smaller ones only enlarge the noise."""
AROUND = 1.15
"""Side of a square around a place over the longer side of the place."""
TOGETHER = 448.0
"""Pixels; places that fit into a square of this side share one."""
PART, PART_STEP = 0.55, 0.7
"""Side of the parts of a front seat over the frame's shorter side; their steps, in sides."""


@lru_cache(maxsize=16)
def plan(width: int, height: int, subject: Subject) -> tuple[Square, ...]:
    """The squares for a whole frame of that size, the frame itself first.

    In a cabin two people fill the picture, but a phone is small in it. In a hall heads are a
    tenth to a fiftieth of the frame's height.
    """
    short = min(width, height)
    if subject not in ROOMS:
        return (whole(width, height), *tiled(width, height, short, CABIN_STEP))
    side = min(int(short * SHARE), LARGEST)
    return (whole(width, height), *tiled(width, height, side, STEP))


def around(regions: Sequence[Box], width: int, height: int) -> tuple[Square, ...]:
    """Squares that show each region closely; neighbours share one where that costs no detail.

    None for regions beyond the frame.
    """
    groups: list[Box] = []
    shown = (region.within(width, height) for region in sorted(regions))
    for inside in (region for region in shown if region.area > 0):
        for place, group in enumerate(groups):
            both = _hull(group, inside)
            if max(both.width, both.height) <= TOGETHER:
                groups[place] = both
                break
        else:
            groups.append(inside)
    return tuple(_square(group) for group in groups)


def parts(regions: Sequence[Box], width: int, height: int, subject: Subject) -> tuple[Square, ...]:
    """In a car, squares that overlap in the regions: closer than the scan, for small things.

    Heads and hands are found whole in ``around``; cut into pieces, one hand would be two.
    """
    if subject in ROOMS:
        return ()
    inside = (region.within(width, height) for region in sorted(regions))
    side = int(PART * min(width, height))
    return tuple(square for one in inside if one.area > 0 for square in _tiled(one, side))


def _tiled(region: Box, side: int) -> Iterator[Square]:
    for part in tiled(round(region.width), round(region.height), side, PART_STEP):
        yield part._replace(x=part.x + region.x0, y=part.y + region.y0)


def _square(region: Box) -> Square:
    x, y = region.centre
    return Square(x, y, max(CLOSEST, AROUND * max(region.width, region.height)))


def _hull(one: Box, other: Box) -> Box:
    """The smallest box around both."""
    return Box(
        min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1)
    )
