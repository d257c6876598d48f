"""One measurement in a process of its own, so that its memory and processor time are its own.

``python -m bench.piece '{"do": "pipeline", …}'`` prints one line of JSON. Asked by bench.speed.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.models import folder_of
from bench.stages import Stages, TimedEyes, TimedMeter, TimedSource
from models.eyes import load_eyes
from proctor.analysis import taken_apart
from proctor.cellwatch import cell_watch
from proctor.geometry import Box
from proctor.judge import judge
from proctor.perceive import Task, perceive
from proctor.perception import Frame, Subject
from proctor.ports import Eyes
from proctor.rulebook import NO_PROFILE, resolve
from proctor.sampling import PLANS, SamplingPlan
from proctor.witnesses import Witnesses
from streams.composite import find_composite, glances
from streams.container import Container
from streams.health import Meter
from streams.recording import open_recording

RUNS = 3


def plan_of(subject: Subject, name: str) -> SamplingPlan:
    """``cascade``: as analyses do it; ``dense``: all of the picture at the step of close looks."""
    plan = PLANS[subject]
    if name == "cascade":
        return plan
    return replace(plan, scan_us=plan.dense_us, keyframes_us=0, audit_share=0.0, most_us=0)


def eyes() -> Eyes:
    """The installed models on one core."""
    return load_eyes(folder_of(), threads=1)


def pipeline(clip: str, subject: Subject, plan: str, *, apart: bool = True) -> dict[str, Any]:
    """A recording into a log and flags; a composite picture taken apart or looked at whole."""
    stages = Stages()
    seeing = TimedEyes(eyes(), stages)
    source = TimedSource(open_recording(Path(clip)), stages)
    task = Task("0" * 64, subject, "bench")
    began, busy = perf_counter(), process_time()
    with stages.of("the rest"):
        with stages.of("taking apart"):
            find = (lambda path: find_composite(glances(path))) if apart else lambda _path: None
            whole = taken_apart(Path(clip), task, seeing, find)
        log = perceive(
            source,
            seeing,
            TimedMeter(Meter(), stages),
            whole,
            lambda *_: None,
            plan_of(subject, plan),
            Witnesses(cells=cell_watch(whole.composite, lambda: TimedMeter(Meter(), stages))),
        )
        found = judge(log, resolve(NO_PROFILE, subject, "bench")).flags
    places = {place.name: place for place in log.header.places}
    account = log.header.account
    return {
        "cpu_s": process_time() - busy,
        "wall_s": perf_counter() - began,
        "length_s": account.span.duration_us / 1e6,
        "stages": stages.seconds,
        "calls": stages.calls,
        "sampling": dict(log.header.sampling),
        "decoded": account.frames if account.decoded is None else account.decoded,
        "frames": account.frames,
        "places": sum(place.kind not in ("aisle", "picture") for place in log.header.places),
        "weights": sorted(log.header.models),
        "flags": [
            [f.code, f.span.start_us / 1e6, f.span.end_us / 1e6, *places[f.place].anchor]
            for f in found
        ],
    }


def decode(clip: str) -> dict[str, Any]:
    """Every picture decoded and thrown away; every keyframe made a picture."""
    began = process_time()
    with Container(Path(clip)) as container:
        frames = sum(1 for _ in container.pictures(container.packets()))
    whole = process_time() - began
    began = process_time()
    keyframes = sum(1 for _ in open_recording(Path(clip)).scan(500_000, 2_500_000))
    scan = process_time() - began
    return {"frames": frames, "all_s": whole, "keyframes": keyframes, "scan_s": scan}


def looks(clip: str, subject: Subject, sizes: list[list[int]], seats: list[int]) -> dict[str, Any]:
    """Milliseconds of a look: at pictures of several sizes, within so many seats."""
    import cv2

    frame = next(open_recording(Path(clip)).scan(500_000, 2_500_000))
    seeing = eyes()
    heads = [p.head for p in seeing.look(frame.image, subject).people if p.head is not None]
    regions = [_around(head) for head in sorted(heads, key=lambda h: (h.y0, h.x0))]
    by_size = {}
    for width, height in sizes:
        image = cv2.resize(frame.image, (width, height), interpolation=cv2.INTER_AREA)
        by_size[f"{width}×{height}"] = _took(lambda image=image: seeing.look(image, subject))
    within = {
        str(count): _took(lambda n=count: seeing.look(frame.image, subject, regions[:n]))
        for count in seats
        if count <= len(regions)
    }
    return {"by_size": by_size, "within": within, "found": len(heads), "shape": _shape(frame)}


def _around(head: Box) -> Box:
    """About as large as the region of a place."""
    x, y = head.centre
    return Box(x - 2 * head.width, y - head.height, x + 2 * head.width, y + 3 * head.height)


def _shape(frame: Frame) -> str:
    return f"{frame.image.shape[1]}×{frame.image.shape[0]}"


def _took(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, the least of some runs after one that does not count."""
    work()
    times = []
    for _ in range(RUNS):
        began = process_time()
        work()
        times.append(process_time() - began)
    return 1000 * min(times)


WORK: Mapping[str, Callable[..., dict[str, Any]]] = {
    "pipeline": pipeline,
    "decode": decode,
    "looks": looks,
}


def main() -> None:
    """Do what the only argument says."""
    asked = json.loads(sys.argv[1])
    answer = WORK[asked.pop("do")](**asked)
    answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
