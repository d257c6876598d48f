"""What lies outside the car and how it is lit: the street that goes by, day, dusk and infrared."""

import math
import random

from bench.world.blender.scene import area, box, bpy, cyl, mat

STREET = 34.0


class Street:
    """Road, houses, trees and lamps; ``move(metres)`` lets them fall behind the car.

    They stand behind the car for a camera that looks back, or ``ahead`` of it.
    """

    def __init__(self, seed, ahead=False):
        rng = random.Random(seed)
        self.shift = 2 - STREET if ahead else -2
        middle = -12 if ahead else 4
        box((0, middle, -0.6), (60, 70, 0.1), mat("road", (0.18, 0.18, 0.18), 0.9, noise=30))
        for x in (11, -11):
            box((x, middle, -0.52), (10, 70, 0.1), mat("grass", (0.1, 0.2, 0.05), 1, noise=3))
        self.things = []
        for i in range(10):
            self._house(i, rng)
        for i in range(11):
            self._tree(i, rng)
        for i in range(8):
            paint = mat("line", (0.75, 0.75, 0.72), 0.8)
            self.things.append(box((2.2, 4.2 * i, -0.54), (0.15, 2.0, 0.01), paint))
            self.things.append(box((-2.2, 4.2 * i, -0.54), (0.12, 4.3, 0.01), paint))
        self.start = [o.location.y for o in self.things]

    def _house(self, i, rng):
        tone = rng.uniform(0.35, 0.6)
        col = (tone, tone * rng.uniform(0.85, 0.97), tone * rng.uniform(0.7, 0.92))
        x, y = rng.choice([-1, 1]) * rng.uniform(9, 15), 3.3 * i
        size = (rng.uniform(3, 6), rng.uniform(3, 5), rng.uniform(4, 9))
        self.things.append(box((x, y, 2), size, mat(f"house{i}", col, 0.9, noise=2)))
        glass = mat("window", (0.05, 0.06, 0.08), 0.2)
        for z in (1.2, 3.4):
            for dy in (-1, 0, 1):
                inner = x - math.copysign(size[0] / 2, x)
                self.things.append(box((inner, y + dy, z), (0.05, 0.6, 0.9), glass))

    def _tree(self, i, rng):
        x, y = rng.choice([-1, 1]) * rng.uniform(4.5, 8), i * 3.0 + rng.uniform(0, 2)
        trunk = cyl((0, 0, -0.5), (0, 0, 1.6), 0.12, mat("trunk", (0.15, 0.1, 0.06)))
        bpy.ops.mesh.primitive_ico_sphere_add(
            subdivisions=3, radius=rng.uniform(0.9, 1.5), location=(x, y, 2.4)
        )
        bpy.context.object.data.materials.append(mat("leaf", (0.06, 0.16, 0.03), 1, noise=4))
        trunk.location = (x, y, 0)
        self.things += [trunk, bpy.context.object]

    def move(self, metres):
        """The street after the car has gone ``metres``."""
        for o, y in zip(self.things, self.start, strict=True):
            o.location.y = (y + metres) % STREET + self.shift


def day(sun):
    """Sun at ``sun`` = (turn, height) degrees, blue sky, a soft light through the windscreen."""
    _sky(sun or (205, 38), 0.3, 0.16)
    area((0, -1.5, 1.5), (0, 0.2, 0.9), 1.2, 16, (0.85, 0.92, 1), sy=0.5)


def dusk(sun):
    """A low sun behind houses, dim bluish sky, street lamps and the cabin's roof lamp."""
    _sky(sun or (250, 3), 0.02, 0.06)
    area((0, -1.6, 1.5), (0, 0.2, 0.9), 1.2, 8, (0.5, 0.65, 1), sy=0.5)
    area((0, -0.3, 1.32), (0, -0.1, 0.5), 0.14, 2.6, (1, 0.78, 0.5))
    area((1.6, 0.2, 1.4), (0, 0.1, 0.9), 0.8, 4, (1, 0.55, 0.3))
    _street_lamps((1, 0.72, 0.4), 6)


def infrared(_sun):
    """Night: black outside but for a few lamps; ``near_camera`` adds the recorder's own lamp."""
    w = _world()
    w.node_tree.nodes["Background"].inputs[0].default_value = (1, 1, 1, 1)
    w.node_tree.nodes["Background"].inputs[1].default_value = 0.004
    _street_lamps((1, 1, 1), 1.5)


def near_camera(loc, aim):
    """The ring of infrared diodes at the camera: soft, frontal, falling off to the back seat."""
    area((loc[0] + 0.06, loc[1], loc[2] + 0.03), aim, 0.12, 8.5)


def _street_lamps(col, strength):
    glow = mat("street_lamp", (0.1, 0.1, 0.1), emit=col, es=strength)
    for x in (-7.5, 6.5):
        for y in range(-30, 32, 9):
            box((x, y, 3.6), (0.5, 0.25, 0.12), glow)


def _world():
    w = bpy.data.worlds.new("w")
    bpy.context.scene.world = w
    w.use_nodes = True
    return w


def _sky(sun, sun_share, strength):
    w = _world()
    sky = w.node_tree.nodes.new("ShaderNodeTexSky")
    sky.sky_type, sky.sun_intensity = "NISHITA", sun_share
    sky.sun_rotation, sky.sun_elevation = (math.radians(a) for a in sun)
    w.node_tree.links.new(sky.outputs[0], w.node_tree.nodes["Background"].inputs[0])
    w.node_tree.nodes["Background"].inputs[1].default_value = strength


LIGHTS = {"day": day, "dusk": dusk, "infrared": infrared}
EXPOSURE = {"day": 0.2, "dusk": 0.9, "infrared": 0.5}
NOISE = {"day": 4.5, "dusk": 7, "infrared": 9}
