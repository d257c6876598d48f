"""Poses as data, and their blending over time.

A ``Pose`` says where head, trunk and hands go; a hand's goal may depend on the posed head, so it
can be a function of the human.  ``Layer`` is a pose that fades in and out between two times;
``apply`` solves the blend.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from bench.world.people.body import SIDES, norm

ANGLES = ("yaw", "pitch", "roll", "fwd", "side", "twist", "dx")


@dataclass(frozen=True)
class Hand:
    """Where a hand goes.

    Wrist goal (model space, or a function of the human), finger direction, palm normal, curl of the
    fingers in degrees.
    """

    goal: object
    f: tuple
    n: tuple
    curl: float = 22
    thumb: float = 10
    pole: tuple = (0.7, -0.8, -0.3)
    lift: tuple = (0, 0, 0)
    points: bool = False


@dataclass(frozen=True)
class Pose:
    """Head angles, trunk angles, sideways shift of the seat (m), the hands it moves, and the face.

    ``mouth`` "talk" moves the lips, ``gaze`` turns the eyes (yaw, pitch) in the head, ``blink`` 1
    shuts them.
    """

    yaw: float | None = None
    pitch: float | None = None
    roll: float = 0
    fwd: float = 0
    side: float = 0
    twist: float = 0
    dx: float = 0
    hands: dict = field(default_factory=dict)
    holds: tuple | None = None  # (thing, side, offset)
    mouth: str | None = None
    gaze: tuple | None = None
    blink: float | None = None


@dataclass(frozen=True)
class Layer:
    """A pose in force from ``start`` to ``end``, half faded at both; ``fade`` is in seconds.

    ``grip`` (from, to) narrows the time in which the hand holds the pose's thing.
    """

    pose: Pose
    start: float
    end: float
    fade: float = 0.6
    grip: tuple | None = None

    def share(self, t):
        """0..1: how much of the pose is seen at ``t``."""
        return smooth((t - self.start) / self.fade + 0.5) * smooth((self.end - t) / self.fade + 0.5)

    def at(self, t):
        """(pose, share) at ``t``; the pose holds nothing outside ``grip``."""
        idle = self.grip and not self.grip[0] <= t < self.grip[1]
        return (replace(self.pose, holds=None) if idle else self.pose), self.share(t)


def in_force(layers, t):
    """The (pose, share) of each of ``layers`` that can be seen at ``t``, in order."""
    return [x for x in (layer.at(t) for layer in layers) if x[1] > 0]


def smooth(u):
    """0..1 with a soft start and end."""
    u = min(1, max(0, u))
    return u * u * (3 - 2 * u)


def flip(v):
    """The point or direction ``v`` on the other side of the body."""
    return (-v[0], *v[1:])


def mirror(hand):
    """The same hand pose for the other side."""
    goal = (lambda h, g=hand.goal: g(h, -1)) if callable(hand.goal) else flip(hand.goal)
    return replace(
        hand, goal=goal, f=flip(hand.f), n=flip(hand.n), pole=flip(hand.pole), lift=flip(hand.lift)
    )


def both(right):
    """Hands of a pose given for the right side."""
    return {"r": right, "l": mirror(right)}


def near_head(off, turned=True):
    """A goal at ``off`` from the head joint, turning with the head; sign -1 is the left side."""

    def goal(h, sign=1):
        o = np.array([off[0] * sign, off[1], off[2]])
        return h.pos("head") + (h.turn("head") @ o if turned else o)

    return goal


def sided(pose, side):
    """``pose``, given for the right hand and a turn to the right (yaw < 0), for side 'r' or 'l'."""
    if side == "r":
        return pose
    other = {"l": "r", "r": "l"}
    return replace(
        pose,
        yaw=None if pose.yaw is None else -pose.yaw,
        roll=-pose.roll,
        side=-pose.side,
        twist=-pose.twist,
        dx=-pose.dx,
        hands={other[k]: mirror(v) for k, v in pose.hands.items()},
        holds=(pose.holds[0], other[pose.holds[1]], *pose.holds[2:]) if pose.holds else None,
        gaze=flip(pose.gaze) if pose.gaze else None,
    )


def apply(h, base, layers):
    """Pose trunk, head and arms of ``h``: ``base`` with each (pose, share) blended over it in turn.

    ``h.seat_root`` is the root offset of the seated body.  Returns the values used (with the face's
    ``mouth``, ``gaze`` and ``blink``) and what the hand holds.
    """
    val = {k: getattr(base, k) or 0 for k in ANGLES}
    face = {"mouth": base.mouth, "gaze": base.gaze, "blink": base.blink}
    holds = base.holds
    for pose, k in layers:
        for name in val:
            want = getattr(pose, name)
            if want is not None:
                val[name] += (want - val[name]) * k
        if k > 0.5:
            holds = pose.holds or holds
            face |= {"mouth": pose.mouth, "gaze": pose.gaze or face["gaze"], "blink": pose.blink}
    h.root = h.seat_root + np.array([val["dx"], 0, 0])
    h.lean(val["fwd"] + 8, val["side"], val["twist"])
    h.headpose(val["yaw"], val["pitch"], val["roll"])
    for sd, _sg in SIDES:
        _arm(
            h, sd, base.hands[sd], [(p.hands[sd], k) for p, k in layers if sd in p.hands and k > 0]
        )
    return val | face, holds


def _goal(hand, h):
    return np.asarray(hand.goal(h) if callable(hand.goal) else hand.goal, float)


def _arm(h, sd, base, layers):
    goal, f, n = _goal(base, h), norm(base.f), norm(base.n)
    pole, curl, thumb, points = norm(base.pole), base.curl, base.thumb, base.points
    for hand, k in layers:
        goal = goal * (1 - k) + _goal(hand, h) * k + np.array(hand.lift) * 4 * k * (1 - k)
        f, n, pole = (
            a * (1 - k) + norm(b) * k for a, b in ((f, hand.f), (n, hand.n), (pole, hand.pole))
        )
        curl, thumb = curl + (hand.curl - curl) * k, thumb + (hand.thumb - thumb) * k
        points = hand.points if k > 0.5 else points
    h.reach(sd, goal, pole, f, n, curl, thumb)
    if points:
        h.point(sd)


CROWN = Hand(
    near_head((-0.10, 0.02, 0.03)),
    (0.5, 0.8, -0.3),
    (0.9, -0.3, -0.2),
    35,
    15,
    pole=(-1, -0.4, 0.3),
    lift=(-0.06, 0, 0.1),
)
"""Scratching the head, seated anywhere."""
