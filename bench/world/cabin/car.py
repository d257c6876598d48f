"""The exam car: seats, doors, dash, mirrors, wheel and pedals."""

import math

import numpy as np

from bench.world.blender.scene import Matrix, Vector, box, bpy, cyl, mat, torus

HIP, DRIVER_X = 0.40, 0.37
WHEEL = np.array([DRIVER_X, -0.31, 0.74])  # its centre; a scenario may move it
LEVER = np.array([0, -0.40, 0.60])  # the knob of the gear lever
TILT = Matrix.Rotation(math.radians(90 + 26), 3, "X")


def rim(degrees):
    """A point on the wheel's rim: 0 at the driver's left, 90 at the top, 180 at the right."""
    a = math.radians(degrees)
    return np.array(Vector(WHEEL) + TILT @ Vector((0.185 * math.cos(a), 0.185 * math.sin(a), 0)))


def paints():
    """Trim, seat, lighter seat, roof lining, chrome."""
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
    """The cabin without what moves: wheel, pedals, driver's door."""
    trim, seat, seat2, _, chrome = paints()
    for x in (DRIVER_X, -DRIVER_X):
        _front_seat(x)
    box((0, 0.98, 0.22), (1.35, 0.5, 0.28), seat, bevel=0.06)
    box((0, 1.26, 0.52), (1.35, 0.16, 0.6), seat2, bevel=0.05, rot=(-18, 0, 0))
    for x in (-0.4, 0.4):
        box((x, 1.35, 0.9), (0.26, 0.09, 0.16), seat, bevel=0.04)
    box((0, 1.55, 0.86), (1.4, 0.45, 0.04), trim)
    for s in (-1, 1):
        _side(s)
    _roof()
    box((0, 0, -0.02), (1.6, 3.4, 0.04), trim)
    box((0, -0.2, 0.22), (0.2, 0.9, 0.34), trim, bevel=0.03)
    box((0, 0.15, 0.42), (0.18, 0.32, 0.08), seat2, bevel=0.03)
    cyl((0, -0.36, 0.38), LEVER - (0, 0, 0.03), 0.011, chrome)
    box((0, -0.37, 0.40), (0.12, 0.16, 0.03), seat, bevel=0.012)
    box(LEVER, (0.05, 0.06, 0.06), mat("knob", (0.3, 0.3, 0.31), 0.3), bevel=0.02, seg=4)
    _dash(trim)
    cyl(WHEEL, WHEEL + np.array([0, -0.25, -0.12]), 0.03, trim)


def _side(s):
    """Pillars, rails and rear door of one side; the passenger's front door too."""
    trim, seat, _, roof, _ = paints()
    box((s * 0.76, 1.02, 0.43), (0.08, 1.17, 0.86), trim, bevel=0.03)
    box((s * 0.755, 1.02, 0.88), (0.10, 1.17, 0.05), seat, bevel=0.02)
    box((s * 0.715, 0.42, 1.06), (0.06, 0.13, 0.52), roof, bevel=0.02, rot=(-6, s * -12, 0))
    box((s * 0.66, 1.5, 1.1), (0.08, 0.42, 0.55), roof, bevel=0.03, rot=(-38, s * -12, 0))
    box((s * 0.64, -0.95, 1.06), (0.05, 0.08, 0.62), roof, bevel=0.02, rot=(48, s * -12, 0))
    box((s * 0.64, 0.3, 1.335), (0.12, 2.2, 0.05), roof, bevel=0.02)
    cyl((s * 0.60, 0.15, 1.31), (s * 0.60, 0.4, 1.31), 0.012, roof)
    if s < 0:
        door_parts(s)
    _outer_mirror(s)


def door_parts(s):
    """A front door: panel, sill, arm rest, handle."""
    trim, seat, seat2, _, chrome = paints()
    return [
        box((s * 0.76, -0.29, 0.43), (0.08, 1.42, 0.86), trim, bevel=0.03),
        box((s * 0.755, -0.29, 0.88), (0.10, 1.42, 0.05), seat, bevel=0.02),
        box((s * 0.70, -0.05, 0.60), (0.06, 0.55, 0.07), seat2, bevel=0.025),
        box((s * 0.72, -0.28, 0.70), (0.03, 0.12, 0.025), chrome, bevel=0.01),
    ]


def _outer_mirror(s):
    trim, *_, chrome = paints()
    box((s * 0.93, -0.80, 0.98), (0.2, 0.09, 0.13), trim, bevel=0.03)
    box((s * 0.93, -0.752, 0.98), (0.17, 0.004, 0.10), chrome, rot=(0, 0, s * 14))


def _roof():
    trim, _, _, roof, _ = paints()
    box((0, 0.35, 1.37), (1.25, 2.3, 0.04), roof, bevel=0.02)
    box((0, -0.05, 1.345), (0.22, 0.14, 0.03), trim, bevel=0.01)
    box((0, -0.1, 1.328), (0.12, 0.08, 0.006), mat("lamp", (0.7, 0.7, 0.66)))
    for x in (-DRIVER_X, DRIVER_X):
        box((x, -0.72, 1.345), (0.42, 0.16, 0.02), roof, bevel=0.008, rot=(12, 0, 0))


def inside_mirror():
    """The mirror under the roof, seen by the rear camera only: others hang in front of it."""
    trim, *_, chrome = paints()
    box((0, -0.60, 1.245), (0.24, 0.03, 0.075), trim, bevel=0.012)
    box((0, -0.583, 1.245), (0.22, 0.003, 0.06), chrome, rot=(8, 0, 14))
    cyl((0, -0.62, 1.26), (0, -0.74, 1.34), 0.009, trim)


def _dash(trim):
    box((0, -0.84, 0.62), (1.5, 0.42, 0.22), trim, bevel=0.06, seg=4)
    box((DRIVER_X, -0.68, 0.76), (0.36, 0.2, 0.1), trim, bevel=0.04)
    dark = mat("display", (0.01, 0.01, 0.012), 0.2)
    box((0, -0.628, 0.66), (0.2, 0.012, 0.11), dark, bevel=0.006)
    box((DRIVER_X, -0.575, 0.775), (0.26, 0.006, 0.06), dark)
    glow = mat("dial", (0.1,) * 3, emit=(0.7, 0.85, 1), es=0.8)
    for x in (-0.07, 0.07):
        box((DRIVER_X + x, -0.571, 0.775), (0.05, 0.002, 0.035), glow)
    for x in (-0.6, -0.16, 0.16, 0.62):
        box((x, -0.628, 0.69), (0.11, 0.01, 0.05), mat("vent", (0.02,) * 3, 0.8), bevel=0.006)
    box((-0.4, -0.632, 0.60), (0.36, 0.008, 0.1), mat("glovebox", (0.065,) * 3, 0.7), bevel=0.01)
    box((0, -1.0, 0.35), (1.5, 0.04, 0.7), trim)
    paint = mat("bonnet", (0.06, 0.09, 0.16), 0.3)
    box((0, -1.7, 0.58), (1.5, 1.0, 0.08), paint, bevel=0.05, rot=(4, 0, 0))


class Hinge:
    """Parts that turn about one point: ``turn(degrees)`` about ``axis``."""

    def __init__(self, parts, at, axis):
        self.axis, self.at = axis, Vector(at)
        self.o = bpy.data.objects.new("hinge", None)
        bpy.context.collection.objects.link(self.o)
        self.o.location = at
        bpy.context.view_layer.update()
        for p in parts:
            p.parent = self.o
            p.matrix_parent_inverse = self.o.matrix_world.inverted()

    def turn(self, degrees):
        """Turn from the position as built."""
        self.o.matrix_world = Matrix.Translation(self.at) @ Matrix.Rotation(
            math.radians(degrees), 4, self.axis
        )


class Pedal:
    """A pedal at ``x``; ``press(share)`` swings it away from the foot."""

    def __init__(self, x, wide=0.07, tall=0.055):
        rubber = mat("pedal", (0.05, 0.05, 0.05), 0.8)
        metal = mat("pedal_arm", (0.45, 0.45, 0.46), 0.35, 0.9)
        plate = box((x, -0.715, 0.185), (wide, 0.014, tall), rubber, bevel=0.005, rot=(-38, 0, 0))
        frame = box((x, -0.722, 0.18), (wide + 0.012, 0.01, tall + 0.012), metal, rot=(-38, 0, 0))
        arm = cyl((x, -0.728, 0.185), (x, -0.80, 0.47), 0.009, metal)
        self.hinge = Hinge([plate, frame, arm], (x, -0.80, 0.47), "X")

    def press(self, share):
        """Press it by a share of its way."""
        self.hinge.turn(-12 * share)


class Pedals:
    """Clutch, brake and accelerator of the driver, the second brake of the officer."""

    def __init__(self):
        trim, seat, *_ = paints()
        self.at = {
            "clutch": Pedal(DRIVER_X + 0.09),
            "brake": Pedal(DRIVER_X - 0.03),
            "accelerator": Pedal(DRIVER_X - 0.14, 0.045, 0.12),
            "second": Pedal(-DRIVER_X - 0.02, 0.085, 0.06),
        }
        for x in (DRIVER_X, -DRIVER_X):
            box((x, -0.45, 0.03), (0.56, 0.75, 0.05), seat, bevel=0.01)
            mat_edge = mat("mat_edge", (0.12, 0.12, 0.125), 0.9)
            box((x, -0.45, 0.056), (0.5, 0.5, 0.012), mat_edge, bevel=0.004)
            box((x, -0.88, 0.2), (0.56, 0.02, 0.42), trim, rot=(-30, 0, 0))


class SteeringWheel:
    """The wheel, turned by ``turn(degrees)`` (positive: toward the driver's left)."""

    def __init__(self):
        m = mat("wheel", (0.02, 0.02, 0.02), 0.4)
        parts = [torus(0.185, 0.016, m)] + [
            cyl((0, 0, 0), (0.18 * math.cos(a), 0.18 * math.sin(a), 0), 0.015, m)
            for a in (0, math.pi, -math.pi / 2)
        ]
        parts.append(box((0, 0, 0), (0.15, 0.13, 0.05), m, bevel=0.03, seg=3))
        badge = mat("badge", (0.5, 0.5, 0.5), 0.3, 1)
        parts.append(box((0, 0, 0.028), (0.035, 0.03, 0.006), badge, bevel=0.006))
        self.hub = bpy.data.objects.new("hub", None)
        bpy.context.collection.objects.link(self.hub)
        for o in parts:
            o.parent = self.hub
        self.turn(0)

    def turn(self, degrees):
        """Turn from straight ahead."""
        self.hub.matrix_world = (
            Matrix.Translation(Vector(WHEEL))
            @ TILT.to_4x4()
            @ Matrix.Rotation(math.radians(degrees), 4, "Z")
        )
