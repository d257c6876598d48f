"""The footage in which places are found, and the still on which they are drawn."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click

from proctor.analysis import perceived
from proctor.commands.app import App
from proctor.commands.wiring import (
    Wiring,
    cutter,
    models_folder,
    open_source,
    require_models,
    threads_for,
)
from proctor.errors import NotFoundError, RecordingError, StorageError
from proctor.geometry import Box
from proctor.home import Home
from proctor.i18n import _
from proctor.observations import ObservationLog, read, read_header, write
from proctor.perceive import Task
from proctor.perception import Frame, Subject
from proctor.storage import fingerprint, write_whole

LATEST = 5
"""So many of the latest recordings are asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which footage."""

    camera: str
    """Name of the camera."""
    recording: Path | None
    """The one recording to look at; ``None``: the latest that were analysed."""
    subject: Subject | None
    """Which exam, if somebody said so."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A recording with its log, whose places nobody wrote down beforehand."""

    path: Path
    log: ObservationLog


def seen_by(app: App, home: Home, wanted: Wanted) -> list[Seen]:
    """What there is to find places in, the newest last."""
    if wanted.recording is not None:
        return [_looked_at(app, home, wanted, wanted.recording)]
    found = list(islice(_analysed(app, home, wanted, free=True), LATEST))[::-1]
    if not found:
        raise NotFoundError(
            _("No analysed recording of camera {camera} shows where people sit.").format(
                camera=wanted.camera
            ),
            hint=_cameras_known(app),
        )
    newest = found[-1].log.header.subject
    return [seen for seen in found if seen.log.header.subject == newest]


def _cameras_known(app: App) -> str:
    with app.record() as record:
        known = sorted({camera.name for camera in record.cameras()})
    if not known:
        return _("Analyse one first, or name one with --from.")
    return _("Name a recording with --from. Cameras known: {names}").format(names=", ".join(known))


def _analysed(app: App, home: Home, wanted: Wanted, *, free: bool) -> Iterator[Seen]:
    """Recordings of the camera with a log of each, the newest first.

    ``free``: only logs for which places were found, not those for which they were written down.
    """
    with app.record() as record:
        for row in reversed(record.recordings(camera=wanted.camera, subject=wanted.subject)):
            keys = [run.key for run in reversed(record.runs(row.facts.fingerprint))]
            for path in dict.fromkeys(home.log(key.recording, key.perception) for key in keys):
                if path.exists() and not (free and _given(path)):
                    yield Seen(Path(row.facts.path), read(path))
                    break


def _given(log: Path) -> bool:
    return any(place.why == "given" for place in read_header(log).places)


def _looked_at(app: App, home: Home, wanted: Wanted, path: Path) -> Seen:
    """The log of a recording, made now if need be and kept for ``analyze``."""
    require_models(app.home)
    tools = Wiring(models_folder(app.home), threads_for(1))()
    subject = subject_of(app, wanted)
    digest = fingerprint(path)
    task = Task(digest, subject, wanted.camera)
    log_path = home.log(digest, task.perception(tools.eyes))
    if not log_path.exists():
        app.talk.print(_("Looking at {path} …").format(path=path))
        source = open_source(path, None)
        write(perceived(source, path, tools, task, lambda *_: None), log_path)
    return Seen(path, read(log_path))


def subject_of(app: App, wanted: Wanted) -> Subject:
    """Which exam the camera shows. Raises ``UsageError`` when nobody knows."""
    if wanted.subject is not None:
        return wanted.subject
    with app.record() as record:
        rows = record.recordings(camera=wanted.camera)
    if rows:
        return rows[-1].facts.subject
    raise click.UsageError(
        _("Nobody knows yet what {camera} shows: add --subject.").format(camera=wanted.camera)
    )


def draw(
    app: App,
    home: Home,
    wanted: Wanted,
    seen: Sequence[Seen],
    zones: Mapping[str, Box],
    target: Path,
) -> None:
    """A picture of the zones, 0–1, on a still. Raises ``RecordingError`` when there is none."""
    from streams.paint import KeyFramePainter

    frame = _still(app, home, wanted, seen)
    height, width = frame.image.shape[:2]
    boxes = {name: zone.scaled(width, height) for name, zone in zones.items()}
    data = KeyFramePainter().key_frame(frame.image, boxes, wanted.camera)
    write_whole(target, _as_png(data) if target.suffix.lower() == ".png" else data)
    app.talk.print(_("Drawn in {path}.").format(path=target))


def _still(app: App, home: Home, wanted: Wanted, seen: Sequence[Seen]) -> Frame:
    """The moment with most people of the newest recording that is still there."""
    for each in seen[::-1] or _analysed(app, home, wanted, free=False):
        if each.path.is_file():
            return cutter().still(each.path, _fullest(each.log))
    raise RecordingError(
        _("No recording of camera {camera} is there to draw on.").format(camera=wanted.camera),
        hint=_("Bring one back to where it was, or name one with --forget --from."),
    )


def _fullest(log: ObservationLog) -> int:
    counts: Counter[int] = Counter()
    for place in log.header.places:
        columns = log.columns[place.name]
        counts.update(columns.times[columns["person"] > 0].tolist())
    return max(counts, key=lambda at: (counts[at], -at), default=log.header.account.span.start_us)


def _as_png(jpeg: bytes) -> bytes:
    import cv2
    import numpy as np

    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    done, data = (False, None) if picture is None else cv2.imencode(".png", picture)
    if not done or data is None:
        raise StorageError(_("The picture could not be packed as PNG."))
    return data.tobytes()
