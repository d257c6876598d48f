"""Several cameras and text panels in one picture, as recorders in exam cars write it."""

import datetime
import json
from itertools import starmap

import cv2
import numpy as np
from PIL import Image, ImageDraw

from bench.world.footage import clip as clips
from bench.world.footage import panels, recorder, reel
from bench.world.ground.refusal import RefusedError

PANELS = {"candidate": panels.candidate, "score": panels.score}
APART = 100
"""Numbers of the people of one part begin this far after those of the part before."""


def make(plan_path, out, crf):
    """Write the clip and truth of a plan; says what."""
    plan = _plan(plan_path)
    size = tuple(plan.get("size", (960, 540)))
    parts = [Part(plan, q, k, size, plan_path.parent) for k, q in enumerate(plan["quadrants"])]
    cameras = [p for p in parts if p.truth]
    rates = {p.truth["fps"] for p in cameras}
    if len(rates) != 1:
        raise RefusedError(f"{plan_path}: frame rates {sorted(rates)}", "Take clips of one rate.")
    fps, count = rates.pop(), min(p.truth["frames_n"] for p in cameras)
    path = out / f"{plan['name']}.mp4"
    out.mkdir(parents=True, exist_ok=True)
    recorder.encode((_picture(plan, parts, size, k, fps) for k in range(count)), path, fps, crf)
    clips.save(path, _truth(plan, parts, cameras, size, count))
    return f"{path}, {count} frames, {path.stat().st_size / 1e6:.2f} MB"


def _plan(path):
    try:
        plan = json.loads(path.read_text("utf-8"))
        known = [("clip" in q) != (q.get("panel") in PANELS) for q in plan["quadrants"]]
        if len(known) != 4 or not all(known) or not any("clip" in q for q in plan["quadrants"]):
            raise ValueError("quadrants are four, each with a clip or a known panel")
        plan["name"], plan["clock"], plan["session"]
    except (OSError, ValueError, KeyError) as error:
        cure = f"It has name, clock, session and quadrants (panels: {', '.join(PANELS)})."
        raise RefusedError(f"{path} is no plan of a composite: {error!r}", cure) from error
    return plan


class Part:
    """One quadrant: a clip's pictures or a panel."""

    def __init__(self, plan, entry, k, size, folder):
        w, h = size[0] // 2, size[1] // 2
        self.entry, self.k, self.size = entry, k, (w, h)
        self.at = (k % 2 * w, k // 2 * h)
        self.session, self.truth, self.drawn = plan["session"], None, {}
        if "clip" in entry:
            path = reel.find(entry["clip"], folder)
            self.truth = clips.load(path)
            self.pictures = reel.clean(path, self.truth)

    @property
    def name(self):
        """The name of the part, which its places bear too."""
        return self.entry.get("name") or self.entry.get("panel")

    def picture(self, k, fps):
        """The part's picture at frame ``k``; panels change once a second."""
        if self.truth is None:
            second = int(k / fps)
            if second not in self.drawn:
                panel = PANELS[self.entry["panel"]]
                self.drawn = {second: panel(self.size, self.session, second)}
            return self.drawn[second]
        small = cv2.resize(self.pictures[k], self.size, interpolation=cv2.INTER_AREA)
        im = Image.fromarray(small)
        text, high = self.entry.get("text"), self.size[1] // 18
        if text:
            at = (high * 0.6, self.size[1] - high * 1.6)
            more = {"stroke_width": 1, "stroke_fill": "black"}
            panels.written(ImageDraw.Draw(im), at, text, high, "white", **more)
        return np.asarray(im)

    def box(self, b):
        """A box of the clip as it lies in the composite."""
        sx, sy = self.size[0] / self.truth["size"][0], self.size[1] / self.truth["size"][1]
        (x, y), (x0, y0, x1, y1) = self.at, b
        return [x + x0 * sx, y + y0 * sy, x + x1 * sx, y + y1 * sy]

    def place(self, name):
        """The composite's name of a place of the clip."""
        return f"{self.name}:{name}"

    def told(self, e):
        """An event or act of the clip in the composite's names."""
        with_ = {"with": self.place(e["with"])} if "with" in e else {}
        pid = {"pid": e["pid"] + APART * self.k} if "pid" in e else {}
        return {**e, **with_, **pid, "place": self.place(e["place"])}

    def row(self, k, size):
        """Frame ``k`` of the clip's truth in the composite."""
        row = reel.mapped(self.truth["frames"][k], self.box, size, self.place)
        people = [{**q, "pid": q["pid"] + APART * self.k} for q in row["people"]]
        return {**row, "people": people}


def _picture(plan, parts, size, k, fps):
    out = np.zeros((size[1], size[0], 3), np.uint8)
    for p in parts:
        x, y = p.at
        out[y : y + p.size[1], x : x + p.size[0]] = p.picture(k, fps)
    when = recorder.clock(plan["clock"]) + datetime.timedelta(seconds=k / fps)
    return recorder.burnt(out, when, plan.get("label", ""))


def _truth(plan, parts, cameras, size, count):
    first = cameras[0].truth
    end = count / first["fps"]
    spans = {key: [] for key in ("events", "acts")}
    for key in spans:
        told = [p.told(e) for p in cameras for e in p.truth[key] if e["start_s"] < end]
        cut = [{**e, "end_s": min(e["end_s"], round(end, 3))} for e in told]
        spans[key] = sorted(cut, key=lambda e: e["start_s"])
    rows = [[p.row(k, size) for p in cameras] for k in range(count)]
    return {
        **first,
        "size": list(size),
        "frames_n": count,
        "duration_s": round(end, 3),
        "clock_start": plan["clock"],
        "camera": _camera(plan, parts),
        "places": [place for p in cameras for place in _places(p, size)],
        **spans,
        "frames": list(starmap(_joined, rows)),
        "source": [p.truth["clip"] for p in cameras],
    }


def _joined(*rows):
    people = [q for row in rows for q in row["people"]]
    return {"t": rows[0]["t"], "people": people, "things": [x for r in rows for x in r["things"]]}


def _places(p, size):
    for place in p.truth["places"]:
        box = place["box"] and reel.clipped(p.box(place["box"]), size)
        yield {**place, "place": p.place(place["place"]), "box": box}


def _camera(plan, parts):
    layout = []
    for p in parts:
        (x, y), (w, h) = p.at, p.size
        part = {
            "name": p.name,
            "kind": "camera" if p.truth else "panel",
            "box": [x, y, x + w, y + h],
        }
        layout.append({**part, "clip": p.truth["clip"]} if p.truth else part)
    return {"name": "composite", "label": plan.get("label", ""), "layout": layout}
