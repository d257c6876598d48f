"""``python -m bench.hostile``: reads damaged and mutated recordings and writes docs/damage.md.

Every file is made from a seed, read, and removed; what came of it is a line in ``--work``, so a run
that was stopped goes on where it was. With ``--mutated 2000`` it takes about an hour.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.hostile import cost, page
from bench.hostile.damage import DAMAGES
from bench.hostile.disguise import Witness, disguised
from bench.hostile.mutation import MUTATIONS
from bench.hostile.originals import CONTAINERS, Original, clips, originals, short_originals
from bench.hostile.reading import WAYS, read
from bench.hostile.spots import CODINGS, SIZES, SPOTS
from bench.hostile.spots import spots as one_spot_each
from bench.lots import lots

PAGE = Path(__file__).parents[2] / "docs" / "damage.md"
PER_KIND = 15
"""Damaged copies of every kind in every container."""
CLEAN = 50
SPOTTED = 6
"""Clips in which single spots are damaged."""


class Results:
    """Lines of a file, one per file that was read, in each way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rows = [json.loads(line) for line in path.read_text().splitlines()] if (
            path.exists()
        ) else []  # fmt: skip
        self._known = {(row["name"], row["way"]) for row in self.rows}

    def has(self, name: str, way: str) -> bool:
        """Whether that file was read that way."""
        return (name, way) in self._known

    def add(self, row: dict[str, object]) -> None:
        """Write a line at once."""
        self.rows.append(row)
        with self._path.open("a") as file:
            file.write(json.dumps(row) + "\n")


def _copies(found: list[Original], seed: int) -> Iterator[tuple[str, Original, str]]:
    """(name, original, kind) of the damaged copies: real clips first, then others by lot."""
    for container in CONTAINERS:
        here = [o for o in found if o.container == container]
        for kind in DAMAGES:
            lot = lots(f"{seed}:{container}:{kind}")
            rest = [o for o in here if not o.real]
            lot.shuffle(rest)
            for number, original in enumerate(([o for o in here if o.real] + rest)[:PER_KIND]):
                yield f"{kind}-{original.name}-{number}.{container}", original, kind


def main() -> None:
    """Read everything that is not read yet and write the page."""
    asked = _asked()
    asked.work.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    for part in PARTS:
        results = Results(asked.work / f"{part.__name__}.jsonl")
        if asked.only in (None, part.__name__):
            part(results, asked)
        rows += results.rows
    costs = cost.measured(asked.work) if asked.cost else _kept(asked.work / "cost.json")
    (asked.work / "cost.json").write_text(json.dumps(costs))
    known = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page.text(rows, costs, asked.seed, known), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")


def _kept(path: Path) -> list[dict[str, object]]:
    return list(json.loads(path.read_text())) if path.exists() else []


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--footage", type=Path, help="a folder of real clips (MP4, H.264)")
    parser.add_argument("--mutated", type=int, default=0, help="so many mutated files too")
    parser.add_argument("--cost", action="store_true", help="measure what the guard costs")
    parser.add_argument("--only", choices=[part.__name__ for part in PARTS])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=Path(".damage"), help="for files and results")
    return parser.parse_args()


def clean(results: Results, asked: argparse.Namespace) -> None:
    """Sound recordings, in which nothing may be found."""
    found = originals(asked.footage, asked.work / "originals")
    drawn = lots(asked.seed).sample(found, min(CLEAN, len(found)))
    for original in sorted(drawn, key=lambda o: o.path):
        for way in WAYS:
            if not results.has(original.path.name, way):
                row = read(original.path, way)
                results.add({"corpus": "clean", **_about(original), **row})


def damaged(results: Results, asked: argparse.Namespace) -> None:
    """Damaged copies, in each of which something must be found."""
    found = originals(asked.footage, asked.work / "originals")
    for name, original, kind in _copies(found, asked.seed):
        if all(results.has(name, way) for way in WAYS):
            continue
        path = asked.work / name
        lot = lots(f"{asked.seed}:{name}")
        path.write_bytes(DAMAGES[kind](original.path.read_bytes(), lot))
        for way in WAYS:
            about = {"corpus": "damaged", **_about(original), "name": name, "kind": kind}
            results.add({**about, **read(path, way)})
            _told(results, name)
        path.unlink()


def mutated(results: Results, asked: argparse.Namespace) -> None:
    """Files made to break a decoder or to make it open something."""
    if not asked.mutated:
        return
    short = short_originals(asked.footage, asked.work / "short")
    secret = next(o.path for o in short if o.container == "ts")
    with Witness() as witness:
        for number in range(asked.mutated):
            lot = lots(f"{asked.seed}:mutated:{number}")
            original, kind = lot.choice(short), lot.choice((*MUTATIONS, "disguise"))
            name = f"mutated-{number:04d}.{original.container}"
            if results.has(name, "whole"):
                continue
            if kind == "disguise":
                data = disguised(original, short, lot, witness.port, secret)
            else:
                data = MUTATIONS[kind](original, short, lot)
            row = _survived(asked.work / name, data, witness)
            results.add(
                {"corpus": "mutated", **_about(original), "name": name, "kind": kind, **row}
            )
            _told(results, name)


def _survived(path: Path, data: bytes, witness: Witness) -> dict[str, object]:
    """What came of a mutated file; an error that nobody foresaw is a crash of the parent."""
    path.write_bytes(data)
    before = witness.visits
    try:
        row = read(path, "whole")
    except Exception as error:  # the very thing that is counted
        row = {"way": "whole", "result": "parent", "why": repr(error), "seconds": 0.0}
    path.unlink()
    return {**row, "visits": witness.visits - before}


def spots(results: Results, asked: argparse.Namespace) -> None:
    """One spot in one picture of clips in several codings."""
    folder = asked.work / "spots"
    folder.mkdir(exist_ok=True)
    found = clips(asked.footage)
    for clip, _real in found[:: max(1, len(found) // SPOTTED)][:SPOTTED]:
        for coding in CODINGS:
            if not results.has(f"{clip.stem}:{coding}:{SPOTS - 1}", list(SIZES)[-1]):
                for row in one_spot_each(clip, coding, folder, asked.seed):
                    results.add({"corpus": "spots", **row})
                    _told(results, str(row["name"]))


PARTS = (clean, damaged, mutated, spots)


def _about(original: Original) -> dict[str, object]:
    return {"name": original.path.name, "container": original.container, "real": original.real}


def _told(results: Results, name: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{len(results.rows):5d} {name:60s}")


if __name__ == "__main__":
    main()
