"""What perception costs, beside the naive way and the limits: ``python -m bench.speed``.

Makes long recordings out of shipped clips, measures everything in one run, one process after the
other, and gives the page docs/performance.md its part. ``--yolo-python`` and ``--weights`` add the
naive way; without them it is told as not measured.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.clips import Clip, shipped
from bench.models import folder_of
from bench.stretched import Event, Shape, stretched
from bench.telling import page

ROOT = Path(__file__).parent.parent
WORK = ROOT / ".speed"
DEFAULT = 640
"""What ultralytics shrinks a picture to when it is not told otherwise: the longer side, px."""
FULL, CABIN, SMALL = (1920, 1080), (1280, 720), (960, 540)
SIZES = [[960, 540], [1280, 720], [1920, 1080], [2560, 1440]]
SEATS = [1, 2, 5, 10, 20]


@dataclass(frozen=True, slots=True)
class Case:
    """One recording to measure."""

    name: str
    """For the page."""
    clip: str
    """The shipped clip it is made of."""
    subject: str
    """As which exam it is analysed."""
    size: tuple[int, int]
    """Width and height it is enlarged to."""


CASES = (
    Case("hall, 20 seats", "hall_c", "hall", FULL),
    Case("cabin", "cabin_a", "road", CABIN),
    Case("composite", "composite_a", "road", CABIN),
)
RECALL = ("hall_a", "hall_b", "hall_c")
"""Clips of ``tune`` on which events found by the cascade and by looking at all are compared."""


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Everything the page tells."""
    folder_of()  # missing models are told before a recording is made
    results: dict[str, Any] = {"quiet_s": asked.quiet, "cases": {}, "recall": {}}
    for case in CASES:
        path, _events = _made(case.clip, case.size, asked)
        got = _piece(do="pipeline", clip=str(path), subject=case.subject, plan="cascade")
        limits = _piece(do="decode", clip=str(path))
        results["cases"][case.name] = {"size": case.size, "ours": got, "decode": limits}
        results["cases"][case.name]["naive"] = _naive(path, asked, DEFAULT)
        results["cases"][case.name]["full"] = _naive(path, asked, case.size[0])
    hall, _events = _made(CASES[0].clip, CASES[0].size, asked)
    results["looks"] = _piece(do="looks", clip=str(hall), subject="hall", sizes=SIZES, seats=SEATS)
    results["workers"] = (
        {str(n): _together(hall, n) for n in range(1, (os.cpu_count() or 1) + 1)}
        if asked.workers
        else {}
    )
    for name in asked.recall:
        path, events = _made(name, asked.recall_size, asked)
        results["recall"][name] = {
            plan: events_found(
                events, _piece(do="pipeline", clip=str(path), subject="hall", plan=plan)
            )
            for plan in ("cascade", "dense")
        }
    return results


def _made(name: str, size: tuple[int, int], asked: argparse.Namespace) -> tuple[Path, list[Event]]:
    clip: Clip = shipped((name,))[0]
    asked.work.mkdir(parents=True, exist_ok=True)
    shape = Shape(*size, seconds=asked.quiet)
    path = asked.work / f"{name}-{size[0]}x{size[1]}-{asked.quiet:g}.mp4"
    return path, stretched(clip, shape, path)


def _piece(**asked: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.piece", json.dumps(asked)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"{asked} gave {done.returncode}: {done.stderr[-2000:]}")
    sys.stderr.write(f"{asked['do']} {Path(str(asked['clip'])).name} {asked.get('plan', '')}\n")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _naive(path: Path, asked: argparse.Namespace, side: int) -> dict[str, Any] | None:
    """The naive way on the first pictures of the recording; ``None``: not measured."""
    if asked.yolo_python is None or asked.weights is None:
        return None
    command = [str(asked.yolo_python), "-m", "bench.naive", str(path.absolute())]
    command += [str(asked.weights.absolute()), "--pictures", str(asked.pictures)]
    command += ["--side", str(side)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"the naive way gave {done.returncode}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _together(path: Path, count: int) -> float:
    """Seconds of video per second of wall time when ``count`` workers have a recording each."""
    asked = {"do": "pipeline", "clip": str(path), "subject": "hall", "plan": "cascade"}
    command = [sys.executable, "-m", "bench.piece", json.dumps(asked)]
    began = perf_counter()
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(count)
    ]
    lengths = [json.loads(p.communicate()[0].splitlines()[-1])["length_s"] for p in running]
    return sum(lengths) / (perf_counter() - began)


def events_found(events: Sequence[Event], got: dict[str, Any]) -> dict[str, Any]:
    """Which scripted events have a flag of their code at their place and time, and the rest."""
    flags = [(code, start, end, (x, y)) for code, start, end, x, y in got["flags"]]
    hits = [any(_agrees(flag, event) for flag in flags) for event in events]
    hit = {e.code for e, found in zip(events, hits, strict=True) if found}
    others = [flag for flag in flags if not any(_agrees(flag, event) for event in events)]
    return {
        "events": len(events),
        "found": sum(hits),
        "codes": sorted(hit),
        "others": len(others),
        "cpu_s": got["cpu_s"],
        "length_s": got["length_s"],
    }


def _agrees(flag: tuple[str, float, float, tuple[float, float]], event: Event) -> bool:
    code, start, end, (x, y) = flag
    overlap = min(end, event.end_s) - max(start, event.start_s)
    least = min(1.0, (end - start) / 2, (event.end_s - event.start_s) / 2)
    x0, y0, x1, y1 = event.box
    return code == event.code and overlap >= least and x0 <= x <= x1 and y0 <= y <= y1


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def parser() -> argparse.ArgumentParser:
    """The options, which ``python -m bench`` takes too."""
    made = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    made.add_argument("--quiet", type=float, default=300.0, help="quiet seconds before the events")
    made.add_argument("--yolo-python", type=Path, help="an interpreter that has ultralytics")
    made.add_argument("--weights", type=Path, help="what the naive way runs")
    made.add_argument("--pictures", type=int, default=100, help="pictures for the naive way")
    made.add_argument("--recall", nargs="*", default=RECALL, metavar="CLIP", help="or none")
    made.add_argument("--recall-size", type=_size, default=FULL, metavar="WxH")
    made.add_argument("--no-workers", dest="workers", action="store_false")
    made.add_argument("--work", type=Path, default=WORK, help="folder for the recordings")
    return made


def section(words: Sequence[str] | None = None) -> str:
    """The measured part of the page."""
    asked = parser().parse_args(words)
    return page(measure(asked), asked)


if __name__ == "__main__":
    sys.stdout.write(section())
