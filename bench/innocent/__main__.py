"""``python -m bench.innocent``: innocent clips analysed, every flag told, into docs/innocent.md.

``--scenarios DIR`` writes the scenarios of the clips for the exam world to render; ``--clips DIR``
names the folder of what was rendered. What is analysed already is not analysed again.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.accuracy import analysed
from bench.clips import Clip
from bench.innocent import page, scenes
from bench.innocent.raised import explanations, raised
from proctor.i18n import activate

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "innocent.md"
WORK = ROOT / ".accuracy" / "innocent"


def main(words: Sequence[str] | None = None) -> None:
    """Write scenarios, or analyse clips and write the page."""
    asked = _parser().parse_args(words)
    activate("en")
    if asked.scenarios:
        sys.stdout.writelines(f"{path}\n" for path in written(asked.scenarios))
    if asked.clips:
        _measure(asked)


def written(folder: Path) -> list[Path]:
    """A scenario file for every line of the table."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, line in scenes.table().items():
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps(scenes.scenario(name, line), indent=1), "utf-8")
    return paths


def rendered(folder: Path) -> list[Clip]:
    """The clips of the table that are there with their truth; ends the program without any."""
    table = scenes.table().items()
    clips = [Clip(line["split"], folder / f"{name}.mp4") for name, line in table]
    found = [clip for clip in clips if clip.film.is_file() and clip.truth.is_file()]
    if not found:
        sys.exit(f"No innocent clip in {folder}: --scenarios, then bench.world render.")
    return found


def _measure(asked: argparse.Namespace) -> None:
    clips = rendered(asked.clips)
    home = analysed(clips, asked.work)
    rows = raised(clips, home, explanations())
    asked.page.write_text(page.text(clips, rows), "utf-8")
    if asked.json:
        sys.stdout.writelines(json.dumps(asdict(row)) + "\n" for row in rows)
    else:
        sys.stdout.write(f"{asked.page}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.innocent", description=__doc__)
    parser.add_argument("--scenarios", type=Path, metavar="DIR", help="write the scenarios there")
    parser.add_argument("--clips", type=Path, metavar="DIR", help="folder of rendered clips")
    parser.add_argument("--page", type=Path, default=PAGE, help="file to write")
    parser.add_argument("--work", type=Path, default=WORK, help="folder to work in")
    parser.add_argument("--json", action="store_true", help="a line of JSON for every flag")
    return parser


if __name__ == "__main__":
    main()
