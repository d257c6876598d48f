"""What a person holds: one thing for each hand, placed by its grip, with the fingers closed on it.

A grip places a thing in the hand's axes: along the fingers, out of the palm, to the thumb's side.
"""

from dataclasses import dataclass

import numpy as np

from bench.world.ground.turning import frame, norm
from bench.world.props import things
from bench.world.props.grips import closed


@dataclass(frozen=True)
class Grip:
    """Where a thing lies in a hand: from the wrist to its middle (m), its long axis, its front."""

    off: tuple
    long: tuple
    front: tuple = (0, 1, 0)
    thumb: tuple | None = None
    """Where the tip of the thumb rests, in shares of the thing's half size; None: on its edge."""
    closes: bool = True
    """Whether the fingers close on the thing, or stay as the pose has them."""


GRIPS = {
    ("phone", "type"): Grip((0.090, 0.034, 0.034), (0.50, 0, 0.87), thumb=(-0.25, -0.4, 1)),
    ("phone", "shown"): Grip((0.094, 0.034, 0.046), (0.50, 0, 0.87), thumb=(-0.45, -0.8, 1)),
    ("phone", "ear"): Grip((0.101, 0.036, 0.038), (0.7, 0, 0.72), thumb=(-0.25, -1, 0)),
    ("phone", "flat"): Grip((0.100, 0.032, 0.0), (0.93, 0, 0.36), thumb=(-0.3, -0.8, 1)),
    ("paper", "read"): Grip((0.150, 0.034, 0.12), (0.2, 0, 0.98), thumb=(-0.8, -0.9, 1)),
    ("note", "read"): Grip((0.140, 0.036, 0.045), (0.3, 0, 0.95), thumb=(-0.7, -0.7, 1)),
    ("pen", "write"): Grip((0.100, 0.030, -0.010), (0.93, 0, -0.36), closes=False),
    ("cup", "drink"): Grip((0.085, 0.058, 0.0), (0.1, 0, 1), thumb=(0, -0.3, 0.9)),
    ("bottle", "drink"): Grip((0.088, 0.052, 0.02), (0.1, 0, 1), thumb=(0, -0.3, 0.9)),
    ("tablet", "read"): Grip((0.150, 0.036, 0.06), (0.2, 0, 0.98), thumb=(-0.2, -0.85, 1)),
}
USUAL = {"phone": "type", "paper": "read", "sheet": "read", "note": "read", "pen": "write",
         "cup": "drink", "bottle": "drink", "tablet": "read"}  # fmt: skip
ALIAS = {"sheet": "paper"}


def grip_of(thing, grip=None, axis=None):
    """The grip of that name for a thing, its usual one, or one given as (offset, long axis)."""
    if isinstance(grip, Grip):
        return grip
    if grip is not None and not isinstance(grip, str):
        return Grip(tuple(grip), tuple(axis or (0.93, 0, -0.36)), closes=thing != "pen")
    key = ALIAS.get(thing, thing)
    return GRIPS[key, grip or USUAL[thing]]


class Holding:
    """The things in the hands of one figure; objects are made when a thing is first held."""

    def __init__(self, fig, seed):
        self.fig, self.seed, self.objects, self._kept = fig, seed, {}, {}
        self.holds, self.points, self._told = {}, {}, True

    def hold(self, thing, side="r", grip=None, axis=None):
        """Put a thing into a hand, or (None) empty both; anything from before ``place`` is gone."""
        if self._told or thing is None:
            self.holds, self._told = {}, False
        if thing is not None:
            self.holds[side] = (thing, grip_of(thing, grip, axis))

    def hide(self):
        """Take all things out of the picture."""
        for o in self.objects.values():
            o.hide_render = True

    def close(self):
        """Close the fingers of the holding hands: the bones are then as they will be drawn."""
        h = self.fig.h
        for side, (thing, grip) in self.holds.items():
            if not grip.closes:
                continue
            key = (side, thing, grip)
            if key not in self._kept:
                self._kept[key] = closed(h, side, *self._solid(thing, grip, side))
            h.R.update(self._kept[key])
        if self.holds:
            h.fk()

    def place(self):
        """Move the held things to the hands and note where they are (``points`` by kind)."""
        self.hide()
        self.points, self._told = {}, True
        for side, (thing, grip) in self.holds.items():
            if (thing, side) not in self.objects:
                self.objects[thing, side] = things.make(thing, self.seed, self.fig.pid)
            at, turn = self._pose(side, grip)
            o = self.objects[thing, side]
            o.hide_render = False
            o.matrix_world = _matrix(self.fig, at, turn)
            spots = at + things.corners(thing, self.seed) @ turn.T
            self.points[things.kind_of(thing)] = self.fig.world(spots)

    def _pose(self, side, grip):
        """Middle and axes of a held thing in the body's axes."""
        h = self.fig.h
        at, turn = _in_hand(grip, side)
        hand = h.turn("hand_" + side) @ frame(*h.handframe(side))
        return h.pos("hand_" + side) + hand @ at, hand @ turn

    def _solid(self, thing, grip, side):
        return (*_in_hand(grip, side), np.array(things.size_of(thing, self.seed)) / 2,
                thing in ("cup", "bottle"), grip.thumb)  # fmt: skip


def _in_hand(grip, side):
    """Middle and axes (columns: long, across, front) of a thing in the hand's axes."""
    flip = np.array([1, 1, 1 if side == "r" else -1])
    x = norm(flip * grip.long)
    z = norm(flip * grip.front - x * (x @ (flip * grip.front)))
    return flip * grip.off, np.stack([x, np.cross(z, x), z], 1)


def _matrix(fig, at, turn):
    """Blender's matrix of a thing at ``at`` with axes ``turn``, both in the body's axes."""
    from bench.world.blender.scene import Matrix

    spots = fig.world(np.concatenate([at[None], at + turn.T]))
    m = np.eye(4)
    m[:3, :3], m[:3, 3] = (spots[1:] - spots[0]).T, spots[0]
    return Matrix(m.tolist())


def wrist_for(grip, at, long, front, side="r"):
    """Wrist, finger direction and palm normal that bring a held thing to ``at``, so turned."""
    spot, turn = _in_hand(grip, side)
    x = norm(long)
    z = norm(np.asarray(front, float) - x * (x @ np.asarray(front, float)))
    hand = np.stack([x, np.cross(z, x), z], 1) @ turn.T
    return np.asarray(at, float) - hand @ spot, hand[:, 0], hand[:, 1]
