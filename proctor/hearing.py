"""What is heard of a recording or a watch: rows of the place ``sound``, and where sound lacks."""

from dataclasses import dataclass, field, replace
from math import isnan

from proctor.observations import Columns, columns_from
from proctor.perception import Account, Sense, Sound
from proctor.ports import Ears, Listener, SoundSource
from proctor.prompts import Hearer, Prompts, Signs
from proctor.rows import Row
from proctor.timeline import SECOND, Microseconds, Span, merged, without

TOLERANCE: Microseconds = SECOND
"""The shortest time without sound that is called a hole."""


@dataclass(slots=True)
class Hearing:
    """Collects what is heard, stretch by stretch."""

    source: SoundSource
    """Where sound comes from."""
    ears: Ears | None = None
    """Without them there is loudness, but nobody knows whether it is speech."""
    spans: list[Span] = field(default_factory=list)
    """Of the sounds, in order of time."""
    rows: list[Row] = field(default_factory=list)
    """What was heard in each."""
    listener: Listener | None = None
    """Of this recording."""
    damaged: int = 0
    """Damage that stands in the rows so far."""
    prompts: Prompts | None = None
    """The exam system's own; ``None``: nobody told what they sound like."""
    signs: list[Signs] = field(default_factory=list)
    """What each stretch sounds like, where there are prompts to hold it against."""
    hearer: Hearer = field(default_factory=Hearer)
    lag_us: Microseconds = 0
    """Live, sound follows by up to so much: what is silent for less at the end is still to come."""

    @property
    def senses(self) -> tuple[Sense, ...]:
        """What can be made out."""
        hears: tuple[Sense, ...] = ("sound",) if self.ears is None else ("sound", "speech")
        return (*hears, "prompts") if self.prompts else hears

    def listen(self) -> None:
        """Take everything that the source has."""
        for sound in self.source.sounds():
            self.take(sound)
        if self.rows:  # damage after the last sound belongs to the last sound
            self.rows[-1]["damaged"] += self._new_damage()

    def take(self, sound: Sound) -> None:
        """Note one stretch; they come in order of time."""
        row: Row = {"heard": 1.0, "level": sound.level, "peak": sound.peak, "silent": sound.silent}
        row["damaged"] = self._new_damage()
        speech = self._speech(sound)
        if self.prompts:
            if self._after_a_break(sound):
                self.hearer = Hearer()
            self.signs.append(self.hearer.take(sound.wave))
        self.spans.append(sound.span)
        self.rows.append(row if isnan(speech) else row | {"speech": speech})

    def forget(self, before_us: Microseconds) -> None:
        """Drop what was heard before then."""
        first = next((n for n, span in enumerate(self.spans) if span.end_us >= before_us), 0)
        self.spans, self.rows = self.spans[first:], self.rows[first:]
        self.signs = self.signs[first:]

    def _new_damage(self) -> float:
        before, self.damaged = self.damaged, self.source.damaged
        return float(self.damaged - before)

    def _speech(self, sound: Sound) -> float:
        if self.ears is None:
            return float("nan")
        if self.listener is None or self._after_a_break(sound):
            self.listener = self.ears.listener()
        return self.listener.speech(sound.wave)

    def _after_a_break(self, sound: Sound) -> bool:
        return bool(self.spans) and sound.span.start_us - self.spans[-1].end_us > TOLERANCE

    def told(self, account: Account) -> Account:
        """The account of the pictures with that of the sound."""
        holes = self.holes(account.span)
        return replace(
            account,
            audio_holes=tuple(holes),
            audio_damaged=self.source.damaged,
            notes=(*account.notes, *self.source.notes),
        )

    def holes(self, whole: Span) -> list[Span]:
        """Stretches of ``whole``, longer than the tolerance, in which nothing was heard."""
        heard = merged((span.within(whole) for span in self.spans), TOLERANCE)
        holes = without(whole, heard)
        if holes and holes[-1].end_us == whole.end_us and holes[-1].duration_us <= self.lag_us:
            holes.pop()
        return [h for h in holes if h.duration_us > TOLERANCE or h == whole]

    def columns(self, whole: Span) -> Columns:
        """A row per stretch, and one each second of a hole."""
        pairs: list[tuple[Microseconds, Row]] = [
            (span.start_us, row)
            for span, row in zip(self.spans, self._told_rows(), strict=True)
            if whole.start_us <= span.start_us < whole.end_us
        ]
        for hole in self.holes(whole):
            moments = range(hole.start_us, hole.end_us, SECOND)
            pairs.extend((at, {"heard": 0.0, "damaged": 0.0}) for at in moments)
        if pairs and not self.rows:  # a track of which nothing could be decoded
            pairs[0][1]["damaged"] = float(self.source.damaged)
        return columns_from(sorted(pairs, key=lambda pair: pair[0]))

    def _told_rows(self) -> list[Row]:
        """The rows with the prompts in them: one may begin in a stretch and end in the next."""
        if self.prompts is None:
            return self.rows
        shares = self.prompts.shares(self.signs)
        return [row | {"prompt": share} for row, share in zip(self.rows, shares, strict=True)]
