"""The exam car: seats, doors, dash, wheel, belts, and the street that goes by."""

import math
import random

import numpy as np

from bench.world.scene import Matrix, Vector, addmesh, area, box, bpy, cyl, mat, setverts, torus

HIP, DRIVER_X, STREET = 0.40, 0.37, 34.0
WHEEL = np.array([DRIVER_X, -0.31, 0.74])  # its centre; a scenario may move it
TILT = Matrix.Rotation(math.radians(90 + 26), 3, "X")


def rim(degrees):
    """A point on the wheel's rim: 0 at the driver's left, 90 at the top, 180 at the right."""
    a = math.radians(degrees)
    return np.array(Vector(WHEEL) + TILT @ Vector((0.185 * math.cos(a), 0.185 * math.sin(a), 0)))


def paints():
    return (
        mat("trim", (0.045, 0.045, 0.05), 0.6, noise=60),
        mat("seat", (0.07, 0.07, 0.08), 0.9, noise=90),
        mat("seat2", (0.16, 0.16, 0.17), 0.95, noise=120),
        mat("roof", (0.52, 0.5, 0.47), 0.95),
        mat("chrome", (0.6, 0.6, 0.6), 0.25, 1),
    )


def _front_seat(x):
    _, seat, seat2, _, chrome = paints()
    box((x, -0.12, HIP - 0.17), (0.52, 0.56, 0.18), seat, bevel=0.06, seg=4, rot=(6, 0, 0))
    for s in (-0.23, 0.23):
        box((x + s, -0.12, HIP - 0.12), (0.09, 0.5, 0.14), seat, bevel=0.04, seg=3, rot=(6, 0, 0))
        box((x + s, 0.20, HIP + 0.24), (0.09, 0.17, 0.52), seat, bevel=0.04, seg=3, rot=(-20, 0, 0))
    box((x, 0.25, HIP + 0.23), (0.42, 0.13, 0.62), seat2, bevel=0.05, seg=4, rot=(-20, 0, 0))
    box((x, 0.37, HIP + 0.66), (0.28, 0.09, 0.19), seat, bevel=0.04, seg=4, rot=(-14, 0, 0))
    for s in (-0.06, 0.06):
        cyl((x + s, 0.345, HIP + 0.5), (x + s, 0.37, HIP + 0.6), 0.007, chrome)


def build_car():
    """The cabin without its wheel."""
    trim, seat, seat2, roof, chrome = paints()
    for x in (DRIVER_X, -DRIVER_X):
        _front_seat(x)
    box((0, 0.98, 0.22), (1.35, 0.5, 0.28), seat, bevel=0.06)
    box((0, 1.26, 0.52), (1.35, 0.16, 0.6), seat2, bevel=0.05, rot=(-18, 0, 0))
    for x in (-0.4, 0.4):
        box((x, 1.35, 0.9), (0.26, 0.09, 0.16), seat, bevel=0.04)
    box((0, 1.55, 0.86), (1.4, 0.45, 0.04), trim)
    for s in (-1, 1):
        box((s * 0.76, 0.3, 0.43), (0.08, 2.6, 0.86), trim, bevel=0.03)
        box((s * 0.755, 0.3, 0.88), (0.10, 2.6, 0.05), seat, bevel=0.02)
        box((s * 0.70, -0.05, 0.60), (0.06, 0.55, 0.07), seat2, bevel=0.025)
        box((s * 0.72, -0.28, 0.70), (0.03, 0.12, 0.025), chrome, bevel=0.01)
        box((s * 0.715, 0.42, 1.06), (0.06, 0.13, 0.52), roof, bevel=0.02, rot=(-6, s * -12, 0))
        box((s * 0.66, 1.5, 1.1), (0.08, 0.42, 0.55), roof, bevel=0.03, rot=(-38, s * -12, 0))
        box((s * 0.64, -0.95, 1.06), (0.05, 0.08, 0.62), roof, bevel=0.02, rot=(48, s * -12, 0))
        box((s * 0.64, 0.3, 1.335), (0.12, 2.2, 0.05), roof, bevel=0.02)
        cyl((s * 0.60, 0.15, 1.31), (s * 0.60, 0.4, 1.31), 0.012, roof)
    box((0, 0.35, 1.37), (1.25, 2.3, 0.04), roof, bevel=0.02)
    box((0, -0.05, 1.345), (0.22, 0.14, 0.03), trim, bevel=0.01)
    box((0, 0, -0.02), (1.6, 3.4, 0.04), trim)
    box((0, -0.2, 0.22), (0.2, 0.9, 0.34), trim, bevel=0.03)
    box((0, 0.15, 0.42), (0.18, 0.32, 0.08), seat2, bevel=0.03)
    cyl((0, -0.36, 0.38), (0, -0.39, 0.55), 0.011, chrome)
    box((0, -0.39, 0.57), (0.05, 0.06, 0.06), trim, bevel=0.02)
    box((0, -0.84, 0.62), (1.5, 0.42, 0.22), trim, bevel=0.06, seg=4)
    box((DRIVER_X, -0.68, 0.76), (0.36, 0.2, 0.1), trim, bevel=0.04)
    cyl(WHEEL, WHEEL + np.array([0, -0.25, -0.12]), 0.03, trim)


class SteeringWheel:
    """The wheel, turned by ``turn(degrees)`` (positive: toward the driver's left)."""

    def __init__(self):
        m = mat("wheel", (0.02, 0.02, 0.02), 0.4)
        parts = [torus(0.185, 0.016, m)] + [
            cyl((0, 0, 0), (0.18 * math.cos(a), 0.18 * math.sin(a), 0), 0.015, m)
            for a in (0, math.pi, -math.pi / 2)
        ]
        parts.append(box((0, 0, 0), (0.15, 0.13, 0.05), m, bevel=0.03, seg=3))
        self.hub = bpy.data.objects.new("hub", None)
        bpy.context.collection.objects.link(self.hub)
        for o in parts:
            o.parent = self.hub
        self.turn(0)

    def turn(self, degrees):
        self.hub.matrix_world = (
            Matrix.Translation(Vector(WHEEL))
            @ TILT.to_4x4()
            @ Matrix.Rotation(math.radians(degrees), 4, "Z")
        )


class Street:
    """Road, houses and trees; ``move(metres)`` lets them fall behind the car."""

    def __init__(self, seed, sun_turn=205, sun_height=38):
        rng = random.Random(seed)
        box((0, 4, -0.6), (60, 60, 0.1), mat("road", (0.18, 0.18, 0.18), 0.9, noise=30))
        box((11, 8, -0.52), (10, 60, 0.1), mat("grass", (0.1, 0.2, 0.05), 1, noise=3))
        self.things = []
        for i in range(9):
            tone = rng.uniform(0.35, 0.6)
            m = mat(
                f"house{i}",
                (tone, tone * rng.uniform(0.85, 0.97), tone * rng.uniform(0.7, 0.92)),
                0.9,
                noise=2,
            )
            self.things.append(
                box(
                    (rng.choice([-1, 1]) * rng.uniform(9, 15), 3.6 * i, 2),
                    (rng.uniform(3, 6), rng.uniform(3, 5), rng.uniform(4, 9)),
                    m,
                )
            )
        for i in range(11):
            x, y = rng.choice([-1, 1]) * rng.uniform(4.5, 8), i * 3.0 + rng.uniform(0, 2)
            trunk = cyl((0, 0, -0.5), (0, 0, 1.6), 0.12, mat("trunk", (0.15, 0.1, 0.06)))
            bpy.ops.mesh.primitive_ico_sphere_add(
                subdivisions=3, radius=rng.uniform(0.9, 1.5), location=(x, y, 2.4)
            )
            bpy.context.object.data.materials.append(mat("leaf", (0.06, 0.16, 0.03), 1, noise=4))
            trunk.location = (x, y, 0)
            self.things += [trunk, bpy.context.object]
        for i in range(8):
            self.things.append(
                box((2.2, 4.2 * i, -0.54), (0.15, 2.0, 0.01), mat("line", (0.75, 0.75, 0.72), 0.8))
            )
        self.start = [o.location.y for o in self.things]
        self._sky(sun_turn, sun_height)

    def _sky(self, turn, height):
        w = bpy.data.worlds.new("w")
        bpy.context.scene.world = w
        w.use_nodes = True
        sky = w.node_tree.nodes.new("ShaderNodeTexSky")
        sky.sky_type, sky.sun_elevation, sky.sun_rotation, sky.sun_intensity = (
            "NISHITA",
            math.radians(height),
            math.radians(turn),
            0.3,
        )
        w.node_tree.links.new(sky.outputs[0], w.node_tree.nodes["Background"].inputs[0])
        w.node_tree.nodes["Background"].inputs[1].default_value = 0.16
        area((0, -1.5, 1.5), (0, 0.2, 0.9), 1.2, 16, (0.85, 0.92, 1), sy=0.5)

    def move(self, metres):
        for o, y in zip(self.things, self.start, strict=False):
            o.location.y = (y + metres) % STREET - 2


class Belt:
    """A seat belt laid over a posed occupant whose seat is at ``x``."""

    def __init__(self, x):
        self.x, self.s, self.n = x, 1 if x > 0 else -1, 27
        k = self.n + 1
        self.o = addmesh(
            "belt",
            np.zeros((2 * k, 3)),
            [(i, i + 1, k + i + 1, k + i) for i in range(k - 1)],
            mat("belt", (0.03, 0.03, 0.03), 0.7),
        )

    def lay(self, skin):
        """``skin``: world vertices of the trunk, clothed."""
        x, s = self.x, self.s
        a, b = np.array([x + s * 0.20, 0.05, HIP + 0.50]), np.array([x - s * 0.17, 0.0, HIP + 0.07])
        v = np.array([a + (b - a) * i / (self.n - 1) for i in range(self.n)])
        near = skin[skin[:, 1] > -0.36]
        for q in v:
            c = near[(np.abs(near[:, 0] - q[0]) < 0.03) & (np.abs(near[:, 2] - q[2]) < 0.03)]
            q[1] = (c[:, 1].min() if len(c) else q[1]) - 0.006
        v[:, 1] = np.convolve(np.pad(v[:, 1], 4, "edge"), np.ones(9) / 9, "valid")
        v = np.concatenate([[[x + s * 0.30, 0.34, HIP + 0.62]], v])
        d = (b - a) / np.linalg.norm(b - a)
        wide = np.array([d[2], 0, -d[0]]) * 0.023
        setverts(self.o, np.concatenate([v + wide, v - wide]))
