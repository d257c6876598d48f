"""People on their feet: staff on the round, a further person who comes to a seat."""

import math
import random

import numpy as np

from bench.world.hall.cast import make_human
from bench.world.hall.poses import AT_EAR
from bench.world.people.faces import blinking
from bench.world.people.figure import Figure
from bench.world.people.poses import Hand, smooth

CHEST = Hand(
    (-0.13, 1.08, 0.29), (0.75, 0.55, 0.35), (0.1, 0.4, -0.9), 4, 45, pole=(-1, -0.7, -0.2)
)
HOLD_UP = {"phone": (CHEST, 30, "type"), "ear": (AT_EAR, 6, "ear")}
"""Hand, bend of the head in degrees and grip of a walker who uses the phone."""


class Path:
    """A walk through points [t, x, y]."""

    def __init__(self, points, face=None):
        self.p, self.face = np.array(points, float), face

    def at(self, t):
        """Where the walk is at ``t``."""
        return np.array([np.interp(t, self.p[:, 0], self.p[:, k]) for k in (1, 2)])

    def state(self, t):
        """Where, heading (degrees), stride phase and share of full speed at ``t``."""
        v = (self.at(t + 0.15) - self.at(t - 0.15)) / 0.3
        yaw, back = self.face, t
        ahead = self.at(t + 0.3) - self.at(t - 0.3)
        while np.hypot(*ahead) < 0.06 and back > self.p[0, 0] and self.face is None:
            back -= 0.2
            ahead = self.at(back + 0.3) - self.at(back - 0.3)
        moving = np.hypot(*v)
        if np.hypot(*ahead) >= 0.06:
            yaw = math.degrees(math.atan2(ahead[0], -ahead[1]))
        if self.face is not None and moving < 0.25:
            yaw = self.face
        times = np.arange(self.p[0, 0], max(t, self.p[0, 0]) + 0.05, 0.05)
        track = np.stack([np.interp(times, self.p[:, 0], self.p[:, k]) for k in (1, 2)])
        gone = np.hypot(*np.diff(track, axis=1)).sum()
        return self.at(t), yaw or 0, gone / 0.68 * math.pi, min(1, moving / 0.9)


class Walker:
    """A standing or walking person; ``place`` of its own events is its name."""

    def __init__(self, name, cfg, pid, seed):
        self.seed = cfg.get("seed", seed)
        rng = random.Random(self.seed)
        self.name = self.place = name
        self.cfg, self.role, self.events = cfg, cfg.get("role", "staff"), cfg.get("events", [])
        self.benign = cfg.get("acts", [])
        self.h = make_human(cfg, rng)
        self.fig = Figure(self.h, pid, rng)
        self.path = Path(cfg["path"], cfg.get("face"))

    def pose(self, t):
        """Pose and place the person at ``t``; returns the frame's truth for the figure."""
        p = self.path.p
        if not p[0, 0] <= t <= (p[-1, 0] if self.cfg.get("leaves") else 1e9):
            self.fig.hide(True)
            return None
        at, yaw, phase, amount = self.path.state(t)
        stoop, busy = self._stoop(t) * (1 - amount), self._busy(t)
        look, down = 10 * math.sin(t * 0.8) * (1 - amount) * (1 - busy), 4 + stoop * 0.3
        self.h.walk(phase, amount)
        self.h.lean(4 + stoop, 0, 0)
        hand, bend, grip = HOLD_UP[self._how()]
        self.h.headpose(look, down + bend * busy)
        self.h.ground()
        if busy:
            self._raise(hand, busy)
        self.fig.hold(*(("phone", "r", grip) if busy > 0.5 else (None,)))
        self.fig.face(mouth=0.0, blink=blinking(self.seed, t), gaze=(0, 12 * busy))
        self.fig.loc, self.fig.yaw = (*at, 0), yaw
        self.fig.update()
        return {
            "seated": False,
            "yaw": look,
            "pitch": down + bend * busy,
            "mouth": 0.0,
            "gaze": (0, 12 * busy),
        }

    def _how(self):
        return next((e["how"] for e in self.events if e.get("how") in HOLD_UP), "phone")

    def _busy(self, t):
        """0..1: how far the phone is up."""
        spans = [(e["start"], e["end"]) for e in self.events if e["code"] == "STAFF_MISCONDUCT"]
        return max((smooth(t - a + 0.5) * smooth(b - t + 0.5) for a, b in spans), default=0)

    def _stoop(self, t):
        """Degrees by which the back is bent: ``stoop`` always, or in the spans of ``stoops``."""
        spans = self.cfg.get("stoops", [])
        briefly = [d * smooth(t - a + 0.5) * smooth(b - t + 0.5) for a, b, d in spans]
        return max([self.cfg.get("stoop", 0), *briefly])

    def _raise(self, hand, share):
        """The right hand goes from where it hangs to ``hand``."""
        hangs = self.h.pos("hand_r").copy()
        goal = np.asarray(hand.goal(self.h) if callable(hand.goal) else hand.goal, float)
        f = np.array([0, -1, 0.1]) * (1 - share) + np.array(hand.f) * share
        n = np.array([1, 0, 0]) * (1 - share) + np.array(hand.n) * share
        self.h.reach("r", hangs + (goal - hangs) * share, hand.pole, f, n, 22, 20)
