"""A clip measured: every look against the truth, and the phones as events."""

import sys

from bench.clips import Clip
from bench.seeing.looking import RememberingEyes, looks
from bench.seeing.matching import count
from bench.seeing.page import CUTS, Seen
from bench.seeing.phones import Events, events, logged
from bench.seeing.tally import Tally
from proctor.timeline import Microseconds, microseconds

EVERY_S = 0.5
"""Pictures nearer than that are so alike that they say nothing new."""


def measured(
    clip: Clip, eyes: RememberingEyes, every_s: float = EVERY_S, event_every_us: Microseconds = 0
) -> Seen:
    """Everything measured on one clip."""
    sys.stderr.write(f"{clip.name}\n")
    tally = Tally()
    for look in looks(clip, eyes, microseconds(every_s)):
        count(look, tally)
    found: dict[float, Events] = {}
    if "phone" in eyes.senses:
        found = events(clip, logged(clip, eyes, event_every_us), CUTS)
    view = f"{clip.facts['scene']} {clip.facts['camera']['name']}"
    return Seen(clip.name, clip.split, view, tally, found)


def about(eyes: RememberingEyes, every_s: float = EVERY_S) -> str:
    """What was looked with, in a sentence."""
    weights = ", ".join(f"{name} {sha256[:8]}" for name, sha256 in sorted(eyes.weights.items()))
    return f"Models: {weights}. A look every {every_s} s."
