"""What the cameras of a soak show: a car of the exam world, 25 pictures a second, two sizes."""

from fractions import Fraction
from pathlib import Path

import av

from tests.rtsp import repeated

_SOURCE = Path(__file__).parents[2] / "tests" / "footage" / "world" / "tune" / "cabin_a.mp4"
_SIZES = ((960, 540), (640, 360))
_RATE = 25


def clips(folder: Path, seconds: float) -> tuple[Path, Path]:
    """The same minutes in two sizes, H.264, a keyframe every two seconds."""
    first, second = (_long(folder, size, seconds) for size in _SIZES)
    return first, second


def _long(folder: Path, size: tuple[int, int], seconds: float) -> Path:
    short = folder / f"short-{size[0]}.mp4"
    _encoded(short, size)
    return repeated(short, folder / f"long-{size[0]}.mp4", seconds)


def _encoded(target: Path, size: tuple[int, int]) -> None:
    options = {"preset": "veryfast", "g": str(2 * _RATE), "bf": "0"}
    with av.open(str(_SOURCE)) as source, av.open(str(target), "w") as file:
        track = file.add_stream("libx264", rate=_RATE, options=options)
        track.width, track.height = size
        track.pix_fmt = "yuv420p"
        number = 0
        for picture in source.decode(video=0):
            small = picture.reformat(*size)
            for _again in range(_RATE // 5):
                small.pts, small.time_base = number, Fraction(1, _RATE)
                number += 1
                file.mux(track.encode(small))
        file.mux(track.encode(None))
