"""Who a body is: the morph targets of its build, and of a face of its own."""

import random

import numpy as np

from bench.world.assets.reading import base, face_target, shape_target, target
from bench.world.assets.traits import EAST_ASIAN, TRAITS, twin


def macro_targets(gender, age, eth, weight, muscle, height):
    """(target name, share) pairs for the wanted build; weight, muscle, height are 0..1."""

    def levels(v, name):
        return [
            ("min" + name, max(0, 1 - 2 * v)),
            ("average" + name, 1 - abs(2 * v - 1)),
            ("max" + name, max(0, 2 * v - 1)),
        ]

    ages = {"young": [("young", 1)], "old": [("old", 1)], "mid": [("young", 0.5), ("old", 0.5)]}[
        age
    ]
    for a, wa in ages:
        yield f"{eth}-{gender}-{a}", wa
        for m, wm in levels(muscle, "muscle"):
            for w, ww in levels(weight, "weight"):
                key = f"{gender}-{a}-{m}-{w}"
                yield f"universal-{key}", wa * wm * ww
                yield (
                    f"height-{key}-{'max' if height > 0.5 else 'min'}height",
                    wa * wm * ww * abs(2 * height - 1),
                )


def face_targets(eth, seed):
    """(shape target, share) pairs of the face that ``seed`` draws; none without a seed."""
    if seed is None:
        return
    rng = random.Random(f"face {seed}")
    middle = EAST_ASIAN if eth == "asian" else {}
    for trait, (rise, fall, widest) in TRAITS.items():
        share = middle.get(trait, 0) + widest * max(-1, min(1, rng.gauss(0, 0.5)))
        name = rise if share > 0 else fall
        yield name, abs(share)
        if twin(name):
            yield twin(name), abs(share)


def resting(seed):
    """(facial action, share) pairs of the face at rest: the bare mesh scowls."""
    rng = random.Random(f"rest {seed}")
    smile = rng.uniform(0.0, 0.22)
    yield "browInnerUp", rng.uniform(0.25, 0.65)
    for side in ("Left", "Right"):
        yield f"browOuterUp{side}", rng.uniform(0.0, 0.25)
        yield f"mouthSmile{side}", smile


def built(gender, age, eth, weight, muscle, height, seed):
    """Vertices (n, 3) of the base mesh in metres, with the build and the face of ``seed``."""
    verts = base()[0].copy()
    rows = [(target(n), s) for n, s in macro_targets(gender, age, eth, weight, muscle, height)]
    rows += [(shape_target(n), s) for n, s in face_targets(eth, seed)]
    rows += [(face_target(n), s) for n, s in resting(seed)]
    for (i, d), share in rows:
        if share:
            verts[i] += d * share
    return np.ascontiguousarray(verts * 0.1)
