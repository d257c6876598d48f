"""How fast a log is judged: an hour of a hall with twenty seats, every rule, one core.

The log is made of random numbers with the shape of a real one: judging looks at every value
whatever it is, and flags cost extra, so a log full of flags is the harder case.
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
    seats = tuple(
        Place(f"seat-{n:02d}", "seat", Box(n / 25, 0.4, n / 25 + 0.03, 0.6), (n / 25, 0.5))
        for n in range(1, SEATS + 1)
    )
    places = (*seats, AISLE_PLACE, PICTURE_PLACE)
    times = np.arange(0, HOUR, STEP, dtype=np.int64)
    columns = {
        place.name: Columns(
            times, {name: numbers.random(len(times), np.float32) for name in COLUMNS}
        )
        for place in places
    }
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
