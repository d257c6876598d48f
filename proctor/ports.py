"""What the core asks of the layers around it.

``streams`` gives sources and picture health, ``models`` gives eyes; neither knows the other, and
the core knows neither: the doors wire them together.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from proctor.geometry import Box
from proctor.identity import Signature
from proctor.perception import (
    Account,
    Frame,
    Health,
    Image,
    Line,
    Sense,
    Sight,
    Sound,
    Subject,
    Wave,
)
from proctor.timeline import Clock, ClockMap, Microseconds, Span

__all__ = [
    "Clock",
    "Cutter",
    "Ears",
    "Eyes",
    "Faces",
    "Listener",
    "LiveSource",
    "Painter",
    "PictureMeter",
    "Progress",
    "SoundSource",
    "Source",
    "TextReader",
]


class Source(Protocol):
    """A recording that gives frames in order of presentation; one reading at a time."""

    @property
    def clock(self) -> ClockMap:
        """Wall time of media time zero."""
        ...

    def frames(self, every_us: Microseconds) -> Iterator[Frame]:
        """The first frame at or after each multiple of ``every_us``; 0 gives every frame.

        Damage is counted and passed over, never raised; a file in which nothing can be decoded
        raises ``RecordingError``.
        """
        ...

    def scan(self, every_us: Microseconds, keyframes_us: Microseconds) -> Iterator[Frame]:
        """As ``frames``, but cheaper where keyframes lie at most ``keyframes_us`` apart.

        There keyframes alone are given, if nothing is odd about what lies between. 0 asks for
        ``frames``.
        """
        ...

    def within(self, spans: Sequence[Span], every_us: Microseconds) -> Iterator[Frame]:
        """The first frame at or after each multiple of ``every_us`` inside ``spans``.

        After ``scan`` or ``frames``. ``spans`` are sorted and apart; damage that only comes to
        light here is added to the account.
        """
        ...

    def account(self) -> Account:
        """What was promised, given and missing.

        Final once ``frames`` or ``scan`` has run out, but for what ``within`` brings to light.
        """
        ...


class LiveSource(Protocol):
    """A camera that may come and go; media time runs on through its absence."""

    @property
    def clock(self) -> ClockMap:
        """Wall time of media time zero, the moment the watch began."""
        ...

    def frames(self, every_us: Microseconds) -> Iterator[Frame | None]:
        """Frames at least ``every_us`` apart; ``None`` at least once a second while there are none.

        Runs until ``close``.
        """
        ...

    def account(self) -> Account:
        """As of now, an absence that still lasts included."""
        ...

    def forget(self, before_us: Microseconds) -> None:
        """Absences that ended before then are in an account already, and need not be kept."""
        ...

    def close(self) -> None:
        """End the watch; ``frames`` runs out soon after. Safe to call from a signal handler."""
        ...


class SoundSource(Protocol):
    """The audio track of a recording."""

    @property
    def damaged(self) -> int:
        """Packets that could not be decoded so far."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about oddities met so far, English, for the account."""
        ...

    def sounds(self) -> Iterator[Sound]:
        """All of it in order of time; nothing without an audio track.

        Damage is counted and passed over, never raised.
        """
        ...


class PictureMeter(Protocol):
    """Health of successive samples of one source; keeps the sample before."""

    def read(self, image: Image) -> Health:
        """Measure one sample."""
        ...


class Eyes(Protocol):
    """A set of loaded models behind one look."""

    @property
    def senses(self) -> frozenset[Sense]:
        """What these models can make out, ``picture`` excluded."""
        ...

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of every weights file in use."""
        ...

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome: thresholds, tiling, precision, versions."""
        ...

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """Everything made out in one picture. Pure: the same picture gives the same sight.

        ``within`` names regions in pixels: only people whose head lies in one of them, and things
        in them, are looked for, which costs a fraction of the whole picture. Empty: everywhere.
        """
        ...


class Listener(Protocol):
    """Listens to one recording from its beginning on."""

    def speech(self, wave: Wave) -> float:
        """Mean probability that somebody speaks in the next stretch, 0–1; NaN if it is too short.

        Stretches are listened to in order; an empty one breaks off what came before.
        """
        ...


class Ears(Protocol):
    """A loaded model of what speech sounds like."""

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of every weights file in use."""
        ...

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        ...

    def listener(self) -> Listener:
        """For another recording."""
        ...


class TextReader(Protocol):
    """Loaded models that read what is written in a picture."""

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of every weights file in use."""
        ...

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        ...

    def find(self, image: Image) -> list[Line]:
        """Every line of text, from top to bottom; none where nothing is written."""
        ...

    def read(self, image: Image, box: Box) -> Line:
        """The line of text inside ``box``, pixels; its text is empty when nothing is made out."""
        ...


class Faces(Protocol):
    """Turns faces into signatures."""

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of the files in use."""
        ...

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        ...

    def read(
        self, image: Image, heads: Sequence[Box], media_us: Microseconds = 0
    ) -> list[Signature | None]:
        """One per head in pixels, however poor its picture; ``None`` where there is no face."""
        ...


class Cutter(Protocol):
    """Takes pieces out of a recording without touching its bits."""

    def clip(self, recording: Path, span: Span, target: Path) -> Span:
        """Stream-copy ``span`` (widened to keyframes) into ``target``; the span really copied.

        ``target`` exists whole or not at all. Raises ``RecordingError`` when nothing can be copied.
        """
        ...

    def still(self, recording: Path, at_us: Microseconds) -> Frame:
        """The last decodable frame at or before ``at_us``, else the first after it."""
        ...


class Painter(Protocol):
    """Draws boxes and a caption on a copy of a picture."""

    def key_frame(self, image: Image, boxes: Mapping[str, Box], caption: str) -> bytes:
        """A JPEG; ``boxes`` maps a short label to pixels. The picture itself stays as it is."""
        ...


class Progress(Protocol):
    """Told how far a long job is."""

    def __call__(self, recording: str, done_us: Microseconds, whole_us: Microseconds) -> None:
        """``whole_us`` is 0 when the end is not known."""
        ...
