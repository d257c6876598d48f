"""What the recordings of one camera show of wall time: each moment belongs to one state.

A moment that several recordings show counts once, in the best of its states: analysed before
waiting before damaged. What none of them shows is missing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from proctor.coverage.times import NEVER, Times
from proctor.findings import RecordingRow
from proctor.schedule import TRACKS, Track
from proctor.timeline import Microseconds, Span, microseconds, stamp


@dataclass(frozen=True, slots=True)
class Parts:
    """A stretch of owed time taken apart; the four parts are disjoint and make the whole."""

    planned: Times
    """All of it."""
    analysed: Times
    """Sound footage that a run has judged."""
    waiting: Times
    """Sound footage that nobody has judged; sound that nobody has listened to."""
    damaged: Times
    """Footage that is there and cannot be relied on."""
    gap: Times
    """No footage."""


@dataclass(frozen=True, slots=True)
class Film:
    """Disjoint sets of wall time, by what there is to see or to hear."""

    analysed: Times = NEVER
    """As in ``Parts``, likewise the next two."""
    waiting: Times = NEVER
    """Sound and not judged."""
    damaged: Times = NEVER
    """There, and not to be relied on."""

    @property
    def all(self) -> Times:
        """Every moment with footage, whatever it is worth."""
        return self.analysed | self.waiting | self.damaged

    def parts(self, owed: Times) -> Parts:
        """What of ``owed`` is in which state."""
        analysed, waiting = self.analysed & owed, self.waiting & owed
        damaged = self.damaged & owed
        return Parts(owed, analysed, waiting, damaged, owed - analysed - waiting - damaged)

    def within(self, bounds: Span) -> "Film":
        """The part inside ``bounds``."""
        return Film(
            self.analysed.within(bounds), self.waiting.within(bounds), self.damaged.within(bounds)
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of wall time in which one recording has footage on one track."""

    span: Span
    """Wall time."""
    recording: str
    """Fingerprint."""
    uncertainty_us: Microseconds
    """How far the recording's clock may be off."""


@dataclass(slots=True)
class Footage:
    """Everything one camera gave."""

    films: dict[Track, Film] = field(default_factory=lambda: {track: Film() for track in TRACKS})
    """By track."""
    begins: dict[Track, dict[Microseconds, list[Piece]]] = field(default_factory=dict)
    """By track: the pieces that begin at a moment."""
    ends: dict[Track, dict[Microseconds, list[Piece]]] = field(default_factory=dict)
    """By track: the pieces that end at a moment."""

    def doubt_us(self, track: Track, gap: Span) -> Microseconds:
        """How much longer than nothing ``gap`` must be to be more than a fault of the clocks.

        Zero where one recording tells of both its ends, and at an end that is the schedule's.
        """
        before = self.ends.get(track, {}).get(gap.start_us, [])
        after = self.begins.get(track, {}).get(gap.end_us, [])
        if {p.recording for p in before} & {p.recording for p in after}:
            return 0
        nearest = (min((p.uncertainty_us for p in side), default=0) for side in (before, after))
        return sum(nearest)


def footage_of(rows: Iterable[RecordingRow]) -> dict[tuple[str, str], Footage]:
    """(site, camera) → what its recordings with a known wall time and a readable file show."""
    groups = defaultdict[tuple[str, str], list[RecordingRow]](list)
    for row in rows:
        if row.start is not None and row.facts.account is not None:
            groups[row.facts.site, row.facts.camera].append(row)
    return {key: _footage(group) for key, group in groups.items()}


def _footage(rows: list[RecordingRow]) -> Footage:
    found = Footage()
    for track in TRACKS:
        shots = [shot for row in rows if (shot := shot_of(row, track)) is not None]
        analysed = Times.of(s for shot in shots if shot.judged for s in shot.sound)
        waiting = Times.of(s for shot in shots if not shot.judged for s in shot.sound) - analysed
        damaged = Times.of(s for shot in shots for s in shot.damaged) - analysed - waiting
        found.films[track] = Film(analysed, waiting, damaged)
        begins, ends = defaultdict[int, list[Piece]](list), defaultdict[int, list[Piece]](list)
        for piece in (piece for shot in shots for piece in shot.pieces):
            begins[piece.span.start_us].append(piece)
            ends[piece.span.end_us].append(piece)
        found.begins[track], found.ends[track] = dict(begins), dict(ends)
    return found


@dataclass(frozen=True, slots=True)
class Shot:
    """One track of one recording in wall time."""

    sound: tuple[Span, ...]
    """Where it is there and whole."""
    damaged: tuple[Span, ...]
    """Where it is there and cannot be relied on."""
    judged: bool
    """Whether somebody has looked, or listened."""
    pieces: tuple[Piece, ...]
    """Where it is there at all."""


def shot_of(row: RecordingRow, track: Track) -> Shot | None:
    """What a recording has on a track; ``None`` without wall time, or without such a track."""
    account, start = row.facts.account, row.start
    if account is None or start is None or (track == "audio" and not account.audio):
        return None
    whole, zero = Times.of([account.span]), stamp(start)
    holes = account.holes if track == "video" else account.audio_holes or ()
    hurt = account.damaged_spans if track == "video" else ()
    there = whole - Times.of(holes)
    damaged = there & Times.of(hurt)
    heard = track == "video" or account.audio_holes is not None
    doubt = microseconds(min(row.facts.clock.uncertainty_s, _NO_CLOCK_S))
    pieces = (Piece(span, row.facts.fingerprint, doubt) for span in _shifted(there, zero))
    return Shot(
        sound=_shifted(there - damaged, zero),
        damaged=_shifted(damaged, zero),
        judged=heard and row.run is not None,
        pieces=tuple(pieces),
    )


_NO_CLOCK_S = 86_400.0
"""Stands for an uncertainty without bounds."""


def _shifted(times: Times, zero_us: Microseconds) -> tuple[Span, ...]:
    return tuple(Span(s.start_us + zero_us, s.end_us + zero_us) for s in times.spans)
