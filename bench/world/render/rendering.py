"""Render scenarios: clips frame by frame, and single moments."""

import contextlib
import copy
import os
import shutil
import sys
import traceback
from pathlib import Path

import numpy as np
from PIL import Image

from bench.world.blender import scene
from bench.world.footage import recorder
from bench.world.ground.jsonfile import write
from bench.world.ground.progress import Progress, timed
from bench.world.render import assembly, scenario, truth
from bench.world.render.rawframes import RawFrames, whole


def clips(scripts, a):
    """Render every scenario, one after another; gives the names of those that failed."""
    jobs = [(sc, RawFrames(a.work, sc)) for sc in scripts]
    for _, raw in jobs:
        raw.claim(a.anew)
    todo = {raw.folder: _missing(sc, raw, a.frames) for sc, raw in jobs}
    progress, failed = Progress(sum(map(len, todo.values()))), []
    for sc, raw in jobs:
        try:
            _clip(sc, raw, todo[raw.folder], a, progress)
        except Exception:  # the others go on through the night
            traceback.print_exc()
            failed.append(sc["name"])
    return failed


def _missing(sc, raw, part):
    first, last = part or (0, scenario.frames(sc))
    return [k for k in range(first, min(last, scenario.frames(sc))) if not raw.done(k)]


def _clip(sc, raw, todo, a, progress):
    if todo:
        set_up = Setup(sc, raw.scratch(), a)
        write(raw.account, truth.stage_account(set_up.stage, sc, set_up.lens))
        set_up.background(raw)
        for k in todo:
            if not raw.done(k):  # another process may share the folder
                _, seconds = timed(lambda k=k: set_up.frame(raw, k))
                progress.step(sc["name"], seconds, f"f{k:04d}")
        shutil.rmtree(raw.scratch(), ignore_errors=True)
    if not _missing(sc, raw, None):
        progress.say(f"{sc['name']}: {assembly.clip(sc, raw, a.out, a.crf)}")


class Setup:
    """A built stage, ready to be rendered."""

    def __init__(self, sc, scratch, a):
        self.sc, self.scratch = sc, Path(scratch)
        self.lens = recorder.Lens(sc["size"], sc.get("lens_k", 0.06))
        with silence():
            self.stage = stage_of(sc)(copy.deepcopy(sc), a.threads, self.scratch, sc.get("samples"))
            if a.device != "cpu":
                scene.compute_on(a.device)

    def background(self, raw):
        """The whole picture once, for clips of which only a part is rendered."""
        if self.stage.border and not whole(raw.background):
            part = self.scratch / "background.png"
            with silence():
                self.stage.pose(0)
                scene.set_border(None)
                scene.render(part, self.scratch)
            part.replace(raw.background)

    def frame(self, raw, k):
        """Render frame ``k`` into its place."""
        png = self.scratch / f"f{k:04d}.png"
        raw.keep(k, png, self.moment(k / self.sc["fps"], png, self.stage.border))

    def moment(self, t, png, border=None):
        """Render the moment ``t`` to ``png``; gives its truth."""
        with silence():
            states = self.stage.pose(t)
            scene.set_border(border)
            mask, _ = scene.render(png, self.scratch)
            depth = scene.depth(self.scratch)
            return truth.frame_truth(self.stage, states, t, mask, depth, self.sc["size"], self.lens)


def stage_of(sc):
    """The class that builds and poses the scenario's scene."""
    if sc["scene"] == "cabin":
        from bench.world.cabin.stage import Cabin

        return Cabin
    from bench.world.hall.stage import Hall

    return Hall


def stills(sc, a):
    """Single moments: ``NAME_CAMERA_0125.jpg`` for 12.5 s, with the frame's truth in .json."""
    a.out.mkdir(parents=True, exist_ok=True)
    scratch = a.work / f"still_{os.getpid()}"
    scratch.mkdir(parents=True, exist_ok=True)
    set_up = Setup(sc, scratch.resolve(), a)
    for t in a.at:
        row, seconds = timed(lambda t=t: set_up.moment(t, scratch / "still.png"))
        pixels = np.asarray(Image.open(scratch / "still.png").convert("RGB"))
        seen = assembly.seen(sc, set_up.lens, pixels, round(t * sc["fps"]))
        name = a.out / f"{sc['name']}_{sc['camera']}_{round(t * 10):04d}"
        Image.fromarray(seen).save(name.with_suffix(".jpg"), quality=85)
        known = {"size": sc["size"], "scene": sc["scene"], "camera": set_up.stage.camera}
        write(name.with_suffix(".json"), {**row, **known})
        print(f"{name}.jpg {seconds:.1f} s", flush=True)
    shutil.rmtree(scratch, ignore_errors=True)


@contextlib.contextmanager
def silence():
    """Keep Blender's own lines (a dozen per frame) off the terminal."""
    sys.stdout.flush()
    kept, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nothing)
