"""A finished clip as pictures: decoded, freed of clock and label, played in another order."""

import datetime
from pathlib import Path

import av
import cv2
import numpy as np

from bench.world.footage import recorder
from bench.world.ground.refusal import RefusedError
from bench.world.ground.settings import HERE, ROOT

SHELVES = (ROOT / "tests" / "footage" / "world", HERE / "out")
"""Where a clip that is only named is looked for."""


def find(name, beside):
    """The clip of that name, or at that path as seen from the folder ``beside``."""
    near = [(Path(beside) / name).with_suffix(".mp4")]
    shelved = [p for shelf in SHELVES for p in sorted(shelf.rglob(f"{name}.mp4"))]
    for path in (*near, *shelved):
        if path.is_file():
            return path
    where = ", ".join(str(s.relative_to(ROOT)) for s in SHELVES)
    raise RefusedError(f"No clip {name}", f"Render it first, or give a path; looked in {where}.")


def pictures(path):
    """Every picture (h,w,3 RGB) of a clip, in order."""
    with av.open(str(path)) as box:
        return [frame.to_ndarray(format="rgb24") for frame in box.decode(video=0)]


def clean(path, truth):
    """The pictures without the clock and label that the camera burnt in."""
    start, label = recorder.clock(truth["clock_start"]), truth["camera"]["label"]
    out = []
    for a, row in zip(pictures(path), truth["frames"], strict=True):
        when = start + datetime.timedelta(seconds=row["t"])
        out.append(_unwritten(a, recorder.writing(truth["size"], when, label)))
    return out


def _unwritten(a, mask):
    """The picture with the masked glyphs filled from around them."""
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    for rows in (slice(0, a.shape[0] // 8), slice(a.shape[0] * 7 // 8, None)):
        part = np.ascontiguousarray(a[rows])
        a[rows] = cv2.inpaint(part, np.ascontiguousarray(mask[rows]), 3, cv2.INPAINT_TELEA)
    return a


def order(play, count, fps):
    """Numbers of the source's frames in the order played.

    ``play`` lists [from, to] in seconds (backwards when ``to`` is the smaller) and [at, at,
    seconds] for standing still; None plays everything once.
    """
    if not play:
        return list(range(count))
    out = []
    for first, last, *still in play:
        a, b = round(first * fps), round(last * fps)
        if not (0 <= a <= count and 0 <= b <= count):
            cure = f"The clip has {count / fps:.1f} s."
            raise RefusedError(f"play: {[first, last]} is outside the clip", cure)
        if still:
            out += [min(a, count - 1)] * round(still[0] * fps)
        else:
            out += range(a, b) if b > a else range(a - 1, b - 1, -1)
    return out


def replayed(truth, played):
    """The truth when the source's frames are played in that order."""
    fps = truth["fps"]
    rows = [{**truth["frames"][k], "t": round(n / fps, 3)} for n, k in enumerate(played)]
    moved = {key: _moved(truth[key], played, fps) for key in ("events", "acts")}
    length = {"frames_n": len(played), "duration_s": round(len(played) / fps, 3)}
    return {**truth, **moved, **length, "frames": rows}


def _moved(spans, played, fps):
    if played == list(range(len(played))):
        return list(spans)
    out = []
    for e in spans:
        inside = [e["start_s"] <= k / fps < e["end_s"] for k in played]
        edges = np.flatnonzero(np.diff([0, *inside, 0]))
        for a, b in edges.reshape(-1, 2):
            out.append({**e, "start_s": round(a / fps, 3), "end_s": round(b / fps, 3)})
    return sorted(out, key=lambda e: (e["start_s"], e["place"]))


def clipped(box, size):
    """A box cut to the picture, or None when less than a pixel is left."""
    x0, y0, x1, y1 = (
        round(float(np.clip(v, 0, m)), 1) for v, m in zip(box, (*size, *size), strict=True)
    )
    return [x0, y0, x1, y1] if x1 - x0 > 1 and y1 - y0 > 1 else None


def mapped(row, change, size, name=str):
    """A frame's truth with every box put through ``change``; what leaves the picture is gone.

    ``name`` gives the new name of a place.
    """

    def box(b):
        return b and clipped(change(b), size)

    people = [_mapped_person(q, change, box, name) for q in row["people"]]
    things = [{**x, "box": box(x["box"]), "place": name(x["place"])} for x in row["things"]]
    return {
        **row,
        "people": [q for q in people if q],
        "things": [x for x in things if x["box"]],
    }


def _mapped_person(q, change, box, name):
    now = box(q["box"])
    if now is None:
        return None
    scale = _area(change(q["box"])) / max(1.0, _area(q["box"]))
    inside = _area(now) / max(1.0, _area(change(q["box"])))
    out = {**q, "place": name(q["place"]), "box": now}
    out["pixels"] = max(1, round(q["pixels"] * scale * inside))
    for key in ("head", "phone", "paper"):
        out[key] = box(q[key])
        if q[key]:
            left = _area(out[key]) / max(1.0, _area(change(q[key]))) if out[key] else 0.0
            out[f"{key}_seen"] = round(min(1.0, (q[f"{key}_seen"] or 0) * left), 2)
    out["hands"] = {side: box(b) for side, b in q["hands"].items()}
    return out


def _area(b):
    return (b[2] - b[0]) * (b[3] - b[1])
