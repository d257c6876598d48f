"""From a scenario's events and acts to layers of poses; everyday acts drawn by a seed."""

import random
from dataclasses import replace

from bench.world.cabin.poses import POINT, WAVE
from bench.world.people.poses import Layer, Pose, sided

SECONDS = {
    "inside_mirror": (0.6, 1.2),
    "left_mirror": (0.6, 1.3),
    "right_mirror": (0.6, 1.3),
    "shoulder_check": (0.7, 0.95),
    "gauges": (0.4, 0.9),
    "gear": (0.9, 1.6),
    "talk": (1.5, 3.5),
    "look_at_driver": (0.8, 2.5),
    "look_ahead": (2, 5),
    "look_right": (0.8, 2),
    "tap": (1.5, 3),
}
DRIVER_DRAWN = (
    *("inside_mirror", "inside_mirror", "left_mirror", "left_mirror", "right_mirror"),
    *("gauges", "gear", "shoulder_check"),
)
OFFICER_DRAWN = ("look_at_driver", "look_ahead", "look_right", "tap", "talk")
USUAL = {"OP_ASSIST": "wheel", "STAFF_MISCONDUCT": "phone", "GAZE_OFF": "side", "PHONE": "low"}
"""The ``how`` of an event that says none."""
CLEAR = 0.6  # seconds that drawn acts keep from everything scripted


def plan(names, seed, duration, busy, pause):
    """Everyday acts drawn by ``seed``, kept clear of the ``busy`` (start, end) spans."""
    rng, t, out = random.Random(seed), 0, []
    while True:
        t += rng.uniform(*pause)
        act = rng.choice(names)
        end = t + rng.uniform(*SECONDS[act])
        if end > duration:
            return out
        if all(end + CLEAR < a or t - CLEAR > b for a, b in busy):
            out.append({"act": act, "start": round(t, 2), "end": round(end, 2)})
        t = end


def acts_of(cfg, names, seed, duration, pause):
    """The person's acts: ``acts`` as given, else drawn ones, with those of ``also`` among them."""
    also = cfg.get("also", [])
    drawn = cfg.get("acts")
    if drawn is None:
        scripted = [*cfg.get("events", []), *also]
        spans = [(e["start"], e["end"]) for e in scripted] + cfg.get("busy", [])
        drawn = plan(names, seed, duration, spans, pause)
    return sorted([*drawn, *also], key=lambda b: b["start"])


def act_layers(acts, poses):
    """A layer for each everyday act."""
    return [
        Layer(sided(poses[b["act"]], b.get("side", "r")), b["start"], b["end"], 0.35) for b in acts
    ]


def event_layers(events, poses):
    """The layers of scripted events whose pose is in ``poses`` ((code, how) or (code, None))."""
    out = []
    for e in events:
        if e["code"] == "HINT_GESTURE":
            out += _strokes(e)
            continue
        pose = poses.get((e["code"], e.get("how", USUAL.get(e["code"]))))
        if pose:
            out.append(Layer(sided(pose, e.get("side", "r")), e["start"], e["end"], 0.5))
        if e["code"] == "LEAN_OUT":
            out.append(_look_back(e, poses[e["code"], "back"]))
        if (e["code"], e.get("how")) == ("OP_ASSIST", "gear"):
            out.append(_shift(e, pose))
    return out


def _look_back(e, pose):
    """Half-way through leaning out the officer looks to the rear wheel."""
    middle = e["start"] + 0.45 * (e["end"] - e["start"])
    return Layer(pose, middle, max(middle + 0.3, e["end"] - 0.35), 0.4)


def _shift(e, pose):
    """The lever is pushed: the hand moves on half-way."""
    hand = pose.hands["l"]
    moved = replace(
        hand, goal=tuple(a + b for a, b in zip(hand.goal, (0, -0.01, 0.05), strict=True))
    )
    middle = (e["start"] + e["end"]) / 2
    return Layer(replace(pose, hands={"l": moved}), middle, e["end"], 0.3)


def _strokes(e):
    """Pointing, withdrawn and repeated: two strokes or more within the event."""
    ready = Pose(14, 6, fwd=5, side=4, twist=8, hands={"l": WAVE}, mouth="talk")
    stroke = Pose(14, 6, fwd=7, side=5, twist=10, hands={"l": POINT}, mouth="talk")
    out, t = [Layer(ready, e["start"], e["end"], 0.5)], e["start"]
    while t < e["end"] - 0.2:
        out.append(Layer(stroke, t + 0.1, min(t + 0.8, e["end"]), 0.3))
        t += 1.3
    return out
