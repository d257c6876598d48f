"""``python -m bench.anomalies`` simulates offices and writes docs/anomalies.md.

Interrupted, it goes on where it was: results are kept as lines of JSON in ``--keep``.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench.anomalies.page import PAGE, written
from bench.anomalies.trials import Raised, everything, raised
from proctor.anomalies.limits import CHECKS_VERSION


def main() -> None:
    """Simulate, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--honest", type=int, default=400, help="honest months of each kind")
    parser.add_argument("--planted", type=int, default=60, help="dishonest months of each kind")
    parser.add_argument("--keep", type=Path, default=Path(".anomalies.jsonl"))
    parser.add_argument("--page", type=Path, default=PAGE)
    asked = parser.parse_args()
    known = _known(asked.keep)
    results: dict[str, dict[str, list[Raised]]] = {}
    for section, trials in everything().items():
        count = asked.honest if section == "honest" else asked.planted
        for trial in trials:
            found = [
                known.get((trial.name, seed))
                or _kept(asked.keep, trial.name, seed, raised(trial, seed))
                for seed in range(count)
            ]
            results.setdefault(section, {})[trial.name] = found
            sys.stderr.write(f"{section}: {trial.name}\n")
    asked.page.write_text(written(results), "utf-8")


def _known(keep: Path) -> dict[tuple[str, int], Raised]:
    if not keep.exists():
        return {}
    rows = map(json.loads, keep.read_text("utf-8").splitlines())
    return {
        (row["trial"], row["seed"]): Raised(**row["raised"])
        for row in rows
        if row["version"] == CHECKS_VERSION
    }


def _kept(keep: Path, name: str, seed: int, found: Raised) -> Raised:
    line = {"version": CHECKS_VERSION, "trial": name, "seed": seed, "raised": asdict(found)}
    with keep.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return found


if __name__ == "__main__":
    main()
