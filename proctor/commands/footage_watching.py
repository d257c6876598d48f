"""Footage while a camera is watched: clips across segments, stops of the recorder, what goes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from proctor.audit import Record
from proctor.codes import CODES
from proctor.commands.footage_keeping import prune
from proctor.errors import RecordingError, StorageError
from proctor.evidence import ROLL, Collected, Collector
from proctor.findings import PICTURE, Evidence, Flag, RunKey, flag_id
from proctor.footage import load_limits
from proctor.home import Home
from proctor.observations import ObservationLog
from proctor.timeline import SECOND, ClockMap, Microseconds, Span

if TYPE_CHECKING:
    from streams.camera import LiveCamera
    from streams.footage.recorder import Recorder
    from streams.footage.shelf import Shelf
    from streams.footage.stops import Stop

_PATIENCE: Microseconds = 150 * SECOND
"""A segment that is not finished by then never will be: the camera is away, or the disk full."""


def clips(
    camera: "LiveCamera", flag: Flag, collector: Collector, *, last: bool = False
) -> list[Evidence] | None:
    """The clip of a flag, once the footage after it is on the disk; ``None``: not yet.

    Empty when there is no footage. Raises ``RecordingError``, ``StorageError``.
    """
    wanted = flag.span.widened(ROLL, ROLL)
    recorder = camera.recorder
    if recorder is None:
        return []
    over = last or camera.account().span.end_us > wanted.end_us + _PATIENCE
    if not over and all(span.end_us < wanted.end_us for _path, span in camera.segments()):
        return None
    return collector.clips(flag, _copied(recorder.shelf, camera.clock, flag, collector.home))


def shown_again(flags: Iterable[Flag], log: ObservationLog, collector: Collector) -> Collected:
    """Clips and key frames of flags of a watched chapter, from the footage that is kept of it.

    What fails is told, not raised; where nothing is kept there is nothing.
    """
    from streams.footage.shelf import Shelf

    shelf = Shelf(collector.home.footage(log.header.camera))
    made: list[Evidence] = []
    faults: list[str] = []
    for flag in flags:
        try:
            files = _copied(shelf, log.header.clock, flag, collector.home)
            made += collector.clips(flag, files)
            for path, span in files:
                if span.start_us <= flag.peak_us < span.end_us:
                    made += collector.stills(flag, path, log, span.start_us)
        except (RecordingError, StorageError) as error:
            faults.append(f"{flag.code} {flag.id}: {error.message}")
    return Collected(tuple(made), tuple(faults))


def _copied(shelf: "Shelf", clock: ClockMap, flag: Flag, home: Home) -> list[tuple[Path, Span]]:
    """Kept footage of a flag, copied into its folder, and what each file shows, media time.

    Raises ``RecordingError``, ``StorageError``.
    """
    from streams.footage.joining import joined

    wanted = flag.span.widened(ROLL, ROLL)
    start, end = clock.wall(wanted.start_us), clock.wall(wanted.end_us)
    if start is None or end is None or not (segments := [*shelf.segments(start, end)]):
        return []
    folder = home.evidence(flag.id)
    folder.mkdir(parents=True, exist_ok=True)
    pieces = joined(segments, clock.start or start, wanted, folder / "clip.mkv")
    return [(piece.path, piece.span) for piece in pieces]


@dataclass(slots=True)
class Stops:
    """Tells once of every stop of a recorder."""

    told: int = 0
    """Stops whose end was told."""
    reason: str = ""
    """Why nothing is kept, as told last; empty: it is."""

    def news(self, recorder: "Recorder") -> str | None:
        """Why nothing is kept, if that is news; empty when recording goes on again."""
        if recorder.stopped == self.reason:
            return None
        self.reason = recorder.stopped
        return self.reason

    def over(self, recorder: "Recorder", now_us: Microseconds, *, last: bool) -> "Iterator[Stop]":
        """Stops that ended since they were asked for; at the ``last`` time those that last, too."""
        for stop in recorder.stops[self.told :]:
            if stop.end_us is None and not last:
                return
            self.told += 1
            yield replace(stop, end_us=stop.end_us or max(now_us, stop.start_us))


def flag_of(stop: "Stop", run: RunKey) -> Flag:
    """Footage that was not kept is footage that is missing."""
    span = Span(stop.start_us, stop.end_us or stop.start_us)
    return Flag(
        id=flag_id(run, "VID_GAP", f"recorder {stop.reason}", span.start_us),
        code="VID_GAP",
        level=CODES["VID_GAP"].level,
        place=PICTURE,
        span=span,
        score=1.0,
        peak_us=span.start_us,
        reasons={"reason": stop.reason, "not_kept_s": span.duration_us / SECOND},
    )


@dataclass(slots=True)
class Upkeep:
    """Deletes once a minute what is older or more than it may be."""

    record: Record
    home: Home
    recorders: "Sequence[Recorder]" = field(default_factory=list)

    def prune(self) -> int:
        """Segments deleted. Raises ``StorageError``, ``SettingsError``."""
        limits = load_limits(self.home.recorder)
        if limits.endless:
            return 0
        shelves = [recorder.shelf for recorder in self.recorders if recorder.shelf.ours]
        return len(prune(self.record, self.home, limits, shelves).gone)
