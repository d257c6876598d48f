"""``python -m bench.soak``: cameras under faults, and how the watch meets them; docs/soak.md."""

import argparse
import json
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.soak.faults import Victim, drawn, suffering
from bench.soak.footage import clips
from bench.soak.page import PAGE, written
from bench.soak.verdict import Seen, Told, seen, slope, unprovoked
from bench.soak.watchers import Program, Readers, Watcher, settled

CAMERAS = 4
_HOME = "home"


@dataclass(slots=True)
class Gauge:
    """Memory, threads and open files of a process, every two seconds."""

    process: int
    began: float = field(default_factory=time.monotonic)
    samples: list[tuple[float, float, int, int]] = field(default_factory=list)
    """Seconds, megabytes, threads, open files."""
    over: bool = False

    def start(self) -> None:
        """Measure in a thread."""
        threading.Thread(target=self._measure, daemon=True).start()

    def _measure(self) -> None:
        while not self.over:
            try:
                self.samples.append(self._sample())
            except OSError:
                return
            time.sleep(2)

    def _sample(self) -> tuple[float, float, int, int]:
        folder = Path(f"/proc/{self.process}")
        status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        rss = int(status["VmRSS"].split()[0]) / 1024
        files = sum(1 for _link in (folder / "fd").iterdir())
        return time.monotonic() - self.began, rss, int(status["Threads"]), files

    def growth(self) -> dict[str, float]:
        """Per minute over the last two thirds, and the largest of each."""
        late = [s for s in self.samples if s[0] > self.samples[-1][0] / 3]
        return {
            "rss_mb": round(late[-1][1], 1),
            "rss_mb_per_minute": round(60 * slope([(s[0], s[1]) for s in late]), 2),
            "threads_per_minute": round(60 * slope([(s[0], s[2]) for s in late]), 2),
            "threads_most": max(s[2] for s in late),
            "files_per_minute": round(60 * slope([(s[0], s[3]) for s in late]), 2),
            "files_most": max(s[3] for s in late),
        }


def main() -> int:
    """Run, tell, write; 1 when something was not met as it must be."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="soak-", dir=asked.scratch) as folder:
        told = run(asked, Path(folder))
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    if asked.results:
        Path(asked.results).write_text(json.dumps(told), encoding="utf-8")
    if asked.page:
        PAGE.write_text(written(asked.page), encoding="utf-8")
    return int(bool(told["faults"]))


def run(asked: argparse.Namespace, folder: Path) -> dict[str, object]:
    """One soak; everything measured, ready for JSON."""
    lasting = 60 * asked.minutes
    both = clips(folder, lasting + 120)
    victims = [Victim(f"cam-{number}", both) for number in range(1, CAMERAS + 1)]
    for victim in victims:
        victim.start()
    try:
        urls = {victim.name: victim.url for victim in victims}
        watcher: Watcher = Program(urls, folder / _HOME) if asked.models else Readers(urls)
        watcher.start()
        gauge = Gauge(watcher.process)
        gauge.start()
        began = time.monotonic()
        plans = drawn(asked.seed, CAMERAS, asked.faults, lasting)
        for thread in suffering(victims, plans, began, began + lasting):
            thread.join()
        time.sleep(max(0.0, began + lasting - time.monotonic()))
        gauge.over = True
        ending_s = watcher.stop()
        return _judged(asked, victims, watcher, gauge, began, ending_s)
    finally:
        for victim in victims:
            victim.stop()


def _judged(
    asked: argparse.Namespace,
    victims: list[Victim],
    watcher: Watcher,
    gauge: Gauge,
    began: float,
    ending_s: float,
) -> dict[str, object]:
    told = watcher.told()
    met = [one for victim in victims for one in _met(victim, told[victim.name])]
    faults = [f"{one.camera} {one.kind}: {', '.join(one.faults)}" for one in met if one.faults]
    for victim in victims:
        mine = told[victim.name]
        holes = unprovoked(mine, victim.deeds, began)
        faults += [f"{victim.name}: a gap that nobody caused: {b - a:.1f} s" for a, b in holes]
        if not settled(mine):
            faults.append(f"{victim.name}: covered and missing do not add up")
    if watcher.longest_wait_s > 5:
        faults.append(f"it hung for {watcher.longest_wait_s:.1f} s")
    return {
        "minutes": asked.minutes,
        "seed": asked.seed,
        "models": asked.models,
        "cameras": len(victims),
        "done": sum(len(victim.deeds) for victim in victims),
        "asked": asked.faults,
        "longest_wait_s": round(watcher.longest_wait_s, 2),
        "ending_s": round(ending_s, 1),
        "watched_s": {name: one.watched_us / 1e6 for name, one in told.items()},
        "missing_s": {name: one.missing_us / 1e6 for name, one in told.items()},
        "flags": watcher.flags if isinstance(watcher, Program) else None,
        "told_after_s": sorted(watcher.told_after_s) if isinstance(watcher, Program) else [],
        "growth": gauge.growth(),
        "met": [asdict(one) for one in met],
        "faults": faults,
    }


def _met(victim: Victim, told: Told) -> list[Seen]:
    ends = [deed.began for deed in victim.deeds[1:]] + [float("inf")]
    return [
        seen(victim.name, deed, end, told, victim.proxy.flows)
        for deed, end in zip(victim.deeds, ends, strict=True)
    ]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", action="store_true", help="the whole of proctor watch")
    parser.add_argument("--results", help="keep what was measured in this file, as JSON")
    parser.add_argument("--page", nargs="+", help="write docs/soak.md from these files of results")
    parser.add_argument("--scratch", help="folder for clips and homes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
