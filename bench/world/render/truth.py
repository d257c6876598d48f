"""What is true in a frame, taken from the posed stage and the masks of its render."""

import cv2
import numpy as np

from bench.world.blender import scene
from bench.world.blender.scene import bpy, project
from bench.world.render.sight import seen_share

HELD = ("phone", "paper")
ROOM = "room"
"""Where things are that belong to no place."""
FINGERS = ("thumb", "index", "middle", "ring", "pinky")
NEAR = 0.03
"""Metres before the camera's plane, nearer than which a point has no place in the picture."""
FLESH = 0.08
"""What a hand is wider than its bones, in lengths of the hand."""


def frame_truth(stage, states, t, mask, depth, size, lens):
    """Everyone and everything in the picture at ``t``; ``mask`` and ``depth`` are without lens."""
    look = Look(lens.mask(mask), depth, size, lens)
    pairs = zip(stage.people, states, strict=True)
    people = [look.person(p, s, t) for p, s in pairs if s]
    things = [look.thing(name, x) for name, x in getattr(stage, "things", {}).items()]
    return {
        "t": round(t, 3),
        "people": [p for p in people if p],
        "things": [x for x in things if x],
    }


class Look:
    """One rendered picture, asked what is to be seen in it."""

    def __init__(self, mask, depth, size, lens):
        self.mask, self.depth, self.size, self.lens = mask, depth, size, lens

    def on_picture(self, points):
        """Pixel positions (n,2) of world points (n,3), lens included."""
        return self.lens.points(project(points, self.size))

    def box(self, points, flesh=0.0):
        """Box of world points, wider by ``flesh`` of its longer side; None behind the camera."""
        if not len(points) or project(points, self.size)[:, 2].min() < NEAR:
            return None
        at = self.on_picture(points)
        pad = flesh * np.ptp(at, 0).max() + (1 if flesh else 0)
        return clip_box(np.concatenate([at - pad, at + pad]), self.size)

    def person(self, p, state, t):
        """The truth of one person, or None when nothing of the person is in the picture."""
        fig, place = p.fig, getattr(p, "place", p.name)
        body = self.mask // 8 == fig.pid
        box = mask_box(body)
        if box is None:
            return None
        out = {"pid": fig.pid, "place": place, "role": getattr(p, "role", "candidate")}
        out |= {"box": box, "pixels": int(body.sum())}
        out |= self._head(fig, body) | self._hands(fig)
        for kind in HELD:
            out |= self._held(fig, kind)
        out |= self._face(fig, state)
        out["seated"] = bool(state["seated"])
        out["events"] = [e["code"] for e in p.events if e["start"] <= t < e["end"]]
        out["act"] = next((b["act"] for b in p.benign if b["start"] <= t < b["end"]), None)
        return out

    def _head(self, fig, body):
        points = fig.world(fig.h.headpoints()[::6])
        head = self.box(points)
        if not head:
            return {"head": None, "head_seen": 0.0}
        h, w = body.shape
        x, y = np.floor(self.on_picture(points)).astype(int).T
        inside = (x >= 0) & (x < w) & (y >= 0) & (y < h)
        shown = inside & body[np.clip(y, 0, h - 1), np.clip(x, 0, w - 1)]
        return {"head": head, "head_seen": round(float(shown.mean()), 2)}

    def _hands(self, fig):
        boxes, seen = {}, {}
        for side in "lr":
            points = fig.world(hand_points(fig.h, side))
            boxes[side] = self.box(points, FLESH)
            seen[side] = round(seen_share(points, self.depth), 2)
        return {"hands": boxes, "hands_seen": seen}

    def _held(self, fig, kind):
        points = getattr(fig, "thing_points", {}).get(kind)
        if points is None:
            return {kind: None, f"{kind}_seen": None}
        number = scene.index(fig.pid, kind)
        return {kind: mask_box(self.mask == number), f"{kind}_seen": self._share(number, points)}

    def _share(self, number, points):
        """Visible share of the outline of the thing with that mask number."""
        hull = cv2.convexHull(self.on_picture(points).astype(np.float32))
        shown = float((self.mask == number).sum())
        return round(min(1.0, shown / max(1.0, cv2.contourArea(hull))), 2)

    def _face(self, fig, state):
        mouth = state.get("mouth", getattr(fig, "expression", {}).get("mouth"))
        to_camera = face_to_camera(fig)
        return {
            "yaw": round(float(state["yaw"]), 1),
            "pitch": round(float(state["pitch"]), 1),
            "cam_yaw": to_camera[0],
            "cam_pitch": to_camera[1],
            "mouth": None if mouth is None else round(float(mouth), 2),
        }

    def thing(self, name, x):
        """The truth of one loose thing, or None when it is not there or out of the picture."""
        points = x["points"]() if callable(x["points"]) else x["points"]
        if points is None:
            return None
        points, number = np.asarray(points, float), x.get("index")
        if number is None:
            box = self.box(points)
            seen = round(seen_share(points, self.depth), 2)
        else:
            box, seen = mask_box(self.mask == number), self._share(number, points)
        return box and {
            "name": name, "thing": x["thing"], "place": x["place"] or ROOM, "box": box, "seen": seen
        }  # fmt: skip


def hand_points(h, side):
    """Wrist, joints and tips of a posed hand (21,3), model space."""
    joints = [h.pos(f"{finger}_0{k}_{side}") for finger in FINGERS for k in (1, 2, 3)]
    last = [f"{finger}_03_{side}" for finger in FINGERS]
    tips = [h.pos(n) + h.turn(n) @ h.restdir(n) for n in last]
    return np.array([h.pos("hand_" + side), *joints, *tips])


def clip_box(p, size):
    """[x0, y0, x1, y1] of points, cut to the picture, or None when nothing is left."""
    low, high = np.min(p[:, :2], 0), np.max(p[:, :2], 0)
    b = [round(float(v), 1) for v in (*np.clip(low, 0, size), *np.clip(high, 0, size))]
    return b if b[2] - b[0] > 1 and b[3] - b[1] > 1 else None


def mask_box(m):
    """Tight box of a boolean mask, or None."""
    if not m.any():
        return None
    xs, ys = np.where(m.any(0))[0], np.where(m.any(1))[0]
    return [int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1]


def face_to_camera(fig):
    """(yaw, pitch) of the face against the line to the camera, degrees: 0, 0 looks into it."""
    nose = fig.world(np.array([[0, 0, 0], fig.h.turn("head") @ [0, 0, 1.0]]))
    to = np.array(bpy.context.scene.camera.location) - fig.world(fig.h.pos("head")[None])[0]
    (a, b), (c, d) = _angles(nose[1] - nose[0]), _angles(to)
    return round(float((a - c + 180) % 360 - 180), 1), round(float(d - b), 1)


def _angles(v):
    return np.degrees(np.arctan2(v[0], -v[1])), np.degrees(np.arctan2(v[2], np.hypot(v[0], v[1])))


def stage_account(stage, sc, lens):
    """What of a stage the clip's truth needs later, when the stage is gone."""

    def place(name, points):
        box = clip_box(lens.points(project(np.array(points), sc["size"])), sc["size"])
        taken = any(getattr(p, "place", p.name) == name for p in stage.people)
        return {"place": name, "box": box, "taken": taken}

    def person(p):
        known = {"pid": p.fig.pid, "name": p.name, "place": getattr(p, "place", p.name)}
        return {**known, "events": list(p.events), "acts": list(p.benign)}

    return {
        "border": list(stage.border) if stage.border else None,
        "camera": dict(stage.camera, label=sc.get("label", "CAM"), lens_k=lens.k),
        "places": [place(name, points) for name, points in stage.places.items()],
        "people": [person(p) for p in stage.people],
    }
