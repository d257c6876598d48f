"""Observation logs drawn with characters, so that a rule's test reads like the scene it is about.

One character is one sample of half a second: ``.`` 0, ``#`` 1, ``1``–``9`` tenths, ``?`` nobody
looked. A column may have its own meaning of ``#``: ``scene(yaw="..####.. = 60°")`` is 60°.
"""

from dataclasses import replace
from math import nan, radians

import numpy as np

from proctor.findings import Flag, RunKey
from proctor.geometry import Box
from proctor.judge import judge
from proctor.observations import Columns, LogHeader, ObservationLog
from proctor.perception import Account, Subject
from proctor.places import AISLE_PLACE, PICTURE_PLACE, Kind, Place
from proctor.rulebook import NO_PROFILE, resolve, with_overrides
from proctor.timeline import UNKNOWN_CLOCK, Span

STEP = 500_000
ALL_SENSES = ("hands", "head", "mouth", "person", "phone", "picture")


def column(drawing: str) -> np.ndarray:
    """The numbers of one drawing."""
    picture, _, meaning = drawing.partition("=")
    full = 1.0
    if meaning.strip():
        text = meaning.strip()
        full = radians(float(text[:-1])) if text.endswith("°") else float(text)
    values = {".": 0.0, "#": full, "?": nan, **{str(n): n / 10 * full for n in range(1, 10)}}
    return np.array([values[sign] for sign in picture.strip()], np.float32)


def place(name: str = "seat-01", kind: Kind = "seat", x: float = 0.5) -> Place:
    """A place a tenth of the picture wide around ``x``."""
    return Place(name, kind, Box(x - 0.05, 0.4, x + 0.05, 0.6), (x, 0.45))


def drawn(at: Place, step: int = STEP, **drawings: str) -> tuple[Place, Columns]:
    """A place with its columns."""
    values = {name: column(drawing) for name, drawing in drawings.items()}
    length = max(len(v) for v in values.values())
    return at, Columns(np.arange(length, dtype=np.int64) * step, values)


def seated(name: str, x: float, y: float = 0.45, **drawings: str) -> tuple[Place, Columns]:
    """A seat whose person looks at the camera with a head of 40 pixels, unless drawn otherwise.

    A fifth of the picture between two such seats is 1.2 m.
    """
    at = place(name, x=x)
    length = max(len(column(drawing)) for drawing in drawings.values()) if drawings else 30
    width, height = 40 / 960 / 2, 40 / 540 / 2
    sides = {"x0": x - width, "y0": y - height, "x1": x + width, "y1": y + height}
    head = {f"head_{side}": "#" * length + f" = {value}" for side, value in sides.items()}
    still = {"person": "#" * length, "yaw": "." * length, "direction_sigma": "#" * length + " = 6°"}
    return drawn(at, **{**still, **head, **drawings})


def log_of(
    *parts: tuple[Place, Columns],
    subject: Subject = "hall",
    senses: tuple[str, ...] = ALL_SENSES,
    holes: tuple[Span, ...] = (),
    step: int = STEP,
) -> ObservationLog:
    """A log with these places, the aisle and the picture."""
    length = max(len(columns.times) for _, columns in parts)
    empty = Columns(np.arange(length, dtype=np.int64) * step, {})
    columns = {AISLE_PLACE.name: empty, PICTURE_PLACE.name: empty}
    columns |= {at.name: seen for at, seen in parts}
    places = {p.name: p for p in (*(at for at, _ in parts), AISLE_PLACE, PICTURE_PLACE)}
    span = Span(0, length * step)
    account = Account("mp4", "h264", 960, 540, span.end_us, span, length, 0, holes)
    header = LogHeader(
        recording="0" * 64,
        perception="1" * 64,
        subject=subject,
        camera="hall-1",
        senses=senses,
        models={},
        every_us=step,
        places=tuple(places.values()),
        account=account,
        clock=UNKNOWN_CLOCK,
    )
    return ObservationLog(header, columns)


def flags_of(code: str, log: ObservationLog, *overrides: str) -> list[Flag]:
    """The flags of one code, with the default settings or some changed."""
    profile = with_overrides(NO_PROFILE, overrides)
    rulebook = resolve(profile, log.header.subject, log.header.camera)
    return [flag for flag in judge(log, rulebook).flags if flag.code == code]


def seconds_of(flags: list[Flag]) -> list[tuple[float, float]]:
    """Start and end of each, seconds."""
    return [(flag.span.start_us / 1e6, flag.span.end_us / 1e6) for flag in flags]


def with_account(log: ObservationLog, **changes: object) -> ObservationLog:
    """The same log with another account."""
    account = replace(log.header.account, **changes)
    return replace(log, header=replace(log.header, account=account))


KEY = RunKey("0" * 64, "1" * 64, "2" * 64)
