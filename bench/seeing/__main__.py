"""``python -m bench.seeing [CLIP | tune | check ...]``: how well the installed models see."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.clips import Clip
from bench.seeing.asking import asked_for, folder_of
from bench.seeing.looking import RememberingEyes, looks
from bench.seeing.matching import count
from bench.seeing.page import CUTS, Seen, markdown, plain
from bench.seeing.phones import Events, events, logged
from bench.seeing.tally import Tally
from models.eyes import load_eyes
from proctor.errors import ProctorError
from proctor.i18n import activate
from proctor.timeline import Microseconds, microseconds

EVERY_S = 0.5
"""Pictures nearer than that are so alike that they say nothing new."""


def seen(clip: Clip, eyes: RememberingEyes, every_us: Microseconds, event_us: Microseconds) -> Seen:
    """Everything measured on one clip."""
    tally = Tally()
    for look in looks(clip, eyes, every_us):
        count(look, tally)
    found: dict[float, Events] = {}
    if "phone" in eyes.senses:
        found = events(clip, logged(clip, eyes, event_us), CUTS)
    camera = clip.facts["camera"]["name"]
    return Seen(clip.name, clip.split, f"{clip.facts['scene']} {camera}", tally, found)


def main(words: Sequence[str] | None = None) -> None:
    """Look at the clips and print what was seen of them."""
    asked = _parser().parse_args(words)
    activate("en")
    try:
        eyes = RememberingEyes(
            load_eyes(folder_of(asked.models), detector=asked.detector), asked.keep
        )
        rows = []
        for clip in asked_for(asked.clips):
            sys.stderr.write(f"{clip.name}\n")
            spans = microseconds(asked.every), microseconds(asked.event_every)
            rows.append(seen(clip, eyes, *spans))
    except ProctorError as reason:
        sys.exit(f"{reason.message}\n{reason.hint}".strip())
    about = f"Models: {', '.join(sorted(eyes.weights))}. A look every {asked.every} s."
    sys.stdout.write(markdown(rows, about))
    if asked.json:
        asked.json.write_text(json.dumps(plain(rows), indent=1), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.seeing", description=__doc__)
    parser.add_argument("clips", nargs="*", help="clips by name, or splits (tune, check)")
    parser.add_argument("--models", type=Path, help="folder of the models")
    parser.add_argument("--detector", help="object detector of that folder; none for no other")
    parser.add_argument("--every", type=float, default=EVERY_S, help="seconds between looks")
    parser.add_argument(
        "--event-every", type=float, default=0.0, help="least seconds between looks of the log"
    )
    parser.add_argument("--json", type=Path, help="file for the plain numbers")
    parser.add_argument("--keep", type=Path, help="folder that remembers looks, for one code state")
    return parser


if __name__ == "__main__":
    main()
