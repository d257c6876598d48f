"""A dressed, rigged, posable person.  Metres; x to the person's left, y up, z to the front.

Body: hm08 base mesh + macro targets; clothes, hair and brows through their fits; 53-bone rig,
linear blend skinning, two-bone IK for the arms.
"""

import numpy as np

from bench.world.assets.reading import bone_order, fit, joint_cubes, rig
from bench.world.ground.turning import align, frame, norm, rot
from bench.world.people import faces, parts
from bench.world.people.shape import built

CHILD = {
    "upperarm_l": "lowerarm_l",
    "upperarm_r": "lowerarm_r",
    "lowerarm_l": "hand_l",
    "lowerarm_r": "hand_r",
    "thigh_l": "calf_l",
    "thigh_r": "calf_r",
    "calf_l": "foot_l",
    "calf_r": "foot_r",
    "hand_l": "middle_01_l",
    "hand_r": "middle_01_r",
}
SIDES = (("l", 1), ("r", -1))


class Human:
    """One person.  Pose with ``reset`` and the setters, then read ``mesh`` of its ``parts``."""

    def __init__(
        self,
        gender="male",
        age="young",
        eth="asian",
        weight=0.5,
        muscle=0.5,
        height=0.5,
        clothes=(),
        hair=None,
        brow="eyebrow001",
        seed=None,
    ):
        self.gender, self.eth, self.old = gender, eth, {"mid": 0.5, "old": 1}.get(age, 0)
        self.V, self.names = built(gender, age, eth, weight, muscle, height, seed), bone_order()
        self.num = {n: i for i, n in enumerate(self.names)}
        self.par = [self.num[rig()[n]["parent"]] if rig()[n]["parent"] else -1 for n in self.names]
        self.head = np.array([self._joint(rig()[n]["head"]) for n in self.names])
        self.step = self.head - self.head[self.par]  # from the parent's start to the bone's
        self.tail = np.array([self._joint(rig()[n]["tail"]) for n in self.names])
        self.expression = dict(faces.NEUTRAL)
        self._parts(clothes, hair, brow)
        self.reset()

    def _joint(self, e):
        if e["strategy"] == "CUBE":
            return self.V[joint_cubes()[e["cube_name"]]].mean(0)
        return (
            self.V[e["vertex_index"]]
            if e["strategy"] == "VERTEX"
            else self.V[e["vertex_indices"]].mean(0)
        )

    def _parts(self, clothes, hair, brow):
        """Skin, garments, hair, brows, teeth, lashes and eyes; skin under clothes is left out."""
        head, worn, hidden = self.num["head"], [], set()
        wanted = [("cloth", "clothes", c) for c in clothes] + [("brow", "eyebrows", brow)]
        for kind, folder, name in wanted + ([("hair", "hair", hair)] if hair else []):
            m = fit(folder, name)
            worn.append(parts.worn(self.V, kind, name, m, head))
            hidden |= m["hidden"] if kind == "cloth" else set()
            if kind == "hair":
                parts.hanging(worn[-1], self.pos_ear()[1], self.num["spine_03"], head)
                worn += [parts.fuzz(worn[-1])] if name.startswith("short") else []
        skin = parts.from_base(self.V, "skin", ("body",), hidden)
        self.parts = [
            skin,
            *worn,
            parts.from_base(self.V, "teeth", parts.TEETH),
            parts.from_base(self.V, "tongue", ("helper-tongue",)),
            parts.from_base(self.V, "lash", parts.LASHES),
            parts.eyeballs(self.V),
        ]
        self.head_rows = np.flatnonzero(skin["W"][:, head] > 0.6)

    def pos_ear(self):
        """About where the ears open, at rest: level with the head joint's cube of the rig."""
        return self.head[self.num["head"]]

    # -- skeleton
    def reset(self):
        """Rest pose at the origin."""
        self.R = {n: np.eye(3) for n in self.names}
        self.root = np.zeros(3)
        self.fk()

    def fk(self):
        """Refresh the world rotation and head position of every bone."""
        self.GR, self.Gh = [None] * len(self.names), np.empty((len(self.names), 3))
        for i, n in enumerate(self.names):
            p = self.par[i]
            if p < 0:
                self.GR[i], self.Gh[i] = self.R[n], self.head[i] + self.root
            else:
                self.Gh[i] = self.Gh[p] + self.GR[p].dot(self.step[i])
                self.GR[i] = self.GR[p].dot(self.R[n])

    def pos(self, n):
        """Where the joint at the start of bone ``n`` is."""
        return self.Gh[self.num[n]]

    def turn(self, n):
        """World rotation of bone ``n``."""
        return self.GR[self.num[n]]

    def restdir(self, n):
        """The vector of bone ``n`` at rest, to its child or its end."""
        i = self.num[n]
        return (self.head[self.num[CHILD[n]]] if n in CHILD else self.tail[i]) - self.head[i]

    def setdir(self, n, d):
        """Point bone ``n`` along ``d``."""
        self.fk()
        self.R[n] = align(self.restdir(n), self.GR[self.par[self.num[n]]].T @ norm(d))
        self.fk()

    def setworld(self, n, r):
        """Give bone ``n`` the world rotation ``r``."""
        self.fk()
        self.R[n] = self.GR[self.par[self.num[n]]].T @ r
        self.fk()

    # -- hands and arms
    def handframe(self, side):
        """Rest finger direction and palm normal (out of the palm)."""
        f = self.head[self.num["middle_01_" + side]] - self.head[self.num["hand_" + side]]
        lat = self.head[self.num["index_01_" + side]] - self.head[self.num["pinky_01_" + side]]
        return norm(f), norm(np.cross(f, lat) * (1 if side == "l" else -1))

    def reach(self, side, goal, pole, fdir, palm, curl, thumb):
        """Wrist at ``goal``, elbow toward ``pole``, fingers along ``fdir``, palm to ``palm``."""
        self.fk()
        s = self.pos("upperarm_" + side)
        l1, l2 = (np.linalg.norm(self.restdir(b + side)) for b in ("upperarm_", "lowerarm_"))
        d = np.asarray(goal, float) - s
        far = min(np.linalg.norm(d), (l1 + l2) * 0.995)
        u = norm(d)
        c = np.clip((l1 * l1 + far * far - l2 * l2) / (2 * l1 * far), -1, 1)
        p = norm(np.asarray(pole, float) - u * (u @ np.asarray(pole, float)))
        self.setdir("upperarm_" + side, u * (l1 * c) + p * (l1 * np.sqrt(1 - c * c)))
        self.setdir("lowerarm_" + side, s + u * far - self.pos("lowerarm_" + side))
        self._wrist(side, frame(fdir, palm) @ frame(*self.handframe(side)).T)
        self._fingers(side, curl, thumb)

    def _wrist(self, side, world):
        """Turn the hand to ``world``; 60 % of the roll is taken by the forearm."""
        low = "lowerarm_" + side
        rel, axis = self.turn(low).T @ world, norm(self.restdir(low))
        q = np.array([rel[2, 1] - rel[1, 2], rel[0, 2] - rel[2, 0], rel[1, 0] - rel[0, 1]])
        roll = np.degrees(2 * np.arctan2(q @ axis / 2, 1 + np.trace(rel)))
        self.R[low] = self.R[low] @ rot(axis, np.clip(roll * 0.6, -80, 80))
        self.fk()
        self.setworld("hand_" + side, world)

    def _fingers(self, side, curl, thumb):
        f0, p0 = self.handframe(side)
        axis = np.cross(f0, p0)
        for finger in ("index", "middle", "ring", "pinky"):
            for j, k in ((1, 0.8), (2, 1.0), (3, 0.7)):
                self.R[f"{finger}_0{j}_{side}"] = rot(axis, curl * k)
        for j in (1, 2, 3):
            self.R[f"thumb_0{j}_{side}"] = rot(f0, thumb * (1 if side == "l" else -1) * 0.4) @ rot(
                axis, thumb * 0.3
            )
        self.fk()

    def point(self, side):
        """Straighten the index finger."""
        for j in (1, 2, 3):
            self.R[f"index_0{j}_{side}"] = np.eye(3)
        self.fk()

    # -- head, trunk, legs
    def headpose(self, yaw=0, pitch=0, roll=0):
        """Degrees against the trunk; yaw > 0 to the person's left, pitch > 0 down."""
        for n, k in (("neck_01", 0.4), ("head", 0.6)):
            self.R[n] = (
                rot([0, 1, 0], yaw * k) @ rot([1, 0, 0], pitch * k) @ rot([0, 0, 1], roll * k)
            )
        self.fk()

    def lean(self, fwd=0, side=0, twist=0):
        """Bend the spine: forward, to the person's left (side > 0), twist to the left."""
        for n in ("spine_01", "spine_02", "spine_03"):
            self.R[n] = (
                rot([0, 1, 0], twist / 3) @ rot([1, 0, 0], fwd / 3) @ rot([0, 0, 1], -side / 3)
            )
        self.fk()

    def sit(self, spread=8):
        """Sit upright on a chair, thighs level."""
        self.reset()
        self.R["pelvis"] = rot([1, 0, 0], -8)
        self.fk()
        for sd, sg in SIDES:
            a = np.radians(spread)
            self.setdir("thigh_" + sd, [sg * np.sin(a), -0.06, np.cos(a)])
            self.setdir("calf_" + sd, [0.02 * sg, -1, 0])
            self.setworld("foot_" + sd, rot([0, 1, 0], sg * 8))

    def walk(self, phase, amount):
        """Stand (``amount`` 0) or stride (1) at ``phase`` radians of the step cycle; arms swing."""
        self.reset()
        for sd, sg in SIDES:
            s = np.sin(phase) * sg * amount
            bend = max(0, np.cos(phase) * sg) * amount
            self.setdir("thigh_" + sd, [sg * 0.04, -1, 0.42 * s + 0.18 * bend])
            self.setdir("calf_" + sd, [sg * 0.02, -1, 0.42 * s - 0.75 * bend - 0.05 * amount])
            self.setworld(
                "foot_" + sd, rot([1, 0, 0], 20 * bend - 8 * max(0, s)) @ rot([0, 1, 0], sg * 6)
            )
            self.setdir("upperarm_" + sd, [sg * 0.2, -1, -0.35 * s])
            self.setdir("lowerarm_" + sd, [sg * 0.1, -1, 0.15 - 0.3 * s + 0.15 * amount])

    def ground(self):
        """Drop or lift the body so that its lowest vertex is at height zero."""
        self.root = self.root - np.array(
            [
                0,
                min(self.mesh(p)[:, 1].min() for p in self.parts if p["kind"] in ("cloth", "skin")),
                0,
            ]
        )
        self.fk()

    # -- geometry
    def mesh(self, p, rows=None):
        """Posed vertices (n,3) of one part, or of some ``rows`` of it."""
        v = self._shaped(p) if rows is None else self._shaped(p)[rows]
        if "bone" in p:
            b = self.num[p["bone"]]
            return (v - self.head[b]) @ self.GR[b].T + self.Gh[b]
        m = np.zeros((len(self.names), 12), np.float32)
        for b, r in enumerate(self.GR):
            m[b, :9] = r.ravel()
            m[b, 9:] = self.Gh[b] - r @ self.head[b]
        a = (p["W"] if rows is None else p["W"][rows]) @ m
        return np.einsum("nij,nj->ni", a[:, :9].reshape(-1, 3, 3), v) + a[:, 9:]

    def _shaped(self, p):
        """Rest vertices of a part with the face's expression in it."""
        if p["kind"] != "eye":
            return faces.morphed(p, faces.shares(self.expression))
        turn, centre = faces.eye_turn(self.expression["gaze"]), p["centres"][p["side"]]
        return (p["V"] - centre) @ turn.T + centre

    def mouth_opening(self):
        """The gap between the lips over the height of the face (nasion to chin)."""
        rest = faces.landmarks(self.V, {})
        now = faces.landmarks(self.V, faces.shares(self.expression))
        open_by = (now["upper_lip"] - now["lower_lip"]) - (rest["upper_lip"] - rest["lower_lip"])
        return float(np.linalg.norm(open_by) / np.linalg.norm(rest["nasion"] - rest["chin"]))

    def headpoints(self):
        """Posed skin vertices of the head."""
        return self.mesh(self.parts[0], self.head_rows)
