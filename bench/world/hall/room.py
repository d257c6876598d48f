"""The computer hall itself: walls, windows, door, board, lamps."""

from dataclasses import dataclass

from bench.world.blender.scene import area, box, bpy, mat, quad


@dataclass(frozen=True)
class Light:
    """What shines in a hall."""

    window: tuple
    """Colour of the glass."""
    glow: float
    """How bright the glass is."""
    outside: float
    """Watts that come in at each window."""
    panel: tuple
    """Colour of the ceiling panels."""
    watts: float
    """Watts of a ceiling panel where nine light 67 square metres."""
    sky: float
    """Strength of the light from everywhere."""


PER_PANEL = 9 / 67.2
"""Panels for each square metre that a panel's watts are meant for."""
LIGHTS = {
    "day": Light((0.75, 0.87, 1), 2.2, 38, (1, 0.97, 0.92), 30, 0.15),
    "lamps": Light((0.005, 0.007, 0.013), 1, 0, (1, 0.80, 0.55), 27, 0.06),
}


def build_room(layout, light):
    """Walls, windows, door, board, ceiling panels with lamps."""
    (wide, deep, high), white = layout.size, mat("white", (0.75, 0.75, 0.73), 0.5)
    _shell(layout)
    for y in layout.windows:
        _window(-wide / 2, y, white, light, min(1, 3 / len(layout.windows)))
    door = mat("door", (0.35, 0.22, 0.13), 0.5)
    box((layout.door, deep / 2 - 0.03, 1.02), (0.95, 0.05, 2.04), door, bevel=0.01)
    x = layout.door - 3.3 if layout.door > 1 else layout.door + 1.8
    box((x, deep / 2 - 0.03, 1.75), (1.9, 0.03, 1.0), white)
    for off, c in ((-1.9, (0.6, 0.15, 0.12)), (-2.7, (0.12, 0.3, 0.55))):
        if x + off > -wide / 2 + 0.3 and abs(x + off - layout.door) > 0.8:
            poster = mat(f"poster{off}", c, 0.7, noise=5)
            box((x + off, deep / 2 - 0.02, 1.8), (0.5, 0.01, 0.7), poster)
    watts = light.watts * PER_PANEL * wide * deep / len(layout.lamps)
    for x, y in layout.lamps:
        _panel(x, y, high, white, light, watts)
    w = bpy.data.worlds.new("w")
    bpy.context.scene.world = w
    w.use_nodes = True
    for i, v in enumerate(((0.7, 0.75, 0.8, 1), light.sky)):
        w.node_tree.nodes["Background"].inputs[i].default_value = v


def _shell(layout):
    wide, deep, high = layout.size
    wall, ceiling = mat("wall", layout.wall, 0.9), mat("ceiling", (0.8, 0.8, 0.78), 0.95)
    box((0, 0, -0.05), (wide, deep, 0.1), mat("floor", layout.floor, 0.45, noise=14))
    box((0, 0, high + 0.05), (wide, deep, 0.1), ceiling)
    for s in (-1, 1):
        box((s * (wide / 2 + 0.05), 0, high / 2), (0.1, deep, high), wall)
        box((0, s * (deep / 2 + 0.05), high / 2), (wide, 0.1, high), wall)
    dado = mat("dado", layout.dado, 0.8)
    box((0, deep / 2 - 0.01, 0.55), (wide, 0.02, 1.1), dado)
    box((-wide / 2 + 0.01, 0, 0.55), (0.02, deep, 1.1), dado)
    grid = mat("grid", (0.55, 0.55, 0.55))
    for i in range(int(wide / 0.6)):
        box((-wide / 2 + 0.6 * i, 0, high - 0.002), (0.012, deep, 0.006), grid)
    for i in range(int(deep / 0.6)):
        box((0, -deep / 2 + 0.6 * i, high - 0.002), (wide, 0.012, 0.006), grid)


def _window(x, y, white, light, share):
    glass = mat("window", (0.8, 0.9, 1), 0.15, emit=light.window, es=light.glow)
    if not light.outside:
        glass = mat("night", (0.01, 0.012, 0.02), 0.1, emit=light.window, es=light.glow)
    quad(
        [(x + 0.02, y + a, z) for a, z in ((-0.8, 1.1), (0.8, 1.1), (0.8, 2.4), (-0.8, 2.4))], glass
    )
    for c, s in (
        ((0.04, 0, 1.75), (0.05, 0.05, 1.3)),
        ((0.04, 0, 1.08), (0.1, 1.75, 0.05)),
        ((0.04, 0, 2.42), (0.06, 1.75, 0.05)),
    ):
        box((x + c[0], y, c[2]), s, white)
    blind = mat("blind", (0.7, 0.68, 0.62))
    for k in range(9):
        box((x + 0.07, y, 2.38 - k * 0.05), (0.01, 1.6, 0.035), blind, rot=(0, 35, 0))
    if light.outside:
        area((x + 0.25, y, 1.8), (x + 6.2, y, 0.6), 1.3, light.outside * share, (0.85, 0.92, 1))


def _panel(x, y, z, white, light, watts):
    box((x, y, z - 0.02), (0.62, 1.22, 0.03), white)
    corners = ((-0.28, -0.58), (-0.28, 0.58), (0.28, 0.58), (0.28, -0.58))
    quad(
        [(x + a, y + b, z - 0.04) for a, b in corners],
        mat("panel", (1, 1, 1), emit=light.panel, es=5),
    )
    area((x, y, z - 0.06), (x, y, 0), 0.55, watts, light.panel, sy=1.15)
