"""What the guard costs: the same readings here and in a child process, and the check of scans."""

from __future__ import annotations

import resource
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av

from bench.clips import WORLD
from proctor.ports import Source
from proctor.timeline import SECOND, Span
from streams.guard.recording import GuardedRecording
from streams.recording import Recording

_SIZE = (1920, 1080)
_REPEATS = 8
"""Each of the clip's 120 pictures is shown so often: 38 s at 25 a second."""

READINGS: dict[str, Callable[[Source], object]] = {
    "open": lambda source: source.account(),
    "keyframes alone": lambda source: sum(1 for _ in source.scan(SECOND // 2, 5 * SECOND // 2)),
    "5 pictures a second": lambda source: sum(1 for _ in source.frames(SECOND // 5)),
    "every picture": lambda source: sum(1 for _ in source.frames(0)),
    "a closer look of 10 s": lambda source: sum(
        1 for _ in source.within([Span(10 * SECOND, 20 * SECOND)], SECOND // 5)
    ),
}
"""Name → what is done with a recording that was just opened."""


def measured(folder: Path) -> list[dict[str, object]]:
    """A row per reading, processor seconds in each way; best of three."""
    film = _film(folder / "cost.mp4")
    rows = []
    for name, reading in READINGS.items():
        row: dict[str, object] = {"reading": name}
        for where, opened in WHERE.items():
            row[where] = round(min(_once(opened, film, reading) for _ in range(3)), 3)
        rows.append(row)
    return rows


def _unchecked(film: Path) -> Source:
    return Recording(film, check_us=0)


WHERE: dict[str, Callable[[Path], Source]] = {
    "here": Recording,
    "guarded": GuardedRecording,
    "unchecked": _unchecked,
}
"""Name → how the recording is opened."""


def _once(
    opened: Callable[[Path], Source], film: Path, reading: Callable[[Source], object]
) -> float:
    """Processor seconds of this process and its children."""
    before = _cpu()
    source = opened(film)
    reading(source)
    del source  # a child's time counts once it has ended
    return _cpu() - before


def _cpu() -> float:
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


def _film(target: Path) -> Path:
    """A shipped clip at 1920 × 1080 and 25 pictures a second, a keyframe every two seconds."""
    if not target.exists():
        part = target.with_suffix(".part.mp4")
        with av.open(str(WORLD / "tune" / "hall_a.mp4")) as source, av.open(str(part), "w") as file:
            track = file.add_stream("libx264", rate=25, options={"preset": "veryfast"})
            track.width, track.height = _SIZE
            track.pix_fmt, track.codec_context.gop_size = "yuv420p", 50
            number = 0
            for frame in source.decode(video=0):
                picture = frame.reformat(*_SIZE, "yuv420p")
                for _again in range(_REPEATS):
                    picture.pts, picture.time_base = number, Fraction(1, 25)
                    file.mux(track.encode(picture))
                    number += 1
            file.mux(track.encode(None))
        part.replace(target)
    return target
