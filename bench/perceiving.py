"""What a recording costs until its log is written: decoding alone, and with every model."""

import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.clips import WORLD
from models.eyes import load_eyes
from proctor.perceive import Task, perceive
from proctor.perception import Subject
from proctor.ports import Eyes
from proctor.sampling import PLANS
from streams.health import Meter
from streams.recording import open_recording

CLIPS = WORLD / "tune"
CASES: tuple[tuple[str, Subject], ...] = (("hall_a", "hall"), ("cabin_a", "road"))
RUNS = 3


def _took(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return median(times)


def _row(clip: str, subject: Subject, eyes: Eyes) -> str:
    path, task = CLIPS / f"{clip}.mp4", Task("0" * 64, subject, "bench")

    def decode() -> None:
        for _ in open_recording(path).frames(PLANS[subject].scan_us):
            pass

    def whole() -> object:
        return perceive(open_recording(path), eyes, Meter(), task, lambda *_: None)

    looked = list(open_recording(path).frames(PLANS[subject].scan_us))
    length = open_recording(path).account().expected_us / 1e6
    decoding, all_of_it = _took(decode), _took(whole)
    each = 1000 * (all_of_it - decoding) / len(looked)
    return (
        f"| {clip} ({subject}, {looked[0].image.shape[1]}×{looked[0].image.shape[0]}) "
        f"| {len(looked) / length:.1f} | {decoding / all_of_it:.0%} | {each:.0f} "
        f"| {length / all_of_it:.2f} × |"
    )


def section() -> str:
    """The measured part of the page."""
    eyes = load_eyes(Path(os.environ["PROCTOR_MODELS"]))
    rows = "\n".join(_row(clip, subject, eyes) for clip, subject in CASES)
    weights = ", ".join(sorted(eyes.weights))
    return f"""## Perceiving

One process, all cores, {RUNS} runs, median. Models: {weights}.

| clip | looks/s | share of decoding | ms a look | of real time |
|---|---|---|---|---|
{rows}
"""
