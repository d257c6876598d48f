"""A practical-test cabin that follows a scenario: candidate, safety officer beside, others."""

import math

import numpy as np

from bench.world.blender.scene import (
    LOOSE,
    Matrix,
    Vector,
    area,
    bpy,
    camera,
    clear,
    index,
    setup_render,
)
from bench.world.cabin import poses, ways
from bench.world.cabin import street as outside
from bench.world.cabin.behaviour import (
    DRIVER_DRAWN,
    OFFICER_DRAWN,
    act_layers,
    acts_of,
    event_layers,
)
from bench.world.cabin.cameras import CAMERAS
from bench.world.cabin.car import (
    DRIVER_X,
    HIP,
    WHEEL,
    Hinge,
    Pedals,
    SteeringWheel,
    build_car,
    door_parts,
    inside_mirror,
    rim,
)
from bench.world.cabin.occupant import Occupant
from bench.world.people.poses import Layer, Pose
from bench.world.props import things

LOOK = {"samples": 4, "bounces": 2}
BACK = (-0.02, 0.84)
LYING = {  # where loose things lie: place, degrees about x and z
    "console": ((0.02, -0.15, 0.40), 0, 82),
    "armrest": ((0.0, 0.13, 0.466), 0, 96),
    "shelf": ((-0.2, -0.70, 0.737), 0, 12),
}


class Cabin:
    """The stage that the renderer asks: people, places, things, camera, ``pose(t)``."""

    border = None

    def __init__(self, sc, threads, out, samples=None):
        clear()
        WHEEL[1:] = sc.get("wheel", (-0.31, 0.74))
        self.seed, self.t, self.presses = sc.get("seed", 1), 0, {}
        self.speed = ways.Speed(sc.get("speed_ms", 6))
        self._camera(sc)
        self._car(sc)
        self._light(sc)
        self.people = [self._driver(sc), self._officer(sc)]
        self._others(sc)
        self.figures = [p.fig for p in self.people]
        self._places(sc)
        exposure = outside.EXPOSURE[self.light]
        spp = samples or LOOK["samples"]
        setup_render(sc["size"], spp, LOOK["bounces"], exposure, threads, out)

    def _camera(self, sc):
        loc, aim, fov = CAMERAS[sc["camera"]]
        aim, fov = sc.get("aim_m", aim), sc.get("fov_deg", fov)
        camera(loc, aim, fov)
        self.camera = {"name": sc["camera"], "place_m": loc, "aim_m": aim, "fov_deg": fov}

    def _car(self, sc):
        build_car()
        self.wheel, self.pedals = SteeringWheel(), Pedals()
        self.street = outside.Street(self.seed, ahead=sc["camera"] in ("rear", "pedals"))
        self.door = Hinge(door_parts(1), (0.78, -1.0, 0), "Z")
        swap = ways.swap_times(sc)
        self.opening = ways.door(*swap) if swap else (lambda _t: 0)
        if sc["camera"] == "rear":
            inside_mirror()

    def _light(self, sc):
        self.light = sc.get("light", "day")
        outside.LIGHTS[self.light](sc.get("sun"))
        sc.setdefault("noise", outside.NOISE[self.light])
        if self.light == "infrared":
            sc["ir"] = True
            outside.near_camera(self.camera["place_m"], self.camera["aim_m"])
        if self.camera["name"] == "pedals":
            area((0, -0.50, 0.62), (0, -0.68, 0.1), 0.5, 4.5, (1, 0.95, 0.88), sy=0.12)
        if self.camera["name"] == "rear" and self.light == "day":
            area((0, 0.9, 1.33), (0, -0.4, 0.7), 0.7, 5, (1, 0.97, 0.92), sy=0.3)

    def steer(self):
        """The wheel's turn now, degrees."""
        share = min(1, self.speed(self.t) / 1.5)
        return share * (13 * math.sin(0.55 * self.t) + 5 * math.sin(1.7 * self.t))

    def _at_wheel(self):
        hands = {
            "l": poses.on_rim(DRIVER_X, "l", 22, self.steer),
            "r": poses.on_rim(DRIVER_X, "r", 158, self.steer),
        }
        return Pose(0, 8, fwd=2, hands=hands)

    def _driver(self, sc, who="driver", pid=1):
        cfg = sc[who]
        d = Occupant("driver", (DRIVER_X, 0), cfg, pid, self.seed * 100 + pid)
        layers = event_layers(d.events, poses.driver_events())
        acts = acts_of(cfg, DRIVER_DRAWN, d.seed, sc["duration_s"], (0.8, 2.6))
        d.script(self._at_wheel(), act_layers(acts, poses.driver_acts()) + layers, acts)
        d.feet = ways.driver_feet(self.speed, self.presses)
        if "leaves" in cfg:
            d.way = ways.leaver(cfg["leaves"])
            away = Pose(38, 10, fwd=10, twist=8, hands=poses.LOOSE)
            d.layers.append(Layer(away, cfg["leaves"] - 0.3, 1e4, 0.8))
        return d

    def _officer(self, sc):
        cfg = sc["passenger"]
        x = Occupant("passenger", (-DRIVER_X, 0), cfg, 2, self.seed * 100 + 2)
        layers = event_layers(x.events, poses.officer_events(self.steer))
        acts = acts_of(cfg, OFFICER_DRAWN, x.seed, sc["duration_s"], (1, 3))
        base = Pose(0, 22, fwd=2, hands=poses.TABLET, gaze=(0, 6))
        x.script(base, act_layers(acts, poses.officer_acts()) + layers, acts)
        x.feet = ways.officer_feet(x.events, self.presses)
        x.way = ways.leaning_out(x.events)
        self.tablet = things.make("tablet", self.seed)
        return x

    def _put_tablet(self, lift):
        """On the officer's lap, or on the seat while the officer is ``lift`` metres off it."""
        down = min(1, lift / 0.1)
        at = Matrix.Translation((-DRIVER_X + 0.06 * down, -0.36 + 0.16 * down, 0.665 - 0.27 * down))
        self.tablet.matrix_world = at @ _turned(-34 * (1 - down), "X") @ _turned(180, "Z")

    def _others(self, sc):
        """The person who takes the driver's place, and the one on the back seat."""
        if "newcomer" in sc:
            n = self._driver(sc, "newcomer", 3)
            start = sc["newcomer"]["arrives"]
            n.way = ways.newcomer(start)
            getting_in = Pose(20, 12, fwd=10, twist=8, hands=poses.LOOSE)
            n.layers.append(Layer(getting_in, -9, start + ways.OUT, 0.8))
            self.people.append(n)
        if "back" in sc:
            self.people.append(self._back(sc))

    def _back(self, sc):
        cfg = sc["back"]
        b = Occupant("back", cfg.get("spot", BACK), cfg, 4, self.seed * 100 + 4, belted=False)
        start = min(e["start"] for e in b.events)
        lean, acts = cfg.get("lean", 34), cfg.get("acts", [])
        low = Layer(Pose(0, 20, fwd=70), -9, start, 1.0)
        base = Pose(0, lean - 30, fwd=lean, hands=poses.LOOSE)
        b.script(base, [low, *act_layers(acts, poses.officer_acts())], acts)
        b.way = ways.riser(start)
        return b

    def _places(self, sc):
        self.places = {
            "driver": _seat_points(DRIVER_X, 0),
            "passenger": _seat_points(-DRIVER_X, 0),
            "back": _seat_points(0, BACK[1], 0.6),
        }
        turn = range(0, 360, 20)
        self.things = {
            "wheel": {
                "thing": "wheel",
                "place": "driver",
                "index": None,
                "points": [rim(a) for a in turn],
            }
        }
        for n, loose in enumerate(sc.get("loose", [])):
            self._lay(n, loose["thing"], loose["at"])

    def _lay(self, n, thing, where):
        """A loose thing that nobody uses."""
        at, tip, turn = LYING[where]
        o = things.make(thing, self.seed + n)
        o.pass_index = index(LOOSE, thing, n)
        o.matrix_world = Matrix.Translation(at) @ _turned(turn, "Z") @ _turned(tip, "X")
        bpy.context.view_layer.update()
        points = [
            np.array(o.matrix_world @ Vector(p)) for p in things.corners(thing, self.seed + n)
        ]
        row = {"thing": thing, "place": where, "index": o.pass_index, "points": points}
        self.things[f"{thing}{n}"] = row

    def pose(self, t):
        """Everything as it is at ``t`` (s); the people's states, None for who is not there."""
        self.t = t
        self.wheel.turn(self.steer())
        self.street.move(self.speed.way(t))
        self.door.turn(self.opening(t))
        states = [p.pose(t) for p in self.people]
        self._put_tablet(self.people[1].way(t)[2])
        for name, pedal in self.pedals.at.items():
            pedal.press(self.presses.get(name, 0))
        return states


def _turned(degrees, axis):
    return Matrix.Rotation(math.radians(degrees), 4, axis)


def _seat_points(x, y, half=0.27):
    ends = [(a, b) for a in (-half, half) for b in (-0.25, 0.35)]
    return [(x + a, y + b, z) for a, b in ends for z in (HIP, HIP + 0.8)]
