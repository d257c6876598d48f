"""Raw frames on disk: one folder per scenario, taken up again after any kind of stop."""

import copy
import hashlib
import os
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from bench.world.ground.jsonfile import read, write
from bench.world.ground.refusal import RefusedError
from bench.world.ground.settings import HERE
from bench.world.render import scenario

PNG_END = b"IEND\xaeB`\x82"
"""The last bytes of every whole PNG."""


class RawFrames:
    """The folder of one scenario's frames: ``f0007.png`` with its truth in ``f0007.json``."""

    def __init__(self, parent, sc):
        self.sc, self.mark = copy.deepcopy(sc), scenario.fingerprint(sc)
        self.folder = (Path(parent) / sc["name"]).resolve()
        self.stamp, self.account = self.folder / "scenario.json", self.folder / "stage.json"
        self.background = self.folder / "background.png"

    def claim(self, anew=False):
        """Make the folder this scenario's, or refuse when it holds frames of another one."""
        if anew:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        if not any(self.folder.glob("f[0-9]*.png")):
            said = {"fingerprint": self.mark, "code": _code()}
            return write(self.stamp, {**said, "scenario": self.sc})
        self.check()
        if read(self.stamp).get("code") != _code():
            print(f"{self.sc['name']}: the generator's code has changed since the first frames.")
        return None

    def check(self):
        """Refuse when the frames here are not of this scenario."""
        said = read(self.stamp) or {}
        if said.get("fingerprint") == self.mark:
            return
        changed = _differences(said.get("scenario", {}), self.sc)
        raise RefusedError(
            f"{self.folder} holds frames of another scenario (differs in {changed})",
            "--anew throws them away; another name in the scenario, or --work, keeps both.",
        )

    def _sweep(self):
        """Remove what runs that are dead left half done."""
        for left in self.folder.glob("tmp_*"):
            if not Path(f"/proc/{left.name[4:]}").exists():
                shutil.rmtree(left, ignore_errors=True)

    def scratch(self):
        """A folder for this process's half-done files, on the same disk."""
        made = self.folder / f"tmp_{os.getpid()}"
        made.mkdir(exist_ok=True)
        return made

    def done(self, k):
        """Whether frame ``k`` is there, whole, with its truth."""
        return whole(self.picture(k)) and read(self.note(k)) is not None

    def picture(self, k):
        """Where the raw picture of frame ``k`` lies."""
        return self.folder / f"f{k:04d}.png"

    def note(self, k):
        """Where the truth of frame ``k`` lies."""
        return self.folder / f"f{k:04d}.json"

    def keep(self, k, png, row):
        """Put a rendered frame in its place; the truth comes last and says that both are there."""
        png.replace(self.picture(k))
        write(self.note(k), row)

    def pixels(self, k, border):
        """The raw picture (h,w,3 RGB) of frame ``k``, the background around the border."""
        a = np.asarray(Image.open(self.picture(k)).convert("RGB"))
        if not border or not whole(self.background):
            return a
        h, w = a.shape[:2]
        x0, x1 = max(0, round(border[0] * w)), round(border[1] * w)
        y0, y1 = round((1 - border[3]) * h) + 1, round((1 - border[2]) * h)
        b = np.array(Image.open(self.background).convert("RGB"))
        b[y0:y1, x0:x1] = a[y0:y1, x0:x1]
        return b


def whole(png):
    """Whether a PNG is there and not cut short."""
    if not png.is_file() or png.stat().st_size < 64:
        return False
    with png.open("rb") as f:
        f.seek(-len(PNG_END), os.SEEK_END)
        return f.read() == PNG_END


def _code():
    return hashlib.sha256(b"".join(p.read_bytes() for p in sources(HERE))).hexdigest()


def sources(folder):
    """Every source file of a package; folders in it that are none (an environment) are left out."""
    yield from sorted(folder.glob("*.py"))
    for inner in sorted(folder.iterdir()):
        if (inner / "__init__.py").is_file():
            yield from sources(inner)


def _differences(old, new):
    names = [k for k in {**old, **new} if old.get(k) != new.get(k)]
    return ", ".join(k for k in names if k not in scenario.AFTERWARDS) or "its stamp, which is gone"
