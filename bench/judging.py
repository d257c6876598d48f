"""How fast a log is judged: an hour of a hall with twenty seats, every rule, one core.

The log is made of random numbers with the shape of a real one: judging looks at every value
whatever it is, and flags cost extra, so a log full of flags is the harder case. Only heads are
where seats are, in four rows of five before a camera, for rules ask who sits beside whom; and the
picture is a good one, for behind a bad one nobody is judged.
"""

import os
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from proctor.geometry import Box
from proctor.judge import judge
from proctor.observations import COLUMNS, Columns, LogHeader, ObservationLog, read, write
from proctor.perception import Account
from proctor.places import AISLE_PLACE, PICTURE_PLACE, Place
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import SECOND, UNKNOWN_CLOCK, Span

HOUR = 3600 * SECOND
STEP = SECOND // 2
SEATS = 20
RUNS = 7


def an_hour(seed: int = 1) -> ObservationLog:
    """Random numbers in the shape of an hour of hall."""
    numbers = np.random.default_rng(seed)
    seats = tuple(_seat(n) for n in range(SEATS))
    places = (*seats, AISLE_PLACE, PICTURE_PLACE)
    times = np.arange(0, HOUR, STEP, dtype=np.int64)
    columns = {
        place.name: Columns(
            times, {name: numbers.random(len(times), np.float32) for name in COLUMNS}
        )
        for place in places
    }
    columns["picture"] = _good(columns["picture"])
    for seat in seats:
        columns[seat.name] = _with_heads(columns[seat.name], seat, numbers)
    header = LogHeader(
        recording="0" * 64,
        perception="1" * 64,
        subject="hall",
        camera="bench",
        senses=("hands", "head", "mouth", "person", "phone", "picture"),
        models={},
        every_us=STEP,
        places=places,
        account=Account("mp4", "h264", 1920, 1080, HOUR, Span(0, HOUR), 90_000, 0),
        clock=UNKNOWN_CLOCK,
    )
    return ObservationLog(header, columns)


GOOD = {"luma": 120, "contrast": 50, "detail": 8, "change": 2, "still": 0.5, "sharpness": 1,
        "focus": 1, "view_home": 1, "view_away": 0, "view_steady": 1, "view_kept": 1}  # fmt: skip
"""Health of a picture with nothing amiss."""


def _good(here: Columns) -> Columns:
    health = {name: np.full(len(here.times), value, np.float32) for name, value in GOOD.items()}
    return Columns(here.times, {**here.values, **health})


def _seat(number: int) -> Place:
    """One of five in a row; the next row is nearer and lower in the picture."""
    row, column = divmod(number, 5)
    x, y, size = 0.5 + (column - 2) * _head(row) * 3.5, 0.25 + 0.15 * row, _head(row)
    zone = Box(x - 1.5 * size, y - size, x + 1.5 * size, y + 4 * size)
    return Place(f"seat-{number + 1:02d}", "seat", zone, (x, y))


def _head(row: int) -> float:
    """Width of a head in that row, 0–1 of the picture."""
    return 0.018 + 0.008 * row


def _with_heads(here: Columns, seat: Place, numbers: np.random.Generator) -> Columns:
    half = seat.zone.width / 6
    sides = {"x0": -half, "x1": half, "y0": -half * 16 / 9, "y1": half * 16 / 9}
    heads = {
        f"head_{side}": np.float32(seat.anchor[side[0] == "y"] + way)
        + np.float32(0.1 * half) * numbers.standard_normal(len(here.times), np.float32)
        for side, way in sides.items()
    }
    return Columns(here.times, {**here.values, **heads})


def _timed(path: Path) -> tuple[list[float], list[float], int]:
    """Seconds to judge, seconds to read and judge, and how many flags there were."""
    rulebook = resolve(NO_PROFILE, "hall", "bench")
    judging, whole, flags = [], [], 0
    for _ in range(RUNS):
        began = perf_counter()
        log = read(path)
        loaded = perf_counter()
        flags = len(judge(log, rulebook).flags)
        done = perf_counter()
        judging.append(done - loaded)
        whole.append(done - began)
    return judging, whole, flags


def section() -> str:
    """The measured part of the page; holds the process to one core meanwhile."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else None
    if cores:
        os.sched_setaffinity(0, {min(cores)})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.parquet"
        write(an_hour(), path)
        judging, whole, flags = _timed(path)
        size = path.stat().st_size
    if cores:
        os.sched_setaffinity(0, cores)
    rows = "\n".join(
        f"| {name} | {median(took):.3f} | {min(took):.3f}–{max(took):.3f} "
        f"| {3600 / median(took):,.0f} × |"
        for name, took in (("judge", judging), ("read the log and judge", whole))
    )
    return f"""## Judging

One hour of hall, {SEATS} seats, two samples a second, all hall rules, one core,
{RUNS} runs. The log has {size / 1e6:.1f} MB of random numbers, which raise {flags:,} flags.

| step | median s | range s | of real time |
|---|---|---|---|
{rows}
"""
