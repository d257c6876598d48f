"""Render a scenario: ``python render.py scenarios/hall_a.json`` -> clips/hall_a.mp4, .truth.json and _sheet.jpg.

``--still 5 12.5`` renders single moments instead; ``--frames 0:40`` does a part (parts may run side by side);
``--assemble`` only encodes what is in the work folder.  Frames already there are kept, so a run can be taken up again.
"""

import argparse
import datetime
import json
import time
from pathlib import Path

import numpy as np
from PIL import Image

from bench.world import footage, scene, truth

HERE = Path(__file__).resolve().parent


def arguments():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("scenario", type=Path)
    ap.add_argument("--out", type=Path, default=HERE / "out")
    ap.add_argument(
        "--work", type=Path, default=HERE / "work", help="folder for raw frames (large)"
    )
    ap.add_argument("--still", type=float, nargs="*", help="moments in seconds")
    ap.add_argument("--frames", help="first:last, last not included")
    ap.add_argument("--assemble", action="store_true")
    ap.add_argument("--samples", type=int)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--camera")
    ap.add_argument("--size", help="WxH")
    ap.add_argument("--seed", type=int, help="draw other people and everyday acts")
    return ap.parse_args()


def make_stage(sc, a, work):
    if sc["scene"] == "cabin":
        from bench.world.cabin import Cabin as Stage
    else:
        from bench.world.hall import Hall as Stage
    return Stage(sc, a.threads, work, a.samples)


def render_frame(stage, sc, lens, t, png, work, border):
    """Render the moment ``t`` to ``png`` with its truth beside it, unless it is there."""
    note = png.with_suffix(".json")
    if note.exists():
        return 0
    states = stage.pose(t)
    scene.set_border(border)
    mask, seconds = scene.render(png.with_suffix(".part.png"), work)
    row = truth.frame_truth(stage, states, t, mask, sc["size"], lens)
    png.with_suffix(".part.png").replace(png)
    note.write_text(json.dumps(row))
    return seconds


def seen_picture(png, background, border, lens, sc, k):
    """The camera's picture of a raw frame; outside ``border`` the background shows."""
    a = np.asarray(Image.open(png).convert("RGB"))
    if border and background is not None:
        h, w = a.shape[:2]
        x0, x1, y0, y1 = (
            round(border[0] * w) + 1,
            round(border[1] * w) - 1,
            round((1 - border[3]) * h) + 1,
            round((1 - border[2]) * h),
        )
        b = background.copy()
        b[y0:y1, max(0, x0 - 1) : x1 + 1] = a[y0:y1, max(0, x0 - 1) : x1 + 1]
        a = b
    when = footage.clock(sc["clock"]) + datetime.timedelta(seconds=k / sc["fps"])
    return footage.camera_picture(
        a, lens, when, sc.get("label", "CAM 03"), k, sc.get("noise", 3.2), ir=sc.get("ir", False)
    )


def assemble(stage, sc, a, lens, work):
    """Clip, truth and contact sheet of the frames in the work folder (from the first up to the first gap)."""
    pngs = []
    while (
        (p := work / f"f{len(pngs):04d}.png").exists()
        and p.with_suffix(".json").exists()
        and len(pngs) < sc["duration_s"] * sc["fps"]
    ):
        pngs.append(p)
    background = (
        np.asarray(Image.open(work / "background.png").convert("RGB"))
        if (work / "background.png").exists()
        else None
    )
    rows = [json.loads(p.with_suffix(".json").read_text()) for p in pngs]
    sc["duration_s"] = len(pngs) / sc["fps"]
    pictures = [seen_picture(p, background, stage.border, lens, sc, k) for k, p in enumerate(pngs)]
    a.out.mkdir(parents=True, exist_ok=True)
    footage.encode(pictures, a.out / f"{sc['name']}.mp4", sc["size"], sc["fps"])
    (a.out / f"{sc['name']}.truth.json").write_text(
        json.dumps(truth.clip_truth(stage, sc, rows, lens), separators=(",", ":"))
    )
    pick = np.linspace(0, len(pngs) - 1, min(12, len(pngs))).round().astype(int)
    footage.contact_sheet(
        [(pictures[i], rows[i], f"{rows[i]['t']:.1f} s") for i in pick],
        a.out / f"{sc['name']}_sheet.jpg",
        3,
        640,
    )


def stills(stage, sc, a, lens, work):
    """Single pictures with their truth: <name>_<tenths of a second>.jpg and .json."""
    a.out.mkdir(parents=True, exist_ok=True)
    for t in a.still:
        png = work / f"still_{sc['camera']}_{round(t * 10):04d}.png"
        seconds = render_frame(stage, sc, lens, t, png, work, None)
        row = json.loads(png.with_suffix(".json").read_text())
        name = a.out / f"{sc['name']}_{sc['camera']}_{round(t * 10):04d}"
        Image.fromarray(seen_picture(png, None, None, lens, sc, round(t * sc["fps"]))).save(
            name.with_suffix(".jpg"), quality=85
        )
        name.with_suffix(".json").write_text(
            json.dumps(
                dict(row, size=sc["size"], scene=sc["scene"], camera=stage.camera),
                separators=(",", ":"),
            )
        )
        print(name.name, f"{seconds:.1f} s", flush=True)


def main():
    a = arguments()
    sc = json.loads(a.scenario.read_text())
    sc["size"] = [int(v) for v in a.size.split("x")] if a.size else sc.get("size", [960, 540])
    sc["camera"] = a.camera or sc.get("camera", "dash")
    if a.seed is not None:
        sc["seed"], sc["name"] = a.seed, f"{sc['name']}_s{a.seed}"
    part = (a.frames or "all").replace(":", "-") + (f"_{sc['camera']}" if a.still else "")
    work = (a.work / sc["name"]).resolve()
    tmp = work / f"tmp_{part}"
    tmp.mkdir(parents=True, exist_ok=True)
    began = time.time()
    stage = make_stage(sc, a, tmp)
    lens = footage.Lens(sc["size"], sc.get("lens_k", 0.06))
    print(f"built in {time.time() - began:.1f} s", flush=True)
    if a.still:
        return stills(stage, sc, a, lens, tmp)
    total = round(sc["duration_s"] * sc["fps"])
    first, last = (int(v) for v in a.frames.split(":")) if a.frames else (0, total)
    if not a.assemble:
        if stage.border and first == 0 and not (work / "background.png").exists():
            stage.pose(0)
            scene.render(tmp / "background.png", tmp)
            (tmp / "background.png").replace(work / "background.png")
        for k in range(first, min(last, total)):
            t0 = time.time()
            render_frame(
                stage, sc, lens, k / sc["fps"], tmp.parent / f"f{k:04d}.png", tmp, stage.border
            )
            print(f"frame {k} {time.time() - t0:.1f} s", flush=True)
    if a.assemble or not a.frames:
        assemble(stage, sc, a, lens, work)


if __name__ == "__main__":
    main()
