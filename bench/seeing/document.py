"""``python -m bench.seeing.document``: measures, draws, and writes docs/seeing.md anew.

``--footage DIR`` names a folder of real clips (eyes_left.mp4, head_turns.mp4) of which the curves
are drawn; the clips themselves are nobody's to publish. Without it the curves stay as they are.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2

from bench.clips import shipped
from bench.models import folder_of
from bench.seeing.asking import asked_for
from bench.seeing.looking import RememberingEyes
from bench.seeing.measuring import about, measured
from bench.seeing.page import markdown
from bench.seeing.sheet import contact_sheet, curves, film_of
from models.eyes import load_eyes
from proctor.errors import ProctorError
from proctor.i18n import activate
from proctor.ports import Eyes

PAGE = Path(__file__).parent.parent.parent / "docs" / "seeing.md"
SHEETS = ("hall_a", "hall_b", "hall_c", "hall_e", "cabin_a", "cabin_c", "cabin_f")
CURVES = ("eyes_left", "head_turns")
QUALITY = 72
"""Of the sheets' JPEG, 0–100."""
HEAD = """# Seeing

Written by `python -m bench.seeing.document`; do not edit. How well the installed models see the
shipped rendered clips, through `Eyes.look`, the door that every analysis uses.

What counts, with its code in `bench/seeing/matching.py`:

- **People** whose head is visible by 0.3 or more and whose visible box is 20 pixels high. Found
  when the head's middle lies in the true head's box, grown by half, or the bodies overlap with IoU
  0.3; one to one. Whoever else is found is false, a second box for the same person too.
- **Heads**: the box overlaps the true one with IoU 0.4. **Hands**: visible by half, found within
  half a head's height.
- **Directions** against the truth's `cam_yaw` and `cam_pitch`; σ is what the eyes themselves said.
  Of a normal scatter 68 % lie within one σ and 95 % within two.
- **Eyes at rest**: lines of sight of people in cars for whom the script moves neither head nor
  eyes. The truth does not say where eyes look; that they rest in the head is assumed.
- **Phones** in hands whose longer visible side has 12 pixels. An event counts when a tenth of the
  phone is visible and it is that large in three pictures or more; it is found by a flag of the
  PHONE rule at its place. False alarms are counted in all time without a phone event.
- **Mouth**: correlation of the gap between the lips with the scripted opening.

Pictures half a second apart; neighbours are alike, so the intervals (Wilson, 95 %) are too narrow.
Clips made of other clips are left out. Thresholds may be set by `tune`, never by `check`.
"""
LOOKS = """## What it looks like

Bodies grey, heads green, direction of the head yellow with turn, nod and σ in degrees, line of
sight pink, hands blue, things red.
"""
REAL = """## Two real faces over time

Eyes that go to the left edge of the picture while the head stays still, and a head that turns,
nods, shows both profiles and leaves the picture twice. The clips lie outside this project.
"""


def write(page: Path, eyes: RememberingEyes, footage: Path | None) -> None:
    """The page, with its pictures in a folder of the page's name."""
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    rows = [measured(clip, eyes) for clip in asked_for([])]
    parts = [HEAD, "## Measured\n", markdown(rows, about(eyes))]
    before = folder / "before.md"
    if before.exists():
        parts += ["## Before\n", before.read_text("utf-8")]
    parts += [LOOKS, *_sheets(folder, eyes), REAL, *_curves(folder, eyes, footage)]
    page.write_text("\n".join(parts), "utf-8")


def _sheets(folder: Path, eyes: Eyes) -> list[str]:
    told = []
    for clip in shipped(SHEETS):
        film, subject = film_of(clip.name)
        picture = contact_sheet(film, subject, eyes, count=6, columns=2, width=480)
        options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
        _save(folder / f"{clip.name}.jpg", picture, options)
        told.append(f"![{clip.name}]({folder.name}/{clip.name}.jpg)\n")
    return told


def _curves(folder: Path, eyes: Eyes, footage: Path | None) -> list[str]:
    told = []
    for name in CURVES:
        target = folder / f"{name}.png"
        if footage is not None:
            _save(target, curves(footage / f"{name}.mp4", "road", eyes, 0.15), [])
        if target.exists():
            told.append(f"![{name}]({folder.name}/{target.name})\n")
    return told


def _save(target: Path, picture: cv2.typing.MatLike, options: Sequence[int]) -> None:
    if not cv2.imwrite(str(target), picture, options):
        sys.exit(f"{target} cannot be written.")


def main(words: Sequence[str] | None = None) -> None:
    """Measure, draw, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.seeing.document", description=__doc__)
    parser.add_argument("--models", type=Path, help="folder of the models")
    parser.add_argument("--detector", help="object detector of that folder; none for no other")
    parser.add_argument("--footage", type=Path, help="folder of the real clips")
    parser.add_argument("--page", type=Path, default=PAGE, help="file to write")
    parser.add_argument("--keep", type=Path, help="folder that remembers looks, for one code state")
    asked = parser.parse_args(words)
    activate("en")
    try:
        eyes = load_eyes(folder_of(asked.models), detector=asked.detector)
        write(asked.page, RememberingEyes(eyes, asked.keep), asked.footage)
    except ProctorError as reason:
        sys.exit(f"{reason.message}\n{reason.hint}".strip())
    sys.stdout.write(f"{asked.page}\n")


if __name__ == "__main__":
    main()
