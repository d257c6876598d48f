"""Complaints about a truth file: against its schema, against sense, against the clip beside it."""

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import jsonschema

from bench.world.footage import clip
from bench.world.ground.settings import ROOT

SCHEMA = ROOT / "proctor" / "evaluation" / "truth.schema.json"
PICTURE = "picture"
SLACK = 0.002
"""Seconds by which rounded times may disagree."""
MOST = 20
"""Complaints of the schema that are worth reading."""


def complaints(path):
    """What is wrong with a truth file, a sentence each; empty when it is right."""
    path = Path(path)
    try:
        truth = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        return [f"cannot be read: {error}"]
    return said_of(truth) or [*_of_clip(truth, path)]


def said_of(truth):
    """Complaints about the truth without its clip; sense is asked when the form is right."""
    form = [f"{e.json_path}: {e.message[:200]}" for e in _validator().iter_errors(truth)]
    return form[:MOST] or [*_of_spans(truth), *_of_places(truth), *_of_frames(truth)]


@cache
def _validator():
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _of_spans(truth):
    for kind, name in (("events", "code"), ("acts", "act")):
        for e in truth[kind]:
            said = f"{kind}: {e[name]} at {e['place']} {e['start_s']}-{e['end_s']} s"
            if not e["start_s"] < e["end_s"]:
                yield f"{said} ends before it starts"
            if e["end_s"] > truth["duration_s"] + SLACK:
                yield f"{said} ends after the clip ({truth['duration_s']} s)"
        starts = [e["start_s"] for e in truth[kind]]
        if starts != sorted(starts):
            yield f"{kind}: not in order of start"


def _of_places(truth):
    names = [p["place"] for p in truth["places"]]
    twice = sorted({n for n in names if names.count(n) > 1})
    yield from (f"places: {n} is there twice" for n in twice)
    people = {q["place"] for f in truth["frames"] for q in f["people"]}
    known = {*names, *people, PICTURE}
    for kind in ("events", "acts"):
        for e in truth[kind]:
            for key in ("place", "with"):
                if e.get(key, PICTURE) not in known:
                    yield f"{kind}: {key} {e[key]} is not a place of this clip"
    yield from (
        f"events: {e['code']} at {e['place']} does not say whose it is (pid)"
        for e in truth["events"]
        if e["place"] != PICTURE and "pid" not in e
    )
    for p in truth["places"]:
        if p["box"]:
            yield from _of_box(p["box"], truth["size"], f"places: {p['place']}")


def _of_frames(truth):
    frames, fps = truth["frames"], truth["fps"]
    if truth["frames_n"] != len(frames):
        yield f"frames_n is {truth['frames_n']}, but there are {len(frames)} frames"
    for k, f in enumerate(frames):
        if abs(f["t"] - round(f["t"] * fps) / fps) > SLACK:
            yield f"frame {k}: t = {f['t']} is no multiple of 1/{fps} s"
        for q in f["people"]:
            yield from _of_person(q, truth["size"], f"frame {k}, person {q['pid']}")
        for x in f["things"]:
            yield from _of_box(x["box"], truth["size"], f"frame {k}, {x['thing']}")
    yield from _of_gaps(truth)
    end = frames[-1]["t"] + 1 / fps
    if truth["duration_s"] < end - SLACK:
        yield f"duration_s is {truth['duration_s']}, but the last frame ends at {end:.3f}"


def _of_gaps(truth):
    """Frames may be missing only where the truth says so."""
    lost = [e for e in truth["events"] if e["code"] == "VID_GAP"]
    lost += [e for e in truth["acts"] if e["act"] == "dropped_frames"]
    step = 1 / truth["fps"]
    times = [-step, *(f["t"] for f in truth["frames"]), truth["duration_s"]]
    for a, b in pairwise(times):
        told = any(e["start_s"] < b and e["end_s"] > a for e in lost)
        if b <= a or (b - a > step + SLACK and not told):
            yield f"frames: {b:.3f} s follows {a:.3f} s at {truth['fps']} fps, and no gap is told"


def _of_person(q, size, who):
    boxes = {"box": q["box"], "head": q["head"], "phone": q["phone"], "paper": q["paper"]}
    boxes |= {f"hand {side}": q["hands"][side] for side in "lr"}
    for name, box in boxes.items():
        if box:
            yield from _of_box(box, size, f"{who}: {name}")
    for name in ("phone", "paper"):
        if q[name] and q[f"{name}_seen"] is None:
            yield f"{who}: a {name} with a box, and {name}_seen is null"


def _of_box(box, size, what):
    x0, y0, x1, y1 = box
    if not (x0 < x1 <= size[0] and y0 < y1 <= size[1]):
        yield f"{what}: box {box} is empty or outside the picture {size}"


def _of_clip(truth, path):
    name = path.name.removesuffix(".truth.json")
    if truth["clip"] != name:
        yield f"clip is {truth['clip']}, but the file is named {name}"
    video = path.with_name(f"{name}.mp4")
    if not video.is_file():
        yield f"no clip {video.name} beside it"
    elif clip.digest(video) != truth["sha256"]:
        yield f"sha256 is not that of {video.name}"
