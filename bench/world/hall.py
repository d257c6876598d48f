"""A theory-exam hall that follows a scenario: who sits where, and what happens when."""

import math
import random

import numpy as np

from bench.world.acts import BASES, apply, benign_layer, benign_plan, event_layer, fidget, smooth
from bench.world.body import SIDES, Human
from bench.world.figure import Figure
from bench.world.hall_room import CAMERAS, build_room, chair, screen_textures, station
from bench.world.scene import camera, clear, setup_render
import itertools

COLUMNS, ROWS = [-2.55, -1.15, 0.25, 1.65], [-1.1, 0.75, 2.6]
SPEED, RISE = 1.15, 1.2  # walking metres per second; seconds to stand up
OUTFITS = {
    "male": [
        "male_casualsuit02",
        "male_casualsuit03",
        "male_casualsuit04",
        "male_casualsuit05",
        "male_casualsuit06",
        "male_worksuit01",
    ],
    "female": ["female_casualsuit01", "female_elegantsuit01", "female_sportsuit01"],
}
HAIR = {
    "male": ["short01", "short02", "short03", "short04"],
    "female": ["bob02", "long01", "ponytail01", "braid01"],
}
LOOK = {"samples": 4, "bounces": 2, "exposure": 0.1}


def make_human(cfg, rng):
    """A candidate or staff member drawn by ``rng``; keys of ``cfg`` fix gender, people, outfit, hair, age."""
    g = cfg.get("gender") or rng.choice(["male", "female"])
    eth = cfg.get("people") or rng.choice(["asian"] * 6 + ["caucasian", "african"])
    clothes = (
        cfg.get("outfit") or rng.choice(OUTFITS[g]),
        rng.choice(["shoes01", "shoes03", "shoes04"]),
    )
    return Human(
        g,
        cfg.get("age") or rng.choice(["young", "young", "mid"]),
        eth,
        rng.uniform(0.35, 0.75),
        rng.uniform(0.3, 0.6),
        rng.uniform(0.35, 0.6),
        clothes,
        cfg.get("hair") or rng.choice(HAIR[g]),
        f"eyebrow00{rng.randint(1, 9)}",
    )


class Path:
    """A walk through points [t, x, y]: where, heading (degrees), stride phase and speed at any time."""

    def __init__(self, points, face=None):
        self.p, self.face = np.array(points, float), face

    def at(self, t):
        return np.array([np.interp(t, self.p[:, 0], self.p[:, k]) for k in (1, 2)])

    def state(self, t):
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


class Seat:
    """One place with its candidate and script."""

    def __init__(self, name, x, y, cfg, pid, duration, seed):
        self.name, self.x, self.y, self.cfg, self.seed = name, x, y, cfg, cfg.get("seed", seed)
        rng = random.Random(self.seed)
        self.h = h = make_human(cfg, rng)
        self.fig = Figure(h, pid, rng)
        self.base = BASES[cfg.get("base") or rng.choice(["type", "mouse", "read", "think", "type"])]
        self.events = cfg.get("events", [])
        self.absence = next((e for e in self.events if e["code"] == "SEAT_ABSENT"), None)
        self._busy = [(e["start"] - 1, e["end"] + 1) for e in self.events]
        self.benign = cfg.get("acts") or benign_plan(self.seed, duration, self._busy)
        self.layers = [benign_layer(b) for b in self.benign] + [
            x for x in map(event_layer, self.events) if x
        ]
        h.sit(random.Random(self.seed + 1).uniform(6, 12))
        h.ground()
        h.seat_root = h.root.copy()
        self.legs = {k: v.copy() for k, v in h.R.items()}
        self.chair = chair(x, y + 0.03, h.pos("pelvis")[1] - 0.125)
        if self.absence:
            self._plan_walk(duration)

    def _plan_walk(self, duration):
        """Out: beside the chair, along the aisle behind it, to the door; back the same way when the absence ends in time."""
        x, y, t = self.x, self.y, self.absence["start"] + 0.2
        side = 0.7 if self.x < 1.5 else 0.8
        spots = [(x, y), (x + side, y + 0.05), (x + side, y + 0.72), (2.75, y + 0.72), (2.85, 3.75)]
        steps = [np.hypot(b[0] - a[0], b[1] - a[1]) / SPEED for a, b in itertools.pairwise(spots)]
        times = t + np.concatenate([[0], np.cumsum(steps)])
        pts = [[a, *p] for a, p in zip(times, spots, strict=False)]
        self.out_at, self.back_at = times[-1], 1e9
        if self.absence["end"] < duration:
            back = self.absence["end"] - 0.2 - np.concatenate([[0], np.cumsum(steps)])
            self.back_at = back[-1]
            pts += [[a, *p] for a, p in sorted(zip(back, spots, strict=False))]
        self.path = Path(pts)

    def up(self, t):
        """0 seated, 1 standing."""
        if not self.absence:
            return 0
        a = self.absence
        return smooth((t - a["start"] + RISE) / RISE) * smooth((a["end"] + RISE - t) / RISE)

    def pose(self, t):
        """Pose and place the candidate at ``t``; returns the frame's truth for the figure."""
        up, f, h = self.up(t), self.fig, self.h
        if up >= 1:
            return self._away(t)
        h.R = {k: v.copy() for k, v in self.legs.items()}
        val, holds = apply(
            h,
            fidget(self.base, self.seed, t),
            [(x.pose, x.share(t)) for x in self.layers if x.share(t) > 0],
        )
        f.hold(*holds if holds else (None,))
        f.loc, f.yaw = (self.x, self.y, 0), 0
        if up > 0:
            self._rise(up)
        self.chair.location.y = 0.22 * up
        f.update()
        return {"seated": up < 0.5, "yaw": val["yaw"], "pitch": val["pitch"]}

    def _rise(self, up):
        h = self.h
        for sd, sg in SIDES:
            h.setdir("thigh_" + sd, [sg * 0.12, -0.06 - up, 1 - up])
            h.setdir("calf_" + sd, [0.02 * sg, -1, -0.5 * up * (1 - up)])
        h.lean(30 * 4 * up * (1 - up) * 0.6 + 8, 0, 0)
        h.ground()

    def _away(self, t):
        at, yaw, phase, amount = self.path.state(t)
        if self.out_at <= t <= self.back_at:
            self.fig.hide(True)
            return None
        self.h.walk(phase, amount)
        self.h.ground()
        self.fig.hold(None)
        self.fig.loc, self.fig.yaw = (*at, 0), yaw
        self.fig.update()
        return {"seated": False, "yaw": 0, "pitch": 0}


class Walker:
    """A standing or walking person: staff on the round, or a further person who comes to a seat."""

    def __init__(self, name, cfg, pid, seed):
        rng = random.Random(cfg.get("seed", seed))
        self.name, self.cfg, self.role, self.events, self.benign = (
            name,
            cfg,
            cfg["role"],
            cfg.get("events", []),
            [],
        )
        self.h = make_human(cfg, rng)
        self.fig = Figure(self.h, pid, rng)
        self.path = Path(cfg["path"], cfg.get("face"))

    def pose(self, t):
        p = self.path.p
        if not p[0, 0] <= t <= (p[-1, 0] if self.cfg.get("leaves") else 1e9):
            self.fig.hide(True)
            return None
        at, yaw, phase, amount = self.path.state(t)
        self.h.walk(phase, amount)
        stoop = self.cfg.get("stoop", 0) * (1 - amount)
        look = 10 * math.sin(t * 0.8) * (1 - amount)
        self.h.lean(4 + stoop, 0, 0)
        self.h.headpose(look, 4 + stoop * 0.3)
        self.h.ground()
        self.fig.loc, self.fig.yaw = (*at, 0), yaw
        self.fig.update()
        return {"seated": False, "yaw": look, "pitch": 4}


class Hall:
    """The stage that the renderer asks: ``figures``, ``pose(t)``, ``places`` and ``events``."""

    def __init__(self, sc, threads, out, samples=None):
        clear()
        build_room()
        seed, screens = sc.get("seed", 1), screen_textures()
        rng = random.Random(seed)
        self.people, self.places, pid = [], {}, 0
        for r, y in enumerate(ROWS):
            for c, x in enumerate(COLUMNS):
                name = f"{r + 1}-{c + 1}"
                station(x, y, screens[rng.randrange(len(screens))])
                self.places[name] = [
                    (x + a, y + b, z)
                    for a in (-0.4, 0.4)
                    for b in (-0.45, 0.45)
                    for z in (0.4, 1.4)
                ]
                cfg = sc["seats"].get(name)
                if cfg is None:
                    chair(x, y + 0.1, 0.44)
                    continue
                pid += 1
                self.people.append(Seat(name, x, y, cfg, pid, sc["duration_s"], seed * 100 + pid))
        for name, cfg in sc.get("walkers", {}).items():
            pid += 1
            self.people.append(Walker(name, cfg, pid, seed * 100 + pid))
        loc, aim, fov, self.border = CAMERAS[sc["camera"]]
        camera(loc, aim, fov)
        self.camera = {"name": sc["camera"], "place_m": loc, "aim_m": aim, "fov_deg": fov}
        setup_render(
            sc["size"], samples or LOOK["samples"], LOOK["bounces"], LOOK["exposure"], threads, out
        )
        self.figures = [p.fig for p in self.people]

    def pose(self, t):
        return [p.pose(t) for p in self.people]
