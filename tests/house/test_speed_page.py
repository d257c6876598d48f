"""The page on speed says what was measured, and what was not."""

import argparse
from pathlib import Path

from bench.speed import _agrees, events_found, parser
from bench.stretched import Event
from bench.telling import page

OURS = {
    "cpu_s": 10.0,
    "wall_s": 12.0,
    "length_s": 100.0,
    "stages": {"decode, scan": 1.0, "bodies": 9.0},
    "calls": {"decode, scan": 50, "bodies": 50},
    "sampling": {"scan_looks": 50, "dense_looks": 20, "asked_us": 2e7, "left_out_us": 0},
    "decoded": 80,
    "frames": 2500,
    "places": 20,
    "weights": ["w"],
    "flags": [["PEEK", 10.0, 14.0, 0.5, 0.5], ["PHONE", 50.0, 60.0, 0.1, 0.1]],
    "peak_mb": 400.0,
}
DECODE = {"frames": 2500, "all_s": 4.0, "keyframes": 50, "scan_s": 0.8}
NAIVE = {
    "pictures": 100,
    "rate": 25.0,
    "wall_s": 20.0,
    "cpu_s": 20.0,
    "peak_mb": 900.0,
    "people": 9,
}


def told(naive: dict | None, **asked: object) -> str:
    case = {"size": (1920, 1080), "ours": OURS, "decode": DECODE, "naive": naive}
    case["full"] = naive and {**naive, "cpu_s": 100.0, "people": 11.0}
    events = [Event("PEEK", 9.0, 13.0, (0.4, 0.4, 0.6, 0.6))]
    results = {
        "quiet_s": 60,
        "cases": {"hall": case},
        "looks": {"by_size": {"960×540": 90.0}, "within": {"1": 9.0}, "found": 20, "shape": "a"},
        "workers": {},
        "recall": {"hall_a": {plan: events_found(events, OURS) for plan in ("cascade", "dense")}},
    }
    defaults = {"weights": None, "yolo_python": None, "recall_size": (960, 540)}
    return page(results, argparse.Namespace(**{**defaults, **asked}))


def test_ratios_are_taken_per_second_of_video():
    text = told(NAIVE, weights=Path("yolo.pt"), yolo_python=Path("python"))
    assert "| hall, 1920×1080, 100 s | 10.00 | 0.200 | 50.0 × | 0.040 | 250.0 × |" in text
    assert "40 × the naive way at its default size in the hall: 50.0 ×, reached" in text
    assert "40 × the naive way at full size in the hall: 250.0 ×, reached" in text
    assert "| hall | 400 | 900 | 900 | 9.0 | 11.0 |" in text
    assert "8 × real time per core in the hall: 10.00 ×, reached" in text


def test_what_was_not_measured_is_said():
    text = told(None)
    assert "weights not measured" in text
    assert "| not measured | – |" in text
    assert "40 × the naive" not in text


def test_recall_counts_events_at_their_place_and_time():
    event = Event("PEEK", 9.0, 13.0, (0.4, 0.4, 0.6, 0.6))
    assert _agrees(("PEEK", 10.0, 14.0, (0.5, 0.5)), event)
    assert not _agrees(("PEEK", 10.0, 14.0, (0.7, 0.5)), event)
    assert not _agrees(("PEEK", 12.5, 14.0, (0.5, 0.5)), event)
    assert not _agrees(("PHONE", 10.0, 14.0, (0.5, 0.5)), event)
    assert events_found([event], OURS)["found"] == events_found([event], OURS)["others"] == 1


def test_the_options_have_defaults():
    asked = parser().parse_args([])
    assert asked.recall
    assert asked.yolo_python is None
