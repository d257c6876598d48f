"""Whether composite pictures are found, and what taking them apart gives: docs/composites.md.

``python -m bench.composites`` makes composites out of shipped clips and drawn panels, asks which
are found and which of their cells is whose, asks the same of pictures that are none, and measures
the shipped composite taken apart and looked at whole. ``--footage FOLDER`` adds films that are no
composites. Thresholds were set on ``tune``; those of panels once more after ``check`` had been
seen; ``fresh`` has panels of other kinds again, and nothing was changed after it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

from bench.cells import FAULTS, told
from bench.clips import shipped
from bench.composed import Recipe, compose, piece
from bench.models import folder_of
from bench.speed import events_found
from bench.stretched import Shape, stretched
from models.eyes import load_eyes
from proctor.grids import Composite, Grid, Role
from proctor.placing.cells import grid_of
from proctor.ports import Eyes
from streams.composite import find_composite, glances

ROOT = Path(__file__).parent.parent
PAGE, WORK = ROOT / "docs" / "composites.md", ROOT / ".speed" / "composites"
DRIVERS = ("cabin_a", "cabin_b", "cabin_c", "cabin_d", "cabin_e", "cabin_f")
"""Clips that show a driver."""
QUIET = 300.0
"""Quiet seconds before the events of the recording that is measured."""


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A composite by names: clips, panels, and ``pedals``, a part of the shipped composite."""

    shape: str
    cells: str
    """By blanks."""
    size: tuple[int, int] = (960, 540)
    crf: int = 26
    gutter: int = 0
    remade: tuple[int, int] | None = None

    @property
    def kinds(self) -> list[Role]:
        """What its cells are as far as pixels can tell."""
        return [_kind(name) for name in self.cells.split()]

    @property
    def drivers(self) -> set[int]:
        """Which cells may be taken for the driver's."""
        return {n for n, name in enumerate(self.cells.split()) if name in DRIVERS}


PUZZLES: Mapping[str, Sequence[Puzzle]] = {
    "tune": (
        Puzzle("2x2", "cabin_a blue pedals black"),
        Puzzle("2x2", "cabin_b cabin_c blue blue", (704, 576), 30),
        Puzzle("2x2", "cabin_c hall_a pedals white", (1280, 720), 28),
        Puzzle("2x2", "cabin_a cabin_b cabin_c hall_a", (704, 576), 24),
        Puzzle("2x2", "white white cabin_b pedals", (640, 480), 32),
        Puzzle("3x3", "cabin_a cabin_b cabin_c hall_a blue black pedals hall_c white", (1280, 720)),
        Puzzle("1+2", "cabin_b cabin_c blue"),
        Puzzle("1+5", "cabin_a cabin_b black white pedals hall_a", (1280, 720)),
        Puzzle("2x2", "cabin_a nothing shaded cabin_b", (704, 576), 30),
        Puzzle("2x2", "cabin_a shaded black black", (704, 576), 28),
        Puzzle("1+2", "cabin_a white white", (704, 576), 28),
    ),
    "check": (
        Puzzle("2x2", "cabin_d portraits pedals gauge"),
        Puzzle("2x2", "cabin_e pedals table portraits", (704, 576), 28),
        Puzzle("2x2", "map gauge cabin_f pedals", (1280, 720), 30),
        Puzzle("2x2", "hall_d cabin_d cabin_e hall_e", (704, 576), 24),
        Puzzle("2x2", "portraits table cabin_e nothing", (640, 480), 32),
        Puzzle("2x2", "pedals cabin_d table map", (1920, 1080), 28),
        Puzzle("2x2", "cabin_f table pedals portraits", (704, 576), 28, 2),
        Puzzle("2x2", "cabin_e portraits pedals table", (704, 576), 28, 0, (1280, 720)),
        Puzzle("3x3", "cabin_d cabin_e cabin_f hall_d map table pedals hall_e gauge", (1280, 720)),
        Puzzle("1+2", "cabin_d cabin_f portraits"),
        Puzzle("1+2", "cabin_e table map", (1280, 720), 28),
        Puzzle("1+5", "cabin_d cabin_e gauge table pedals hall_d", (1280, 720)),
    ),
    "fresh": (
        Puzzle("2x2", "cabin_d plate pedals terminal"),
        Puzzle("2x2", "terminal terminal cabin_f hall_d", (704, 576), 30),
        Puzzle("2x2", "cabin_e cabin_f bars plate", (1280, 720), 30),
        Puzzle("1+2", "cabin_f bars terminal", (704, 576), 28),
        Puzzle("3x3", "bars cabin_d plate pedals terminal hall_e cabin_e nothing hall_d"),
        Puzzle("1+5", "cabin_e plate pedals bars terminal nothing", (1280, 720), 30),
    ),
}


def _kind(name: str) -> Role:
    if name == "nothing":
        return "empty"
    return "view" if "_" in name or name == "pedals" else "panel"


def _made(puzzle: Puzzle, name: str, work: Path) -> Path:
    """The composite as a file; left alone if it is there."""
    films = {clip.name: clip.film for clip in shipped()}
    pedals = piece(films["composite_a"], (0.5, 0.0, 1.0, 0.5), work / "pedals.mp4")
    cells = tuple(pedals if c == "pedals" else films.get(c, c) for c in puzzle.cells.split())
    size, remade = puzzle.size, puzzle.remade
    recipe = Recipe(name, puzzle.shape, cells, size, puzzle.crf, 12, puzzle.gutter, remade)
    path = work / f"{name}.mp4"
    return path if path.exists() else compose(recipe, work)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one composite."""

    split: str
    puzzle: Puzzle
    found: Composite | None
    driver: int | None
    """Which cell was taken for the driver's."""
    cpu_s: float
    """Of finding it, in processor seconds."""
    path: Path
    """The film."""
    grid: Grid | None
    """With the roles that people gave it."""

    @property
    def apart(self) -> bool:
        """Whether the cells are right, panels and cameras told apart."""
        return self.found is not None and [c.role for c in self.found.cells] == self.puzzle.kinds

    @property
    def right(self) -> bool:
        """Whether the driver is looked for where one is, too."""
        return self.apart and self.driver in self.puzzle.drivers


def answered(eyes: Eyes, work: Path) -> Iterator[Answer]:
    """Every composite, found or not."""
    for split, puzzles in PUZZLES.items():
        for number, puzzle in enumerate(puzzles, 1):
            path = _made(puzzle, f"{split}-{number}", work)
            began = process_time()
            found = find_composite(glances(path))
            took, driver, grid = process_time() - began, None, None
            if found is not None:
                grid = grid_of(found, eyes, "road")
                driver = [cell.role for cell in grid.cells].index("driver")
            yield Answer(split, puzzle, found, driver, took, path, grid)


def mistaken(films: Sequence[Path]) -> list[str]:
    """Names of films that are taken for composites."""
    return [film.stem for film in films if find_composite(glances(film)) is not None]


def faults_of_one(answers: Sequence[Answer]) -> Iterator[str]:
    """What is flagged when the driver's camera alone fails."""
    grids = [(a.path, a.grid) for a in answers if a.grid is not None]
    sound = [told(path, grid) for path, grid in grids]
    hours = sum(one.camera_s for one in sound) / 3600
    false = sum(len(one.at_cell + one.at_whole + one.elsewhere) for one in sound)
    yield "\n## A fault of one camera\n"
    yield "Painted into the driver's cell of these composites for seven seconds.\n"
    yield "| fault | composites | flagged at the cell | at the whole picture | other flags |"
    yield "|---|---|---|---|---|"
    for code, fault in FAULTS.items():
        seen = [told(path, grid, fault) for path, grid in grids]
        cell, whole = (
            sum(code in c for c in codes)
            for codes in zip(*((one.at_cell, one.at_whole) for one in seen), strict=True)
        )
        others = sum(len([c for c in o.at_cell + o.at_whole if c != code]) for o in seen)
        others += sum(len(one.elsewhere) for one in seen)
        yield f"| {code} | {len(seen)} | {cell} | {whole} | {others} |"
    yield f"\nWithout a fault: {false} flags in {hours:.2f} camera-hours.\n"


def both_ways(work: Path) -> dict[str, dict[str, Any]]:
    """The shipped composite, made long, looked at whole and taken apart."""
    clip = shipped(("composite_a",))[0]
    path = work / f"composite_a-{QUIET:g}.mp4"
    events = stretched(clip, Shape(1280, 720, QUIET), path)
    asked = {"do": "pipeline", "clip": str(path), "subject": "road", "plan": "cascade"}
    results = {}
    for name, apart in (("whole", False), ("apart", True)):
        command = [sys.executable, "-m", "bench.piece", json.dumps({**asked, "apart": apart})]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        got = json.loads(done.stdout.splitlines()[-1])
        results[name] = {**got, **events_found(events, got)}
    return results


def _page(
    answers: Sequence[Answer],
    none: Mapping[str, tuple[int, list[str]]],
    ways: Mapping[str, Mapping[str, Any]],
) -> Iterator[str]:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    yield f"# Composite pictures\n\nGenerated by `python -m bench.composites` on {machine}; do not"
    yield "edit. How and why: [design/composite.md](design/composite.md).\n"
    yield "## Found\n"
    yield "Made of shipped clips and drawn panels when this is measured. Thresholds were set on"
    yield "`tune`. Of `check`, whose clips and panels are others, 7 of 12 were right at first;"
    yield "what tells panels was changed then. `fresh` has panels of other kinds again, and nothing"
    yield "was changed after it.\n"
    yield "| split | composites | shape and panels right | driver's cell right, too | s each |"
    yield "|---|---|---|---|---|"
    for split in PUZZLES:
        own = [a for a in answers if a.split == split]
        apart, right = sum(a.apart for a in own), sum(a.right for a in own)
        cost = sum(a.cpu_s for a in own) / len(own)
        yield f"| {split} | {len(own)} | {apart} | {right} | {cost:.2f} |"
    yield "\n| split | shape | size | cells | said |\n|---|---|---|---|---|"
    for a in answers:
        width, height = a.puzzle.remade or a.puzzle.size
        said = "right" if a.right else "not found" if a.found is None else _said(a)
        line = f"{a.split} | {a.puzzle.shape} | {width}×{height} | {a.puzzle.cells} | {said}"
        yield f"| {line} |"
    yield "\nTaken for composites though they are none:\n"
    for name, (count, wrong) in none.items():
        yield f"- {name}: {len(wrong)} of {count}{': ' if wrong else ''}{', '.join(wrong)}"
    yield from faults_of_one(answers)
    yield "## Taken apart or looked at whole\n"
    length = ways["apart"]["length_s"]
    yield f"The shipped composite, enlarged to 1280×720, {length:.0f} s with its events at the end"
    yield "(`bench/stretched.py`), one thread. Of its events some are of codes that no rule judges;"
    yield "they count as not found.\n"
    yield "| | events | found | codes | other flags | video s per processor s | closer looks |"
    yield "|---|---|---|---|---|---|---|"
    for name, got in ways.items():
        codes, speed = ", ".join(got["codes"]) or "–", got["length_s"] / got["cpu_s"]
        looks = got["sampling"].get("dense_looks", 0)
        row = f"{name} | {got['events']} | {got['found']} | {codes} | {got['others']}"
        yield f"| {row} | {speed:.2f} | {looks} |"


def _said(answer: Answer) -> str:
    cells = answer.found.cells if answer.found else ()
    return f"{' '.join(cell.role for cell in cells)}; driver in cell {answer.driver}"


def main(words: Sequence[str] | None = None) -> None:
    """Measure everything and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.composites", description=__doc__)
    parser.add_argument("--footage", type=Path, help="folder of films that are no composites")
    parser.add_argument("--page", type=Path, default=PAGE, help="file to write")
    parser.add_argument("--work", type=Path, default=WORK, help="folder to work in")
    asked = parser.parse_args(words)
    asked.work.mkdir(parents=True, exist_ok=True)
    answers = list(answered(load_eyes(folder_of(), threads=1), asked.work))
    films = {"shipped clips": [c.film for c in shipped() if c.name != "composite_a"]}
    if asked.footage:
        films["other films"] = sorted(asked.footage.glob("*.*"))
    none = {name: (len(own), mistaken(own)) for name, own in films.items()}
    text = "\n".join(_page(answers, none, both_ways(asked.work))) + "\n"
    asked.page.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
