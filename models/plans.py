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
"""Pixels; places that fit into a square of this side share one, beside one each of their own."""
CLOSER = 0.8
"""Places are not shown together in a square smaller than this share of those of the scan."""
PART, PART_STEP = 0.55, 0.7
"""Side of the parts of a larger place over that of the scan's squares; their steps, in sides."""


@lru_cache(maxsize=16)
def plan(width: int, height: int, subject: Subject) -> tuple[Square, ...]:
    """The squares for a whole frame of that size, the frame itself first.

    In a cabin two people fill the picture, but a phone is small in it. In a hall heads are a
    tenth to a fiftieth of the frame's height.
    """
    step = STEP if subject in ROOMS else CABIN_STEP
    return (whole(width, height), *tiled(width, height, _side(width, height, subject), step))


def around(regions: Sequence[Box], width: int, height: int, subject: Subject) -> tuple[Square, ...]:
    """Squares that show each region closely, and each once more with what is around it.

    A phone of a few pixels is found the nearer it is, a hand over hair only beside its head and
    shoulders: either is lost by the other look. Neighbours share the wider square. None for
    regions beyond the frame.
    """
    shown = [region.within(width, height) for region in sorted(regions)]
    inside = [region for region in shown if region.area > 0]
    side = _side(width, height, subject)
    close = {_square(region) for region in inside}
    wide = {_wider(_square(group), side) for group in _groups(inside)}
    return tuple(sorted(close | wide))


def parts(regions: Sequence[Box], width: int, height: int, subject: Subject) -> tuple[Square, ...]:
    """Squares that overlap in regions which are as large as what the scan shows: for small things.

    Heads and hands are found whole in ``around``; cut into pieces, one hand would be two.
    """
    side = _side(width, height, subject)
    inside = (region.within(width, height) for region in sorted(regions))
    large = (one for one in inside if one.area > 0 and _square(one).side >= CLOSER * side)
    return tuple(square for region in large for square in _tiled(region, int(PART * side)))


def _tiled(region: Box, side: int) -> Iterator[Square]:
    for part in tiled(round(region.width), round(region.height), side, PART_STEP):
        yield part._replace(x=part.x + region.x0, y=part.y + region.y0)


def _wider(square: Square, side: float) -> Square:
    """The square, or one as large as those of the scan if it is much smaller."""
    return square._replace(side=side) if square.side < CLOSER * side else square


def _side(width: int, height: int, subject: Subject) -> int:
    """Of the squares that the scan looks at, pixels."""
    short = min(width, height)
    return min(int(short * SHARE), LARGEST) if subject in ROOMS else short


def _groups(regions: Sequence[Box]) -> list[Box]:
    """Regions, those together that fit into one square."""
    groups: list[Box] = []
    for region in regions:
        for place, group in enumerate(groups):
            both = _hull(group, region)
            if max(both.width, both.height) <= TOGETHER:
                groups[place] = both
                break
        else:
            groups.append(region)
    return groups


def _square(region: Box) -> Square:
    x, y = region.centre
    return Square(x, y, max(CLOSEST, AROUND * max(region.width, region.height)))


def _hull(one: Box, other: Box) -> Box:
    """The smallest box around both."""
    return Box(
        min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1)
    )
