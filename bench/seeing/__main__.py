"""``python -m bench.seeing [CLIP | tune | check ...]``: how well the installed models see."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.models import folder_of
from bench.seeing.asking import asked_for
from bench.seeing.looking import RememberingEyes
from bench.seeing.measuring import EVERY_S, about, measured
from bench.seeing.page import markdown, plain
from models.eyes import load_eyes
from proctor.errors import ProctorError
from proctor.i18n import activate
from proctor.timeline import microseconds


def main(words: Sequence[str] | None = None) -> None:
    """Look at the clips and print what was seen of them."""
    asked = _parser().parse_args(words)
    activate("en")
    try:
        loaded = load_eyes(folder_of(asked.models), detector=asked.detector)
        eyes, events_us = RememberingEyes(loaded, asked.keep), microseconds(asked.event_every)
        rows = [measured(clip, eyes, asked.every, events_us) for clip in asked_for(asked.clips)]
    except ProctorError as reason:
        sys.exit(f"{reason.message}\n{reason.hint}".strip())
    sys.stdout.write(markdown(rows, about(eyes, asked.every)))
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
