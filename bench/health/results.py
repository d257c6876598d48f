"""What came of every take, kept as JSON lines, so that a long measurement can be taken up again."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.health import disturbances, takes
from bench.health.camera import STEP_S
from bench.health.daylight import COURSES, Daylight
from bench.health.faults import FAULTS, Fault
from bench.health.footage import Scene
from bench.health.takes import Outcome

CODES = ("VID_BLACK", "VID_FREEZE", "VID_COVER", "VID_MOVE", "VID_BLUR")
INNOCENT_S = 3600.0
"""Length of a take without a fault."""
LOT = 1_000_000
"""Where the draws of faults begin; those of earlier pages began at 0."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which takes are made."""

    scenes: Sequence[Scene]
    """Before which the camera hangs."""
    seeds: int
    """Takes of each fault in each of its ways before each scene."""
    hours: float
    """Of innocent footage for each split."""


def faulty(plan: Plan, split: str, done: set[str]) -> Iterator[Row]:
    """A row per take with a fault that is not done yet."""
    scenes = [scene for scene in plan.scenes if scene.split == split]
    for seed in range(plan.seeds):
        for number, fault in enumerate(FAULTS):
            for place, scene in enumerate(scenes):
                key = f"{split}/{scene.name}/{fault.kind}/{fault.way}/{seed}"
                if key not in done:
                    lot = LOT + 10_000 * seed + 100 * number + place
                    lot += 50 if split == "check" else 0
                    yield _faulty(key, scene, fault, lot, _elsewhere(scenes, place, seed))


def _elsewhere(scenes: Sequence[Scene], place: int, seed: int) -> Scene:
    """What a camera sees that was turned away; not another car of the same make."""
    others = [s for s in scenes if s.family != scenes[place].family]
    return others[(place + seed) % len(others)]


def _faulty(key: str, scene: Scene, fault: Fault, seed: int, other: Scene) -> Row:
    came = takes.faulty(scene, fault, seed, other)
    start, lasts = takes.start_of(seed), takes.lasts(fault)
    here = came.log.columns["picture"].values
    first = round(start / STEP_S)
    sound, ill = slice(20, first), slice(first + 4, first + round(lasts / STEP_S))
    raised = takes.raised(came.log, fault.code, start, start + lasts) if fault.code else None
    return {
        "key": key, "split": scene.split, "scene": scene.name, "footage": scene.kind,
        "kind": fault.kind, "way": fault.way, "code": fault.code,
        "start": start, "end": start + lasts, "raised": raised, "flags": _flags(came),
        "unknown": float(np.isnan(here["view_home"][sound]).mean()),
        "noise": [float(np.median(here["noise"][part])) for part in (sound, ill)],
        "colour": [float(np.median(here["colour"][part])) for part in (sound, ill)],
    }  # fmt: skip


def innocent(plan: Plan, split: str, done: set[str]) -> Iterator[Row]:
    """A row per take without a fault that is not done yet."""
    scenes = [scene for scene in plan.scenes if scene.split == split]
    for number in range(round(plan.hours * 3600 / INNOCENT_S)):
        key = f"{split}/innocent/{number}"
        if key in done:
            continue
        scene = scenes[number % len(scenes)]
        lot = np.random.default_rng(7_000_000 + number + (500 if split == "check" else 0))
        course = COURSES[(number + number // len(scenes)) % len(COURSES)]
        daylight = Daylight(course, int(lot.integers(1 << 30)), INNOCENT_S)
        happenings = disturbances.drawn(INNOCENT_S, lot)
        came = takes.innocent(scene, happenings, daylight, int(lot.integers(1 << 30)))
        yield {
            "key": key, "split": split, "scene": scene.name, "footage": scene.kind,
            "kind": "innocent", "way": course, "seconds": INNOCENT_S, "flags": _flags(came),
            "happenings": [[h.kind, round(h.start), round(h.end)] for h in happenings],
            "unknown": float(np.isnan(came.log.columns["picture"].values["view_home"][40:]).mean()),
        }  # fmt: skip


def as_it_is(scene: Scene) -> Row:
    """The clip itself, as it lies there, without a simulated camera."""
    came = takes.outcome(takes.played(scene.film))
    seconds = came.log.header.account.span.duration_us / 1e6
    return {
        "key": f"{scene.split}/{scene.name}/as it is", "split": scene.split, "scene": scene.name,
        "footage": scene.kind, "kind": "as it is", "seconds": seconds, "flags": _flags(came),
    }  # fmt: skip


def _flags(came: Outcome) -> list[list[Any]]:
    """Code, start and end, seconds."""
    return [
        [f.code, f.span.start_us / 1e6, f.span.end_us / 1e6] for f in came.flags if f.code in CODES
    ]


def known(path: Path) -> list[Row]:
    """The rows of a file of results; none when there is none."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
