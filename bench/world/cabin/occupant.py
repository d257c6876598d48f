"""A person in the car: body, seat, belt, legs, and how they come and go."""

import math
import random
from dataclasses import replace

import numpy as np

from bench.world.blender.scene import addmesh, mat, setverts
from bench.world.cabin.car import HIP
from bench.world.ground.turning import norm, rot
from bench.world.people.body import Human
from bench.world.people.faces import blinking, talking
from bench.world.people.figure import Figure
from bench.world.people.poses import apply, in_force
from bench.world.people.wear import wardrobe

PEOPLE = ("asian",) * 6 + ("caucasian", "african")
TRUNK = ("pelvis", "spine_01", "spine_02", "spine_03", "clavicle_l", "clavicle_r")
"""Bones of what a belt lies on."""
ACROSS = (0.3, 0.7)
"""Shares of neck and shoulder joint in the point over which a belt comes."""
ROLES = {"driver": "candidate", "passenger": "examiner", "back": "visitor"}
"""The role of whoever is at a place, where the scenario says none."""
ANKLES = {"l": (0.10, 0.145, 0.545), "r": (-0.12, 0.145, 0.55)}  # at rest, the sitter's space


def body_of(cfg, seed):
    """(Human, its random numbers) of a scenario's person."""
    cfg, rng = {**_anybody(cfg, seed), **cfg}, random.Random(seed)
    h = Human(
        cfg["gender"],
        cfg.get("age", "young"),
        cfg["people"],
        rng.uniform(0.45, 0.65),
        0.45,
        rng.uniform(0.42, 0.55),
        (cfg["outfit"], "shoes01"),
        cfg["hair"],
        f"eyebrow00{rng.randint(1, 9)}",
        seed=seed,
    )
    h.wears = wardrobe.drawn(cfg, rng, "cabin")
    return h, rng


def _anybody(cfg, seed):
    """What the scenario leaves open, by a lot of its own: what is said changes nothing else."""
    rng = random.Random(f"anybody {seed}")
    drawn, people = rng.choice(("male", "female")), rng.choice(PEOPLE)
    gender = cfg.get("gender", drawn)
    outfit, hair = (rng.choice(x[gender]) for x in (wardrobe.OUTFITS, wardrobe.HAIR))
    return {"gender": gender, "people": people, "outfit": outfit, "hair": hair}


def step(h, side, ankle, toes):
    """Put the ankle at ``ankle`` (model space) with the toes raised by ``toes`` degrees."""
    h.fk()
    hip = h.pos("thigh_" + side)
    l1, l2 = (np.linalg.norm(h.restdir(b + side)) for b in ("thigh_", "calf_"))
    d = np.asarray(ankle, float) - hip
    far = min(np.linalg.norm(d), (l1 + l2) * 0.995)
    u = norm(d)
    c = np.clip((l1 * l1 + far * far - l2 * l2) / (2 * l1 * far), -1, 1)
    sg = 1 if side == "l" else -1
    p = norm(np.array([sg * 0.2, 1, 0.3]) - u * (u @ np.array([sg * 0.2, 1, 0.3])))
    h.setdir("thigh_" + side, u * (l1 * c) + p * (l1 * np.sqrt(1 - c * c)))
    h.setdir("calf_" + side, hip + u * far - h.pos("calf_" + side))
    h.setworld("foot_" + side, rot([0, 1, 0], sg * 6) @ rot([1, 0, 0], -toes))


class Occupant:
    """A person whose ``place`` is in the car, seated at ``x``, ``y``.

    ``way(t)`` gives (dx, dy, dz, turn) against the seat, or None while the person is away;
    ``feet(t)`` gives {side: (ankle, toes)} in the sitter's space.
    """

    def __init__(self, place, spot, cfg, pid, seed, belted=True):
        self.name = self.place = place
        self.x, self.y = spot
        self.role, self.seed, self.cfg = cfg.get("role", ROLES[place]), cfg.get("seed", seed), cfg
        self.events, self.benign = cfg.get("events", []), []
        self.h, rng = body_of(cfg, self.seed)
        self.fig = Figure(self.h, pid, rng, **looks(cfg))
        self.belt = Belt(self.x) if belted else None
        self.way = lambda _t: (0, 0, 0, 0)
        self.feet = lambda _t: {}
        self._sit()

    def _sit(self):
        h = self.h
        h.reset()
        h.R["pelvis"] = rot([1, 0, 0], -24)
        h.fk()
        h.seat_root = np.array([0, HIP + 0.08 - h.pos("pelvis")[1], 0])
        h.root = h.seat_root
        trunk = [h.num[n] for n in TRUNK]
        self.trunk = [
            (p, p["W"][:, trunk].sum(1) > 0.5) for p in h.parts if p["kind"] in ("cloth", "skin")
        ]

    def script(self, base, layers, acts):
        """Set the resting pose, the layers over it and the innocent acts of the truth."""
        self.base, self.layers, self.benign = base, layers, acts

    def pose(self, t):
        """Pose the person for ``t``; the state for the truth, or None."""
        way = self.way(t)
        if way is None:
            self.fig.hide(True)
            if self.belt:
                self.belt.o.hide_render = True
            return None
        self.fig.loc, self.fig.yaw = (self.x + way[0], self.y + way[1], way[2]), way[3]
        val, holds = apply(self.h, self._alive(t), in_force(self.layers, t))
        for sd, (ankle, toes) in {**self._resting(), **self.feet(t)}.items():
            step(self.h, sd, ankle, toes)
        self.fig.hold(*holds if holds else (None,))
        mouth, gaze = self._face(val, t)
        self.fig.update()
        self._buckle(way)
        seated = math.hypot(way[0], way[1]) < 0.4
        return {
            "seated": seated,
            "yaw": val["yaw"],
            "pitch": val["pitch"],
            "mouth": mouth,
            "gaze": gaze,
        }

    def _resting(self):
        return {sd: (a, 18) for sd, a in ANKLES.items()}

    def _alive(self, t):
        """The resting pose with the small motions of ``t``."""
        w = [math.sin(t * k + self.seed * p) for k, p in ((0.9, 1.9), (0.6, 3.1), (2.9, 0.7))]
        return replace(
            self.base,
            yaw=self.base.yaw + 4 * w[0],
            pitch=self.base.pitch + 2 * w[1],
            side=self.base.side + 1.2 * w[2] * w[0],
        )

    def _face(self, val, t):
        mouth = talking(self.seed, t) if val["mouth"] == "talk" else 0.0
        gaze = tuple(val["gaze"] or (0.0, 0.0))
        blink = max(blinking(self.seed, t), val["blink"] or 0)
        self.fig.face(mouth=mouth, blink=blink, gaze=gaze)
        return mouth, gaze

    def _buckle(self, way):
        if self.belt is None:
            return
        away = any(abs(a) > 0.03 for a in way[:3])
        self.belt.o.hide_render = away
        if not away:
            skin = [self.fig.world(self.h.mesh(p)[m]) for p, m in self.trunk]
            joints = [self.h.pos(n) for n in ("neck_01", f"upperarm_{self.belt.side}")]
            over = self.fig.world(np.array(joints)).T @ ACROSS
            self.belt.lay(np.concatenate(skin), over[0])


def looks(cfg):
    """What of a scenario's person goes to the figure."""
    return {k: cfg.get(k) for k in ("skin", "outfit_hsv", "hair_tint")}


class Belt:
    """A seat belt laid over a posed occupant whose seat is at ``x``."""

    def __init__(self, x):
        self.x, self.s, self.n = x, 1 if x > 0 else -1, 27
        self.side = "l" if x > 0 else "r"
        k = self.n + 1
        self.o = addmesh(
            "belt",
            np.zeros((2 * k, 3)),
            [(i, i + 1, k + i + 1, k + i) for i in range(k - 1)],
            mat("belt", (0.03, 0.03, 0.03), 0.7),
        )

    def lay(self, skin, over):
        """Lay it on ``skin``, world vertices of the clothed trunk; ``over`` the shoulder at x."""
        x, s = self.x, self.s
        a, b = _shoulder(skin, over), np.array([x - s * 0.17, 0.0, HIP + 0.07])
        v = a + (b - a) * np.linspace(0, 1, self.n)[:, None]
        near = skin[skin[:, 1] > -0.36]
        raw = np.array([_front(near, q) for q in v])
        even = np.convolve(np.pad(raw, 3, "edge"), np.ones(7) / 7, "valid")
        v[:, 1] = np.minimum(even, raw + 0.004) - 0.008
        v = np.concatenate([[[x + s * 0.30, 0.34, HIP + 0.62]], v])
        d = (b - a) / np.linalg.norm(b - a)
        wide = np.array([d[2], 0, -d[0]]) * 0.023
        setverts(self.o, np.concatenate([v + wide, v - wide]))


def _shoulder(skin, x):
    """The highest point of a clothed trunk beside ``x``, where a belt comes over the shoulder."""
    near = skin[np.abs(skin[:, 0] - x) < 0.03]
    return near[near[:, 2].argmax()] + np.array([0, 0, 0.006])


def _front(skin, q, round_=4.0, reach=0.06):
    """How far ahead (y) the surface lies before ``q``: vertices aside count for less."""
    aside = ((skin[:, [0, 2]] - q[[0, 2]]) ** 2).sum(1)
    near = aside < reach**2
    return min(q[1], (skin[near, 1] + round_ * aside[near]).min(initial=9))
