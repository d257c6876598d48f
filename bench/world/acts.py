"""Poses as data, and their blending over time.

A ``Pose`` says where head, trunk and hands go; a hand's goal may depend on the posed head, so it can be a function
of the human.  ``Layer`` is a pose that fades in and out between two times; ``apply`` solves the blend.
"""

import math
import random
from dataclasses import dataclass, field, replace

import numpy as np

from bench.world.body import SIDES, norm


@dataclass(frozen=True)
class Hand:
    """Wrist goal (model space, or a function of the human), finger direction, palm normal, curl of the fingers in degrees."""

    goal: object
    f: tuple
    n: tuple
    curl: float = 22
    thumb: float = 10
    pole: tuple = (0.7, -0.8, -0.3)
    lift: tuple = (0, 0, 0)
    points: bool = False


@dataclass(frozen=True)
class Pose:
    """Head angles, trunk angles, sideways shift of the seat (m) and the hands that the pose moves."""

    yaw: float | None = None
    pitch: float | None = None
    roll: float = 0
    fwd: float = 0
    side: float = 0
    twist: float = 0
    dx: float = 0
    hands: dict = field(default_factory=dict)
    holds: tuple | None = None  # (thing, side, offset)


@dataclass(frozen=True)
class Layer:
    """A pose in force from ``start`` to ``end`` (s), half faded at both, fading over ``fade`` seconds."""

    pose: Pose
    start: float
    end: float
    fade: float = 0.6

    def share(self, t):
        return smooth((t - self.start) / self.fade + 0.5) * smooth((self.end - t) / self.fade + 0.5)


def smooth(u):
    u = min(1, max(0, u))
    return u * u * (3 - 2 * u)


def flip(v):
    return (-v[0], *v[1:])


def mirror(hand):
    """The same hand pose for the other side."""
    goal = (lambda h, g=hand.goal: g(h, -1)) if callable(hand.goal) else flip(hand.goal)
    return replace(
        hand, goal=goal, f=flip(hand.f), n=flip(hand.n), pole=flip(hand.pole), lift=flip(hand.lift)
    )


def near_head(off, turned=True):
    """A goal at ``off`` from the head joint, turning with the head; x is flipped for the left side by sign -1."""

    def goal(h, sign=1):
        o = np.array([off[0] * sign, off[1], off[2]])
        return h.pos("head") + (h.turn("head") @ o if turned else o)

    return goal


def _goal(hand, h):
    return np.asarray(hand.goal(h) if callable(hand.goal) else hand.goal, float)


def apply(h, base, layers):
    """Pose the trunk, head and arms of ``h``: ``base`` with each (pose, share) blended over it in turn.

    ``h.seat_root`` is the root offset of the seated body.  Returns the values used and what the hand holds.
    """
    val = {k: getattr(base, k) or 0 for k in ("yaw", "pitch", "roll", "fwd", "side", "twist", "dx")}
    holds = base.holds
    for pose, k in layers:
        for name in val:
            want = getattr(pose, name)
            if want is not None:
                val[name] += (want - val[name]) * k
        if pose.holds and k > 0.5:
            holds = pose.holds
    h.root = h.seat_root + np.array([val["dx"], 0, 0])
    h.lean(val["fwd"] + 8, val["side"], val["twist"])
    h.headpose(val["yaw"], val["pitch"], val["roll"])
    for sd, _sg in SIDES:
        _arm(
            h, sd, base.hands[sd], [(p.hands[sd], k) for p, k in layers if sd in p.hands and k > 0]
        )
    return val, holds


def _arm(h, sd, base, layers):
    goal, f, n = _goal(base, h), norm(base.f), norm(base.n)
    pole, curl, thumb, points = norm(base.pole), base.curl, base.thumb, base.points
    for hand, k in layers:
        goal = goal * (1 - k) + _goal(hand, h) * k + np.array(hand.lift) * 4 * k * (1 - k)
        f, n, pole = (
            a * (1 - k) + norm(b) * k for a, b in ((f, hand.f), (n, hand.n), (pole, hand.pole))
        )
        curl, thumb = curl + (hand.curl - curl) * k, thumb + (hand.thumb - thumb) * k
        points = hand.points if k > 0.5 else points
    h.reach(sd, goal, pole, f, n, curl, thumb)
    if points:
        h.point(sd)


def both(right):
    """Hands of a pose given for the right side."""
    return {"r": right, "l": mirror(right)}


# ---- seated at a PC; z is forward, the desk top is .75 high
DESK = 0.785
KEYS = Hand((-0.12, DESK, 0.37), (0.12, -0.08, 1), (0, -1, -0.08), pole=(-0.7, -0.8, -0.3))
REST = Hand((-0.17, DESK, 0.31), (0.35, -0.1, 1), (0, -1, -0.08), 28, 12, pole=(-0.8, -0.8, -0.3))
MOUSE = replace(KEYS, goal=(-0.31, DESK, 0.36))
CHIN = Hand(
    near_head((-0.045, -0.13, 0.15), False),
    (0.3, 0.8, -0.1),
    (0.3, 0.2, -1),
    60,
    25,
    pole=(-0.6, -1, 0.2),
)
EAR = Hand(
    near_head((-0.125, -0.085, 0.035)),
    (0.12, 0.9, -0.3),
    (1, -0.05, -0.1),
    30,
    15,
    pole=(-1, -0.7, 0.3),
    lift=(-0.06, 0, 0.1),
)
CROWN = Hand(
    near_head((-0.10, 0.02, 0.03)),
    (0.5, 0.8, -0.3),
    (0.9, -0.3, -0.2),
    35,
    15,
    pole=(-1, -0.4, 0.3),
    lift=(-0.06, 0, 0.1),
)
NOSE = Hand(
    near_head((-0.05, -0.09, 0.16)),
    (0.5, 0.6, -0.4),
    (0.5, 0.2, -0.9),
    45,
    25,
    pole=(-0.7, -1, 0.2),
)
WRITE = Hand(
    (-0.14, DESK, 0.33),
    (0.35, -0.3, 0.9),
    (0.65, -0.7, 0.1),
    45,
    35,
    pole=(-0.8, -0.7, -0.3),
    lift=(-0.1, 0.06, 0.05),
)
LAP = Hand((-0.09, 0.66, 0.27), (0.45, 0.3, 0.85), (0.2, 0.85, -0.5), 4, 45, pole=(-1, -0.4, -0.3))
LAP_OTHER = Hand(
    (0.11, 0.62, 0.25), (-0.5, 0.05, 0.8), (-0.3, 0.9, -0.2), 30, 15, pole=(1, -0.4, -0.3)
)
OVER_DESK = Hand(
    (-0.12, 0.88, 0.27), (0.35, 0.75, 0.45), (0.3, 0.4, -0.85), 4, 45, pole=(-1, -0.6, -0.2)
)
RAISED = Hand(
    (-0.13, 0.99, 0.33), (0.25, 0.9, 0.25), (0.25, 0.25, -0.95), 4, 45, pole=(-1, -0.8, -0.1)
)
PHONE_OFF = (0.105, 0.021, 0)

BASES = {
    "type": Pose(0, 12, hands=both(KEYS)),
    "mouse": Pose(0, 9, hands={"l": mirror(KEYS), "r": MOUSE}),
    "read": Pose(0, 6, fwd=3, hands=both(REST)),
    "think": Pose(4, 10, fwd=6, hands={"l": mirror(REST), "r": CHIN}),
}


def sided(pose, side):
    """``pose`` given for the right hand and a turn to the right (yaw < 0), for ``side`` 'r' or 'l'."""
    if side == "r":
        return pose
    other = {"l": "r", "r": "l"}
    return replace(
        pose,
        yaw=None if pose.yaw is None else -pose.yaw,
        roll=-pose.roll,
        side=-pose.side,
        twist=-pose.twist,
        dx=-pose.dx,
        hands={other[k]: mirror(v) for k, v in pose.hands.items()},
        holds=(pose.holds[0], "l", *pose.holds[2:]) if pose.holds else None,
    )


SEATED = {  # right-hand forms; yaw < 0 and side < 0 are to the person's right
    "phone_lap": Pose(
        -4, 36, fwd=14, hands={"r": LAP, "l": LAP_OTHER}, holds=("phone", "r", PHONE_OFF)
    ),
    "phone_desk": Pose(-8, 24, fwd=4, hands={"r": OVER_DESK}, holds=("phone", "r", PHONE_OFF)),
    "phone_raised": Pose(-8, 14, fwd=2, hands={"r": RAISED}, holds=("phone", "r", PHONE_OFF)),
    "peek": Pose(-60, 6, fwd=5, side=-8, twist=-10),
    "whisper": Pose(-56, 8, roll=-8, fwd=8, side=-20, twist=-16, dx=-0.16),
    "hand_ear": Pose(0, 8, roll=6, hands={"r": EAR}),
    "glance": Pose(-38, 4),
    "scratch": Pose(3, 12, hands={"r": CROWN}),
    "nose": Pose(0, 10, hands={"r": NOSE}),
    "write": Pose(-8, 30, fwd=10, hands={"r": WRITE}, holds=("pen", "r", (0.10, 0.03, -0.01))),
    "look_up": Pose(10, -16),
    "keyboard": Pose(0, 30, fwd=2),
}
EVENT_POSE = {
    "PHONE": {"lap": "phone_lap", "desk": "phone_desk", "raised": "phone_raised"},
    "PEEK": "peek",
    "WHISPER": "whisper",
    "HAND_EAR": "hand_ear",
}
BENIGN_SECONDS = {
    "glance": (0.5, 0.9),
    "scratch": (0.8, 1.4),
    "nose": (0.8, 1.5),
    "write": (2.5, 5),
    "look_up": (0.8, 2),
    "keyboard": (1, 3),
}


def event_layer(e):
    """The layer of a scripted hall event, or None for one that is not a pose (absence, extra person)."""
    name = EVENT_POSE.get(e["code"])
    if name is None:
        return None
    name = name[e.get("how", "lap")] if isinstance(name, dict) else name
    return Layer(sided(SEATED[name], e.get("side", "r")), e["start"], e["end"])


def benign_plan(seed, duration, busy):
    """Everyday acts of a seat: {act, side, start, end} drawn by ``seed``, kept clear of the ``busy`` (start, end) spans."""
    rng, t, out = random.Random(seed), 0, []
    while True:
        t += rng.uniform(1.5, 6)
        act = rng.choice(
            ["glance", "glance", "scratch", "nose", "write", "look_up", "keyboard", "keyboard"]
        )
        end = t + rng.uniform(*BENIGN_SECONDS[act])
        if end > duration:
            return out
        if all(end + 1 < a or t - 1 > b for a, b in busy):
            out.append(
                {
                    "act": act,
                    "side": rng.choice("rl") if act in ("glance", "scratch", "nose") else "r",
                    "start": round(t, 2),
                    "end": round(end, 2),
                }
            )
        t = end


def benign_layer(b):
    return Layer(
        sided(SEATED[b["act"]], b["side"]),
        b["start"],
        b["end"],
        0.3 if b["act"] == "glance" else 0.45,
    )


def fidget(base, seed, t):
    """``base`` with the small motions of hands and head at time ``t``."""
    w = [
        math.sin(t * k + seed * p)
        for k, p in ((7.3, 1.3), (9.1, 2.1), (5.7, 0.7), (0.9, 1.9), (0.6, 3.1))
    ]
    hands = {}
    for sd, hand in base.hands.items():
        if callable(hand.goal):
            hands[sd] = hand
            continue
        s = 1 if sd == "l" else -1
        typing = hand in (KEYS,) or hand.goal[2] > 0.34
        a = 1 if typing else 0.15
        hands[sd] = replace(
            hand,
            goal=tuple(
                np.array(hand.goal)
                + a * np.array([0.009 * w[0] * s, 0.007 * abs(w[1]), 0.012 * w[2] * s])
            ),
            curl=hand.curl + a * 8 * w[1] * s,
        )
    return replace(
        base,
        yaw=base.yaw + 4 * w[3],
        pitch=base.pitch + 3 * w[4],
        fwd=base.fwd + 1.5 * w[4],
        hands=hands,
    )
