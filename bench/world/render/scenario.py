"""Scenario files: read, completed by the options of the command line, checked."""

import hashlib
import json
import re
from pathlib import Path

from bench.world.cabin.cameras import CAMERAS
from bench.world.ground.refusal import RefusedError
from bench.world.ground.settings import HERE
from bench.world.hall.layouts import LAYOUTS

FOLDER = HERE / "scenarios"
NEEDED = ("name", "scene", "duration_s", "fps", "clock")
LIGHTS = {"hall": ("day", "lamps"), "cabin": ("day", "dusk", "infrared")}
USUAL_CAMERA = {"hall": "front", "cabin": "dash"}
AFTERWARDS = ("clock", "label", "noise")
"""Keys that do not touch the raw frames: they may change without rendering anew."""


def read(path, size=None, camera=None, seed=None, samples=None):
    """The scenario of a file, or of a name in scenarios/, with what the command line changes."""
    sc = _parsed(_found(path))
    _check(sc, path)
    sc.setdefault("camera", USUAL_CAMERA[sc["scene"]])
    sc["size"] = list(size or sc.get("size", (960, 540)))
    if camera and camera != sc["camera"]:
        sc["camera"], sc["name"] = camera, f"{sc['name']}_{camera}"
    if seed is not None:
        sc["seed"], sc["name"] = seed, f"{sc['name']}_s{seed}"
    if samples:
        sc["samples"] = samples
    _check_stage(sc, path)
    return sc


def fingerprint(sc):
    """Hash of everything in a scenario that decides its raw frames."""
    kept = {k: v for k, v in sc.items() if k not in AFTERWARDS}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def frames(sc):
    """How many frames the clip has."""
    return round(sc["duration_s"] * sc["fps"])


def _found(path):
    path = Path(path)
    if path.suffix != ".json" and not path.exists():
        path = FOLDER / f"{path.name}.json"
    if path.is_file():
        return path
    known = ", ".join(p.stem for p in sorted(FOLDER.glob("*.json"))) or "none"
    raise RefusedError(f"No scenario {path}", f"Name a file, or one of: {known}.")


def _parsed(path):
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise RefusedError(
            f"{path} is not JSON: {error}", "Mend the file; see README.md."
        ) from error


def _check(sc, path):
    missing = [k for k in NEEDED if k not in sc]
    if missing:
        raise RefusedError(
            f"{path} lacks {', '.join(missing)}", "README.md lists a scenario's keys."
        )
    _one_of(sc["scene"], LIGHTS, "scene", path)
    if not re.fullmatch(r"[A-Za-z0-9_]+", sc["name"]):
        raise RefusedError(
            f"{path}: name {sc['name']!r}", "Letters, digits and _ only; files bear it."
        )
    for who, event in _events(sc):
        if not {"code", "start", "end"} <= event.keys() or event["end"] <= event["start"]:
            raise RefusedError(
                f"{path}: event of {who} {json.dumps(event)}",
                "An event has code, start and end in seconds, and ends after its start.",
            )


def _check_stage(sc, path):
    """Refuse a camera, light, layout or place that the scene does not have."""
    _one_of(sc.get("light", "day"), LIGHTS[sc["scene"]], "light", path)
    cameras = CAMERAS
    if sc["scene"] == "hall":
        name = sc.get("layout", "rows12")
        _one_of(name, LAYOUTS, "layout", path)
        cameras = LAYOUTS[name].cameras
        for place in sc.get("seats", {}):
            _one_of(place, LAYOUTS[name].seats, "seat", path)
    elif not {"driver", "passenger"} <= sc.keys():
        raise RefusedError(f"{path} lacks driver or passenger", "Both sit in the car; {} will do.")
    _one_of(sc["camera"], cameras, "camera", path)


def _one_of(name, known, what, path):
    if name not in known:
        raise RefusedError(f"{path}: {what} {name!r} is not known", f"One of: {', '.join(known)}.")


def _events(sc):
    folk = [*sc.get("seats", {}).items(), *sc.get("walkers", {}).items()]
    folk += [(who, sc.get(who)) for who in ("driver", "passenger", "newcomer", "back")]
    for who, cfg in folk:
        for event in (cfg or {}).get("events", ()):
            yield who, event
