"""Faults of one camera of a composite: what its own cell shows, and what the whole picture shows.

Part of ``python -m bench.composites``. The fault is painted into the decoded pictures, in the
driver's cell and from ``FROM_US`` to ``UNTIL_US``; panels and the other cameras run on.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from proctor.cellwatch import cell_watch
from proctor.geometry import Box
from proctor.grids import Grid
from proctor.judge import judge
from proctor.observations import LogHeader, ObservationLog, columns_from
from proctor.perception import Frame, Image
from proctor.places import PICTURE_PLACE
from proctor.placing.cells import cut, pixels
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import UNKNOWN_CLOCK
from streams.health import Meter
from streams.recording import open_recording

STEP_US = 500_000
FROM_US, UNTIL_US = 3_000_000, 10_000_000

Fault: TypeAlias = Callable[[Image, Image], Image]
"""The cell as it would be, and as it was when the fault began → as it is."""

FAULTS: Mapping[str, Fault] = {
    "VID_FREEZE": lambda _now, first: first,
    "VID_BLACK": lambda now, _first: np.full_like(now, 4),
    "VID_COVER": lambda now, _first: np.full_like(now, 90),
}
"""Code → what happens to the driver's cell."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was flagged in one composite."""

    at_cell: tuple[str, ...]
    """Codes of flags at the driver's cell."""
    at_whole: tuple[str, ...]
    """Codes of flags at the whole picture."""
    elsewhere: tuple[str, ...]
    """Codes of flags at other cells."""
    camera_s: float
    """Seconds of all cameras together."""


def told(path: Path, grid: Grid, fault: Fault | None = None) -> Told:
    """The VID flags of a composite in whose driver's cell that happens."""
    watch, meter, rows = cell_watch(grid, Meter), Meter(), []
    if watch is None or grid.driver is None:
        raise ValueError("a composite with a driver")
    source = open_recording(path)
    for frame in damaged(source.frames(STEP_US), grid, fault):
        watch.look(frame)
        rows.append((frame.media_us, asdict(meter.read(frame.image))))
    account = source.account()
    seen = {PICTURE_PLACE.name: columns_from(rows), **watch.columns(account.span)}
    header = LogHeader(
        "0" * 64, "0" * 64, "road", "bench", ("picture",), {}, STEP_US,
        (PICTURE_PLACE, *watch.places), account, UNKNOWN_CLOCK, cells=grid.cells,
    )  # fmt: skip
    flags = judge(ObservationLog(header, seen), resolve(NO_PROFILE, "road", "bench")).flags
    found: dict[str, list[str]] = {}
    for flag in flags:
        found.setdefault(flag.place, []).append(flag.code)
    here, whole = found.pop("picture:driver", []), found.pop(PICTURE_PLACE.name, [])
    others = [code for codes in found.values() for code in codes]
    length = account.span.duration_us / 1e6 * len(watch.cells)
    return Told(tuple(here), tuple(whole), tuple(others), length)


def damaged(frames: Iterator[Frame], grid: Grid, fault: Fault | None) -> Iterator[Frame]:
    """The frames as they would be if that happened to the driver's camera."""
    first: Image | None = None
    for frame in frames:
        if fault is None or grid.driver is None or not FROM_US <= frame.media_us < UNTIL_US:
            yield frame
            continue
        box = pixels(grid.driver, frame.image)
        now = cut(frame.image, box)
        first = now if first is None else first
        yield replace(frame, image=_pasted(frame.image, box, fault(now, first)))


def _pasted(image: Image, box: Box, part: Image) -> Image:
    whole = image.copy()
    x0, y0, x1, y1 = (int(value) for value in box)
    whole[y0:y1, x0:x1] = part
    return whole
