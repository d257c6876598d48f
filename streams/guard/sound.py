"""Sound that is decoded elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from proctor.errors import DecoderError
from proctor.perception import Sound
from streams.guard.child import Child
from streams.guard.confinement import LIMITS, Limits


class GuardedSoundTrack:
    """Satisfies ``proctor.ports.SoundSource`` as ``streams.audio.SoundTrack`` does.

    When the decoder crashes, hangs or runs out of its limits, the sound ends there: what follows
    is a hole, and the note has the reason and the file's hash.
    """

    def __init__(self, path: Path, *, limits: Limits = LIMITS) -> None:
        self._path, self._limits = path, limits
        self.damaged = 0
        self.notes: tuple[str, ...] = ()

    def sounds(self) -> Iterator[Sound]:
        """As ``SoundTrack.sounds``."""
        self.damaged, self.notes = 0, ()
        child = Child(self._path, limits=self._limits)
        try:
            for answer in child.ask("sounds"):
                self.damaged = answer.damaged
                if isinstance(answer.item, Sound):
                    yield answer.item
        except DecoderError as fault:
            self.damaged += 1
            self.notes = (f"The decoder of the sound failed: {fault.kind}.",)
        finally:
            child.close()
