"""A person at a place of the hall: acts, events, getting up, coming and going."""

import itertools
import math
import random

import numpy as np

from bench.world.hall.behaviour import benign_layer, benign_plan, event_layers, fidget
from bench.world.hall.cast import make_human
from bench.world.hall.furniture import chair, stand
from bench.world.hall.poses import BASES
from bench.world.hall.walks import Path
from bench.world.people.body import SIDES
from bench.world.people.faces import blinking, talking
from bench.world.people.figure import Figure
from bench.world.people.poses import apply, in_force, smooth

SPEED, RISE = 1.15, 1.2  # walking metres per second; seconds to stand up
NEVER = 1e9


class Spot:
    """Where a place of the layout is: turns its own axes (person faces -y) into the hall's."""

    def __init__(self, name, x, y, yaw, layout):
        self.name, self.x, self.y, self.yaw, self.layout = name, x, y, yaw, layout
        a = math.radians(yaw)
        self._turn = np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
        self.chair, self._seat = None, None

    def point(self, a, b):
        """The hall's (x, y) of the place's own (a, b)."""
        return tuple(np.array([self.x, self.y]) + self._turn @ [a, b])

    def volume(self):
        """Corners of the space that a seated person takes."""
        flat = [self.point(a, b) for a in (-0.4, 0.4) for b in (-0.45, 0.45)]
        return [(*p, z) for p in flat for z in (0.4, 1.4)]

    def put_chair(self, high, back):
        """A chair with its seat ``high``, pulled ``back`` from where it belongs."""
        self.chair = stand(self.x, self.y, self.yaw, chair(high, self.layout.fabric))
        self._seat = back
        self.pull(0)

    def pull(self, away):
        """Pull the chair ``away`` metres from the desk."""
        self.chair.location = (*self.point(0, self._seat + away), 0)

    def way_out(self, lane=0):
        """Points beside and behind the chair, along the aisle (``lane`` beside it), to the door."""
        lay = self.layout
        side = math.copysign(lay.pitch / 2, self._turn[0, 0] or 1)
        behind = self.point(side, lay.back)
        return [
            (self.x, self.y),
            self.point(side, 0.05),
            behind,
            (lay.aisle + lane, behind[1]),
            (lay.door - 0.05 + lane, lay.size[1] / 2 - 0.25),
        ]


class Sitter:
    """A seated person and the script.

    ``absences`` are the spans (from, to) away from the seat; one that starts before 0 is an
    arrival.
    """

    role = "candidate"

    def __init__(self, spot, cfg, pid, duration, seed, absences=None):
        self.spot, self.cfg, self.seed = spot, cfg, cfg.get("seed", seed)
        self.name = self.place = spot.name
        self.role = cfg.get("role", "candidate")
        rng = random.Random(self.seed)
        self.h = h = make_human(cfg, rng)
        self.fig = Figure(h, pid, rng)
        self.base = BASES[cfg.get("base") or rng.choice(["type", "mouse", "read", "think", "type"])]
        self._script(duration)
        h.sit(random.Random(self.seed + 1).uniform(6, 12))
        h.ground()
        h.seat_root = h.root.copy()
        self.legs = {k: v.copy() for k, v in h.R.items()}
        if spot.chair is None:
            spot.put_chair(h.pos("pelvis")[1] - 0.125, 0.03)
        self.absences = absences if absences is not None else self._scripted_absences()
        self.walks = [self._walk(a, b, duration) for a, b in self.absences]

    def _script(self, duration):
        cfg = self.cfg
        self.events = cfg.get("events", [])
        also = cfg.get("also", [])
        busy = [(e["start"] - 1, e["end"] + 1) for e in [*self.events, *also]]
        drawn = cfg.get("acts") if "acts" in cfg else benign_plan(self.seed, duration, busy)
        if self.role != "candidate" and "acts" not in cfg:
            drawn = []
        self.benign = sorted([*drawn, *also], key=lambda b: b["start"])
        self.layers = [benign_layer(b) for b in self.benign]
        for e in self.events:
            self.layers += event_layers(e, self.spot.layout.pitch / 2)

    def _scripted_absences(self):
        return [(e["start"], e["end"]) for e in self.events if e["code"] == "SEAT_ABSENT"] + [
            tuple(span) for span in self.cfg.get("away", [])
        ]

    def _walk(self, start, end, duration):
        """Out to the door, and back when the absence ends in time: (path, gone from, gone to)."""
        spots = self.spot.way_out(0.4 if start < 0 else 0)
        lengths = [math.dist(a, b) / SPEED for a, b in itertools.pairwise(spots)]
        steps = np.concatenate([[0], np.cumsum(lengths)])
        out, home, half = [], [], (start + end) / 2
        if start > 0:
            out = [[start + 0.2 + s, *p] for s, p in zip(steps, spots, strict=True)]
        if end < duration:
            home = [[end - 0.2 - s, *p] for s, p in zip(steps, spots, strict=True)][::-1]
        gone, back = out[-1][0] if out else -NEVER, home[0][0] if home else NEVER
        if gone > back:  # turns round before the door
            out, home = [p for p in out if p[0] < half], [p for p in home if p[0] > half]
        return Path(out + home), gone, back

    def up(self, t):
        """0 seated, 1 standing."""
        return max(
            (
                smooth((t - a + RISE) / RISE) * smooth((b + RISE - t) / RISE)
                for a, b in self.absences
            ),
            default=0,
        )

    def pose(self, t):
        """Pose and place the person at ``t``; returns the frame's truth for the figure."""
        up, f, h = self.up(t), self.fig, self.h
        if up >= 1:
            return self._away(t)
        h.R = {k: v.copy() for k, v in self.legs.items()}
        val, holds = apply(h, fidget(self.base, self.seed, t), in_force(self.layers, t))
        f.hold(*holds if holds else (None,))
        f.loc, f.yaw = (self.spot.x, self.spot.y, 0), self.spot.yaw
        if up > 0:
            self._rise(up)
        face = self._face(val, t)
        f.update()
        return {"seated": up < 0.5, "yaw": val["yaw"], "pitch": val["pitch"], **face}

    def _face(self, val, t):
        mouth = talking(self.seed, t) if val["mouth"] == "talk" else 0.0
        blink = blinking(self.seed, t) if val["blink"] is None else val["blink"]
        gaze = val["gaze"] or (0, 0)
        self.fig.face(mouth=mouth, blink=blink, gaze=gaze)
        return {"mouth": mouth, "gaze": gaze}

    def _rise(self, up):
        h = self.h
        for sd, sg in SIDES:
            h.setdir("thigh_" + sd, [sg * 0.12, -0.06 - up, 1 - up])
            h.setdir("calf_" + sd, [0.02 * sg, -1, -0.5 * up * (1 - up)])
        h.lean(30 * 4 * up * (1 - up) * 0.6 + 8, 0, 0)
        h.ground()

    def _away(self, t):
        path, gone, back = next(
            w for w, (a, b) in zip(self.walks, self.absences, strict=True) if a <= t <= b
        )
        if gone <= t <= back:
            self.fig.hide(True)
            return None
        at, yaw, phase, amount = path.state(t)
        self.h.walk(phase, amount)
        self.h.ground()
        self.fig.hold(None)
        self.fig.face(mouth=0.0, blink=blinking(self.seed, t), gaze=(0, 0))
        self.fig.loc, self.fig.yaw = (*at, 0), yaw
        self.fig.update()
        return {"seated": False, "yaw": 0, "pitch": 0, "mouth": 0.0, "gaze": (0, 0)}
