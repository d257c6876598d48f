"""The computer hall: room, lamps, desks, chairs, screens, cameras."""

import math
import random

from PIL import Image, ImageDraw, ImageFont

from bench.world.assets_io import ASSETS
from bench.world.scene import area, box, bpy, cyl, mat, quad

WIDTH, DEPTH, HEIGHT = 8.4, 8.0, 2.95
CAMERAS = {  # place, aim, horizontal angle, part of the picture where people can be (left, right, bottom, top)
    "front": ((3.75, -3.75, 2.72), (-0.15, 0.75, 0.62), 70, (0, 1, 0, 0.86)),
    "side": ((-3.95, -0.9, 2.65), (0.13, 1.65, 0.7), 86, (0, 1, 0, 0.82)),
    "ceiling": ((1.75, 2.35, 2.85), (0.05, -0.75, 0.72), 82, (0, 1, 0, 0.9)),
    "back": ((3.9, 3.85, 2.72), (-0.5, -0.2, 0.6), 80, (0, 1, 0, 0.86)),
    "left": ((-3.9, -3.8, 2.72), (0.25, 0.7, 0.62), 70, (0, 1, 0, 0.86)),
}


def build_room():
    """Walls, windows, door, board, ceiling panels with lamps."""
    wall, ceiling, white = (
        mat("wall", (0.72, 0.70, 0.64), 0.9),
        mat("ceiling", (0.8, 0.8, 0.78), 0.95),
        mat("white", (0.75, 0.75, 0.73), 0.5),
    )
    box((0, 0, -0.05), (WIDTH, DEPTH, 0.1), mat("floor", (0.42, 0.40, 0.37), 0.45, noise=14))
    box((0, 0, HEIGHT + 0.05), (WIDTH, DEPTH, 0.1), ceiling)
    for s in (-1, 1):
        box((s * (WIDTH / 2 + 0.05), 0, HEIGHT / 2), (0.1, DEPTH, HEIGHT), wall)
        box((0, s * (DEPTH / 2 + 0.05), HEIGHT / 2), (WIDTH, 0.1, HEIGHT), wall)
    dado = mat("dado", (0.34, 0.44, 0.45), 0.8)
    box((0, DEPTH / 2 - 0.01, 0.55), (WIDTH, 0.02, 1.1), dado)
    box((-WIDTH / 2 + 0.01, 0, 0.55), (0.02, DEPTH, 1.1), dado)
    for y in (-2.4, 0, 2.4):
        _window(-WIDTH / 2, y, white)
    box(
        (2.9, DEPTH / 2 - 0.03, 1.02),
        (0.95, 0.05, 2.04),
        mat("door", (0.35, 0.22, 0.13), 0.5),
        bevel=0.01,
    )
    box((-0.4, DEPTH / 2 - 0.03, 1.75), (1.9, 0.03, 1.0), white)
    for x, c in ((-2.3, (0.6, 0.15, 0.12)), (-3.1, (0.12, 0.3, 0.55))):
        box((x, DEPTH / 2 - 0.02, 1.8), (0.5, 0.01, 0.7), mat(f"poster{x}", c, 0.7, noise=5))
    for x in (-2.4, 0, 2.4):
        for y in (-2.6, 0, 2.6):
            _panel(x, y, white)
    grid = mat("grid", (0.55, 0.55, 0.55))
    for i in range(int(WIDTH / 0.6)):
        box((-WIDTH / 2 + 0.6 * i, 0, HEIGHT - 0.002), (0.012, DEPTH, 0.006), grid)
    for i in range(int(DEPTH / 0.6)):
        box((0, -DEPTH / 2 + 0.6 * i, HEIGHT - 0.002), (WIDTH, 0.012, 0.006), grid)
    w = bpy.data.worlds.new("w")
    bpy.context.scene.world = w
    w.use_nodes = True
    for i, v in enumerate(((0.7, 0.75, 0.8, 1), 0.15)):
        w.node_tree.nodes["Background"].inputs[i].default_value = v


def _window(x, y, white):
    quad(
        [
            (x + 0.02, y - 0.8, 1.1),
            (x + 0.02, y + 0.8, 1.1),
            (x + 0.02, y + 0.8, 2.4),
            (x + 0.02, y - 0.8, 2.4),
        ],
        mat("window", (0.8, 0.9, 1), emit=(0.75, 0.87, 1), es=2.2),
    )
    for c, s in (
        ((0.04, 0, 1.75), (0.05, 0.05, 1.3)),
        ((0.04, 0, 1.08), (0.1, 1.75, 0.05)),
        ((0.04, 0, 2.42), (0.06, 1.75, 0.05)),
    ):
        box((x + c[0], y, c[2]), s, white)
    for k in range(9):
        box(
            (x + 0.07, y, 2.38 - k * 0.05),
            (0.01, 1.6, 0.035),
            mat("blind", (0.7, 0.68, 0.62)),
            rot=(0, 35, 0),
        )
    area((x + 0.25, y, 1.8), (2, y, 0.6), 1.3, 38, (0.85, 0.92, 1))


def _panel(x, y, white):
    z = HEIGHT
    box((x, y, z - 0.02), (0.62, 1.22, 0.03), white)
    quad(
        [
            (x - 0.28, y - 0.58, z - 0.04),
            (x - 0.28, y + 0.58, z - 0.04),
            (x + 0.28, y + 0.58, z - 0.04),
            (x + 0.28, y - 0.58, z - 0.04),
        ],
        mat("panel", (1, 1, 1), emit=(1, 0.97, 0.92), es=5),
    )
    area((x, y, z - 0.06), (x, y, 0), 0.55, 30, (1, 0.97, 0.92), sy=1.15)


def screen_textures(n=4):
    """Paths of ``n`` exam screens, drawn on first use."""
    out = []
    for k in range(n):
        path = ASSETS / f"screens/exam{k}.png"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            _draw_screen(k).save(path)
        out.append(path)
    return out


def _draw_screen(k):
    r, im = random.Random(k), Image.new("RGB", (640, 360), (236, 240, 245))
    d = ImageDraw.Draw(im)
    d.rectangle((0, 0, 640, 34), fill=(24, 70, 140))
    d.text(
        (12, 8),
        f"THEORY EXAM   Question {r.randint(1, 20)}/20",
        font=ImageFont.load_default(16),
        fill="white",
    )
    d.rectangle((20, 50, 320, 230), fill=(120, 150, 180))
    d.polygon([(20, 230), (130, 120), (210, 120), (320, 230)], fill=(70, 70, 75))
    d.rectangle((20, 50, 320, 120), fill=(150, 190, 225))
    d.rectangle((140, 150, 200, 190), fill=(r.randint(90, 220), 40, 40))
    for i in range(5):
        d.text(
            (340, 54 + 26 * i),
            "What should the driver do here?",
            font=ImageFont.load_default(13),
            fill=(40, 40, 40),
        )
    for i in range(4):
        d.rectangle(
            (20, 245 + 27 * i, 620, 268 + 27 * i),
            fill="white" if i != r.randint(0, 3) else (180, 215, 255),
            outline=(150, 160, 170),
        )
        d.text(
            (28, 248 + 27 * i),
            f"{i + 1}. Give way and continue when clear",
            font=ImageFont.load_default(13),
            fill=(30, 30, 30),
        )
    return im


def station(x, y, screen):
    """A desk with PC for a person who sits at (x, y) facing -y; ``screen`` is a texture path."""
    top, blk, white = (
        mat("desk", (0.52, 0.37, 0.24), 0.5, noise=6),
        mat("black", (0.02, 0.02, 0.022), 0.45),
        mat("white"),
    )
    part = mat("partition", (0.25, 0.33, 0.4), 0.95)
    dy = y - 0.62
    box((x, dy, 0.735), (1.25, 0.68, 0.03), top, bevel=0.006)
    for sx in (-0.58, 0.58):
        box((x + sx, dy, 0.36), (0.03, 0.6, 0.72), white)
    box((x, dy - 0.3, 0.5), (1.2, 0.02, 0.42), white)
    for sx in (-0.64, 0.64):
        box((x + sx, dy - 0.14, 0.93), (0.025, 0.42, 0.36), part)
    my = dy - 0.17
    box((x, my, 0.76), (0.24, 0.18, 0.015), blk, bevel=0.005)
    box((x, my - 0.03, 0.86), (0.05, 0.03, 0.2), blk)
    box((x, my, 1.04), (0.54, 0.035, 0.33), blk, bevel=0.008, rot=(-6, 0, 0))
    q = quad(
        [
            (x + 0.255, my + 0.0265, 0.893),
            (x - 0.255, my + 0.0265, 0.893),
            (x - 0.255, my, 1.187),
            (x + 0.255, my, 1.187),
        ],
        mat(f"screen_{screen}", (0, 0, 0), tex=screen, emit=(1, 1, 1), es=0.9),
    )
    q.location.y += 0.006
    box((x, dy + 0.16, 0.762), (0.44, 0.14, 0.02), blk, bevel=0.004)
    box((x - 0.33, dy + 0.17, 0.765), (0.06, 0.1, 0.03), blk, bevel=0.012)
    box((x + 0.42, dy - 0.1, 0.25), (0.18, 0.4, 0.42), blk, bevel=0.01)
    box((x + 0.36, dy + 0.18, 0.752), (0.21, 0.15, 0.002), white)  # paper for notes


def chair(x, y, z):
    """A desk chair whose seat is ``z`` high; returns the empty that moves it."""
    fabric, leg, blk = (
        mat("chair", (0.03, 0.05, 0.12), 0.85),
        mat("leg", (0.12, 0.12, 0.13), 0.4, 0.6),
        mat("black"),
    )
    parts = [
        box((x, y - 0.02, z - 0.03), (0.46, 0.46, 0.07), fabric, bevel=0.03, seg=3),
        box((x, y + 0.25, z + 0.36), (0.44, 0.06, 0.5), fabric, bevel=0.03, rot=(-8, 0, 0), seg=3),
        box((x, y + 0.24, z + 0.08), (0.06, 0.03, 0.3), leg),
        cyl((x, y, 0.1), (x, y, z - 0.05), 0.03, leg),
    ]
    for i in range(5):
        a = 2 * math.pi * i / 5
        fx, fy = x + 0.28 * math.cos(a), y + 0.28 * math.sin(a)
        parts += [
            cyl((x, y, 0.1), (fx, fy, 0.06), 0.018, leg),
            cyl((fx, fy - 0.01, 0.03), (fx, fy + 0.01, 0.03), 0.03, blk),
        ]
    e = bpy.data.objects.new("chair", None)
    bpy.context.collection.objects.link(e)
    for o in parts:
        o.parent = e
    return e
