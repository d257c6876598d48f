"""``python -m bench.seeing.sheet CLIP -o PNG``: what the eyes made of a clip, to look at.

A contact sheet of evenly spaced pictures with everything drawn in: bodies grey, heads green, the
direction of the head yellow, the line of sight pink, hands blue, things red. ``--curves`` draws
the angles of the largest face over time instead.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from math import degrees
from pathlib import Path

import cv2

from bench.clips import shipped
from bench.models import folder_of
from bench.seeing.drawing import chart, drawn, sheet
from models.eyes import load_eyes
from proctor.errors import ProctorError
from proctor.i18n import activate
from proctor.perception import Frame, Person, Sight, Subject
from proctor.ports import Eyes
from proctor.timeline import SECOND, microseconds
from streams.recording import open_recording


def film_of(name: str) -> tuple[Path, Subject]:
    """A file, or a shipped clip by its name, and the exam it shows (a car unless it is a hall)."""
    for clip in shipped([name]):
        return clip.film, clip.subject
    return Path(name), "hall" if "hall" in Path(name).stem else "road"


def sights(
    film: Path, subject: Subject, eyes: Eyes, every_s: float
) -> Iterator[tuple[Frame, Sight]]:
    """Pictures at least so many seconds apart, each with what was made of it."""
    for frame in open_recording(film).frames(microseconds(every_s)):
        yield frame, eyes.look(frame.image, subject)


def contact_sheet(
    film: Path, subject: Subject, eyes: Eyes, *, count: int, columns: int, width: int
) -> cv2.typing.MatLike:
    """``count`` pictures of a clip, evenly spaced."""
    length = open_recording(film).account().expected_us / SECOND
    every = max(length / count, 0.01) if length else 0.5
    looked = list(sights(film, subject, eyes, every))[:count]
    return sheet(
        [drawn(f.image, s, f"{f.media_us / SECOND:.1f} s", width) for f, s in looked], columns
    )


def curves(film: Path, subject: Subject, eyes: Eyes, every_s: float) -> cv2.typing.MatLike:
    """Turn and nod of head and line of sight of the person whose head is largest."""
    seconds, rows = [], []
    for frame, sight in sights(film, subject, eyes, every_s):
        best = max(sight.people, key=_size, default=None)
        seconds.append(frame.media_us / SECOND)
        rows.append(_angles(best))
    names = ("head yaw", "eyes yaw", "head pitch", "eyes pitch")
    lines = {name: [row[n] for row in rows] for n, name in enumerate(names)}
    return chart(f"{film.stem}: degrees over seconds, + left edge / down", seconds, lines)


def _size(person: Person) -> float:
    return person.head.height if person.head else 0.0


def _angles(person: Person | None) -> tuple[float, ...]:
    if person is None:
        return (float("nan"),) * 4
    seen = person.yaw, person.gaze_yaw, person.pitch, person.gaze_pitch
    return tuple(degrees(angle) for angle in seen)


def main(words: Sequence[str] | None = None) -> None:
    """Write the sheet or the curves of one clip."""
    asked = _parser().parse_args(words)
    activate("en")
    try:
        eyes = load_eyes(folder_of(asked.models), detector=asked.detector)
        film, subject = film_of(asked.clip)
        subject = asked.subject or subject
        picture = (
            curves(film, subject, eyes, asked.every)
            if asked.curves
            else contact_sheet(
                film, subject, eyes, count=asked.count, columns=asked.columns, width=asked.width
            )
        )
    except ProctorError as reason:
        sys.exit(f"{reason.message}\n{reason.hint}".strip())
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(asked.output), picture):
        sys.exit(f"{asked.output} cannot be written.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.seeing.sheet", description=__doc__)
    parser.add_argument("clip", help="a file, or a shipped clip by its name")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, help="file to write (.png, .jpg)"
    )
    parser.add_argument("--models", type=Path, help="folder of the models")
    parser.add_argument("--detector", help="object detector of that folder; none for no other")
    parser.add_argument("--subject", choices=("hall", "field", "road"), help="which exam it shows")
    parser.add_argument("--curves", action="store_true", help="angles over time, not pictures")
    parser.add_argument("--every", type=float, default=0.2, help="seconds between looks of curves")
    parser.add_argument("--count", type=int, default=9, help="pictures on the sheet")
    parser.add_argument("--columns", type=int, default=3, help="pictures in a row")
    parser.add_argument("--width", type=int, default=640, help="pixels of a picture")
    return parser


if __name__ == "__main__":
    main()
