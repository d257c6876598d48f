"""A practical-test cabin that follows a scenario: candidate at the wheel, examiner in the passenger seat."""

import math
import random
from dataclasses import replace

import numpy as np

from bench.world.acts import PHONE_OFF, Hand, Layer, Pose, apply, near_head, sided
from bench.world.body import SIDES, Human, rot
from bench.world.cabin_car import DRIVER_X, HIP, WHEEL, Belt, SteeringWheel, Street, build_car, rim
from bench.world.figure import Figure
from bench.world.scene import box, camera, clear, mat, setup_render

CAMERAS = {
    "dash": ((0.02, -1.02, 1.24), (0, 0.12, 0.80), 92),
    "pillar": ((-0.55, -0.98, 1.25), (0.22, 0.1, 0.82), 82),
}
LOOK = {"samples": 4, "bounces": 2, "exposure": 0.2}
LOW_PHONE = Hand(
    (-0.14, 0.80, 0.30), (0.35, 0.75, 0.45), (0.3, 0.4, -0.85), 4, 45, pole=(-1, -0.6, -0.2)
)
EAR_PHONE = Hand(
    near_head((-0.115, -0.10, 0.055)),
    (0.08, 0.9, -0.28),
    (0.9, 0.05, -0.35),
    8,
    30,
    pole=(-0.55, -1, 0.35),
    lift=(-0.05, 0, 0.08),
)
KNEE = Hand((-0.15, 0.60, 0.26), (0.25, -0.15, 0.9), (0, -1, -0.1), 25, 12, pole=(-1, -0.5, -0.3))
TABLET = {
    "l": Hand(
        (0.12, 0.64, 0.34), (-0.7, 0.1, 0.6), (-0.1, -0.5, 0.6), 25, 10, pole=(1, -0.6, -0.4)
    ),
    "r": Hand((-0.13, 0.63, 0.30), (0.6, -0.1, 0.7), (0.2, -1, 0.1), 25, 10, pole=(-1, -0.6, -0.4)),
}
TAP = replace(TABLET["r"], goal=(-0.06, 0.70, 0.33), f=(0.3, -0.3, 0.9), curl=45, points=True)


def on_rim(x, side, degrees, steer):
    """A hand on the rim for the occupant at ``x``; ``steer()`` is the wheel's turn now."""
    sg = 1 if side == "l" else -1

    def goal(h):
        p = rim(degrees + steer())
        return np.array([p[0] - x + sg * 0.012, p[2] - 0.06, -p[1] - 0.06])

    return Hand(
        goal, (-sg * 0.25, 0.55, 0.75), (-sg * 0.75, -0.15, 0.5), 52, 15, pole=(sg * 0.9, -1, -0.1)
    )


def passenger_grab(steer):
    def goal(h):
        p = rim(168 + steer())
        return np.array([p[0] + DRIVER_X - 0.06, p[2] - 0.01, -p[1] - 0.07])

    return Hand(
        goal, (0.6, 0.15, 0.75), (0.45, -0.6, 0.5), 45, 15, pole=(0.3, -1, -0.4), lift=(0, 0.08, 0)
    )


POINT = Hand(
    (0.50, 0.98, 0.36),
    (0.75, 0.1, 0.65),
    (-0.15, -0.9, 0.3),
    70,
    30,
    pole=(0.5, -1, -0.2),
    lift=(0, 0.05, 0),
    points=True,
)
WAVE = replace(POINT, goal=(0.44, 1.04, 0.33), f=(0.5, 0.45, 0.6))
DRIVER = {
    ("PHONE", "ear"): Pose(
        -8,
        8,
        roll=6,
        hands={"r": EAR_PHONE},
        holds=("phone", "r", (0.085, 0.024, -0.035), (0.6, 0, 0.8)),
    ),
    ("PHONE", "low"): Pose(-6, 30, hands={"r": LOW_PHONE}, holds=("phone", "r", PHONE_OFF)),
    ("GAZE_OFF", "side"): Pose(-66, 8, twist=-6),
    ("GAZE_OFF", "down"): Pose(-22, 42, fwd=6),
    ("HANDS_OFF", None): Pose(
        None,
        None,
        hands={
            "r": KNEE,
            "l": Hand(
                (0.15, 0.60, 0.26), (-0.25, -0.15, 0.9), (0, -1, -0.1), 25, 12, pole=(1, -0.5, -0.3)
            ),
        },
    ),
    ("HAND_EAR", None): Pose(0, 8, roll=4, hands={"r": replace(EAR_PHONE, curl=30)}),
}
DRIVER_ACTS = {
    "inside_mirror": Pose(-27, 0),
    "left_mirror": Pose(44, 6),
    "right_mirror": Pose(-44, 6),
    "gauges": Pose(0, 30),
    "gear": Pose(
        0,
        12,
        hands={
            "r": Hand(
                (-0.31, 0.60, 0.36),
                (0.3, -0.35, 0.85),
                (0.2, -0.9, 0.2),
                50,
                15,
                pole=(-0.8, -0.8, -0.2),
            )
        },
    ),
}
EXAMINER_ACTS = {
    "look_at_driver": Pose(38, 4),
    "look_ahead": Pose(4, 2),
    "look_right": Pose(-42, 4),
    "tap": Pose(0, 34, hands={"r": TAP}),
}
SECONDS = {
    "inside_mirror": (0.5, 1.1),
    "left_mirror": (0.6, 1.3),
    "right_mirror": (0.6, 1.3),
    "gauges": (0.4, 0.9),
    "gear": (0.9, 1.6),
    "look_at_driver": (0.8, 2.5),
    "look_ahead": (2, 5),
    "look_right": (0.8, 2),
    "tap": (1.5, 3),
}


def plan(names, seed, duration, busy, pause):
    """Everyday acts drawn by ``seed``, kept clear of the ``busy`` spans."""
    rng, t, out = random.Random(seed), 0, []
    while True:
        t += rng.uniform(*pause)
        act = rng.choice(names)
        end = t + rng.uniform(*SECONDS[act])
        if end > duration:
            return out
        if all(end + 0.6 < a or t - 0.6 > b for a, b in busy):
            out.append({"act": act, "start": round(t, 2), "end": round(end, 2)})
        t = end


class Occupant:
    """A person in a front seat at ``x``."""

    def __init__(self, name, x, cfg, pid, seed):
        rng = random.Random(cfg.get("seed", seed))
        self.name, self.x, self.role, self.seed, self.events = (
            name,
            x,
            cfg["role"],
            cfg.get("seed", seed),
            cfg.get("events", []),
        )
        g = cfg.get("gender", "male")
        self.h = h = Human(
            g,
            cfg.get("age", "young"),
            cfg.get("people", "asian"),
            rng.uniform(0.45, 0.65),
            0.45,
            rng.uniform(0.42, 0.55),
            (cfg["outfit"], "shoes01"),
            cfg["hair"],
            f"eyebrow00{rng.randint(1, 9)}",
        )
        self.fig = Figure(h, pid, rng, skin=cfg.get("skin"))
        self.fig.loc = (x, 0, 0)
        self.belt = Belt(x)
        h.reset()
        h.R["pelvis"] = rot([1, 0, 0], -24)
        h.fk()
        for sd, sg in SIDES:
            h.setdir("thigh_" + sd, [sg * 0.14, 0.12, 1])
            h.setdir("calf_" + sd, [0.02 * sg, -0.8, 0.62])
            h.setworld("foot_" + sd, rot([1, 0, 0], -25))
        h.seat_root = np.array([0, HIP + 0.08 - h.pos("pelvis")[1], 0])
        h.root = h.seat_root
        trunk = [h.num[n] for n in ("pelvis", "spine_01", "spine_02", "spine_03")]
        self.trunk = [
            (p, p["W"][:, trunk].sum(1) > 0.6) for p in h.parts if p["kind"] in ("cloth", "skin")
        ]

    def script(self, base, layers, acts, poses):
        self.base, self.benign = base, acts
        self.layers = [Layer(poses[b["act"]], b["start"], b["end"], 0.35) for b in acts] + layers

    def pose(self, t):
        w = [math.sin(t * k + self.seed * p) for k, p in ((0.9, 1.9), (0.6, 3.1), (2.9, 0.7))]
        b = replace(
            self.base,
            yaw=self.base.yaw + 4 * w[0],
            pitch=self.base.pitch + 2 * w[1],
            side=1.2 * w[2] * w[0],
        )
        val, holds = apply(self.h, b, [(x.pose, x.share(t)) for x in self.layers if x.share(t) > 0])
        self.fig.hold(*holds if holds else (None,))
        self.fig.update()
        self.belt.lay(np.concatenate([self.fig.world(self.h.mesh(p)[m]) for p, m in self.trunk]))
        return {"seated": True, "yaw": val["yaw"], "pitch": val["pitch"]}


class Cabin:
    """The stage that the renderer asks: ``people``, ``pose(t)``, ``places``."""

    border = None

    def __init__(self, sc, threads, out, samples=None):
        clear()
        WHEEL[1:] = sc.get("wheel", (-0.31, 0.74))
        build_car()
        seed = sc.get("seed", 1)
        self.wheel, self.street, self.speed, self.t = (
            SteeringWheel(),
            Street(seed, *sc.get("sun", (205, 38))),
            sc.get("speed_ms", 6),
            0,
        )
        self._driver(sc, seed)
        self._examiner(sc, seed)
        self.people = [self.driver, self.examiner]
        self.figures = [p.fig for p in self.people]
        self.places = {
            "driver": _seat_points(DRIVER_X),
            "passenger": _seat_points(-DRIVER_X),
            "wheel": [rim(a) for a in range(0, 360, 20)],
        }
        loc, aim, fov = CAMERAS[sc["camera"]]
        camera(loc, aim, fov)
        self.camera = {"name": sc["camera"], "place_m": loc, "aim_m": aim, "fov_deg": fov}
        setup_render(
            sc["size"], samples or LOOK["samples"], LOOK["bounces"], LOOK["exposure"], threads, out
        )

    def steer(self):
        """The wheel's turn now, degrees."""
        return 13 * math.sin(0.55 * self.t) + 5 * math.sin(1.7 * self.t)

    def _driver(self, sc, seed):
        d = self.driver = Occupant("driver", DRIVER_X, sc["driver"], 1, seed * 100 + 1)
        base = Pose(
            0,
            8,
            fwd=2,
            hands={
                "l": on_rim(DRIVER_X, "l", 22, self.steer),
                "r": on_rim(DRIVER_X, "r", 158, self.steer),
            },
        )
        layers = []
        for e in d.events:
            pose = DRIVER.get((e["code"], e.get("how"))) or DRIVER[(e["code"], None)]
            layers.append(Layer(sided(pose, e.get("side", "r")), e["start"], e["end"], 0.5))
        busy = [(e["start"], e["end"]) for e in d.events]
        acts = sc["driver"].get("acts") or plan(
            ["inside_mirror", "inside_mirror", "left_mirror", "right_mirror", "gauges", "gear"],
            d.seed,
            sc["duration_s"],
            busy,
            (1, 3.5),
        )
        d.script(base, layers, acts, DRIVER_ACTS)

    def _examiner(self, sc, seed):
        x = self.examiner = Occupant("passenger", -DRIVER_X, sc["passenger"], 2, seed * 100 + 2)
        base = Pose(0, 22, fwd=2, hands=TABLET)
        poses = {
            "OP_ASSIST": Pose(
                22, 12, fwd=18, side=22, twist=20, dx=0.08, hands={"l": passenger_grab(self.steer)}
            )
        }
        layers = []
        for e in x.events:
            if e["code"] == "HINT_GESTURE":
                layers += _strokes(e)
            else:
                layers.append(Layer(poses[e["code"]], e["start"], e["end"], 0.5))
        busy = [(e["start"], e["end"]) for e in x.events]
        acts = sc["passenger"].get("acts") or plan(
            list(EXAMINER_ACTS), x.seed, sc["duration_s"], busy, (1, 3)
        )
        x.script(base, layers, acts, EXAMINER_ACTS)
        box(
            (-DRIVER_X, -0.36, 0.66),
            (0.24, 0.17, 0.01),
            mat("tablet", (0.02, 0.02, 0.02)),
            bevel=0.004,
            rot=(-35, 0, 0),
        )

    def pose(self, t):
        self.t = t
        self.wheel.turn(self.steer())
        self.street.move(self.speed * t)
        return [p.pose(t) for p in self.people]


def _strokes(e):
    """Pointing, withdrawn and repeated: two strokes or more within the event."""
    out, t = (
        [Layer(Pose(14, 6, fwd=5, side=4, twist=8, hands={"l": WAVE}), e["start"], e["end"], 0.5)],
        e["start"],
    )
    while t < e["end"] - 0.2:
        out.append(
            Layer(
                Pose(14, 6, fwd=7, side=5, twist=10, hands={"l": POINT}),
                t + 0.1,
                min(t + 0.8, e["end"]),
                0.3,
            )
        )
        t += 1.3
    return out


def _seat_points(x):
    return [(x + a, b, z) for a in (-0.27, 0.27) for b in (-0.25, 0.35) for z in (HIP, HIP + 0.8)]
