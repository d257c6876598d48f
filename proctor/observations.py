"""The observation log: what was seen, as columns of numbers; one Parquet file per recording.

A row per sampled moment and place. ``NaN`` means that nobody looked or nothing could be made out;
it is never 0. Left of this file are pixels, right of it pure functions. See
docs/design/observations.md.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.errors import StorageError
from proctor.geometry import Box
from proctor.grids import Cell
from proctor.i18n import _
from proctor.perception import Account, Sense, Subject
from proctor.places import Place
from proctor.storage import write_whole
from proctor.timeline import ClockMap, Microseconds, Span

SCHEMA_VERSION = 1
Times: TypeAlias = NDArray[np.int64]
Values: TypeAlias = NDArray[np.float32]

COLUMNS: Mapping[str, str] = {
    "frame": "1 a frame was decoded, 0 the recording has a hole here (place picture)",
    "damaged": "packets damaged since the sample before (places picture and sound)",
    "luma": "mean brightness, 0–255 (place picture)",
    "contrast": "standard deviation of brightness, 0–127 (place picture)",
    "detail": "mean gradient at 320 wide, grey levels per pixel (place picture)",
    "change": "mean difference to the sample before, grey levels (place picture)",
    "still": "share of blocks that did not change since the sample before, 0–1 (place picture)",
    "structure": "coarse structure, RMS grey levels (place picture)",
    "sharpness": "fine structure over coarser structure (place picture)",
    "noise": "standard deviation of noise in full resolution, grey levels (place picture)",
    "colour": "mean distance of strongest and weakest colour, 0–255 (place picture)",
    "focus": "sharpness over the usual one of the same parts of the view (place picture)",
    "view_home": "share of the reference view's edges that are in their place (place picture)",
    "view_away": "share of them that moved together and are not in their place (place picture)",
    "view_x": "how far they moved to the right, share of the width (place picture)",
    "view_y": "how far they moved down, share of the height (place picture)",
    "view_turn": "how far they turned clockwise, radians (place picture)",
    "view_steady": "share of edges that are where they were a sample ago (place picture)",
    "view_kept": "correlation of what lately stood with the reference view (place picture)",
    "view_else": "the same where it is highest after a move of the camera (place picture)",
    "view_left": "share of the view that agrees better there than at home (place picture)",
    "heard": "1 sound was decoded, 0 the recording has none here (place sound)",
    "level": "loudness without direct current, RMS, dBFS (place sound)",
    "peak": "largest sample, dBFS (place sound)",
    "silent": "share of samples that are the same as the one before, 0–1 (place sound)",
    "speech": "mean probability that somebody speaks, 0–1 (place sound)",
    "prompt": "share of the time in which a known prompt of the exam is heard, 0–1 (place sound)",
    "osd_day": "date on the clock in the picture, UTC, days since 2000-01-01 (place clock)",
    "osd_second": "time on that clock, UTC, seconds since midnight (place clock)",
    "person": "confidence that somebody is at the place, 0 when looked and nobody found",
    "people": "how many people are at the place, not counted those who walk past or go round",
    "clothes_l": "lightness of what the person of the place wears, CIE L*, 0–100",
    "clothes_a": "its green to red, CIE a*, about −100–100",
    "clothes_b": "its blue to yellow, CIE b*, about −100–100",
    "passing": "how many people walk past the place (seats)",
    "patrol": "how many people stop there for less than a minute on their rounds (seats)",
    "track": "number of the track of the person of the place",
    "x0": "body box, 0–1 of the frame",
    "y0": "body box, 0–1 of the frame",
    "x1": "body box, 0–1 of the frame",
    "y1": "body box, 0–1 of the frame",
    "head_x0": "head box, 0–1 of the frame",
    "head_y0": "head box, 0–1 of the frame",
    "head_x1": "head box, 0–1 of the frame",
    "head_y1": "head box, 0–1 of the frame",
    "yaw": "turn of the head, radians, > 0 to the left of the picture",
    "pitch": "nod of the head, radians, > 0 down",
    "roll": "tilt of the head, radians",
    "direction_sigma": "standard deviation of yaw and pitch, radians",
    "gaze_yaw": "turn of the line of sight, head and eyes together, radians",
    "gaze_pitch": "nod of the line of sight, radians",
    "gaze_sigma": "standard deviation of the line of sight, radians",
    "face_quality": "worth of the picture of the face of which a signature was made, 0–1",
    "face_alike": "likeness of the five last good faces to the first five at the place, 0–1",
    "face_photo": "likeness of the face to the enrolment photo of who should be there, 0–1",
    "face_photo_miss": "how many pairs of one person are no more alike, upper end of its interval",
    "mouth": "gap between the lips over the height of the face",
    "hand_ear": "distance of the nearest hand to the nearest ear, head widths",
    "hand_face": "distance of the nearest hand to the middle of the face, head widths",
    "hands": "how many hands of the person of the place are in sight",
    "hand1_x": "middle of the hand farther to the left of the picture, 0–1 of the frame",
    "hand1_y": "middle of that hand, 0–1 of the frame",
    "hand2_x": "middle of the other one, 0–1 of the frame",
    "hand2_y": "middle of the other one, 0–1 of the frame",
    "hands_wheel": "how many of them are at the steering wheel; none known without hand or wheel",
    "wheel": "confidence of the surest steering wheel at the place, 0 when none (cabins)",
    "paper": "confidence of the surest paper in the hands there, 0 when looked and none found",
    "phone": "confidence of the surest phone (aisle: in a hand), 0 when looked and none found",
    "phone_hand": "gap between that phone and the nearest hand or the face there, head widths",
    "phone_x0": "box of that phone, 0–1 of the frame",
    "phone_y0": "box of that phone, 0–1 of the frame",
    "phone_x1": "box of that phone, 0–1 of the frame",
    "phone_y1": "box of that phone, 0–1 of the frame",
}
"""Every column with its meaning; all float32."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of one place, in order of time."""

    times: Times
    """Media time, microseconds, ascending, (N,)."""
    values: Mapping[str, Values]
    """Column name → (N,)."""

    def __getitem__(self, column: str) -> Values:
        """The column as (N,) float32; all ``NaN`` when the log has no such column."""
        if column not in COLUMNS:
            raise KeyError(column)
        found = self.values.get(column)
        return np.full(len(self.times), np.nan, np.float32) if found is None else found

    def during(self, span: Span) -> "Columns":
        """Only the rows inside ``span``."""
        first, last = np.searchsorted(self.times, (span.start_us, span.end_us))
        return self.rows(slice(int(first), int(last)))

    def rows(self, part: slice) -> "Columns":
        """Only those rows."""
        return Columns(self.times[part], _Part(self.values, part))


class _Part(Mapping[str, Values]):
    """Some rows of columns, cut out when somebody asks: hardly anybody asks for all of them."""

    def __init__(self, whole: Mapping[str, Values], rows: slice) -> None:
        self._whole = whole
        self._rows = rows

    def __getitem__(self, column: str) -> Values:
        return self._whole[column][self._rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def columns_from(rows: Sequence[tuple[Microseconds, Mapping[str, float]]]) -> Columns:
    """Columns of one place from its rows in order of time; what a row does not name is ``NaN``."""
    used = {column for _, row in rows for column in row}
    return Columns(
        np.array([at for at, _ in rows], np.int64),
        {
            column: np.array([row.get(column, np.nan) for _, row in rows], np.float32)
            for column in COLUMNS
            if column in used
        },
    )


@dataclass(frozen=True, slots=True)
class LogHeader:
    """What a log is about."""

    recording: str
    """Fingerprint of the recording."""
    perception: str
    """Fingerprint of the perception."""
    subject: Subject
    """Which exam."""
    camera: str
    """Name of the camera; profiles may speak of it."""
    senses: tuple[Sense, ...]
    """What the models could make out."""
    models: Mapping[str, str]
    """Name → SHA-256 of the weights."""
    every_us: Microseconds
    """Longest step of the scan that went over all of it; places that asked have more samples."""
    places: tuple[Place, ...]
    """Places with rows; ``picture`` included."""
    account: Account
    """Of the source."""
    clock: ClockMap
    """Wall time of media zero."""
    sampling: Mapping[str, float] = field(default_factory=dict)
    """The plan it was sampled by, and what came of it, as ``SAMPLING`` names them."""
    cells: tuple[Cell, ...] = ()
    """Of a composite picture, as it was taken apart; empty: it is one picture."""


@dataclass(frozen=True, slots=True)
class ObservationLog:
    """A header and the columns of every place."""

    header: LogHeader
    """What it is about."""
    columns: Mapping[str, Columns]
    """Place name → its rows."""


def write(log: ObservationLog, path: Path) -> None:
    """Store the log; the file exists whole or not at all. Raises ``StorageError``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(_arrays(log)).replace_schema_metadata({b"proctor": _header_json(log.header)})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=["place"])
    write_whole(path, sink.getvalue().to_pybytes())


def read(path: Path) -> ObservationLog:
    """Load a log. Raises ``StorageError`` when it is missing, damaged or of another version."""
    import pyarrow.parquet as pq

    with _translated(path):
        table = pq.read_table(path)
        header = _header(json.loads((table.schema.metadata or {})[b"proctor"]))
    return ObservationLog(header, _columns(table, header.places))


def read_header(path: Path) -> LogHeader:
    """What a log is about, without its columns. Raises ``StorageError`` as ``read`` does."""
    import pyarrow.parquet as pq

    with _translated(path):
        return _header(json.loads((pq.read_schema(path).metadata or {})[b"proctor"]))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowException, KeyError, ValueError, TypeError) as error:
        raise StorageError(
            _("The observation log {path} cannot be read: it is missing.").format(path=path)
            if isinstance(error, FileNotFoundError)
            else _(
                "The observation log {path} cannot be read: it is damaged or of another version."
            ).format(path=path),
            hint=_("Remove that file if it is there, and analyse the recording again."),
        ) from error


def _arrays(log: ObservationLog) -> dict[str, Any]:
    import pyarrow as pa

    parts = [(place.name, log.columns[place.name]) for place in log.header.places]
    names = [name for name, part in parts for _ in range(len(part.times))]
    arrays: dict[str, Any] = {
        "place": pa.array(names, pa.string()),
        "media_us": np.concatenate([part.times for _, part in parts]),
    }
    for column in COLUMNS:
        arrays[column] = np.concatenate([part[column] for _, part in parts])
    return arrays


def _columns(table: Any, places: tuple[Place, ...]) -> dict[str, Columns]:
    names = table["place"].combine_chunks().dictionary_encode()
    known, numbers = names.dictionary.to_pylist(), names.indices.to_numpy()
    times = table["media_us"].to_numpy()
    values = {c: table[c].to_numpy() for c in COLUMNS if c in table.column_names}
    result = {}
    for place in places:
        rows = _rows(numbers, known.index(place.name) if place.name in known else -1)
        result[place.name] = Columns(times[rows], {c: v[rows] for c, v in values.items()})
    return result


def _rows(numbers: NDArray[np.int32], wanted: int) -> "slice | NDArray[np.intp]":
    """Where ``wanted`` stands; as a slice when it is one piece, as ``write`` leaves it."""
    rows = np.flatnonzero(numbers == wanted)
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _header_json(header: LogHeader) -> bytes:
    plain = asdict(header) | {"schema": SCHEMA_VERSION}
    start = header.clock.start
    plain["clock"]["start"] = start.isoformat() if start else None
    plain["clock"]["uncertainty_s"] = str(header.clock.uncertainty_s)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False).encode()


def _header(plain: dict[str, Any]) -> LogHeader:
    if plain.pop("schema") != SCHEMA_VERSION:
        raise ValueError("it was written by another version of proctor")
    plain["places"] = tuple(_place(**p) for p in plain["places"])
    plain["cells"] = tuple(Cell(c["role"], Box(*c["zone"])) for c in plain.get("cells", ()))
    plain["account"] = account_from(plain["account"])
    clock = plain["clock"]
    start = datetime.fromisoformat(clock["start"]) if clock["start"] else None
    plain["clock"] = ClockMap(start, clock["source"], float(clock["uncertainty_s"]))
    plain["senses"] = tuple(plain["senses"])
    return LogHeader(**plain)


def _place(name: str, kind: Any, zone: list[float], anchor: list[float], **more: Any) -> Place:
    return Place(name, kind, Box(*zone), (anchor[0], anchor[1]), **more)


def account_from(plain: Mapping[str, Any]) -> Account:
    """An account from what ``dataclasses.asdict`` made of it (and JSON kept)."""
    audio = plain.get("audio_holes")
    parts = {
        "span": Span(**plain["span"]),
        "damaged_spans": tuple(Span(**span) for span in plain.get("damaged_spans", ())),
        "holes": tuple(Span(**hole) for hole in plain["holes"]),
        "notes": tuple(plain["notes"]),
        "audio_holes": None if audio is None else tuple(Span(**hole) for hole in audio),
    }
    return Account(**{**plain, **parts})
