"""Camera faults put into a finished clip, with the truth of them, after a plan."""

import datetime
import io
import json
from fractions import Fraction

import av
import numpy as np

from bench.world.footage import clip as clips
from bench.world.footage import damage, recorder, reel
from bench.world.ground.refusal import RefusedError

PICTURE = "picture"
FAULTS = {
    "black": ("VID_BLACK", damage.black),
    "covered": ("VID_COVER", damage.covered),
    "moved": ("VID_MOVE", damage.moved),
    "defocused": ("VID_BLUR", damage.defocused),
    "frozen": ("VID_FREEZE", None),
    "dropped": ("VID_GAP", None),
    "clock_off": ("CLK_DRIFT", None),
}
FLAWS = {"noise": damage.noisy, "low_bitrate": None, "dropped_frames": None}
"""Poor pictures of a working camera: nothing to flag, so they are acts of the picture."""
BLINDING = ("VID_BLACK", "VID_COVER", "VID_FREEZE", "VID_GAP")
POOR = {"low_bitrate": 47, "noise": 38}
"""Rate factors of stretches that get too few bits; at night a recorder smears the noise."""


def make(plan_path, out, crf):
    """Write the clip and truth of a plan; says what."""
    plan = _plan(plan_path)
    source = reel.find(plan["clip"], plan_path.parent)
    truth = clips.load(source)
    played = reel.order(plan.get("play"), truth["frames_n"], truth["fps"])
    told = _told(reel.replayed(truth, played), plan)
    shown = _damaged(_lazily(reel.clean(source, truth), played), told, plan["faults"])
    kept = _kept(told, plan["faults"])
    path = out / f"{plan['name']}.mp4"
    out.mkdir(parents=True, exist_ok=True)
    recorder.encode((shown[k] for k in kept), path, truth["fps"], crf, kept)
    told["frames"] = [_row(told, plan["faults"], k) for k in kept]
    clips.save(path, {**told, "frames_n": len(kept), "source": [truth["clip"]]})
    return f"{path}, {len(kept)} frames, {path.stat().st_size / 1e6:.2f} MB"


def _plan(path):
    try:
        plan = json.loads(path.read_text("utf-8"))
        spans = [(f["fault"], f["start"], f["end"]) for f in plan["faults"]]
    except (OSError, ValueError, KeyError) as error:
        cure = "A plan has name, clip and faults [{fault, start, end}]; see README.md."
        raise RefusedError(f"{path} is no plan of faults: {error!r}", cure) from error
    for name, start, end in spans:
        if name not in {**FAULTS, **FLAWS} or end <= start:
            known = ", ".join({**FAULTS, **FLAWS})
            raise RefusedError(f"{path}: fault {name} {start}-{end}", f"Known: {known}.")
    return plan


def _told(truth, plan):
    """The replayed truth with the faults as events and the flaws as acts."""
    end = truth["duration_s"]
    late = [f for f in plan["faults"] if f["end"] > end + 1e-6]
    if late:
        cure = "Lengthen it by play, or move the fault."
        raise RefusedError(f"{late[0]['fault']} ends after the clip ({end} s)", cure)
    events = [_event(f) for f in plan["faults"] if f["fault"] in FAULTS]
    acts = [_act(f) for f in plan["faults"] if f["fault"] in FLAWS]
    seen = [_dimmed(e, events) for e in truth["events"]]
    return {
        **truth,
        "clock_start": plan.get("clock", truth["clock_start"]),
        "camera": {**truth["camera"], "label": plan.get("label", truth["camera"]["label"])},
        "events": sorted([*seen, *events], key=lambda e: e["start_s"]),
        "acts": sorted([*truth["acts"], *acts], key=lambda e: e["start_s"]),
    }


def _span(f):
    return {"place": PICTURE, "start_s": f["start"], "end_s": f["end"]}


def _event(f):
    more = {"how": f["how"]} if "how" in f else {}
    if f["fault"] == "clock_off":
        more["offset_s"] = f["offset_s"]
    return {"code": FAULTS[f["fault"]][0], **_span(f), "visible": 1.0, **more}


def _act(f):
    return {"act": f["fault"], **_span(f)}


def _dimmed(e, faults):
    """An event's visible share less the share of its time in which nobody could see."""
    blind = [(f["start_s"], f["end_s"]) for f in faults if f["code"] in BLINDING]
    lost = sum(max(0, min(b, e["end_s"]) - max(a, e["start_s"])) for a, b in blind)
    left = max(0.0, 1 - lost / (e["end_s"] - e["start_s"]))
    return {**e, "visible": None if e["visible"] is None else round(e["visible"] * left, 2)}


def _at(faults, t, *names):
    """The planned fault of that kind at ``t``, or None."""
    return next((f for f in faults if f["fault"] in names and f["start"] <= t < f["end"]), None)


def _lazily(sources, played):
    return [sources[k] for k in played]


def _damaged(pictures, told, faults):
    """Every picture with its faults, and the clock over all of them."""
    fps, start = told["fps"], recorder.clock(told["clock_start"])
    out = []
    for k, a in enumerate(pictures):
        t = k / fps
        frozen = _at(faults, t, "frozen")
        if frozen:
            a = pictures[_first(frozen, fps)]
        for name, (_, change) in FAULTS.items():
            a = _changed(a, change, _at(faults, t, name), t)
        a = _changed(a, damage.noisy, _at(faults, t, "noise"), t)
        shown = _clock(faults, t, frozen, fps)
        when = start + datetime.timedelta(seconds=shown)
        dead = _at(faults, t, "black")
        bare = dead and dead.get("how") == "signal"
        out.append(a if bare else recorder.burnt(a, when, told["camera"]["label"]))
    for f in faults:
        if f["fault"] in POOR:
            a, b = round(f["start"] * fps), round(f["end"] * fps)
            out[a:b] = _poor(out[a:b], fps, f.get("crf", POOR[f["fault"]]))
    return out


def _changed(a, change, spec, t):
    return change(a, spec, t - spec["start"], spec["end"] - t) if change and spec else a


def _first(f, fps):
    """Number of the first frame of a fault."""
    return int(np.ceil(f["start"] * fps - 1e-6))


def _clock(faults, t, frozen, fps):
    """Seconds that the burnt-in clock is past its start."""
    if frozen and frozen.get("how") != "clock runs":
        t = _first(frozen, fps) / fps
    off = _at(faults, t, "clock_off")
    return t + (off["offset_s"] if off else 0)


def _poor(pictures, fps, crf):
    """The pictures after a stretch of too few bits."""
    tape = io.BytesIO()
    with av.open(tape, "w", format="mp4") as box:
        stream = box.add_stream("libx264", rate=fps, options={"crf": str(crf), "bf": "0"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for k, a in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(a), "rgb24")
            frame.pts, frame.time_base = k, Fraction(1, fps)
            box.mux(stream.encode(frame))
        box.mux(stream.encode(None))
    tape.seek(0)
    with av.open(tape) as box:
        return [frame.to_ndarray(format="rgb24") for frame in box.decode(video=0)]


def _kept(told, faults):
    """Numbers of the frames that the recorder did not lose."""
    fps, out = told["fps"], []
    for k in range(told["frames_n"]):
        stutter = _at(faults, k / fps, "dropped_frames")
        if not _at(faults, k / fps, "dropped") and not (stutter and k % stutter.get("every", 3)):
            out.append(k)
    return out


def _row(told, faults, k):
    """The truth of the picture as it is now."""
    t, size = k / told["fps"], told["size"]
    frozen = _at(faults, t, "frozen")
    row = told["frames"][_first(frozen, told["fps"]) if frozen else k]
    row = {**row, "t": round(t, 3)}
    moved = _at(faults, t, "moved")
    if moved:
        m = damage.view(size, moved, t - moved["start"], moved["end"] - t)
        row = reel.mapped(row, lambda b: _turned(b, m), size)
    hidden = _at(faults, t, "black", "covered")
    return {**row, "people": [], "things": []} if hidden else row


def _turned(b, m):
    """The box around a box that a 2x3 matrix moved."""
    x0, y0, x1, y1 = b
    corners = np.array([[x0, y0, 1], [x1, y0, 1], [x0, y1, 1], [x1, y1, 1]]) @ m.T
    return [*corners.min(0), *corners.max(0)]
