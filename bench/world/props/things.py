"""Things of the exam room as meshes: phones, sheets, slips, pens, cups, bottles, tablets.

Every thing is one object in its own axes: x along its length (up in a portrait phone), y across,
z out of its front (the screen, the written side).
"""

import math
import random

import numpy as np

from bench.world.blender.scene import index, mat
from bench.world.blender.solids import Shape, disc, lathe, outline, slab
from bench.world.props.textures import phone_screens, sheet_textures

KINDS = {"phone": "phone", "paper": "paper", "note": "paper"}
"""What the truth calls a thing; all others are ``thing``, a pen goes with the body."""
SIZES = {
    "phone": (0.158, 0.0755, 0.0082),
    "paper": (0.297, 0.21, 0.012),
    "sheet": (0.21, 0.148, 0.008),
    "note": (0.095, 0.065, 0.004),
    "pen": (0.142, 0.0085, 0.0085),
    "cup": (0.098, 0.078, 0.078),
    "bottle": (0.215, 0.064, 0.064),
    "tablet": (0.246, 0.176, 0.0075),
}
PHONES = (  # length, width, corner, back, frame, cameras, case
    (0.147, 0.0715, 0.0110, (0.012, 0.012, 0.015), (0.05, 0.05, 0.055), "square", None),
    (0.161, 0.0775, 0.0110, (0.50, 0.51, 0.54), (0.62, 0.62, 0.64), "square", None),
    (0.163, 0.0755, 0.0085, (0.015, 0.02, 0.035), (0.10, 0.11, 0.13), "bar", None),
    (0.160, 0.0740, 0.0090, (0.78, 0.77, 0.74), (0.66, 0.60, 0.50), "round", None),
    (0.158, 0.0730, 0.0095, (0.02, 0.02, 0.02), (0.02, 0.02, 0.02), "square", (0.03, 0.03, 0.035)),
    (0.162, 0.0760, 0.0095, (0.03, 0.03, 0.03), (0.1, 0.1, 0.1), "bar", (0.05, 0.09, 0.22)),
)


def _lenses(shape, length, width, z, layout, paint):
    """The raised block with its lenses, on the back below the upper edge."""
    glass = mat("lens", (0.004, 0.004, 0.008), 0.08, spec=0.9)
    rim = mat("lens_rim", (0.30, 0.30, 0.32), 0.3, 0.8)
    flash = mat("flash", (0.85, 0.82, 0.7), 0.4)
    x, y = length / 2 - 0.023, width / 2 - 0.022
    if layout == "square":
        slab(shape, (0.036, 0.035, 0.0022), 0.009, 0.0008, (paint,) * 3, (x, y, z - 0.0008))
        spots = ((0.008, 0.008), (-0.008, 0.008), (0, -0.0085))
    elif layout == "bar":
        slab(
            shape,
            (0.050, 0.023, 0.0022),
            0.008,
            0.0008,
            (paint,) * 3,
            (x - 0.009, y + 0.005, z - 0.0008),
        )
        spots = ((0.006, 0.005), (-0.010, 0.005), (-0.025, 0.005))
    else:
        y = 0
        disc(shape, (x - 0.004, 0, z), 0.0235, -0.0022, mat("bump", (0.02, 0.02, 0.022), 0.25))
        spots = ((0.006, 0.009), (0.006, -0.009), (-0.012, 0))
    for i, j in spots:
        disc(shape, (x + i, y + j, z - 0.0015), 0.0066, -0.0019, rim)
        disc(shape, (x + i, y + j, z - 0.0034), 0.0054, -0.0002, glass)
    disc(shape, (x - 0.009, y - 0.0085, z - 0.0016), 0.0025, -0.0008, flash)


def _phone(seed):
    length, width, corner, back, frame, layout, case = PHONES[seed % len(PHONES)]
    rng, thick, shape = random.Random(seed), 0.0080, Shape()
    glass = mat("phone_glass", (0.006, 0.006, 0.008), 0.12, spec=0.6)
    edge = mat(f"phone_edge{frame}", frame, 0.28, 0.9)
    rear = mat(f"phone_back{back}", back, 0.22, spec=0.5)
    slab(shape, (length, width, thick), corner, 0.0018, (rear, edge, glass))
    if case:
        cover = mat(f"phone_case{case}", case, 0.7)
        slab(shape, (length + 0.004, width + 0.004, thick), corner + 0.002, 0.0012,
             (cover, cover, cover), (0, 0, -0.0012))  # fmt: skip
    _lenses(shape, length, width, -thick / 2 - (0.0012 if case else 0), layout, rear)
    screens = phone_screens()
    lit = mat(
        f"phone_screen{(k := rng.randrange(len(screens)))}",
        tex=screens[k], rough=0.15, spec=0.5, emit=(1, 1, 1), es=0.5,
    )  # fmt: skip
    ring = outline(length - 0.0052, width - 0.0052, max(0.004, corner - 0.0026))
    uv = np.c_[0.5 - ring[:, 1] / (width - 0.0052), ring[:, 0] / (length - 0.0052) + 0.5]
    shape.add(np.c_[ring, np.full(24, thick / 2 + 0.00025)], [tuple(range(24))], lit, uv)
    for x, w in ((length * 0.12, 0.016), (length * 0.25, 0.010)):
        slab(shape, (w, 0.0012, 0.0026), 0.0005, 0.0002, (edge,) * 3, (x, -width / 2 - 0.0003, 0))
    return shape


def _tablet(seed):
    del seed
    shape, black = Shape(), mat("tablet_glass", (0.008, 0.008, 0.01), 0.12, spec=0.6)
    grey = mat("tablet_back", (0.35, 0.36, 0.38), 0.35, 0.7)
    slab(shape, SIZES["tablet"], 0.010, 0.0018, (grey, grey, black))
    lit = mat("tablet_screen", tex=sheet_textures("form")[0], rough=0.15, emit=(1, 1, 1), es=0.6)
    ring = outline(0.228, 0.158, 0.003)
    uv = np.c_[0.5 - ring[:, 1] / 0.158, ring[:, 0] / 0.228 + 0.5]
    shape.add(np.c_[ring, np.full(24, 0.0040)], [tuple(range(24))], lit, uv)
    disc(shape, (0.108, 0.073, -0.0037), 0.005, -0.001, black)
    return shape


def _leaf(name, bend, texture):
    """A sheet of paper, bent over its length by ``bend`` metres, written on its front."""
    length, width, _ = SIZES[name]
    u, v = np.meshgrid(np.linspace(0, 1, 13), np.linspace(0, 1, 9), indexing="ij")
    arch = bend * (1 - (2 * v - 1) ** 2) - 0.35 * bend * np.sin(u * math.pi)
    verts = np.stack([(u - 0.5) * length, (v - 0.5) * width, arch - 0.5 * bend], -1).reshape(-1, 3)
    k = np.arange(12)[:, None] * 9 + np.arange(8)
    faces = np.stack([k, k + 9, k + 10, k + 1], -1).reshape(-1, 4)
    shape = Shape()
    written = mat(f"written_{texture}", tex=texture, rough=0.9, spec=0.1)
    plain = mat("paper_back", (0.80, 0.79, 0.76), 0.9, spec=0.1)
    uv = np.c_[1 - v.ravel(), u.ravel()]
    shape.add(verts, faces.tolist(), written, uv, smooth=True)
    shape.add(verts - (0, 0, 0.0004), faces[:, ::-1].tolist(), plain, smooth=True)
    return shape


def _paper(seed):
    pages = sheet_textures("page")
    return _leaf("paper", 0.012, pages[seed % len(pages)])


def _sheet(seed):
    pages = sheet_textures("page")
    return _leaf("sheet", 0.008, pages[(seed + 1) % len(pages)])


def _note(seed):
    notes = sheet_textures("note")
    return _leaf("note", 0.005, notes[seed % len(notes)])


def _pen(seed):
    ink = ((0.02, 0.05, 0.40), (0.012, 0.012, 0.015), (0.45, 0.03, 0.03))[seed % 3]
    shape = Shape()
    lathe(shape, ((-0.071, 0.0006), (-0.062, 0.003), (-0.055, 0.0042), (0.060, 0.0042)),
          mat(f"pen{seed % 3}", ink, 0.3))  # fmt: skip
    lathe(
        shape, ((0.060, 0.0043), (0.068, 0.004), (0.071, 0.0005)), mat("pen_end", (0.6,) * 3, 0.3)
    )
    return shape


def _cup(seed):
    hue = ((0.75, 0.73, 0.68), (0.55, 0.38, 0.22), (0.08, 0.22, 0.18))[seed % 3]
    shape, h = Shape(), 0.049
    lathe(shape, ((-h, 0.0005), (-h, 0.029), (h * 0.9, 0.0385), (h, 0.039), (h, 0.037)),
          mat(f"cup{seed % 3}", hue, 0.6))  # fmt: skip
    lathe(
        shape, ((h, 0.040), (h + 0.006, 0.038), (h + 0.008, 0.0005)), mat("lid", (0.85,) * 3, 0.4)
    )
    return shape


def _bottle(seed):
    shape, hue = Shape(), ((0.35, 0.55, 0.70), (0.55, 0.60, 0.58), (0.10, 0.22, 0.12))[seed % 3]
    foot = ((-0.1075, 0.0005), (-0.1075, 0.030), (-0.10, 0.032))
    neck = ((0.045, 0.032), (0.075, 0.018), (0.09, 0.0125))
    lathe(shape, (*foot, *neck), mat(f"bottle{seed % 3}", hue, 0.12))
    lathe(shape, ((-0.04, 0.0325), (0.03, 0.0325)), mat("label", (0.75, 0.2, 0.15), 0.6))
    lathe(
        shape, ((0.088, 0.0145), (0.1065, 0.0145), (0.1075, 0.0005)), mat("cap", (0.75,) * 3, 0.5)
    )
    return shape


MAKERS = {
    "phone": _phone,
    "paper": _paper,
    "sheet": _sheet,
    "note": _note,
    "pen": _pen,
    "cup": _cup,
    "bottle": _bottle,
    "tablet": _tablet,
}
HELD = dict(SIZES)
"""Length, width and thickness (m) of everything a hand can hold."""


def size_of(name, seed=0):
    """Length, width, thickness of a thing; phones differ by ``seed``."""
    if name == "phone":
        return (*PHONES[seed % len(PHONES)][:2], 0.0085)
    return SIZES[name]


def kind_of(name):
    """The kind that the truth and the mask give a thing: phone, paper, body (pens) or thing."""
    return "body" if name == "pen" else KINDS.get(name, "paper" if name == "sheet" else "thing")


def corners(name, seed=0):
    """The eight corners of a thing in its own axes."""
    half = np.array(size_of(name, seed)) / 2
    return np.array([(i, j, k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]) * half


def make(name, seed=0, pid=None):
    """The object of a thing, drawn by ``seed``; ``pid`` marks it in the mask as a person's."""
    o = MAKERS[name](seed).made(name)
    if pid is not None:
        o.pass_index = index(pid, kind_of(name))
    return o


__all__ = ["HELD", "corners", "kind_of", "make", "size_of"]
