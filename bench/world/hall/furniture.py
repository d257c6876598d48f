"""Desks, computers, chairs, shelves of a hall."""

import math
import random

from PIL import Image, ImageDraw, ImageFont

from bench.world.assets.reading import ASSETS
from bench.world.blender.scene import box, bpy, cyl, mat, quad


def stand(x, y, yaw, parts):
    """An empty at (x, y) on the floor, turned ``yaw`` degrees, that carries ``parts``."""
    e = bpy.data.objects.new("stand", None)
    e.location, e.rotation_euler = (x, y, 0), (0, 0, math.radians(yaw))
    bpy.context.collection.objects.link(e)
    for o in parts:
        o.parent = e
    return e


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


def station(screen, layout):
    """Parts of a desk with PC for a person who sits at (0, 0) facing -y, the sheet for notes last.

    ``screen`` is a texture path.
    """
    white, wide = mat("white"), layout.desk
    top = mat("desk", layout.top, 0.5, noise=6)
    parts = [
        box((0, -0.62, 0.735), (wide, 0.68, 0.03), top, bevel=0.006),
        box((0, -0.92, 0.5), (wide - 0.05, 0.02, 0.42), white),
    ]
    parts += [box((s * (wide / 2 - 0.045), -0.62, 0.36), (0.03, 0.6, 0.72), white) for s in (-1, 1)]
    if layout.screens:
        part = mat("partition", (0.25, 0.33, 0.4), 0.95)
        parts += [
            box((s * (wide / 2 + 0.015), -0.76, 0.93), (0.025, 0.42, 0.36), part) for s in (-1, 1)
        ]
    sheet = box((0.36, -0.44, 0.752), (0.21, 0.15, 0.002), mat("sheet", (0.75, 0.75, 0.73), 0.5))
    return [*parts, *_computer(screen), sheet]


def _computer(screen):
    blk, my = mat("black", (0.02, 0.02, 0.022), 0.45), -0.79
    q = quad(
        [
            (0.255, my + 0.0265, 0.893),
            (-0.255, my + 0.0265, 0.893),
            (-0.255, my, 1.187),
            (0.255, my, 1.187),
        ],
        mat(f"screen_{screen}", (0, 0, 0), tex=screen, emit=(1, 1, 1), es=0.9),
    )
    q.location.y += 0.006
    return [
        q,
        box((0, my, 0.76), (0.24, 0.18, 0.015), blk, bevel=0.005),
        box((0, my - 0.03, 0.86), (0.05, 0.03, 0.2), blk),
        box((0, my, 1.04), (0.54, 0.035, 0.33), blk, bevel=0.008, rot=(-6, 0, 0)),
        box((0, -0.46, 0.762), (0.44, 0.14, 0.02), blk, bevel=0.004),
        box((-0.33, -0.45, 0.765), (0.06, 0.1, 0.03), blk, bevel=0.012),
        box((0.42, -0.72, 0.25), (0.18, 0.4, 0.42), blk, bevel=0.01),
    ]


def table():
    """Parts of a plain desk for a person who sits at (0, 0) facing -y."""
    top, white = mat("table", (0.45, 0.34, 0.22), 0.5, noise=6), mat("white")
    return [
        box((0, -0.62, 0.735), (1.3, 0.66, 0.03), top, bevel=0.006),
        box((0, -0.9, 0.42), (1.2, 0.02, 0.6), white),
        *[box((s * 0.6, -0.62, 0.36), (0.03, 0.6, 0.72), white) for s in (-1, 1)],
    ]


def shelf():
    """Parts of a low bookcase, 1 m wide and 1.05 m high, its back at y 0, open towards -y."""
    wood, rng = mat("shelf", (0.55, 0.46, 0.34), 0.6, noise=5), random.Random(5)
    parts = [box((0, -0.16, z), (1.0, 0.32, 0.025), wood) for z in (0.06, 0.4, 0.72, 1.04)]
    parts += [box((s * 0.49, -0.16, 0.53), (0.025, 0.32, 1.05), wood) for s in (-1, 1)]
    for level in (0.075, 0.415):
        x = -0.45
        while x < 0.3:
            w, h = rng.uniform(0.03, 0.07), rng.uniform(0.2, 0.28)
            colour = rng.choice([(0.3, 0.08, 0.06), (0.07, 0.14, 0.3), (0.5, 0.5, 0.48)])
            parts.append(
                box((x, -0.14, level + h / 2), (w, 0.22, h), mat(f"file{colour}", colour, 0.7))
            )
            x += w + 0.006
    return parts


def chair(z, colour=(0.03, 0.05, 0.12)):
    """Parts of a desk chair at (0, 0) whose seat is ``z`` high, its back at +y."""
    fabric, leg, blk = (
        mat("chair", colour, 0.85),
        mat("leg", (0.12, 0.12, 0.13), 0.4, 0.6),
        mat("black"),
    )
    parts = [
        box((0, -0.02, z - 0.03), (0.46, 0.46, 0.07), fabric, bevel=0.03, seg=3),
        box((0, 0.25, z + 0.36), (0.44, 0.06, 0.5), fabric, bevel=0.03, rot=(-8, 0, 0), seg=3),
        box((0, 0.24, z + 0.08), (0.06, 0.03, 0.3), leg),
        cyl((0, 0, 0.1), (0, 0, z - 0.05), 0.03, leg),
    ]
    for i in range(5):
        a = 2 * math.pi * i / 5
        fx, fy = 0.28 * math.cos(a), 0.28 * math.sin(a)
        parts += [
            cyl((0, 0, 0.1), (fx, fy, 0.06), 0.018, leg),
            cyl((fx, fy - 0.01, 0.03), (fx, fy + 0.01, 0.03), 0.03, blk),
        ]
    return parts
