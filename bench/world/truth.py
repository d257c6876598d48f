"""What is true in a frame and in a clip: boxes, head angles, who does what when."""

import cv2
import numpy as np

from bench.world.scene import bpy, project


def clip_box(p, size):
    """[x0, y0, x1, y1] of points, cut to the picture, or None when nothing is left."""
    x0, y0, x1, y1 = np.min(p[:, 0]), np.min(p[:, 1]), np.max(p[:, 0]), np.max(p[:, 1])
    b = [
        float(np.clip(v, 0, m))
        for v, m in ((x0, size[0]), (y0, size[1]), (x1, size[0]), (y1, size[1]))
    ]
    return [round(v, 1) for v in b] if b[2] - b[0] > 1 and b[3] - b[1] > 1 else None


def mask_box(m):
    """Tight box of a boolean mask, or None."""
    if not m.any():
        return None
    xs, ys = np.where(m.any(0))[0], np.where(m.any(1))[0]
    return [int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1]


def face_to_camera(fig):
    """(yaw, pitch) of the face against the line to the camera, degrees: 0, 0 looks into the camera."""
    cam = bpy.context.scene.camera
    nose = fig.world(np.array([[0, 0, 0], fig.h.turn("head") @ [0, 0, 1.0]]))
    fwd = nose[1] - nose[0]
    to = np.array(cam.location) - fig.world(fig.h.pos("head")[None])[0]

    def ang(v):
        return (
            np.degrees(np.arctan2(v[0], -v[1])),
            np.degrees(np.arctan2(v[2], np.hypot(v[0], v[1]))),
        )

    (a, b), (c, d) = ang(fwd), ang(to)
    return round(float((a - c + 180) % 360 - 180), 1), round(float(d - b), 1)


def _seen(points, size, lens):
    return lens.points(project(points, size))


def person_truth(p, state, t, mask, size, lens):
    """The truth of one person in one frame, or None when nothing of the person is in the picture."""
    fig, h = p.fig, p.h
    body = (mask == 4 * fig.pid) | (mask == 4 * fig.pid + 1)
    box = mask_box(body)
    if box is None:
        return None
    head = clip_box(_seen(fig.world(h.headpoints()[::6]), size, lens), size)
    out = {
        "pid": fig.pid,
        "place": p.name,
        "role": getattr(p, "role", "candidate"),
        "box": box,
        "pixels": int(body.sum()),
        "head": head,
        "head_seen": 0.0,
    }
    if head:
        x0, y0, x1, y1 = map(round, head)
        out["head_seen"] = (
            round(min(1, float(body[y0:y1, x0:x1].mean()) / 0.7), 2) if x1 > x0 and y1 > y0 else 0.0
        )
    out["hands"] = {}
    for sd in "lr":
        c = _seen(
            fig.world(
                np.array([h.pos("hand_" + sd), h.pos("middle_01_" + sd), h.pos("middle_03_" + sd)])
            ),
            size,
            lens,
        )
        pad = 0.6 * np.ptp(c, 0).max() + 2
        out["hands"][sd] = clip_box(np.concatenate([c - pad, c + pad]), size)
    out["phone"], out["phone_seen"] = _phone(fig, mask, size, lens)
    out["yaw"], out["pitch"] = round(float(state["yaw"]), 1), round(float(state["pitch"]), 1)
    out["cam_yaw"], out["cam_pitch"] = face_to_camera(fig)
    out["seated"] = state["seated"]
    out["events"] = [e["code"] for e in p.events if e["start"] <= t < e["end"]]
    out["act"] = next((b["act"] for b in p.benign if b["start"] <= t < b["end"]), None)
    return out


def _phone(fig, mask, size, lens):
    """Box of the phone's visible pixels and the share of its outline that is visible."""
    if getattr(fig, "phone_points", None) is None:
        return None, None
    m = mask == 4 * fig.pid + 1
    hull = cv2.convexHull(_seen(fig.phone_points, size, lens).astype(np.float32))
    return mask_box(m), round(min(1, float(m.sum()) / max(1.0, cv2.contourArea(hull))), 2)


def frame_truth(stage, states, t, mask, size, lens):
    mask = lens.mask(mask)
    people = [
        person_truth(p, s, t, mask, size, lens)
        for p, s in zip(stage.people, states, strict=False)
        if s
    ]
    return {"t": round(t, 3), "people": [p for p in people if p]}


def clip_truth(stage, sc, frames, lens):
    """Everything of a clip: camera, places, event intervals with their visible share, everyday acts, frames."""
    events = []
    for p in stage.people:
        for e in p.events:
            if e["start"] >= sc["duration_s"]:
                continue
            place = e.get("place", p.name)
            rows = [
                q
                for f in frames
                if e["start"] <= f["t"] < e["end"]
                for q in f["people"]
                if q["pid"] == p.fig.pid
            ]
            key = "phone_seen" if e["code"] == "PHONE" else "head_seen"
            seen = float(np.mean([q[key] or 0 for q in rows])) if rows else None
            events.append(
                {
                    "code": e["code"],
                    "place": place,
                    "pid": p.fig.pid,
                    "start_s": e["start"],
                    "end_s": min(e["end"], sc["duration_s"]),
                    "visible": None
                    if e["code"] == "SEAT_ABSENT" or seen is None
                    else round(seen, 2),
                    **{k: e[k] for k in ("how", "side", "with") if k in e},
                }
            )
    acts = [
        {"act": b["act"], "place": p.name, "start_s": b["start"], "end_s": b["end"]}
        for p in stage.people
        for b in p.benign
        if b["start"] < sc["duration_s"]
    ]
    places = [
        {
            "place": k,
            "box": clip_box(_seen(np.array(v), sc["size"], lens), sc["size"]),
            "taken": any(p.name == k for p in stage.people),
        }
        for k, v in stage.places.items()
    ]
    return {
        "clip": sc["name"],
        "scene": sc["scene"],
        "fps": sc["fps"],
        "size": sc["size"],
        "frames_n": len(frames),
        "duration_s": sc["duration_s"],
        "clock_start": sc["clock"],
        "camera": dict(stage.camera, label=sc.get("label", "CAM"), lens_k=lens.k),
        "places": places,
        "events": sorted(events, key=lambda e: e["start_s"]),
        "acts": sorted(acts, key=lambda e: e["start_s"]),
        "frames": frames,
    }
