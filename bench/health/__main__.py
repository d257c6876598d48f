"""``python -m bench.health``: makes faults, judges them, and writes docs/health.md.

``--clips DIR`` names a folder of real clips; they are nobody's to publish. What is done already is
kept in ``--work`` and not done again. Without models; a minute of innocent footage takes a second
or two.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.clips import SPLITS
from bench.health import page, results
from bench.health.footage import scenes
from bench.health.results import Plan, Row

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "health.md"
WORK = ROOT / ".accuracy" / "health"


def main(words: Sequence[str] | None = None) -> None:
    """Measure what is not measured yet, and write the page."""
    asked = _parser().parse_args(words)
    plan = Plan(scenes(asked.clips), asked.seeds, asked.hours)
    asked.work.mkdir(parents=True, exist_ok=True)
    for split in asked.splits:
        for part, make in (("faults", results.faulty), ("innocent", results.innocent)):
            if part in asked.parts:
                file = asked.work / f"{part}.jsonl"
                _append(file, make(plan, split, {row["key"] for row in results.known(file)}))
    if "page" in asked.parts:
        rows = [row for part in ("faults", "innocent") for row in _known(asked.work, part)]
        plain = [results.as_it_is(scene) for scene in plan.scenes]
        asked.page.write_text(page.text([*rows, *plain], page.true_faults()), "utf-8")
        sys.stdout.write(f"{asked.page}\n")


def _known(work: Path, part: str) -> list[Row]:
    return results.known(work / f"{part}.jsonl")


def _append(file: Path, rows: Iterable[Row]) -> None:
    with file.open("a", encoding="utf-8") as sink:
        for row in rows:
            sink.write(json.dumps(row) + "\n")
            sink.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.health", description=__doc__)
    parts = ("faults", "innocent", "page")
    parser.add_argument("--clips", type=Path, metavar="DIR", help="real clips to hang before")
    parser.add_argument("--seeds", type=int, default=2, help="takes of each fault and scene")
    parser.add_argument("--hours", type=float, default=36, help="innocent hours of each split")
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts)
    parser.add_argument("--splits", nargs="+", choices=SPLITS, default=SPLITS)
    parser.add_argument("--page", type=Path, default=PAGE, help="file to write")
    parser.add_argument("--work", type=Path, default=WORK, help="folder of results")
    return parser


if __name__ == "__main__":
    main()
