"""What a seated person does when: scripted events, everyday acts drawn by lot, small motions."""

import math
import random
from dataclasses import replace

import numpy as np

from bench.world.hall.poses import KEYS, SEATED
from bench.world.people.poses import Hand, Layer, Pose, sided

EVENT_POSE = {
    "PHONE": {how: f"phone_{how}" for how in ("lap", "desk", "raised", "ear")},
    "NOTE": {how: f"note_{how}" for how in ("lap", "edge", "keys")},
    "PEEK": "peek",
    "WHISPER": "whisper",
    "HAND_EAR": "hand_ear",
    "READ_ALOUD": "read_aloud",
    "STAFF_MISCONDUCT": {"asleep": "doze", "phone": "phone_desk"},
}
SECONDS = {
    "glance": (0.5, 0.9),
    "scratch": (0.8, 1.4),
    "nose": (0.8, 1.5),
    "write": (2.5, 5),
    "look_up": (0.8, 2),
    "keyboard": (1, 3),
    "rub_eyes": (0.9, 1.6),
    "clock": (0.8, 1.8),
    "stretch": (1.8, 2.6),
    "drink": (2, 3),
    "pick_up_pen": (2, 3),
}
"""Shortest and longest of each everyday act."""
DRAWN = ("glance", "glance", "scratch", "nose", "write", "look_up", "keyboard", "keyboard")
TUG_EVERY, TUG = 4.0, 1.7
"""Seconds from one tug at the collar to the next, and how long one lasts."""


def event_layers(e, reach=0.7):
    """The layers of a scripted event; none for absence and the like.

    ``reach`` is how far to the side (m) a hand goes that passes something to the neighbour.
    """
    if e["code"] == "PASS":
        return _passing(e, reach)
    if e["code"] == "DEVICE_POSE":
        return _device(e)
    name = EVENT_POSE.get(e["code"])
    if name is None:
        return []
    name = name[e.get("how", "lap")] if isinstance(name, dict) else name
    return [Layer(sided(SEATED[name], e.get("side", "r")), e["start"], e["end"])]


def _passing(e, reach):
    """The arm goes out to the neighbour; at half time the slip changes from the giver's hand."""
    gives = e.get("how", "give") == "give"
    middle, span = (e["start"] + e["end"]) / 2, (e["start"] - 0.8, e["end"] + 0.8)
    hand = Hand(
        (-reach + 0.075, 0.80 if gives else 0.87, 0.22),
        (-1, 0.05, 0.2 if gives else -0.1),
        (0, 1 if gives else -1, 0.25),
        14,
        25,
        pole=(-0.2, -1, -0.4),
    )
    pose = Pose(-28, 18, fwd=6, side=-9, dx=-0.05, hands={"r": hand}, holds=("note", "r"))
    grip = (span[0], middle) if gives else (middle, span[1])
    return [Layer(sided(pose, e.get("side", "r")), *span, 1.0, grip)]


def _device(e):
    side = e.get("side", "r")
    if e.get("how", "collar") == "chin":
        return [Layer(sided(SEATED["chin"], side), e["start"], e["end"])]
    right = SEATED["collar"]
    tug = sided(right, side)
    pull = sided(replace(right, hands={k: _pulled(v) for k, v in right.hands.items()}), side)
    layers, t = [Layer(SEATED["rigid"], e["start"], e["end"])], e["start"] + 0.4
    while t + TUG <= e["end"] + 0.01:
        layers += [Layer(tug, t, t + TUG, 0.5)]
        layers += [Layer(pull, t + a, t + a + 0.35, 0.3) for a in (0.45, 1.05)]
        t += TUG_EVERY
    return layers


def _pulled(hand):
    """``hand`` drawn away from the neck by a few centimetres."""
    return replace(
        hand, goal=lambda h, sign=1, g=hand.goal: g(h, sign) + np.array([0, -0.035, 0.045])
    )


def benign_plan(seed, duration, busy):
    """Everyday acts of a seat: {act, side, start, end} drawn by ``seed``.

    They are kept clear of the ``busy`` (start, end) spans.
    """
    rng, t, out = random.Random(seed), 0, []
    while True:
        t += rng.uniform(1.5, 6)
        act = rng.choice(DRAWN)
        end = t + rng.uniform(*SECONDS[act])
        if end > duration:
            return out
        if all(end + 1 < a or t - 1 > b for a, b in busy):
            side = rng.choice("rl") if act in ("glance", "scratch", "nose") else "r"
            out.append({"act": act, "side": side, "start": round(t, 2), "end": round(end, 2)})
        t = end


def benign_layer(b):
    """The layer of an everyday act."""
    fade = {"glance": 0.3, "stretch": 0.7, "pick_up_pen": 0.8, "drink": 0.7}.get(b["act"], 0.45)
    return Layer(sided(SEATED[b["act"]], b.get("side", "r")), b["start"], b["end"], fade)


def fidget(base, seed, t):
    """``base`` with the small motions of hands and head at time ``t``."""
    w = [
        math.sin(t * k + seed * p)
        for k, p in ((7.3, 1.3), (9.1, 2.1), (5.7, 0.7), (0.9, 1.9), (0.6, 3.1))
    ]
    hands = {sd: _restless(hand, 1 if sd == "l" else -1, w) for sd, hand in base.hands.items()}
    return replace(
        base,
        yaw=base.yaw + 4 * w[3],
        pitch=base.pitch + 3 * w[4],
        fwd=base.fwd + 1.5 * w[4],
        hands=hands,
        gaze=_saccade(seed, t),
    )


def _restless(hand, s, w):
    if callable(hand.goal):
        return hand
    typing = hand in (KEYS,) or hand.goal[2] > 0.34
    a = 1 if typing else 0.15
    jitter = a * np.array([0.009 * w[0] * s, 0.007 * abs(w[1]), 0.012 * w[2] * s])
    return replace(
        hand, goal=tuple(np.array(hand.goal) + jitter), curl=hand.curl + a * 8 * w[1] * s
    )


def _saccade(seed, t):
    """Where on the screen the eyes rest: a new place every .7 s."""
    rng = random.Random(seed * 7919 + int(t / 0.7))
    return rng.uniform(-9, 9), rng.uniform(-4, 6)
