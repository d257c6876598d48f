"""Glances at a recording, decoded by a child process."""

from collections.abc import Iterator
from pathlib import Path

from proctor.errors import DecoderError
from proctor.perception import Frame
from streams.guard.child import Child
from streams.guard.confinement import LIMITS, Limits


def guarded_glances(path: Path, limits: Limits = LIMITS) -> Iterator[Frame]:
    """As ``streams.composite.glances``; what the decoder gave until it failed.

    The reading that follows meets the same bytes, and tells of them in the account.
    """
    child = Child(path, limits=limits)
    try:
        for answer in child.ask("glances"):
            if isinstance(answer.item, Frame):
                yield answer.item
    except DecoderError:
        return
    finally:
        child.close()
