"""Fingers that close on a thing until they touch it; the thumb goes where the grip wants it."""

import numpy as np

from bench.world.ground.turning import frame, rot

RADIUS = {"index": 0.0085, "middle": 0.0090, "ring": 0.0085, "pinky": 0.0075}
THUMB = 0.0095
STEP, MOST = 3, (85, 100, 60)
"""Degrees: of one step, and of each joint at most."""
START = -12
TRIES = 1500


class Chain:
    """The joints of one finger in the hand's axes, at rest."""

    def __init__(self, h, side, finger):
        self.names = [f"{finger}_0{j}_{side}" for j in (1, 2, 3)]
        at, axes = h.head[h.num["hand_" + side]], frame(*h.handframe(side))
        nums = [h.num[n] for n in self.names]
        spots = np.concatenate([h.head[nums], h.tail[nums[-1:]]])
        self.joints = (spots - at) @ axes

    def bent(self, turns):
        """Joints (4, 3) after each joint was turned by its matrix, in the hand's axes."""
        out, now = [self.joints[0]], np.eye(3)
        for k, turn in enumerate(turns):
            now = now @ turn
            out.append(out[-1] + now @ (self.joints[k + 1] - self.joints[k]))
        return np.array(out)


def closed(h, side, at, turn, half, round_, thumb):
    """Rotations by bone of the fingers of a hand closed on a thing.

    ``at`` and ``turn`` place the thing in the hand's axes, ``half`` is its half size; ``round_``
    things are cylinders. ``thumb`` is where the thumb's tip rests, in shares of ``half``.
    """
    axes = frame(*h.handframe(side))
    bones = {}
    for finger, radius in RADIUS.items():
        chain = Chain(h, side, finger)
        turns = _closed_finger(chain, radius, at, turn, half, round_)
        bones |= {n: axes @ t @ axes.T for n, t in zip(chain.names, turns, strict=True)}
    chain = Chain(h, side, "thumb")
    turns = _thumb(chain, side, at, turn, half, round_, thumb)
    bones |= {n: axes @ t @ axes.T for n, t in zip(chain.names, turns, strict=True)}
    return bones


def gap(points, at, turn, half, round_):
    """Distance of points (..., 3) to the thing's surface; negative inside."""
    p = (points - at) @ turn
    if round_:
        q = np.stack([np.abs(p[..., 0]) - half[0], np.hypot(p[..., 1], p[..., 2]) - half[1]], -1)
    else:
        q = np.abs(p) - half
    return np.linalg.norm(np.maximum(q, 0), axis=-1) + np.minimum(q.max(-1), 0)


def _along(joints, first):
    """Points on the bones from joint ``first`` to the tip."""
    u = np.linspace(0.15, 1, 5)[:, None]
    return np.concatenate(
        [joints[k] * (1 - u) + joints[k + 1] * u for k in range(first, len(joints) - 1)]
    )


def _closed_finger(chain, radius, at, turn, half, round_):
    """Each joint in turn bends until something beyond it touches."""
    bend = np.array([START, 0.0, 0.0])
    across = np.array([0, 0, 1.0])

    def turns():
        return [rot(across, a) for a in bend]

    for k in range(3):
        while bend[k] < MOST[k]:
            bend[k] += STEP
            if gap(_along(chain.bent(turns()), k), at, turn, half, round_).min() < radius:
                bend[k] -= STEP
                break
    return turns()


def _thumb(chain, side, at, turn, half, round_, rest):
    """The thumb's rotations, drawn by lot: the best brings its tip to ``rest``, through nothing."""
    rng = np.random.default_rng(5)
    goal = np.array(rest if rest is not None else (-0.3, -1.0, 0.0)) * (
        1, 1 if side == "r" else -1, 1,
    )  # fmt: skip
    out = turn @ (np.sign(goal) * (np.abs(goal) >= 0.99) * (THUMB + 0.001))
    goal = at + turn @ (goal * half) + out
    best, kept = None, np.inf
    span = np.array([[-35, 45], [-35, 45], [-50, 30], [0, 0], [-20, 55], [-15, 60]], float)
    middle, width = span.mean(1), np.ptp(span, axis=1) / 2
    for n in range(TRIES):
        spread = width if n < TRIES * 0.6 else width * 0.12
        centre = middle if n < TRIES * 0.6 or best is None else best
        a = np.clip(centre + spread * rng.uniform(-1, 1, 6), span[:, 0], span[:, 1])
        joints = chain.bent(_thumb_turns(chain, side, a))
        deep = np.minimum(gap(_along(joints, 0)[2:], at, turn, half, round_) - THUMB, 0).sum()
        cost = np.linalg.norm(joints[-1] - goal) - 4 * deep + 0.00006 * np.abs(a).sum()
        if cost < kept:
            best, kept = a, cost
    return _thumb_turns(chain, side, best)


def _thumb_turns(chain, side, a):
    """Rotations of the thumb's joints: the first about all axes, the others about their hinge."""
    sign = 1 if side == "r" else -1
    hinge = np.cross(chain.joints[2] - chain.joints[1], [0.1, -0.1, -sign])
    first = rot([0, 0, 1], a[0]) @ rot([1, 0, 0], a[1] * sign) @ rot([0, 1, 0], a[2] * sign)
    return [first, rot(hinge, a[4]), rot(hinge, a[5])]
