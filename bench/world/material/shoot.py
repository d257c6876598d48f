"""Photographs of drawn scenes, labelled: training pictures in YOLO format.

Scenes are drawn by lot (``lottery``); of each, some moments are rendered from some cameras. What is
there already is kept, so a stopped run goes on where it was.
"""

import contextlib
import datetime
import json
import random

import numpy as np
from PIL import Image

from bench.world.blender import scene
from bench.world.footage import recorder
from bench.world.ground import settings
from bench.world.ground.progress import timed
from bench.world.material import lottery, yolo
from bench.world.render import truth
from bench.world.render.rendering import silence, stage_of

PER_SCENE = 8
VALIDATED = 10
"""Every so many-th scene is for validation; no person or room of it is in training."""
SIZES = ((640, 360), (768, 432), (960, 540))
CLOSE = (224, 256, 288, 320)
"""Sides of pictures from near by."""
CLOSER = 0.5
"""Share of pictures that look closely at one person instead of at the whole room."""


def pictures(a):
    """Adopt what others labelled, then render until ``a.pictures`` are in ``a.out``."""
    a.out.mkdir(parents=True, exist_ok=True)
    yolo.describe(a.out)
    if a.labelled:
        for name, entry in settings.labelled().items():
            count = yolo.adopt(a.labelled / name, entry["classes"], a.out)
            print(f"{name}: {count} pictures labelled by others ({entry['licence']})")
    for number in range(a.first, -(-a.pictures // PER_SCENE)):
        _scene(number, min(PER_SCENE, a.pictures - number * PER_SCENE), a)


def _scene(number, wanted, a):
    part = "val" if number % VALIDATED == VALIDATED - 1 else "train"
    names = [f"{number:05d}_{k:02d}" for k in range(wanted)]
    missing = [
        k for k, n in enumerate(names) if not (a.out / "images" / part / f"{n}.jpg").exists()
    ]
    if missing:
        _, seconds = timed(lambda: _shot(Shoot(number, a), missing, part, names))
        there = number * PER_SCENE + wanted
        print(f"{there} of {a.pictures}: {seconds / len(missing):.1f} s a picture", flush=True)


def _shot(shoot, missing, part, names):
    for k in missing:
        shoot.picture(k, part, names[k])


@contextlib.contextmanager
def resized(size):
    """The next renders are of that size."""
    render = scene.bpy.context.scene.render
    before = render.resolution_x, render.resolution_y
    render.resolution_x, render.resolution_y = size
    try:
        yield
    finally:
        render.resolution_x, render.resolution_y = before


def near_by(fig, rng, own):
    """The camera a metre or two from somebody; ``own`` is that of a cabin, whose place is kept."""
    head = fig.world(fig.h.pos("head")[None])[0]
    nose = fig.world(np.array([[0, 0, 0], fig.h.turn("head") @ [0, 0, 1.0]]))
    scene.set_border(None)
    scene.camera(*lottery.near_by(head, nose[1] - nose[0], rng, own and own["place_m"]))


def _at_head(person):
    """Whether one of the person's hands is at its head, after a frame's truth."""
    x0, y0, x1, y1 = person["head"]
    aside, over = (x1 - x0) / 2, (y1 - y0) / 4
    middles = [((h[0] + h[2]) / 2, (h[1] + h[3]) / 2) for h in person["hands"].values() if h]
    return any(x0 - aside < x < x1 + aside and y0 - over < y < y1 + over for x, y in middles)


class Shoot:
    """One drawn scene, photographed from several places."""

    def __init__(self, number, a):
        self.close = a.close
        self.rng, self.out, self.script = random.Random(number), a.out, lottery.scenario(number)
        self.script["size"] = list(self.rng.choice(SIZES))
        self.work = (a.out / "work").resolve()
        self.work.mkdir(exist_ok=True)
        with silence():
            self.stage = stage_of(self.script)(self.script, a.threads, self.work, a.samples)
        self.lens = recorder.Lens(self.script["size"], self.script["lens_k"])

    def picture(self, k, part, name):
        """Render moment ``k``; the label is there before the picture is."""
        rng = random.Random(f"{self.script['seed']}/{k}")
        t = round(rng.uniform(0.5, lottery.SECONDS - 0.5), 1)
        states = self.stage.pose(t)
        self._aim(rng)
        with silence():
            mask, _ = scene.render(self.work / "raw.png", self.work)
        depth = scene.depth(self.work)
        size = self.script["size"]
        row = truth.frame_truth(self.stage, states, t, mask, depth, size, self.lens)
        self._store(row, size, part, name)
        target = self._keep("images", part, f"{name}.jpg")
        Image.fromarray(self._seen(rng, k)).save(
            target.with_suffix(".part"), "JPEG", quality=rng.randrange(60, 93)
        )
        for n in range(self.close):
            self._close_up(states, row, t, part, f"{name}_{n}", rng)
        target.with_suffix(".part").replace(target)

    def _store(self, row, size, part, name):
        self._keep("truth", part, f"{name}.json").write_text(json.dumps(row), "utf-8")
        self._keep("labels", part, f"{name}.txt").write_text(yolo.lines(row, size), "utf-8")

    def _close_up(self, states, row, t, part, name, rng):
        """One person from near by, those with something in their hands first."""
        shown = {p.fig.pid: p for p in self.stage.people if not getattr(p.fig, "gone", False)}
        weights = {
            p["pid"]: 4 if p["phone"] or p["paper"] or _at_head(p) else 1
            for p in row["people"]
            if p["pid"] in shown and p["head"]
        }
        if not weights:
            return
        pid = rng.choices(list(weights), list(weights.values()))[0]
        near_by(shown[pid].fig, rng, self.script["scene"] == "cabin" and self.stage.camera)
        size = [rng.choice(CLOSE), rng.choice(CLOSE)]
        with resized(size), silence():
            mask, _ = scene.render(self.work / "raw.png", self.work)
        lens = recorder.Lens(size, 0.0)
        seen = truth.frame_truth(self.stage, states, t, mask, scene.depth(self.work), size, lens)
        self._store(seen, size, part, name)
        picture = self._lit(rng)
        target = self._keep("images", part, f"{name}.jpg")
        Image.fromarray(picture).save(target, "JPEG", quality=rng.randrange(70, 94))

    def _keep(self, kind, part, name):
        folder = self.out / kind / part
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def _aim(self, rng):
        """The scenario's camera, shaken a little; often turned to one person and drawn closer."""
        scene.set_border(None)
        own = self.stage.camera
        place = np.array(own["place_m"], float) + [rng.uniform(-0.06, 0.06) for _ in range(3)]
        aim, angle = np.array(own["aim_m"], float), own["fov_deg"] * rng.uniform(0.9, 1.05)
        shown = [p for p in self.stage.people if not getattr(p.fig, "gone", False)]
        if rng.random() < CLOSER and shown:
            fig = rng.choice(shown).fig
            aim = fig.world(fig.h.pos("spine_03")[None])[0] + rng.uniform(-0.25, 0.25)
            angle = rng.uniform(24, 50)
        scene.camera(tuple(place), tuple(aim), angle)

    def _lit(self, rng):
        """The last render, RGB, a little darker or lighter."""
        raw = np.asarray(Image.open(self.work / "raw.png").convert("RGB")).astype(np.float32)
        light = 255 * (raw / 255) ** rng.uniform(0.8, 1.3) * rng.uniform(0.8, 1.1)
        return np.clip(light, 0, 255).astype(np.uint8)

    def _seen(self, rng, k):
        when = recorder.clock(self.script["clock"]) + datetime.timedelta(seconds=k)
        s = self.script
        return recorder.camera_picture(
            self._lit(rng),
            self.lens,
            when,
            s["label"],
            k,
            s["noise"],
            blur=rng.uniform(0.35, 1.3),
            ir=s.get("ir", False),
        )
