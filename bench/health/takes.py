"""One take: a scene, what befalls it, and what the rules say."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from bench.health import disturbances
from bench.health.camera import (
    GRAIN,
    STEP_S,
    Sensor,
    View,
    looking,
    moments,
    recorded,
    written,
)  # fmt: skip
from bench.health.daylight import Daylight
from bench.health.disturbances import Happening
from bench.health.faults import LIMITS, Fault, Maker
from bench.health.footage import Scene
from proctor.findings import Flag
from proctor.judge import judge
from proctor.observations import Columns, LogHeader, ObservationLog
from proctor.perception import Account, Health, Image
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import UNKNOWN_CLOCK, Microseconds, Span
from streams.health import Meter
from streams.recording import open_recording

LEAD_S, TAIL_S = 40.0, 6.0
"""A fault comes after the camera has been sound for so long, and so long it is sound again."""
BOOK = resolve(NO_PROFILE, "hall", "camera")
"""The rules as they come."""
ASKED_S = 1.0
"""How often rules are asked while a camera is watched, seconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a take."""

    flags: tuple[Flag, ...]
    """Of the picture."""
    log: ObservationLog
    """By which they were raised."""


def lasts(fault: Fault) -> float:
    """How long a fault stays, seconds: a little longer than it may take to be told."""
    return LIMITS.get(fault.kind, 5.0) + 5.0


def start_of(seed: int) -> float:
    """When the fault of a take begins, seconds: between two samples."""
    return LEAD_S + float(np.random.default_rng(seed).uniform(0, 0.5))


def faulty(scene: Scene, fault: Fault, seed: int, other: Scene) -> Outcome:
    """A take with one fault; ``other`` is what a camera sees that was turned away."""
    return outcome(recorded(_with_fault(scene, fault, seed, other)))


def innocent(scene: Scene, happenings: list[Happening], daylight: Daylight, seed: int) -> Outcome:
    """A take with disturbances that are nothing to flag, in the light of a day."""
    return outcome(recorded(_disturbed(scene, happenings, daylight, seed), "ultrafast"))


def _with_fault(scene: Scene, fault: Fault, seed: int, other: Scene) -> Iterator[Image]:
    lot = np.random.default_rng(seed + 1)
    sensor, begin, maker = Sensor(lot), lot.uniform(0, 30), Maker(fault, lot)
    start = start_of(seed)
    end = start + lasts(fault)
    stuck: Image | None = None
    for at in moments(LEAD_S + lasts(fault) + TAIL_S):
        on = start <= at < end
        seen = other if on and fault.way == "turned away" else scene
        light = looking(seen.at(begin + at), maker.view if on else View())
        light, grain = maker.befallen(light, at - start, end - at) if on else (light, GRAIN)
        image = sensor.picture(light, grain)
        if on and fault.kind == "frozen":
            image = stuck = image if stuck is None else stuck
        yield written(image, start if on and fault.way == "clock stands" else at, scene.name[:8])


def _disturbed(
    scene: Scene, happenings: list[Happening], daylight: Daylight, seed: int
) -> Iterator[Image]:
    lot = np.random.default_rng(seed)
    sensor, begin = Sensor(lot), lot.uniform(0, 30)
    ahead = iter(happenings)
    now = next(ahead, None)
    for at in moments(daylight.seconds):
        while now is not None and at >= now.end:
            now = next(ahead, None)
        here = now if now is not None and now.start <= at else None
        light = looking(scene.at(begin + at), disturbances.view_at(here, at))
        light, more = daylight.lit(light, at)
        light, most = disturbances.lit(light, here, at)
        yield written(sensor.picture(light, GRAIN * more * most), at, scene.name[:8])


def played(film: Path) -> Iterator[tuple[Microseconds, Image]]:
    """The samples of a clip that a scan looks at."""
    for frame in open_recording(film).frames(round(STEP_S * 1e6)):
        yield frame.media_us, frame.image


def outcome(samples: Iterable[tuple[Microseconds, Image]]) -> Outcome:
    """Measured and judged as a recording is."""
    meter = Meter()
    log = log_of([(at, meter.read(image)) for at, image in samples])
    return Outcome(judge(log, BOOK).flags, log)


def raised(log: ObservationLog, code: str, start: float, end: float) -> float | None:
    """When a watcher hears of the fault that is there from ``start`` to ``end``, seconds.

    Rules are asked again and again, each time knowing no more than what was seen by then.
    """
    for at in np.arange(start + ASKED_S, end + 1e-6, ASKED_S):
        flags = judge(_until(log, round(at * 1e6)), BOOK).flags
        if any(flag.code == code and flag.span.end_us > start * 1e6 for flag in flags):
            return float(at)
    return None


def _until(log: ObservationLog, end_us: Microseconds) -> ObservationLog:
    """What was known of the recording at that moment."""
    span = Span(0, end_us)
    account = replace(log.header.account, span=span, expected_us=end_us)
    columns = {name: here.during(span) for name, here in log.columns.items()}
    return ObservationLog(replace(log.header, account=account), columns)


def log_of(samples: list[tuple[Microseconds, Health]]) -> ObservationLog:
    """The log of a recording of which only the picture was measured."""
    step = samples[1][0] - samples[0][0]
    span = Span(0, samples[-1][0] + step)
    rows = [{"frame": 1.0, "damaged": 0.0, **asdict(health)} for _, health in samples]
    values = {name: np.array([row[name] for row in rows], np.float32) for name in rows[0]}
    account = Account("matroska", "h264", 640, 360, span.end_us, span, len(rows), 0, audio=True)
    header = LogHeader(
        "0" * 64, "0" * 64, "hall", "camera", ("picture",), {}, step, (PICTURE_PLACE,), account,
        UNKNOWN_CLOCK,
    )  # fmt: skip
    times = np.array([at for at, _ in samples], np.int64)
    return ObservationLog(header, {PICTURE_PLACE.name: Columns(times, values)})
